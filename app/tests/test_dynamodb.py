"""What a failed call means, and that nobody takes an unknown outcome for a known one."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from local.endpoints import CREDENTIALS
from regional_app.dynamodb import (
    ClientLimits,
    ConditionFailedError,
    TableClient,
    TableError,
    TableRefusedError,
    TableThrottledError,
    TableUnreachableError,
)

LIMITS = ClientLimits(connect_seconds=1, read_seconds=0.5, attempts=2, connections=4)
Script = list[tuple[int, str]]
"""Status and error code of each answer in turn; status 0 hangs up, status 1 never answers."""


@pytest.fixture
def scripted(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Script], TableClient]]:
    """A client of an endpoint that answers as written, and 200 from then on."""
    for name, value in CREDENTIALS.items():
        monkeypatch.setenv(name, value)
    servers: list[ThreadingHTTPServer] = []
    released = threading.Event()

    def make(script: Script) -> TableClient:
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                self.rfile.read(int(self.headers["content-length"]))
                status, code = script.pop(0) if script else (200, "")
                if status == 1:
                    released.wait(30)
                if status in {0, 1}:
                    self.close_connection = True
                    return
                body = json.dumps(
                    {"__type": f"com.amazonaws.dynamodb.v20120810#{code}"} if code else {}
                )
                self.send_response(status)
                self.send_header("Content-Type", "application/x-amz-json-1.0")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body.encode())

            def log_message(self, *_: Any) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return TableClient("us-west-2", f"http://127.0.0.1:{server.server_port}", LIMITS)

    yield make
    released.set()
    for server in servers:
        server.shutdown()
        server.server_close()


def put(client: TableClient) -> Any:
    return client.call(lambda boto: boto.put_item(TableName="table", Item={"id": {"S": "x"}}))


@pytest.mark.parametrize(
    ("script", "kind", "reason", "known"),
    [
        ([(400, "ValidationException")], TableRefusedError, "ValidationException", True),
        ([(400, "AccessDeniedException")], TableRefusedError, "AccessDeniedException", True),
        (
            [(400, "ConditionalCheckFailedException")],
            ConditionFailedError,
            "ConditionalCheckFailedException",
            True,
        ),
        ([(400, "ThrottlingException")] * 2, TableThrottledError, "ThrottlingException", True),
        ([(500, "InternalServerError")] * 2, TableUnreachableError, "InternalServerError", False),
        ([(0, "")] * 2, TableUnreachableError, "ConnectionClosedError", False),
        ([(1, "")] * 2, TableUnreachableError, "ReadTimeoutError", False),
        # The first attempt may have been applied, whatever the second one is told.
        (
            [(1, ""), (400, "ThrottlingException")],
            TableThrottledError,
            "ThrottlingException",
            False,
        ),
        (
            [(500, "InternalServerError"), (400, "ConditionalCheckFailedException")],
            ConditionFailedError,
            "ConditionalCheckFailedException",
            False,
        ),
    ],
)
def test_what_a_failure_means(
    scripted: Callable[[Script], TableClient],
    script: Script,
    kind: type[TableError],
    reason: str,
    known: bool,
) -> None:
    with pytest.raises(TableError) as caught:
        put(scripted(script))
    assert type(caught.value) is kind
    assert (caught.value.reason, caught.value.outcome_known) == (reason, known)


def test_a_lost_first_attempt_does_not_mark_the_next_call(
    scripted: Callable[[Script], TableClient],
) -> None:
    client = scripted([(0, ""), (200, ""), (400, "ValidationException")])
    put(client)
    with pytest.raises(TableRefusedError) as caught:
        put(client)
    assert caught.value.outcome_known


def test_a_replicated_write_conflict_is_tried_again(
    scripted: Callable[[Script], TableClient],
) -> None:
    conflict = (400, "ReplicatedWriteConflictException")
    assert put(scripted([conflict] * 3)) is not None
    with pytest.raises(TableThrottledError, match="ReplicatedWriteConflict"):
        put(scripted([conflict] * 20))


def test_dead_connections_are_dropped_together(scripted: Callable[[Script], TableClient]) -> None:
    client = scripted([(0, "")] * 60)
    client._renewed_at = float("-inf")
    for _ in range(3):
        with pytest.raises(TableUnreachableError):
            put(client)
    assert client.renewals == 1
