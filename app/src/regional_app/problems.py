"""Errors as clients see them: RFC 9457 problem details, one type for each kind."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Final

from starlette.responses import Response

from .dynamodb import TableError, TableRefusedError, TableThrottledError

MEDIA_TYPE: Final = "application/problem+json"
TYPE_PREFIX: Final = "urn:regional-app:problem:"


@dataclass(frozen=True, slots=True)
class ProblemType:
    """A kind of problem: its name, HTTP status, and what it means."""

    name: str
    status: int
    title: str


_TYPES: Final = (
    ProblemType("invalid-request", 400, "The request is not valid."),
    ProblemType("not-found", 404, "There is nothing at this address."),
    ProblemType("no-such-item", 404, "There is no such item."),
    ProblemType("method-not-allowed", 405, "This address does not take this method."),
    ProblemType("body-too-slow", 408, "The request's body did not arrive in time."),
    ProblemType("newer-version", 409, "This Region holds a newer version already."),
    ProblemType("concurrent-version", 409, "This Region holds a concurrent version."),
    ProblemType("precondition-failed", 412, "The item is not the one that the request is for."),
    ProblemType("body-too-large", 413, "The body is larger than an item may be."),
    ProblemType("unsupported-media-type", 415, "The body is not JSON."),
    ProblemType("internal", 500, "The service failed."),
    ProblemType("overloaded", 503, "Too many requests at once; nothing was done."),
    ProblemType("throttled", 503, "DynamoDB takes no more for the moment."),
    ProblemType("table-unreachable", 503, "The Region's table does not answer."),
    ProblemType("outcome-unknown", 503, "It is not known whether the write was applied."),
    ProblemType("replica-behind", 503, "This Region does not have that version yet."),
)
PROBLEM_TYPES: Final = {problem.name: problem for problem in _TYPES}

_RETRY_AFTER_SECONDS: Final = 1


class ProblemError(Exception):
    """Ends a request with a problem; `members` are further members of the answer."""

    def __init__(
        self,
        name: str,
        detail: str,
        *,
        headers: dict[str, str] | None = None,
        members: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(detail)
        self.type = PROBLEM_TYPES[name]
        self.detail = detail
        self.headers = headers or {}
        if self.type.status == 503:  # noqa: PLR2004
            self.headers.setdefault("Retry-After", str(_RETRY_AFTER_SECONDS))
        self.members = members or {}

    def response(self, request_id: str) -> Response:
        """The answer."""
        document = {
            "type": TYPE_PREFIX + self.type.name,
            "title": self.type.title,
            "status": self.type.status,
            "detail": self.detail,
            "requestId": request_id,
            **self.members,
        }
        return Response(json.dumps(document), self.type.status, self.headers, media_type=MEDIA_TYPE)


def of_table_error(error: TableError, *, writing: bool) -> ProblemError:
    """What a client is told of a failed call. Only codes: messages may hold names and addresses."""
    if writing and not error.outcome_known:
        return outcome_unknown(error.reason)
    if isinstance(error, TableThrottledError):
        return ProblemError("throttled", f"DynamoDB answered {error.reason}. Try again.")
    if isinstance(error, TableRefusedError):
        return ProblemError("internal", f"DynamoDB refused the call with {error.reason}.")
    return ProblemError("table-unreachable", f"A call to DynamoDB failed with {error.reason}.")


def outcome_unknown(reason: str) -> ProblemError:
    """A write that may have been applied although nobody said so."""
    return ProblemError(
        "outcome-unknown",
        f"The write was not acknowledged ({reason}). Repeat it with the Idempotency-Key of this"
        " answer: it is then applied at most once.",
    )
