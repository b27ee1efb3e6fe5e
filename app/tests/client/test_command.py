"""The command as a process: what it prints, its exit codes, and how it is stopped."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import uuid
from typing import IO, TYPE_CHECKING, Any

import pytest

from regional_app.client.command import main
from regional_app.versions import Order, VersionVector

from .conftest import EAST, EAST_ADDRESS, NAME, WEST, WEST_ADDRESS, World

if TYPE_CHECKING:
    from collections.abc import Iterator

COMMAND = [sys.executable, "-m", "regional_app.client"]


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *arguments], capture_output=True, text=True, check=False, timeout=60
    )


def to(world: World) -> list[str]:
    return [
        *("--name", NAME, "--port", str(world.port)),
        *("--resolver", world.dns.option, "--ca", str(world.authority.file)),
    ]


def records(lines: IO[str] | list[str]) -> Iterator[dict[str, Any]]:
    for line in lines:
        yield json.loads(line)


def test_an_item_is_written_read_and_deleted(world: World) -> None:
    item = f"item-{uuid.uuid4().hex}"
    put = run("put", item, '{"n": 1.10}', *to(world))
    get = run("get", item, *to(world))
    delete = run("delete", item, *to(world))
    gone = run("get", item, *to(world))
    assert [done.returncode for done in (put, get, delete, gone)] == [0, 0, 0, 1], put.stderr
    written, read, deleted = (json.loads(done.stdout) for done in (put, get, delete))
    assert (read["region"], read["address"]) == (EAST, EAST_ADDRESS)
    assert read["version"] == written["version"]
    first, second = (VersionVector.parse(record["version"]) for record in (written, deleted))
    assert set(first.counters) == set(second.counters) == {EAST}
    assert second.compare(first) is Order.AFTER
    assert '"body":{"n":1.1' in get.stdout
    assert json.loads(gone.stdout)["outcome"] == "absent"
    assert "no such item" in gone.stderr or "was deleted" in gone.stderr


def test_a_service_that_is_not_there_is_a_finding(world: World) -> None:
    world.east.die()
    done = run("put", "a", "1", *to(world), "--deadline", "0.5")
    assert done.returncode == 1
    record = json.loads(done.stdout)
    assert (record["outcome"], record["error"]) == ("unavailable", "connect-refused")
    assert record["supersededBy"] is None
    assert record["attemptStartedAt"] >= record["startedAt"]


@pytest.mark.parametrize(
    ("arguments", "allowed"),
    [
        (["get", "a"], "--name"),
        (["get", "a/b", "--name", NAME], "without '/'"),
        (["put", "a", "hello", "--name", NAME], "'\"hello\"'"),
        (["get", "a", "--name", "https://x"], "without https://"),
        (["get", "a", "--name", NAME, "--port", "70000"], "a whole number of 1 to 65535"),
        (["get", "a", "--name", NAME, "--resolver", "localhost:53"], "127.0.0.1:5353"),
        (["get", "a", "--name", NAME, "--dns", "often"], "honour, minimum:SECONDS or never-again"),
        (["get", "a", "--name", NAME, "--dns", "minimum:x"], "a number of 0 to 86400"),
        (["get", "a", "--name", NAME, "--ca", "absent.pem", "--plain-http"], "--plain-http"),
        (["get", "a", "--name", NAME, "--ca", "absent.pem"], "absent.pem"),
        (["load", "--name", NAME, "--rate", "0"], "a number of 0.01 to 100000"),
        (["load", "--name", NAME, "--clients", "0"], "a whole number of 1 to 1000"),
    ],
)
def test_usage_errors_say_what_is_allowed(
    arguments: list[str], allowed: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    assert allowed in capsys.readouterr().err


def test_load_reports_each_request_and_a_summary(world: World) -> None:
    options = ["--clients", "3", "--rate", "200", "--requests", "40", "--items", "5"]
    prefix = uuid.uuid4().hex
    done = run("load", *to(world), *options, "--id-prefix", prefix, "--deletes", "0.2")
    assert done.returncode == 0, done.stderr
    *requests, summary = records(done.stdout.splitlines())
    assert len(requests) == 40
    assert {r["event"] for r in requests} == {"request"}
    assert {r["client"] for r in requests} == {0, 1, 2}
    assert {r["outcome"] for r in requests} <= {"ok", "absent"}
    assert {r["id"] for r in requests} <= {f"{prefix}-{n}" for n in range(5)}
    counted = sum(n for by_outcome in summary["requests"].values() for n in by_outcome.values())
    assert (summary["event"], counted) == ("summary", 40)
    assert summary["regions"] == {EAST: 40}
    assert summary["latencySeconds"]["maximum"] >= summary["latencySeconds"]["p50"]


def test_a_seed_decides_operations_and_ids_but_no_keys(world: World) -> None:
    options = ["--clients", "1", "--rate", "1000", "--requests", "20", "--seed", "s"]
    runs = [list(records(run("load", *to(world), *options).stdout.splitlines())) for _ in range(2)]
    first, second = ([(r.get("operation"), r.get("id")) for r in one] for one in runs)
    assert first == second
    keys = [{r["idempotencyKey"] for r in one if r.get("idempotencyKey")} for one in runs]
    assert keys[0]
    assert not keys[0] & keys[1]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_load_follows_a_failover_and_stops_with_a_summary(
    world: World, number: signal.Signals
) -> None:
    options = ["--clients", "2", "--rate", "40", "--writes", "0.7", "--items", "20"]
    prefix = uuid.uuid4().hex
    command = [*COMMAND, "load", *to(world), *options, "--id-prefix", prefix]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        seen: list[dict[str, Any]] = []
        for record in records(process.stdout):
            seen.append(record)
            if len(seen) == 20:
                world.east.die()
                world.point_to(WEST_ADDRESS)
            west = [r for r in seen if r["event"] == "request" and r["region"] == WEST]
            if len(west) == 20:
                process.send_signal(number)
    assert process.returncode == 0
    summary = seen[-1]
    assert summary["event"] == "summary"
    assert set(summary["regions"]) == {EAST, WEST}
    requests = [r for r in seen if r["event"] == "request"]
    assert summary["acknowledgedWrites"] == sum(
        r["operation"] == "put" and r["outcome"] == "ok" for r in requests
    )
    replays = [r for r in seen if r["event"] == "replay"]
    assert {r["region"] for r in replays} == {WEST}
    assert {r["outcome"] for r in replays} <= {"applied", "newer-version", "concurrent-version"}
    assert "applied" in summary["replays"]
    for replay in replays:
        if replay["outcome"] == "applied":
            stored = VersionVector.parse(world.stored(WEST, replay["id"])[1])
            assert stored.includes(VersionVector.parse(replay["version"]))


def test_load_keeps_to_its_rate(world: World) -> None:
    done = run("load", *to(world), "--clients", "2", "--rate", "10", "--requests", "12")
    summary = json.loads(done.stdout.splitlines()[-1])
    assert summary["durationSeconds"] >= 1


def test_load_that_nobody_answers_is_a_finding(world: World) -> None:
    world.east.die()
    done = run("load", *to(world), "--requests", "2", "--rate", "100", "--deadline", "0.3")
    assert done.returncode == 1
    *lines, summary = records(done.stdout.splitlines())
    failed = [line for line in lines if line["event"] == "failed-attempt"]
    requests = [line for line in lines if line["event"] == "request"]
    assert len(failed) == sum(request["attempts"] for request in requests)
    assert failed[0].keys() == {
        *("event", "client", "startedAt", "durationSeconds", "operation", "id", "address"),
        *("resolvedAt", "region", "status", "error"),
    }
    assert (EAST_ADDRESS, "connect-refused") in {
        (line["address"], line["error"]) for line in failed
    }
    for request in requests:
        attempts = [line["startedAt"] for line in failed if line["client"] == request["client"]]
        assert request["attemptStartedAt"] in attempts
    assert summary["errors"] == {"connect-refused": 2}
    assert summary["longestGapSeconds"] > 0


def test_load_ends_quietly_when_nobody_reads_it_any_more(world: World) -> None:
    command = [*COMMAND, "load", *to(world), "--rate", "200"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr is not None
        complaints = process.stderr.read()
    assert (process.returncode, complaints) == (1, "")
