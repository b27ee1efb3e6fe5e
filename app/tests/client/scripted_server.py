"""An HTTP server that gives the answers it was told to, for what a sound service never says."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


@dataclass(frozen=True, kw_only=True)
class Scripted:
    """One answer. `drop` closes the connection instead, once the request has come."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Any = None
    drop: bool = False


@dataclass(frozen=True, kw_only=True)
class Received:
    """One request."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


def written(version: str, region: str, **headers: str) -> Callable[[Received], Scripted]:
    """What the service answers to a write that made this version."""

    def answer(request: Received) -> Scripted:
        body = {
            "id": request.path.removeprefix("/items/"),
            "version": version,
            "writtenIn": region,
            "writtenAt": 1_700_000_000.123456,
            "idempotencyKey": request.headers["Idempotency-Key"],
        }
        all_headers = {"ETag": f'"{version}"', "Served-By-Region": region, **headers}
        return Scripted(headers=all_headers, body=body)

    return answer


def problem(status: int, name: str, region: str, **headers: str) -> Scripted:
    """What the service answers when something is wrong."""
    return Scripted(
        status=status,
        headers={
            "Content-Type": "application/problem+json",
            "Served-By-Region": region,
            **{key.replace("_", "-"): value for key, value in headers.items()},
        },
        body={"type": f"urn:regional-app:problem:{name}", "detail": f"it is {name}"},
    )


class ScriptedServer:
    """Plain HTTP on 127.0.0.1; the last answer is given to all further requests."""

    def __init__(self, *answers: Scripted | Callable[[Received], Scripted]) -> None:
        self._answers = list(answers)
        self.received: list[Received] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            wbufsize = -1  # An answer in one piece, without waiting for acknowledgements.

            def handle_any(self) -> None:
                length = int(self.headers.get("Content-Length", 0))
                request = Received(
                    method=self.command,
                    path=self.path,
                    headers=dict(self.headers.items()),
                    body=self.rfile.read(length),
                )
                outer.received.append(request)
                answers = outer._answers
                answer = answers[0] if len(answers) == 1 else answers.pop(0)
                answer = answer if isinstance(answer, Scripted) else answer(request)
                if answer.drop:
                    self.close_connection = True
                    return
                body = json.dumps(answer.body).encode()
                self.send_response(answer.status)
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            do_GET = do_PUT = do_DELETE = handle_any  # noqa: N815 - http.server's names

            def log_message(self, *_: Any) -> None:
                return

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.port: int = self._server.server_address[1]
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        )
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
