"""Calls to DynamoDB in one Region: clients that fail fast, and what a failure means.

TableError
|- TableUnreachableError   no answer, or a server's fault
|- TableThrottledError     answered, but too much at once
|- TableRefusedError       answered with an error that trying again does not help
`- ConditionFailedError    a conditional write found something else
"""

from __future__ import annotations

import functools
import random
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeVar

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, ConnectionError, HTTPClientError  # noqa: A004

if TYPE_CHECKING:
    from collections.abc import Callable

    from types_boto3_dynamodb import DynamoDBClient

T = TypeVar("T")

_THROTTLING: Final = frozenset(
    {
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "Throttling",
        "ThrottlingException",
        "ReplicatedWriteConflictException",
        "TransactionConflictException",
    }
)
_REPLICATED_WRITE_CONFLICT: Final = "ReplicatedWriteConflictException"
_CONFLICT_ATTEMPTS: Final = 5
_CONFLICT_PAUSE_SECONDS: Final = 0.02
_SERVER_FAULT: Final = 500

_FAILURES_BEFORE_RENEWAL: Final = 3
_RENEWAL_PAUSE_SECONDS: Final = 1.0


class TableError(Exception):
    """DynamoDB did not do what was asked. `reason` is a code that may be shown to anybody."""

    def __init__(self, reason: str, *, outcome_known: bool) -> None:
        super().__init__(reason)
        self.reason = reason
        self.outcome_known = outcome_known
        """False where a write may have been applied all the same."""


class TableUnreachableError(TableError):
    """No answer in time, no connection, no credentials, or a fault of the server."""


class TableThrottledError(TableError):
    """DynamoDB takes no more for the moment."""


class TableRefusedError(TableError):
    """An error that comes again: no permission, no such table, or a request that is not valid."""


class ConditionFailedError(TableError):
    """A conditional write found something else; `attributes` is what, empty if nothing."""

    def __init__(self, attributes: dict[str, Any], *, outcome_known: bool) -> None:
        super().__init__("ConditionalCheckFailedException", outcome_known=outcome_known)
        self.attributes = attributes


@dataclass(frozen=True, kw_only=True)
class ClientLimits:
    """How long a call may take and how many may be made at once."""

    connect_seconds: float
    read_seconds: float
    attempts: int
    connections: int


def request_limits(worker_threads: int) -> ClientLimits:
    """For requests: two attempts of at most 3 seconds, and a connection for every thread."""
    return ClientLimits(connect_seconds=1, read_seconds=2, attempts=2, connections=worker_threads)


HEALTH_LIMITS: Final = ClientLimits(connect_seconds=0.5, read_seconds=1, attempts=1, connections=4)
"""For health and heartbeats: the next one comes soon, so nothing is tried again."""


_making: Final = threading.Lock()
"""A session is not safe between threads."""


@functools.cache
def _session() -> boto3.Session:
    """One for all clients: it keeps the service's description and the credentials."""
    return boto3.Session()


class TableClient:
    """One boto3 client that many threads share, made anew when its connections are dead.

    After a fault of a whole Region every pooled connection leads nowhere, and each would have to
    time out by itself; closing the client drops them all at once.
    """

    def __init__(self, region: str, endpoint: str | None, limits: ClientLimits) -> None:
        self._region = region
        self._endpoint = endpoint
        self._config = Config(
            region_name=region,
            connect_timeout=limits.connect_seconds,
            read_timeout=limits.read_seconds,
            retries={"mode": "standard", "total_max_attempts": limits.attempts},
            max_pool_connections=limits.connections,
            tcp_keepalive=True,
            # Takes a good part of a call's time to check what the types here say already.
            parameter_validation=False,
            # The Region's own endpoint, without asking for the account at every call.
            account_id_endpoint_mode="disabled",
        )
        self._lock = threading.Lock()
        self._attempt = threading.local()
        self._failures = 0
        self._renewed_at = time.monotonic()
        self.renewals = 0
        self._client = self._make()

    def _make(self) -> DynamoDBClient:
        with _making:
            client = _session().client(
                "dynamodb",
                region_name=self._region,
                endpoint_url=self._endpoint,
                config=self._config,
            )
        client.meta.events.register("needs-retry.dynamodb", self._note_attempt)
        return client

    def _note_attempt(
        self, response: Any = None, caught_exception: Exception | None = None, **_: Any
    ) -> None:
        """Remembers that an attempt of this thread's call may have been applied unanswered.

        The last attempt's error alone does not tell: a write that timed out may be throttled when
        it is tried again.
        """
        if caught_exception is not None or response[0].status_code >= _SERVER_FAULT:
            self._attempt.unanswered = True

    def call(self, operation: Callable[[DynamoDBClient], T]) -> T:
        """Runs an operation; blocks. Raises TableError."""
        self._attempt.unanswered = False
        for attempt in range(1, _CONFLICT_ATTEMPTS + 1):
            try:
                result = operation(self._client)
            except (ConnectionError, HTTPClientError) as error:
                self._note_failure()
                raise TableUnreachableError(type(error).__name__, outcome_known=False) from None
            except BotoCoreError as error:
                # Such as no credentials: nothing was sent.
                raise TableUnreachableError(type(error).__name__, outcome_known=True) from None
            except ClientError as error:
                self._failures = 0
                code = error.response.get("Error", {}).get("Code", "")
                if code != _REPLICATED_WRITE_CONFLICT or attempt == _CONFLICT_ATTEMPTS:
                    raise self._meaning(error, code) from None
                time.sleep(random.uniform(0, attempt * _CONFLICT_PAUSE_SECONDS))  # noqa: S311
            else:
                self._failures = 0
                return result
        raise AssertionError("unreachable")

    def _meaning(self, error: ClientError, code: str) -> TableError:
        known = not self._attempt.unanswered
        if code == "ConditionalCheckFailedException":
            response: Any = error.response
            return ConditionFailedError(response.get("Item", {}), outcome_known=known)
        if code in _THROTTLING:
            return TableThrottledError(code, outcome_known=known)
        status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", _SERVER_FAULT)
        if status >= _SERVER_FAULT:
            return TableUnreachableError(code, outcome_known=False)
        return TableRefusedError(code, outcome_known=known)

    def _note_failure(self) -> None:
        with self._lock:
            self._failures += 1
            now = time.monotonic()
            if (
                self._failures < _FAILURES_BEFORE_RENEWAL
                or now - self._renewed_at < _RENEWAL_PAUSE_SECONDS
            ):
                return
            dead = self._client
            self._client = self._make()
            self._renewed_at = now
            self._failures = 0
            self.renewals += 1
        dead.close()

    def close(self) -> None:
        """Closes every connection."""
        self._client.close()
