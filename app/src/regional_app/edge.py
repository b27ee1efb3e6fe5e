"""What every request goes through: turned away when there are too many, answered by a deadline,
told who served it, logged and counted.
"""

from __future__ import annotations

import asyncio
import time
import uuid
from typing import TYPE_CHECKING, Any, Final

from .problems import ProblemError
from .telemetry import log

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from .health import Health
    from .replica_age import ReplicaAge
    from .settings import Settings
    from .telemetry import Metrics

_ALWAYS_ANSWERED: Final = frozenset({"/live", "/health"})
_SERVER_ERROR: Final = 500

_GRACE_SECONDS: Final = 0.5
"""After the deadline, for the answer that says so."""


class Edge:
    """An ASGI application around the API."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        settings: Settings,
        health: Health,
        replica_age: ReplicaAge,
        metrics: Metrics,
    ) -> None:
        self._app = app
        self._settings = settings
        self._health = health
        self._replica_age = replica_age
        self._metrics = metrics
        self.in_flight = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves one request; other kinds of scope are the API's own."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        probe = scope["path"] in _ALWAYS_ANSWERED
        exchange = _Exchange(self, scope, send)
        if not probe and self.in_flight >= self._settings.maximum_in_flight:
            self._metrics.count("Shed")
            await exchange.answer(
                ProblemError("overloaded", "Too many requests are in flight. Try again.")
            )
        elif probe:
            await exchange.serve(self._app, receive)
        else:
            self.in_flight += 1
            try:
                await exchange.serve(self._app, receive)
            finally:
                self.in_flight -= 1
        self._note(exchange, quiet=probe)

    def _note(self, exchange: _Exchange, *, quiet: bool) -> None:
        if quiet:
            return
        seconds = time.perf_counter() - exchange.began
        self._metrics.request(seconds, failed=exchange.status >= _SERVER_ERROR)
        log.info(
            "request",
            extra={
                "fields": {
                    "requestId": exchange.request_id,
                    "method": exchange.scope["method"],
                    "path": exchange.scope["path"],
                    "status": exchange.status,
                    "milliseconds": round(seconds * 1000, 1),
                }
            },
        )

    def headers(self, request_id: str) -> list[tuple[bytes, bytes]]:
        """What every answer carries."""
        headers = [
            (b"served-by-region", self._settings.region.encode()),
            (b"request-id", request_id.encode()),
            # A copy of a Region's answer elsewhere would be older than anybody can tell.
            (b"cache-control", b"no-store"),
        ]
        age = self._replica_age.oldest()
        if age is not None:
            headers.append((b"replica-age-seconds", f"{age:.3f}".encode()))
        if self._health.draining:
            headers.append((b"connection", b"close"))
        return headers

    @property
    def deadline_seconds(self) -> float:
        """How long a request may take."""
        return self._settings.request_deadline_seconds


class _Exchange:
    """One request and its answer."""

    def __init__(self, edge: Edge, scope: Scope, send: Send) -> None:
        self._edge = edge
        self._send = send
        self.scope = scope
        self.request_id = uuid.uuid4().hex
        # The event loop may count in milliseconds only.
        self.began = time.perf_counter()
        self.started = asyncio.get_running_loop().time()
        self.status = 0
        state: dict[str, Any] = scope.setdefault("state", {})
        state["request_id"] = self.request_id
        state["deadline"] = self.started + edge.deadline_seconds

    async def serve(self, app: ASGIApp, receive: Receive) -> None:
        """Lets the API answer, and answers itself where that fails or takes too long."""
        limit = self.started + self._edge.deadline_seconds + _GRACE_SECONDS
        try:
            async with asyncio.timeout_at(limit):
                await app(self.scope, receive, self.send)
        except TimeoutError:
            await self.answer(ProblemError("internal", "The request took too long."))
        except Exception:  # noqa: BLE001 - the client is owed an answer, whatever failed
            log.exception("a request failed", extra={"fields": {"requestId": self.request_id}})
            await self.answer(ProblemError("internal", "The request failed."))

    async def answer(self, problem: ProblemError) -> None:
        """Answers with a problem, unless an answer was begun."""
        if self.status == 0:
            await problem.response(self.request_id)(self.scope, _nothing, self.send)

    async def send(self, message: Message) -> None:
        """Passes the answer on, with the headers of every answer."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = [*message["headers"], *self._edge.headers(self.request_id)]
            message = {**message, "headers": headers}
        await self._send(message)


async def _nothing() -> Message:
    return {"type": "http.disconnect"}
