"""One attempt at a request: what is sent, what comes back, and why nothing may come back."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import simplejson

if TYPE_CHECKING:
    from collections.abc import Mapping

PROBLEM_MEDIA_TYPE: Final = "application/problem+json"
PROBLEM_TYPE_PREFIX: Final = "urn:regional-app:problem:"
"""As the service writes them; its own module would load all of the service."""

_TEMPORARY: Final = frozenset({408, 429, 500, 502, 503, 504})

NOTHING_WRITTEN: Final = frozenset(
    {"overloaded", "throttled", "table-unreachable", "replica-behind", "body-too-slow"}
)
"""Problems with a temporary status that say that a write was not applied."""


@dataclass(frozen=True, kw_only=True)
class Limits:
    """How long things may take, in seconds."""

    connect_seconds: float = 2.0
    """To resolve the name, to connect, and to agree on TLS: each."""
    read_seconds: float = 6.0
    """Without a byte of an answer; more than the service's own deadline, so that it can tell."""
    request_seconds: float = 15.0
    """A request with all its attempts, pauses and replays."""


class Deadline:
    """A moment after which nothing is waited for."""

    def __init__(self, seconds: float) -> None:
        self._at = time.monotonic() + seconds

    @property
    def remaining(self) -> float:
        """Seconds left; 0 when it has passed."""
        return max(0.0, self._at - time.monotonic())

    def within(self, seconds: float) -> float:
        """At most so many seconds, and at most what is left. Raises TimeoutError if nothing is."""
        left = min(seconds, self.remaining)
        if left <= 0:
            raise TimeoutError("the request's time is over")
        return left


@dataclass(frozen=True, kw_only=True)
class Request:
    """An HTTP request to the service."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes | None = None


@dataclass(frozen=True, kw_only=True)
class Route:
    """Where an attempt went."""

    address: str
    resolved_at: float
    """When the address was learned, in seconds since the epoch."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """An HTTP answer, whole."""

    route: Route
    status: int
    headers: Mapping[str, str] = field(repr=False)
    """Names in lower case."""
    body: bytes = field(repr=False)

    @property
    def region(self) -> str | None:
        """The Region that served it; None for what did not come from the service."""
        return self.headers.get("served-by-region")

    @property
    def version(self) -> str | None:
        """The version in the ETag."""
        tag = self.headers.get("etag")
        return tag.strip('"') if tag else None

    @property
    def replica_age_seconds(self) -> float | None:
        """How far the Region's replica may be behind."""
        return _seconds(self.headers.get("replica-age-seconds"))

    @property
    def retry_after_seconds(self) -> float:
        """What the service asks to wait; 0 where it does not."""
        return _seconds(self.headers.get("retry-after")) or 0.0

    @property
    def problem(self) -> str | None:
        """The name of the service's problem, or `http-STATUS`; None if it is a success."""
        return self._described()[0]

    @property
    def detail(self) -> str | None:
        """The problem for people."""
        return self._described()[1]

    def _described(self) -> tuple[str | None, str | None]:
        if self.succeeded:
            return None, None
        kind, detail = "", None
        if self.headers.get("content-type", "").startswith(PROBLEM_MEDIA_TYPE):
            try:
                document = simplejson.loads(self.body)
                kind, detail = str(document["type"]), str(document["detail"])
            except (ValueError, KeyError, TypeError):
                kind = ""
        if not kind.startswith(PROBLEM_TYPE_PREFIX):
            return f"http-{self.status}", f"The answer is HTTP {self.status}."
        return kind.removeprefix(PROBLEM_TYPE_PREFIX), detail

    @property
    def succeeded(self) -> bool:
        """Whether the status says so."""
        return self.status in {200, 201}

    @property
    def temporary(self) -> bool:
        """Whether the same request may be answered otherwise in a moment."""
        return self.status in _TEMPORARY

    @property
    def may_have_written(self) -> bool:
        """Whether a write that was answered like this may have been applied."""
        return self.temporary and self.problem not in NOTHING_WRITTEN


def _seconds(text: str | None) -> float | None:
    """Delay in seconds; the other form of Retry-After, a date, is not used by the service."""
    try:
        return max(0.0, float(text)) if text is not None else None
    except ValueError:
        return None


class AttemptError(Exception):
    """An attempt without an answer."""

    def __init__(
        self,
        kind: str,
        detail: str,
        *,
        route: Route | None = None,
        sent: bool = False,
        retryable: bool = True,
    ) -> None:
        super().__init__(detail)
        self.kind = kind
        """A short name: dns, connect-refused, connect-timeout, connect-failed, certificate, tls,
        read-timeout, disconnected, malformed-answer, deadline."""
        self.route = route
        self.sent = sent
        """Whether the service may have got the request."""
        self.retryable = retryable
