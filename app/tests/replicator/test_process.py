"""The replicator as a process between real DynamoDB APIs."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
import time
from decimal import Decimal
from typing import Any

import pytest

from regional_app.items import Item, to_attributes
from regional_app.versions import VersionVector

from ..conftest import MakeRegions
from ..faulty_endpoint import FaultyEndpoint
from ..json_lines_process import PATIENCE_SECONDS
from ..regions import RegionTable
from .process import ReplicatorProcess, contents_of, eventually

EAST = "us-east-1"
WEST = "us-west-2"
EUROPE = "eu-central-1"
NEVER = 3600
"""A lag in seconds that no test outlasts."""


def put(table: RegionTable, key: str, value: int) -> None:
    table.client.put_item(
        TableName=table.table_name,
        Item={table.key_attribute: {"S": key}, "value": {"N": str(value)}},
    )


def value(table: RegionTable, key: str) -> int | None:
    item = contents_of(table).get(key)
    return int(item["value"]["N"]) if item is not None else None


def make_anew(table: RegionTable, stream: Any) -> None:
    table.client.delete_table(TableName=table.table_name)
    table.client.create_table(
        TableName=table.table_name,
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        BillingMode="PAY_PER_REQUEST",
        StreamSpecification=stream,
    )


def put_version(table: RegionTable, item_id: str, token: str, request: str) -> None:
    item = Item(
        id=item_id,
        body=request,
        versions=VersionVector.parse(token),
        written_in=table.region,
        written_at=Decimal(1),
        request_id=request,
        recent_requests=(request,),
    )
    table.client.put_item(TableName=table.table_name, Item=to_attributes(item, table.key_attribute))


def a_moment_later() -> None:
    """Longer than the replicator takes to notice a write: it orders what streams do not."""
    time.sleep(1.1)


def test_all_kinds_of_items_reach_every_region_and_are_not_replicated_back(
    make_regions: MakeRegions,
) -> None:
    tables = make_regions(EAST, WEST, EUROPE)
    put(tables[0], "item/written-before-it-started", 1)
    with ReplicatorProcess(tables) as replicator:
        keys = ["item/x", "heartbeat/us-east-1", "switch/us-east-1", "conflict/x/us-east-1:1"]
        for number, key in enumerate(keys):
            put(tables[number % 3], key, number)
        eventually(lambda: all(len(contents_of(table)) == 5 for table in tables))
        replicator.settled(tables)
        code, errors = replicator.end()
    last = replicator.lines[-1]
    assert (code, errors, last["event"]) == (0, "", "stopped")
    assert (last["applied"], last["discarded"], last["pending"], last["late"]) == (10, 0, 0, 0)


def test_removed_items_are_removed_everywhere(make_regions: MakeRegions) -> None:
    tables = east, west = make_regions(EAST, WEST)
    with ReplicatorProcess(tables):
        put(east, "item/x", 1)
        eventually(lambda: value(west, "item/x") == 1)
        west.client.delete_item(TableName=west.table_name, Key={"id": {"S": "item/x"}})
        eventually(lambda: contents_of(east) == {})


def test_a_link_is_as_slow_as_told_and_only_in_its_direction(make_regions: MakeRegions) -> None:
    tables = east, west = make_regions(EAST, WEST)
    with ReplicatorProcess(tables, "--lag", "0", "--lag", f"{EAST}:{WEST}={NEVER}") as replicator:
        put(east, "item/slow", 1)
        put(west, "item/fast", 1)
        eventually(lambda: value(east, "item/fast") == 1)
        line = replicator.wait_for(lambda line: line.get("applied") == 1 == line.get("pending"))
        assert (line["held"], line["late"]) == (0, 0)
        assert value(west, "item/slow") is None
        replicator.command(lag={"from": WEST, "to": EAST, "seconds": NEVER})
        put(west, "item/now-slow", 1)
        replicator.wait_for(lambda line: line.get("pending") == 2)
        assert value(east, "item/now-slow") is None


def test_a_partition_holds_back_and_healing_lets_the_later_write_win(
    make_regions: MakeRegions,
) -> None:
    tables = east, west, europe = make_regions(EAST, WEST, EUROPE)
    with ReplicatorProcess(tables) as replicator:
        replicator.command(partition=[EAST, WEST, EUROPE])
        put(east, "item/x", 1)
        a_moment_later()
        put(west, "item/x", 2)
        put(east, "item/y", 1)
        replicator.wait_for(lambda line: line.get("held") == line.get("late") == 6)
        assert [value(table, "item/x") for table in tables] == [1, 2, None]
        replicator.command(heal={"from": EAST, "to": EUROPE})
        eventually(lambda: value(europe, "item/y") == value(europe, "item/x") == 1)
        assert value(west, "item/y") is None
        replicator.command(heal=[EAST, WEST, EUROPE])
        eventually(lambda: [value(table, "item/x") for table in tables] == [2, 2, 2])
        replicator.settled(tables)
        replicator.end()
    last = replicator.lines[-1]
    assert (last["pending"], last["held"], last["late"]) == (0, 0, 6)
    assert (last["applied"], last["discarded"]) == (5, 1)


def test_replicas_agree_after_writes_to_one_item_everywhere_at_once(
    make_regions: MakeRegions,
) -> None:
    tables = make_regions(EAST, WEST, EUROPE)

    def write_often(table: RegionTable, first: int) -> None:
        for number in range(40):
            put(table, "item/hot", first + number)

    with ReplicatorProcess(tables) as replicator:
        writers = [
            threading.Thread(target=write_often, args=(table, 1000 * number))
            for number, table in enumerate(tables)
        ]
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join()
        put(tables[0], "item/last", 1)
        eventually(lambda: all(value(table, "item/last") == 1 for table in tables))
        winner = replicator.settled(tables)["item/hot"]["value"]["N"]
        assert winner in {"39", "1039", "2039"}
        replicator.end()
    last = replicator.lines[-1]
    assert last["applied"] + last["discarded"] == 2 * (3 * 40 + 1)
    assert not [line for line in replicator.lines if line["event"] == "item-unknown"]


def test_commands_are_answered_with_the_links_they_concern(make_regions: MakeRegions) -> None:
    with ReplicatorProcess(make_regions(EAST, WEST)) as replicator:
        both = [{"from": EAST, "to": WEST}, {"from": WEST, "to": EAST}]
        assert replicator.command(partition=[EAST, WEST]) == {"event": "partition", "links": both}
        assert replicator.command(lag={"seconds": 2}) == {
            "event": "lag",
            "links": both,
            "seconds": 2.0,
        }
        assert replicator.command(heal=["mars", EAST])["event"] == "refused-command"
        replicator.send("no JSON")
        replicator.wait_for(lambda line: "Expecting value" in line.get("reason", ""))


@pytest.mark.parametrize("fault", ["refuse", "swallow"])
def test_a_region_that_cannot_be_reached_is_told_and_caught_up_with(
    make_regions: MakeRegions, fault: str
) -> None:
    east, west = make_regions(EAST, WEST)
    with FaultyEndpoint(west.endpoint) as proxy:
        seen_through_proxy = RegionTable(WEST, proxy.endpoint, west.table_name)
        with ReplicatorProcess([east, seen_through_proxy]) as replicator:
            put(east, "item/before", 1)
            eventually(lambda: value(west, "item/before") == 1)
            # The answer has to arrive as well.
            replicator.wait_for(lambda line: line.get("applied") == 1)
            getattr(proxy, fault)()
            told = replicator.wait_for(lambda line: line["event"] == "region-unavailable")
            assert told["region"] == WEST
            assert told["reason"]
            put(east, "item/during", 1)
            put(west, "item/there", 1)
            replicator.wait_for(lambda line: line.get("pending") == 1)
            proxy.recover()
            replicator.wait_for(lambda line: line["event"] == "region-available")
            eventually(lambda: value(west, "item/during") == value(east, "item/there") == 1)
            replicator.settled([east, west])
            code, _ = replicator.end()
    assert code == 0
    assert replicator.lines[-1]["applied"] == 3


def test_what_a_stream_never_told_is_not_overwritten(make_regions: MakeRegions) -> None:
    east, west = make_regions(EAST, WEST)
    make_anew(west, {"StreamEnabled": False})
    put(west, "item/x", 1)
    west.client.update_table(
        TableName=west.table_name,
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
    )
    with ReplicatorProcess([east, west]) as replicator:
        put(east, "item/x", 2)
        told = replicator.wait_for(lambda line: line["event"] == "item-unknown")
        assert (told["region"], told["key"]) == (WEST, "item/x")
        assert value(west, "item/x") == 1


def test_arrivals_of_clients_items_are_told_on_request(make_regions: MakeRegions) -> None:
    tables = east, west = make_regions(EAST, WEST)
    with ReplicatorProcess(tables, "--arrivals", "--lag", "0.2") as replicator:
        began = time.time()
        put(east, "heartbeat/us-east-1", 1)
        put(east, "item/not-the-service-s", 1)
        put_version(east, "a", "us-east-1:1", "first")
        told = replicator.wait_for(lambda line: line["event"] == "arrival")
        east.client.delete_item(TableName=east.table_name, Key={"id": {"S": "item/a"}})
        put_version(west, "b", "us-west-2:1", "second")
        eventually(lambda: len(contents_of(east)) == 3)
        replicator.settled(tables)
        replicator.end()
    assert told.keys() == {
        *("event", "from", "to", "id", "idempotencyKey", "version", "outcome"),
        *("lostVersion", "seconds", "at"),
    }
    arrivals = [
        (line["from"], line["to"], line["id"], line["idempotencyKey"], line["outcome"])
        for line in replicator.events("arrival")
    ]
    assert arrivals == [
        (EAST, WEST, "a", "first", "applied"),
        (WEST, EAST, "b", "second", "applied"),
    ]
    assert all(line["seconds"] >= 0.2 for line in replicator.events("arrival"))
    assert all(line["at"] >= began for line in replicator.events("arrival"))


def test_arrivals_after_a_partition_took_longer_and_show_what_was_lost(
    make_regions: MakeRegions,
) -> None:
    tables = east, west = make_regions(EAST, WEST)
    with ReplicatorProcess(tables, "--arrivals") as replicator:
        replicator.command(partition=[EAST, WEST])
        put_version(east, "x", "us-east-1:1", "lost")
        replicator.wait_for(lambda line: line.get("held") == 1)
        cut_off = time.monotonic()
        a_moment_later()
        put_version(west, "x", "us-west-2:1", "winner")
        replicator.wait_for(lambda line: line.get("held") == 2)
        held_for = time.monotonic() - cut_off
        replicator.command(heal=[EAST, WEST])
        replicator.wait_for(lambda line: line.get("outcome") == "discarded")
        replicator.wait_for(lambda line: line.get("outcome") == "overwrote")
    lost, winner = sorted(replicator.events("arrival"), key=lambda line: str(line["from"]))
    assert (lost["from"], lost["idempotencyKey"], lost["outcome"]) == (EAST, "lost", "discarded")
    assert (winner["from"], winner["outcome"]) == (WEST, "overwrote")
    assert (winner["version"], winner["lostVersion"]) == ("us-west-2:1", "us-east-1:1")
    assert (lost["version"], lost["lostVersion"]) == ("us-east-1:1", None)
    assert lost["seconds"] >= held_for


def test_it_tells_once_all_that_was_written_has_arrived(make_regions: MakeRegions) -> None:
    tables = east, west, europe = make_regions(EAST, WEST, EUROPE)
    with ReplicatorProcess(tables, "--lag", "0.5") as replicator:
        replicator.command(partition=[EAST, EUROPE])
        for number in range(20):
            put(east, f"item/{number}", number)
        replicator.send(json.dumps({"settle": True}))
        replicator.wait_for(lambda line: line["event"] == "settled")
        assert len(contents_of(west)) == 20
        assert len(contents_of(europe)) == 0
        replicator.end()
    assert len(replicator.events("settled")) == 1


def test_arrivals_are_not_told_unasked(make_regions: MakeRegions) -> None:
    tables = east, west = make_regions(EAST, WEST)
    with ReplicatorProcess(tables) as replicator:
        put_version(east, "a", "us-east-1:1", "first")
        eventually(lambda: len(contents_of(west)) == 1)
        replicator.end()
    assert replicator.events("arrival") == []


def test_sigterm_ends_it_cleanly(make_regions: MakeRegions) -> None:
    with ReplicatorProcess(make_regions(EAST, WEST)) as replicator:
        replicator.signal(signal.SIGTERM)
        assert replicator.end(close=False) == (0, "")
    assert replicator.lines[-1]["event"] == "stopped"


def started_with(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "regional_app.replicator", *arguments],
        check=False,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        timeout=PATIENCE_SECONDS,
    )


def test_unusable_arguments_are_told_without_a_trace() -> None:
    ran = started_with("--table", "T", "--region", EAST, "--lag", "soon")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert len(ran.stderr.splitlines()) == 2


@pytest.mark.parametrize(
    ("specification", "said"),
    [
        (None, "there is no table"),
        ({"StreamEnabled": False}, "has no stream; it needs one of NEW_AND_OLD_IMAGES"),
        (
            {"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"},
            "has a stream of NEW_IMAGE; it needs one of NEW_AND_OLD_IMAGES",
        ),
    ],
)
def test_a_table_that_cannot_be_replicated_is_told(
    make_regions: MakeRegions, specification: Any, said: str
) -> None:
    east, west = make_regions(EAST, WEST)
    if specification is not None:
        make_anew(west, specification)
    else:
        west.client.delete_table(TableName=west.table_name)
    process = ReplicatorProcess([east, west])
    try:
        code, errors = process.end(close=False)
    finally:
        process.__exit__()
    assert code == 2
    assert errors.startswith(f"{WEST}: ")
    assert said in errors
    assert len(errors.splitlines()) == 1
