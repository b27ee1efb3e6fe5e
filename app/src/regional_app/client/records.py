"""Results as JSON lines. Pure: no I/O, no clock."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from .results import FailedAttempt, Outcome, Replay, Result

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_DIGITS: Final = 6

_ANSWERED: Final = frozenset({Outcome.OK, Outcome.ABSENT})
"""What a Region in order may answer to load, whose ids need not exist."""


def request_record(result: Result, **more: Any) -> dict[str, Any]:
    """One request. Times are seconds since the epoch; None where there is nothing to say."""
    return {
        "event": "request",
        **more,
        "startedAt": round(result.started_at, _DIGITS),
        "durationSeconds": round(result.duration_seconds, _DIGITS),
        "operation": result.operation,
        "id": result.id,
        "outcome": result.outcome.value,
        "status": result.status,
        "region": result.region,
        "address": result.address,
        "resolvedAt": _rounded(result.resolved_at),
        "version": result.version,
        "supersededBy": result.superseded_by,
        "replicaAgeSeconds": result.replica_age_seconds,
        "attempts": result.attempts,
        "attemptStartedAt": round(result.attempt_started_at, _DIGITS),
        "error": result.error,
        "idempotencyKey": result.idempotency_key,
        "forgotVersion": result.forgot_version,
    }


def failed_attempt_record(attempt: FailedAttempt, **more: Any) -> dict[str, Any]:
    """One attempt that did not settle its request."""
    return {
        "event": "failed-attempt",
        **more,
        "startedAt": round(attempt.started_at, _DIGITS),
        "durationSeconds": round(attempt.duration_seconds, _DIGITS),
        "operation": attempt.operation,
        "id": attempt.id,
        "address": attempt.address,
        "resolvedAt": _rounded(attempt.resolved_at),
        "region": attempt.region,
        "status": attempt.status,
        "error": attempt.error,
    }


def replay_record(replay: Replay, **more: Any) -> dict[str, Any]:
    """One replay of a write."""
    write = replay.write
    return {
        "event": "replay",
        **more,
        "startedAt": round(replay.started_at, _DIGITS),
        "durationSeconds": round(replay.duration_seconds, _DIGITS),
        "operation": write.operation,
        "id": write.id,
        "outcome": replay.outcome.value,
        "status": replay.status,
        "region": replay.region,
        "address": replay.address,
        "resolvedAt": _rounded(replay.resolved_at),
        "version": write.version,
        "writtenIn": write.region,
        "replicaAgeSeconds": replay.replica_age_seconds,
        "error": replay.error,
        "idempotencyKey": write.idempotency_key,
    }


def _rounded(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds, _DIGITS)


class Summary:
    """Counts of everything that load did."""

    def __init__(self, started_at: float) -> None:
        """`started_at` is in seconds since the epoch."""
        self._started_at = started_at
        self._requests: Counter[tuple[str, str]] = Counter()
        self._errors: Counter[str] = Counter()
        self._regions: Counter[str] = Counter()
        self._replays: Counter[str] = Counter()
        self._durations: list[float] = []
        self._last_answer_at = started_at
        self._longest_gap = (0.0, started_at)

    def add_request(self, result: Result) -> None:
        """Counts a request, in the order in which requests end."""
        self._requests[result.operation, result.outcome.value] += 1
        if result.error is not None:
            self._errors[result.error] += 1
        if result.outcome not in _ANSWERED:
            return
        self._regions[result.region or ""] += 1
        self._durations.append(result.duration_seconds)
        self._note_gap(result.started_at + result.duration_seconds)
        self._last_answer_at = max(
            self._last_answer_at, result.started_at + result.duration_seconds
        )

    def add_replay(self, replay: Replay) -> None:
        """Counts a replay."""
        self._replays[replay.outcome.value] += 1

    @property
    def answered(self) -> int:
        """How many requests were answered as a Region in order does."""
        return self._regions.total()

    @property
    def stale(self) -> int:
        """How many reads showed less than their client had seen."""
        return self._requests["get", Outcome.STALE.value]

    def record(self, ended_at: float, *, dropped_writes: int) -> dict[str, Any]:
        """The summary. A gap is a time without any request that was answered."""
        self._note_gap(ended_at)
        gap, since = self._longest_gap
        return {
            "event": "summary",
            "startedAt": round(self._started_at, _DIGITS),
            "durationSeconds": round(ended_at - self._started_at, _DIGITS),
            "requests": self._by_operation(),
            "acknowledgedWrites": sum(
                n
                for (operation, name), n in self._requests.items()
                if operation != "get" and name == Outcome.OK.value
            ),
            "errors": dict(sorted(self._errors.items())),
            "regions": dict(sorted(self._regions.items())),
            "replays": dict(sorted(self._replays.items())),
            "droppedWrites": dropped_writes,
            "latencySeconds": _percentiles(self._durations),
            "longestGapSeconds": round(gap, _DIGITS),
            "longestGapAt": round(since, _DIGITS),
        }

    def _by_operation(self) -> dict[str, dict[str, int]]:
        operations: dict[str, dict[str, int]] = {}
        for (operation, outcome), count in sorted(self._requests.items()):
            operations.setdefault(operation, {})[outcome] = count
        return operations

    def _note_gap(self, until: float) -> None:
        self._longest_gap = max(
            self._longest_gap, (until - self._last_answer_at, self._last_answer_at)
        )


def _percentiles(durations: Sequence[float]) -> Mapping[str, float | None]:
    """Of the requests that were answered; nearest rank."""
    ordered = sorted(durations)

    def rank(share: float) -> float | None:
        if not ordered:
            return None
        return round(ordered[min(len(ordered) - 1, int(share * len(ordered)))], _DIGITS)

    return {"p50": rank(0.5), "p99": rank(0.99), "maximum": rank(1.0)}
