"""What became of a request, as the client's caller and the `load` command see it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from decimal import Decimal

    from ..attribute_values import JsonValue

Operation = Literal["get", "put", "delete"]


class Outcome(Enum):
    """What is known once a request is over."""

    OK = "ok"
    """Read, or written and acknowledged."""
    ABSENT = "absent"
    """The Region has no such item."""
    REFUSED = "refused"
    """The service said no; nothing was written."""
    UNAVAILABLE = "unavailable"
    """No usable answer within the time; nothing was written."""
    UNKNOWN = "unknown"
    """A write that was not acknowledged and may have been applied all the same."""
    STALE = "stale"
    """A read was answered with less than the client had seen: the service broke its promise."""


@dataclass(frozen=True, kw_only=True)
class Result:
    """One request, all its attempts together. What has no value yet or no meaning is None."""

    operation: Operation
    id: str
    outcome: Outcome
    started_at: float
    """Seconds since the epoch."""
    duration_seconds: float
    attempts: int
    attempt_started_at: float
    """When the attempt began that got the last answer or, without one, that failed last."""
    status: int | None = None
    """HTTP status of the last answer."""
    region: str | None = None
    """The Region that gave the last answer."""
    address: str | None = None
    """IP address that the last attempt went to."""
    resolved_at: float | None = None
    """When that address was learned from DNS, in seconds since the epoch."""
    version: str | None = None
    """The version that was read, or that the write made. None for a write that newer ones followed
    before it was acknowledged."""
    superseded_by: str | None = None
    """The version that includes such a write and those that followed it."""
    replica_age_seconds: float | None = None
    error: str | None = None
    """Why it is not OK: the name of the service's problem, or of a failure to get an answer."""
    detail: str | None = None
    """The same for people."""
    body: JsonValue = None
    """What was read; numbers as Decimal."""
    idempotency_key: str | None = None
    forgot_version: str | None = None
    """The version that the session forgot, because the Region holds a concurrent one."""


@dataclass(frozen=True, kw_only=True)
class FailedAttempt:
    """One attempt at a request that did not settle it: no answer, or one of the moment only."""

    operation: Operation
    id: str
    started_at: float
    """Seconds since the epoch."""
    duration_seconds: float
    address: str | None
    resolved_at: float | None
    region: str | None
    """The Region that answered."""
    status: int | None
    error: str
    """The name of the service's problem, or of a failure to get an answer."""


@dataclass(frozen=True, kw_only=True)
class AcknowledgedWrite:
    """A write that a Region acknowledged."""

    operation: Operation
    id: str
    body: JsonValue
    """None for a deletion."""
    idempotency_key: str
    version: str
    """The version that it made."""
    region: str
    """The Region that took it."""
    written_at: Decimal
    """Seconds since the epoch, by that Region's clock."""


class ReplayOutcome(Enum):
    """What a Region made of a replayed write."""

    APPLIED = "applied"
    """It did not have it, and has it now, with exactly its version."""
    ALREADY_APPLIED = "already-applied"
    """It had it."""
    NEWER = "newer-version"
    """It holds a later version, which includes the write."""
    CONCURRENT = "concurrent-version"
    """It holds a version written without this one; the service kept the replayed one as a
    conflict."""
    REFUSED = "refused"
    """It refused the replay for another reason; it is not tried again."""
    FAILED = "failed"
    """No usable answer; it is tried again with the next request."""


@dataclass(frozen=True, kw_only=True)
class Replay:
    """One attempt to bring a write to a Region that may not have it."""

    write: AcknowledgedWrite
    outcome: ReplayOutcome
    started_at: float
    """Seconds since the epoch."""
    duration_seconds: float
    status: int | None
    region: str | None
    """The Region that answered."""
    address: str | None
    resolved_at: float | None
    replica_age_seconds: float | None
    error: str | None


class ClientError(Exception):
    """Base of what the client raises."""


class RequestFailedError(ClientError):
    """A request that did not end well; `result` has everything that is known of it."""

    def __init__(self, result: Result) -> None:
        super().__init__(
            f"{result.operation} of {result.id!r} is {result.outcome.value}:"
            f" {result.detail or result.error}"
        )
        self.result = result


class NoSuchItemError(RequestFailedError):
    """The Region has no such item."""


class RefusedError(RequestFailedError):
    """The service refused the request; nothing was written."""


class UnavailableError(RequestFailedError):
    """No usable answer within the time; nothing was written."""


class OutcomeUnknownError(RequestFailedError):
    """A write that may or may not have been applied."""


class StaleAnswerError(RequestFailedError):
    """A read was answered with less than the client had seen."""


_ERRORS = {
    Outcome.ABSENT: NoSuchItemError,
    Outcome.REFUSED: RefusedError,
    Outcome.UNAVAILABLE: UnavailableError,
    Outcome.UNKNOWN: OutcomeUnknownError,
    Outcome.STALE: StaleAnswerError,
}


def success(result: Result) -> Result:
    """The result if it is OK. Raises the RequestFailedError that fits if it is not."""
    error = _ERRORS.get(result.outcome)
    if error is not None:
        raise error(result)
    return result
