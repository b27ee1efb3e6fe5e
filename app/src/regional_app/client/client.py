"""The client: items through the failover name, with what a change of Regions takes."""

from __future__ import annotations

import random
import threading
import time
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Self

from ..versions import VersionVector
from . import item_requests
from .attempts import Answer, AttemptError, Deadline, Limits, Request
from .connections import HTTPS_PORT
from .exchange import Exchange
from .recent_writes import RecentWrites
from .replays import Replayer
from .results import (
    AcknowledgedWrite,
    FailedAttempt,
    Operation,
    Outcome,
    Replay,
    Result,
    success,
)
from .retries import Backoff
from .session import Session
from .transport import Transport

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable

    from ..attribute_values import JsonValue
    from .resolution import FailoverName

WINDOW_MARGIN: Final = 3.0
"""The window of recent writes is the RPO times this: alarms and people are late, too."""


@dataclass(frozen=True, kw_only=True)
class Callbacks:
    """Called in the thread of the request, before it returns."""

    acknowledged: Callable[[AcknowledgedWrite], None] = lambda _: None
    replayed: Callable[[Replay], None] = lambda _: None
    failed: Callable[[FailedAttempt], None] = lambda _: None
    """Called for each attempt that did not settle an ordinary request."""


class RegionalClient:
    """One user's session with the service. For one thread at a time.

    Every request is sent again, with the same Idempotency-Key, until it is answered or its time is
    over. Once another Region answers, it is given the recent writes that it may not have; that
    takes place within the request that notices, and within its time.
    """

    def __init__(
        self,
        name: FailoverName,
        *,
        port: int = HTTPS_PORT,
        tls: ssl.SSLContext | None,
        limits: Limits | None = None,
        backoff: Backoff | None = None,
        rpo_seconds: float = 5.0,
        callbacks: Callbacks | None = None,
        stop: threading.Event | None = None,
        chance: random.Random | None = None,
    ) -> None:
        """`tls` is what `tls_context` makes; None speaks plain HTTP, for local use.

        `rpo_seconds` is what the service's Regions may be apart. Once `stop` is set, no request is
        sent again, and pauses end.
        """
        self._limits = limits or Limits()
        self._backoff = backoff or Backoff()
        self._callbacks = callbacks or Callbacks()
        self._stop = stop or threading.Event()
        self._chance = chance or random.Random()  # noqa: S311 - jitter
        self._transport = Transport(name, port, tls, self._limits, self._chance)
        self._session = Session()
        self._recent = RecentWrites(
            window_seconds=rpo_seconds * WINDOW_MARGIN, rpo_seconds=rpo_seconds
        )
        self._replayer = Replayer(self._transport, self._recent, self._callbacks.replayed)

    def get(self, item_id: str) -> Result:
        """Reads an item, at least as new as this client has seen it.

        Raises NoSuchItemError, RefusedError, UnavailableError or StaleAnswerError. Refused with
        `concurrent-version`, the client has forgotten what it had seen: the next read shows what
        the Region holds.
        """
        seen = self._session.of(item_id).required
        request = item_requests.request("get", item_id, seen=seen)
        exchange = Exchange("get", item_id, Deadline(self._limits.request_seconds))
        return self._end(exchange, self._finish_read(exchange, request))

    def put(self, item_id: str, body: JsonValue, *, idempotency_key: str | None = None) -> Result:
        """Writes an item. Raises RefusedError, UnavailableError or OutcomeUnknownError.

        After OutcomeUnknownError the same call with the result's key is safe.
        """
        return self._write("put", item_id, body, idempotency_key)

    def delete(self, item_id: str, *, idempotency_key: str | None = None) -> Result:
        """Deletes an item. Raises NoSuchItemError, and what `put` does."""
        return self._write("delete", item_id, None, idempotency_key)

    @property
    def unconfirmed_writes(self) -> int:
        """Recent writes that are replayed if another Region answers."""
        return len(self._recent)

    @property
    def dropped_writes(self) -> int:
        """Recent writes that were too many to be kept for a replay."""
        return self._recent.dropped

    def close(self) -> None:
        """Closes the connection."""
        self._transport.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _write(
        self, operation: Operation, item_id: str, body: JsonValue, key: str | None
    ) -> Result:
        key = key or str(uuid.uuid4())
        seen = self._session.of(item_id).read
        request = item_requests.request(
            operation, item_id, body=body, seen=seen, idempotency_key=key
        )
        deadline = Deadline(self._limits.request_seconds)
        exchange = Exchange(operation, item_id, deadline, idempotency_key=key)
        return self._end(exchange, self._finish_write(exchange, request, body, key))

    def _end(self, exchange: Exchange, result: Result) -> Result:
        """Replays last: what a new write includes needs no replay any more."""
        if exchange.answer is not None:
            self._replayer.answered(exchange.answer, exchange.deadline)
        return success(result)

    def _finish_read(self, exchange: Exchange, request: Request) -> Result:
        answer = self._perform(exchange, request)
        if answer is None:
            return exchange.result(Outcome.UNAVAILABLE)
        version = item_requests.parse_version(answer.version)
        if answer.problem == "concurrent-version":
            forgotten = self._session.forget(exchange.item_id)
            return exchange.result(Outcome.REFUSED, forgot_version=forgotten.token)
        if answer.succeeded or answer.problem == "no-such-item":
            required = self._session.of(exchange.item_id).required
            if required.counters and (version is None or not version.includes(required)):
                exchange.error = "stale-answer"
                exchange.detail = f"{answer.version} does not include {required.token}"
                return exchange.result(Outcome.STALE)
            if version is not None:
                self._session.saw(exchange.item_id, version)
        if not answer.succeeded:
            return exchange.result(_refusal(answer))
        try:
            if version is None:
                raise ValueError("a read was answered without a version")
            return exchange.result(Outcome.OK, body=item_requests.body_of(answer))
        except ValueError as error:
            return exchange.malformed(error, Outcome.UNAVAILABLE)

    def _finish_write(
        self, exchange: Exchange, request: Request, body: JsonValue, key: str
    ) -> Result:
        answer = self._perform(exchange, request)
        if answer is None or not answer.succeeded:
            # Nothing of a refusal in one Region is known in the one where an attempt got lost.
            refused = Outcome.UNAVAILABLE if answer is None else _refusal(answer)
            return exchange.result(Outcome.UNKNOWN if exchange.may_have_written else refused)
        superseding = item_requests.superseding_version(answer)
        if superseding is not None:
            self._session.requires(exchange.item_id, superseding)
            return exchange.result(Outcome.OK, superseded_by=superseding.token)
        try:
            write = item_requests.acknowledged_write(
                exchange.operation, exchange.item_id, body, key, answer
            )
        except ValueError as error:
            return exchange.malformed(error, Outcome.UNKNOWN)
        self._session.saw(write.id, VersionVector.parse(write.version))
        held_in = {write.region, answer.region or write.region}
        self._recent.add(write, held_in, time.monotonic())
        self._callbacks.acknowledged(write)
        return exchange.result(Outcome.OK)

    def _perform(self, exchange: Exchange, request: Request) -> Answer | None:
        """The answer that settles the request; None where none came in time."""
        deadline = exchange.deadline
        while True:
            retry_after = 0.0
            exchange.attempting()
            try:
                answer = self._transport.attempt(request, deadline)
            except AttemptError as error:
                self._callbacks.failed(exchange.failed(error))
                if not error.retryable:
                    return None
            else:
                exchange.answered(answer)
                if not answer.temporary:
                    return answer
                self._callbacks.failed(exchange.unsettled(answer))
                self._replayer.answered(answer, deadline)
                retry_after = answer.retry_after_seconds
            pause = self._backoff.pause(exchange.attempts, retry_after, self._chance)
            if pause >= deadline.remaining or self._stop.wait(pause):
                return None


def _refusal(answer: Answer) -> Outcome:
    if answer.region is None:
        return Outcome.UNAVAILABLE
    return Outcome.ABSENT if answer.problem == "no-such-item" else Outcome.REFUSED
