"""What a write does to what the Region holds. Pure: no I/O, no clock."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from .items import RECENT_REQUESTS, Item
from .versions import MAXIMUM_TOKEN_LENGTH, InvalidVersionError, Order, VersionVector

if TYPE_CHECKING:
    from decimal import Decimal

    from .attribute_values import JsonValue


@dataclass(frozen=True, kw_only=True, slots=True)
class Replay:
    """A write that another Region took and acknowledged before clients left it."""

    versions: VersionVector
    """The version that the write made there."""
    region: str
    written_at: Decimal


@dataclass(frozen=True, kw_only=True, slots=True)
class Precondition:
    """What If-Match and If-None-Match ask for; of an item that does not exist, nothing matches."""

    match: frozenset[VersionVector] | None = None
    """Acceptable versions. None: no If-Match was sent."""
    exists: bool | None = None
    """True for `If-Match: *`, False for `If-None-Match: *`."""

    def holds(self, current: Item | None) -> bool:
        """Whether the write may go on."""
        present = current is not None and not current.deleted
        if self.exists is not None and self.exists is not present:
            return False
        return self.match is None or (
            current is not None and present and current.versions in self.match
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Write:
    """A client's request to write or delete one item."""

    id: str
    body: JsonValue = None
    delete: bool = False
    request_id: str
    """Idempotency key: the same key is applied at most once."""
    seen: VersionVector = VersionVector()  # noqa: RUF009 - immutable
    """What the client has seen; the new version includes it."""
    precondition: Precondition = Precondition()
    replay: Replay | None = None


class Refusal(Enum):
    """Why a write was not applied."""

    PRECONDITION = "precondition-failed"
    MISSING = "no-such-item"
    NEWER = "newer-version"
    CONCURRENT = "concurrent-version"


@dataclass(frozen=True, slots=True)
class Applied:
    """The write makes this item."""

    item: Item
    created: bool
    """Whether there was no such item before, or only its deletion."""


@dataclass(frozen=True, slots=True)
class AlreadyApplied:
    """The Region holds the write already, as this item or within it."""

    item: Item


@dataclass(frozen=True, slots=True)
class Refused:
    """The write does not go on what the Region holds."""

    refusal: Refusal
    current: Item | None


def count_at(now: Decimal) -> int:
    """Where a Region's counter stands at a time: microseconds since the epoch."""
    return int(now * 1_000_000)


def decide(
    current: Item | None, write: Write, region: str, now: Decimal
) -> Applied | AlreadyApplied | Refused:
    """What becomes of a write in a Region that holds `current`.

    Raises InvalidVersionError where the new version would be too long or count too far.
    """
    if current is not None and current.has_seen(write.request_id):
        return AlreadyApplied(current)
    if write.replay is not None:
        return _decide_replay(current, write, write.replay)
    if not write.precondition.holds(current):
        return Refused(Refusal.PRECONDITION, current)
    local = current.versions if current is not None else VersionVector()
    absent = current is None or current.deleted
    if write.delete and absent and local.includes(write.seen):
        return Refused(Refusal.MISSING, current)
    versions = local.merged(write.seen).advanced(region, count_at(now))
    if len(versions.token) > MAXIMUM_TOKEN_LENGTH:
        raise InvalidVersionError(
            f"the new version {versions.token!r} would be longer than {MAXIMUM_TOKEN_LENGTH}"
            " characters"
        )
    return Applied(_written(current, write, versions, region, now), absent)


def _decide_replay(
    current: Item | None, write: Write, replay: Replay
) -> Applied | AlreadyApplied | Refused:
    if current is None:
        item = _written(None, write, replay.versions, replay.region, replay.written_at)
        return Applied(item, created=True)
    match current.versions.compare(replay.versions):
        case Order.EQUAL:
            return AlreadyApplied(current)
        case Order.AFTER:
            return Refused(Refusal.NEWER, current)
        case Order.CONCURRENT:
            return Refused(Refusal.CONCURRENT, current)
        case Order.BEFORE:
            item = _written(current, write, replay.versions, replay.region, replay.written_at)
            return Applied(item, created=current.deleted)


def _written(
    current: Item | None, write: Write, versions: VersionVector, region: str, at: Decimal
) -> Item:
    recent = current.recent_requests if current is not None else ()
    return Item(
        id=write.id,
        body=None if write.delete else write.body,
        versions=versions,
        written_in=region,
        written_at=at,
        request_id=write.request_id,
        recent_requests=(write.request_id, *recent[: RECENT_REQUESTS - 1]),
        deleted=write.delete,
    )


def lost_version(write: Write, replay: Replay) -> Item:
    """The item that a refused replay would have made, to be kept in the journal."""
    return _written(None, write, replay.versions, replay.region, replay.written_at)
