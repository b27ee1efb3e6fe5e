"""What the API does with an item: reads that know how old they are, and writes once."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final, TypeVar

from .attribute_values import InvalidValueError
from .calls import Calls, NotStartedError, UnfinishedError
from .dynamodb import TableError
from .headers import entity_tag
from .problems import ProblemError, of_table_error, outcome_unknown
from .store import BodyTooLargeError, Store
from .versions import InvalidVersionError, Order, VersionVector
from .writes import AlreadyApplied, Applied, Refusal, Refused, Write

if TYPE_CHECKING:
    from collections.abc import Callable

    from .items import Item
    from .telemetry import Metrics

T = TypeVar("T")

_FIRST_PAUSE_SECONDS: Final = 0.02
_LONGEST_PAUSE_SECONDS: Final = 0.2


class Operations:
    """Items, off the event loop and by a deadline. Failures are ProblemErrors."""

    def __init__(
        self, store: Store, calls: Calls, metrics: Metrics, *, stale_wait_seconds: float
    ) -> None:
        self._store = store
        self._calls = calls
        self._metrics = metrics
        self._stale_wait_seconds = stale_wait_seconds

    async def read(self, item_id: str, seen: VersionVector, deadline: float) -> Item:
        """The item in this Region, once it includes what the client has seen."""
        loop = asyncio.get_running_loop()
        give_up_at = min(deadline, loop.time() + self._stale_wait_seconds)
        pause = _FIRST_PAUSE_SECONDS
        while True:
            item = await self._run(lambda: self._store.read(item_id), deadline, writing=False)
            local = item.versions if item is not None else VersionVector()
            if local.includes(seen):
                break
            if loop.time() + pause > give_up_at:
                self._metrics.count("StaleReads")
                raise _behind(local, seen)
            await asyncio.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE_SECONDS)
        if item is None:
            raise ProblemError("no-such-item", "This Region has no such item.")
        if item.deleted:
            raise ProblemError(
                "no-such-item", "The item was deleted.", headers={"ETag": entity_tag(local)}
            )
        return item

    async def write(self, write: Write, deadline: float) -> Applied | AlreadyApplied:
        """Writes or deletes at most once."""
        if write.replay is not None:
            self._metrics.count("Replays")
        try:
            outcome = await self._run(lambda: self._store.write(write), deadline, writing=True)
        except BodyTooLargeError as error:
            raise ProblemError("body-too-large", f"{error}.") from None
        except (InvalidValueError, InvalidVersionError) as error:
            raise ProblemError("invalid-request", f"{error}.") from None
        if not isinstance(outcome, Refused):
            return outcome
        if outcome.refusal is Refusal.CONCURRENT:
            self._metrics.count("Conflicts")
        raise _refused(outcome)

    async def _run(self, function: Callable[[], T], deadline: float, *, writing: bool) -> T:
        try:
            return await self._calls.run(function, deadline)
        except TableError as error:
            self._metrics.count("DynamoDBErrors")
            raise of_table_error(error, writing=writing) from None
        except NotStartedError:
            raise ProblemError("overloaded", "Nothing was done before the deadline.") from None
        except UnfinishedError:
            self._metrics.count("DynamoDBErrors")
            if writing:
                raise outcome_unknown("the deadline passed") from None
            raise ProblemError("table-unreachable", "The table did not answer in time.") from None


def _behind(local: VersionVector, seen: VersionVector) -> ProblemError:
    members = {"localVersion": local.token, "seenVersion": seen.token}
    if local.compare(seen) is Order.CONCURRENT:
        return ProblemError(
            "concurrent-version",
            "This Region holds a version that was written without the one that the client has"
            " seen. One of the two wins when they meet.",
            headers={"ETag": entity_tag(local)},
            members=members,
        )
    return ProblemError(
        "replica-behind",
        "This Region does not have the version that the client has seen. Try again, or read"
        " without Seen-Version to get the older one.",
        members=members,
    )


_REFUSALS: Final = {
    Refusal.PRECONDITION: "The item is not in the state that the request asks for.",
    Refusal.MISSING: "There is nothing to delete.",
    Refusal.NEWER: "The replayed write is older than what this Region holds; nothing was done.",
    Refusal.CONCURRENT: (
        "The replayed write and what this Region holds were made without each other. The replayed"
        " one was kept as a conflict."
    ),
}


def _refused(outcome: Refused) -> ProblemError:
    current = outcome.current
    local = current.versions if current is not None else VersionVector()
    return ProblemError(
        outcome.refusal.value,
        _REFUSALS[outcome.refusal],
        headers={"ETag": entity_tag(local)} if local.counters else {},
        members={"localVersion": local.token},
    )
