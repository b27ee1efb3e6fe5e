"""What the client makes of each answer, against a server that gives exactly these."""

from __future__ import annotations

import random
import socket
import threading
import time
from typing import TYPE_CHECKING

import pytest

from regional_app.client import (
    Backoff,
    FailoverName,
    Limits,
    OutcomeUnknownError,
    RefusedError,
    RegionalClient,
    StaleAnswerError,
    UnavailableError,
)
from regional_app.client.attempts import (
    NOTHING_WRITTEN,
    PROBLEM_MEDIA_TYPE,
    PROBLEM_TYPE_PREFIX,
)
from regional_app.problems import MEDIA_TYPE, PROBLEM_TYPES, TYPE_PREFIX

from .conftest import QUICK_BACKOFF, Recorder
from .front import Front
from .scripted_server import Received, Scripted, ScriptedServer, problem, written

if TYPE_CHECKING:
    from collections.abc import Callable

DROP = Scripted(drop=True)


def client_of(
    server: ScriptedServer, recorder: Recorder | None = None, request_seconds: float = 20.0
) -> RegionalClient:
    return client_at(server.port, recorder, request_seconds)


def client_at(
    port: int, recorder: Recorder | None = None, request_seconds: float = 20.0
) -> RegionalClient:
    return RegionalClient(
        FailoverName("127.0.0.1"),
        port=port,
        tls=None,
        limits=Limits(connect_seconds=1, read_seconds=0.5, request_seconds=request_seconds),
        backoff=QUICK_BACKOFF,
        callbacks=(recorder or Recorder()).callbacks,
        chance=random.Random("test"),  # noqa: S311 - jitter
    )


def value(version: str, region: str, body: object = "value") -> Scripted:
    return Scripted(headers={"ETag": f'"{version}"', "Served-By-Region": region}, body=body)


def acknowledgement(
    key: str, *, etag: str = "us-east-1:1", served_by: str | None = "us-east-1"
) -> Scripted:
    served = {} if served_by is None else {"Served-By-Region": served_by}
    body = {
        "version": "us-east-1:1",
        "writtenIn": "us-east-1",
        "writtenAt": 1,
        "idempotencyKey": key,
    }
    return Scripted(headers={"ETag": f'"{etag}"', **served}, body=body)


def test_an_acknowledgement_names_version_key_and_region() -> None:
    with ScriptedServer(acknowledgement("k")) as server, client_of(server) as client:
        assert client.put("a", 1, idempotency_key="k").version == "us-east-1:1"


def test_a_write_is_sent_again_with_the_same_key_until_it_is_answered() -> None:
    overloaded = problem(503, "overloaded", "us-east-1", Retry_After="0")
    recorder = Recorder()
    with (
        ScriptedServer(DROP, overloaded, written("us-east-1:1", "us-east-1")) as server,
        client_of(server, recorder) as client,
    ):
        result = client.put("a", {"b": 1})
    assert result.attempts == 3
    assert {r.headers["Idempotency-Key"] for r in server.received} == {result.idempotency_key}
    assert {r.body for r in server.received} == {b'{"b":1}'}
    assert [w.idempotency_key for w in recorder.acknowledged] == [result.idempotency_key]
    assert [(a.error, a.region, a.status) for a in recorder.failed] == [
        ("disconnected", None, None),
        ("overloaded", "us-east-1", 503),
    ]
    assert result.superseded_by is None


def test_the_key_of_an_unknown_outcome_can_be_used_again() -> None:
    with ScriptedServer(DROP) as server, client_of(server, request_seconds=0.2) as client:
        with pytest.raises(OutcomeUnknownError) as caught:
            client.put("a", 1)
        key = caught.value.result.idempotency_key
        with pytest.raises(OutcomeUnknownError):
            client.put("a", 1, idempotency_key=key)
    assert {r.headers["Idempotency-Key"] for r in server.received} == {key}


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (problem(503, "outcome-unknown", "us-east-1", Retry_After="0"), "outcome-unknown"),
        (Scripted(status=502), "http-502"),
        (Scripted(status=200, body="a page of somebody else"), "malformed-answer"),
        (Scripted(status=200, headers={"Served-By-Region": "us-east-1"}), "malformed-answer"),
        (acknowledgement("k", etag="us-east-1:2"), "malformed-answer"),
        (acknowledgement("another"), "malformed-answer"),
        (acknowledgement("k", served_by=None), "malformed-answer"),
    ],
)
def test_a_write_without_an_acknowledgement_never_looks_like_success(
    answer: Scripted, error: str
) -> None:
    recorder = Recorder()
    with (
        ScriptedServer(answer) as server,
        client_of(server, recorder, request_seconds=0.2) as client,
        pytest.raises(OutcomeUnknownError) as caught,
    ):
        client.put("a", 1, idempotency_key="k")
    assert caught.value.result.error == error
    assert recorder.acknowledged == []


@pytest.mark.parametrize("name", ["overloaded", "throttled", "table-unreachable"])
def test_a_write_that_was_turned_away_was_not_applied(name: str) -> None:
    answer = problem(503, name, "us-east-1", Retry_After="0")
    with (
        ScriptedServer(answer) as server,
        client_of(server, request_seconds=0.2) as client,
        pytest.raises(UnavailableError) as caught,
    ):
        client.put("a", 1)
    assert caught.value.result.error == name


def test_client_and_service_call_problems_the_same() -> None:
    assert (PROBLEM_MEDIA_TYPE, PROBLEM_TYPE_PREFIX) == (MEDIA_TYPE, TYPE_PREFIX)
    assert set(PROBLEM_TYPES) >= NOTHING_WRITTEN


def test_a_refusal_is_not_repeated() -> None:
    recorder = Recorder()
    with (
        ScriptedServer(problem(413, "body-too-large", "us-east-1")) as server,
        client_of(server, recorder) as client,
        pytest.raises(RefusedError, match="it is body-too-large"),
    ):
        client.put("a", 1)
    assert len(server.received) == 1
    assert recorder.failed == []


def test_a_refusal_after_a_lost_attempt_leaves_the_outcome_unknown() -> None:
    with (
        ScriptedServer(DROP, problem(404, "no-such-item", "us-west-2")) as server,
        client_of(server) as client,
        pytest.raises(OutcomeUnknownError),
    ):
        client.delete("a")


def test_the_service_decides_how_long_to_wait_at_least() -> None:
    chance = random.Random(0)  # noqa: S311 - jitter
    backoff = Backoff(first_seconds=0.1, longest_seconds=2)
    for attempt in range(1, 200):
        assert 1 <= backoff.pause(attempt, 1, chance) <= 3
        assert 0 <= backoff.pause(attempt, 0, chance) <= min(2, 0.1 * 2 ** (attempt - 1))
    assert backoff.pause(1, 3600, chance) <= 2.1


def test_a_stale_answer_is_told_from_a_good_one() -> None:
    with (
        ScriptedServer(
            value("us-east-1:2", "us-east-1"), value("us-east-1:1", "us-west-2")
        ) as server,
        client_of(server) as client,
    ):
        assert client.get("a").version == "us-east-1:2"
        with pytest.raises(StaleAnswerError, match="us-east-1:1 does not include us-east-1:2"):
            client.get("a")
    assert server.received[1].headers["Seen-Version"] == "us-east-1:2"


def test_a_superseded_write_is_required_of_reads_but_not_claimed_as_seen() -> None:
    superseded = Scripted(
        headers={"Superseded-By": "us-east-1:7", "Served-By-Region": "us-east-1"},
        body={"version": "us-east-1:7"},
    )
    recorder = Recorder()
    with (
        ScriptedServer(superseded, problem(404, "not-found", "us-east-1")) as server,
        client_of(server, recorder) as client,
    ):
        result = client.put("a", 1)
        assert (result.version, result.superseded_by) == (None, "us-east-1:7")
        for request in (client.get, client.delete):
            with pytest.raises(RefusedError):
                request("a")
    assert recorder.acknowledged == []
    _, read, write = server.received
    assert read.headers["Seen-Version"] == "us-east-1:7"
    assert "Seen-Version" not in write.headers


def test_a_replay_without_an_answer_is_tried_again_with_the_next_request() -> None:
    recorder = Recorder()
    with (
        ScriptedServer(
            written("us-east-1:1", "us-east-1"),
            value("us-west-2:5", "us-west-2"),
            problem(503, "overloaded", "us-west-2"),
            value("us-west-2:5", "us-west-2"),
            Scripted(headers={"Replay-Outcome": "applied", "Served-By-Region": "us-west-2"}),
            value("us-west-2:5", "us-west-2"),
        ) as server,
        client_of(server, recorder) as client,
    ):
        client.put("a", 1)
        for _ in range(3):
            client.get("b")
    assert [r.outcome.value for r in recorder.replays] == ["failed", "applied"]
    replayed = [r for r in server.received if "Replay-Version" in r.headers]
    assert len(replayed) == 2
    for request in replayed:
        assert request.headers["Replay-Version"] == "us-east-1:1"
        assert request.headers["Replay-Region"] == "us-east-1"
        assert request.headers["Replay-Written-At"] == "1700000000.123456"
        assert request.headers["Idempotency-Key"] == server.received[0].headers["Idempotency-Key"]
        assert request.body == b"1"


def test_a_write_that_a_dying_region_may_have_got_is_of_unknown_outcome() -> None:
    fronts: list[Front] = []

    def die(_: Received) -> Scripted:
        fronts[0].die()
        return DROP

    with (
        ScriptedServer(acknowledgement("k"), die) as server,
        Front("127.0.0.1", 0, server.port, None) as front,
        client_at(front.port, request_seconds=0.3) as client,
    ):
        fronts.append(front)
        client.put("a", 1, idempotency_key="k")
        with pytest.raises(OutcomeUnknownError) as caught:
            client.put("a", 2)
    assert caught.value.result.error == "connect-refused"


def test_a_region_that_acknowledges_another_one_s_write_needs_no_replay() -> None:
    recorder = Recorder()
    replicated = acknowledgement("k", served_by="us-west-2")
    with (
        ScriptedServer(replicated, value("us-west-2:1", "us-west-2")) as server,
        client_of(server, recorder) as client,
    ):
        client.put("a", 1, idempotency_key="k")
        client.get("b")
    assert [w.region for w in recorder.acknowledged] == ["us-east-1"]
    assert recorder.replays == []


def test_what_the_service_said_last_is_kept_when_the_time_runs_out() -> None:
    def late(_: Received) -> Scripted:
        time.sleep(0.6)
        return DROP

    behind = problem(503, "replica-behind", "us-west-2", Retry_After="0")
    recorder = Recorder()
    with (
        ScriptedServer(behind, late) as server,
        client_of(server, recorder, request_seconds=0.3) as client,
        pytest.raises(UnavailableError) as caught,
    ):
        client.get("a")
    result = caught.value.result
    assert (result.error, result.status, result.region) == ("replica-behind", 503, "us-west-2")
    assert [a.error for a in recorder.failed] == ["replica-behind", "read-timeout"]
    assert result.attempt_started_at == recorder.failed[0].started_at


def test_a_region_that_cannot_serve_gets_no_replays() -> None:
    recorder = Recorder()
    with (
        ScriptedServer(
            written("us-east-1:1", "us-east-1"), problem(503, "table-unreachable", "us-west-2")
        ) as server,
        client_of(server, recorder, request_seconds=0.3) as client,
    ):
        client.put("a", 1)
        with pytest.raises(UnavailableError):
            client.get("b")
        assert client.unconfirmed_writes == 1
    assert recorder.replays == []


@pytest.mark.parametrize("item_id", ["", "a/b", "x" * 2000])
def test_an_id_that_no_item_can_have_is_refused_before_anything_is_sent(item_id: str) -> None:
    with (
        ScriptedServer(Scripted()) as server,
        client_of(server) as client,
        pytest.raises(ValueError, match="an item's id has 1 to"),
    ):
        client.get(item_id)
    assert server.received == []


def test_an_answer_that_trickles_in_ends_with_the_request_s_time() -> None:
    stop = threading.Event()

    def trickle(listener: socket.socket) -> None:
        connection, _ = listener.accept()
        with connection:
            while not stop.wait(0.05):
                try:
                    connection.send(b"HTTP/1.1 200 OK\r\n"[:1])
                except OSError:
                    return

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=trickle, args=(listener,))
        thread.start()
        began = time.monotonic()
        with (
            client_at(listener.getsockname()[1], request_seconds=1) as client,
            pytest.raises(UnavailableError) as caught,
        ):
            client.get("a")
        took = time.monotonic() - began
        stop.set()
        thread.join()
    assert caught.value.result.error == "read-timeout"
    assert 0.9 < took < 10


def test_once_told_to_stop_nothing_is_sent_again() -> None:
    stop = threading.Event()

    def answer(_: Received) -> Scripted:
        stop.set()
        return problem(503, "overloaded", "us-east-1")

    answers: list[Callable[[Received], Scripted]] = [answer]
    with ScriptedServer(*answers) as server:
        client = RegionalClient(FailoverName("127.0.0.1"), port=server.port, tls=None, stop=stop)
        with client, pytest.raises(UnavailableError):
            client.get("a")
    assert len(server.received) == 1
