"""A request with all its attempts: what is known of it so far."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from .results import FailedAttempt, Outcome, Result

if TYPE_CHECKING:
    from ..attribute_values import JsonValue
    from .attempts import Answer, AttemptError, Deadline, Route
    from .results import Operation


class Exchange:
    """One request of one operation on one item."""

    def __init__(
        self,
        operation: Operation,
        item_id: str,
        deadline: Deadline,
        *,
        idempotency_key: str | None = None,
    ) -> None:
        self.operation: Operation = operation
        self.item_id = item_id
        self.deadline = deadline
        self.answer: Answer | None = None
        self.attempts = 0
        self.may_have_written = False
        self.error: str | None = None
        self.detail: str | None = None
        self._key = idempotency_key
        self._started_at = time.time()
        self._began = time.monotonic()
        self._attempt_started_at = self._started_at
        self._attempt_began = self._began
        self._shown_attempt_started_at = self._started_at
        self._route: Route | None = None

    def attempting(self) -> None:
        """An attempt begins."""
        self.attempts += 1
        self._attempt_started_at, self._attempt_began = time.time(), time.monotonic()

    def answered(self, answer: Answer) -> None:
        """It got an answer."""
        self._shown_attempt_started_at = self._attempt_started_at
        self.answer, self._route = answer, answer.route
        self.error, self.detail = answer.problem, answer.detail
        self.may_have_written |= answer.may_have_written

    def unsettled(self, answer: Answer) -> FailedAttempt:
        """What there is to say of an attempt whose answer is one of the moment only."""
        return self._failed_attempt(answer.route, answer.problem or "", answer)

    def failed(self, error: AttemptError) -> FailedAttempt:
        """It got none."""
        self.may_have_written |= error.sent
        # What the service said last says more than that the time ran out.
        if self.answer is None or self.deadline.remaining > 0:
            self._shown_attempt_started_at = self._attempt_started_at
            self.answer, self._route = None, error.route
            self.error, self.detail = error.kind, str(error)
        return self._failed_attempt(error.route, error.kind)

    def _failed_attempt(
        self, route: Route | None, error: str, answer: Answer | None = None
    ) -> FailedAttempt:
        return FailedAttempt(
            operation=self.operation,
            id=self.item_id,
            started_at=self._attempt_started_at,
            duration_seconds=time.monotonic() - self._attempt_began,
            address=route.address if route else None,
            resolved_at=route.resolved_at if route else None,
            region=answer.region if answer else None,
            status=answer.status if answer else None,
            error=error,
        )

    def malformed(self, error: ValueError, outcome: Outcome) -> Result:
        """The result where the last answer is not one of the service."""
        self.error, self.detail = "malformed-answer", str(error)
        return self.result(outcome)

    def result(
        self,
        outcome: Outcome,
        *,
        body: JsonValue = None,
        superseded_by: str | None = None,
        forgot_version: str | None = None,
    ) -> Result:
        """What became of the request."""
        answer, route = self.answer, self._route
        return Result(
            operation=self.operation,
            id=self.item_id,
            outcome=outcome,
            started_at=self._started_at,
            duration_seconds=time.monotonic() - self._began,
            attempts=self.attempts,
            attempt_started_at=self._shown_attempt_started_at,
            status=answer.status if answer else None,
            region=answer.region if answer else None,
            address=route.address if route else None,
            resolved_at=route.resolved_at if route else None,
            version=answer.version if answer else None,
            superseded_by=superseded_by,
            replica_age_seconds=answer.replica_age_seconds if answer else None,
            error=self.error,
            detail=self.detail,
            body=body,
            idempotency_key=self._key,
            forgot_version=forgot_version,
        )
