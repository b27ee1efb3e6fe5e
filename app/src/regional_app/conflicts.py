"""Which overwritten versions nobody had seen: what last-writer-wins loses. Pure: no I/O, no clock.

A replica keeps the write that arrived last by its own Region's clock. The version vectors say
whether whoever made that write knew the version that it replaced.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from .items import ITEM_PREFIX, Item, MalformedItemError, conflict_attributes, from_attributes
from .versions import Order

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from .attribute_values import AttributeValue

_MODIFIED: Final = "MODIFY"


@dataclass(frozen=True, kw_only=True, slots=True)
class Conflict:
    """A version that was lost without having been seen, and the one that stands in its place."""

    lost: Item
    winner: Item

    @property
    def order(self) -> Order:
        """How the winner relates to what was lost: CONCURRENT; BEFORE where an older write won by
        its clock; EQUAL where two different writes made the same version.
        """
        return self.winner.versions.compare(self.lost.versions)


def find_conflict(old: Item, new: Item) -> Conflict | None:
    """The conflict if `new` replaced `old` without having seen it; None if it had.

    Two versions are the same write only if the request is the same too: a Region that lost its
    latest versions to another one's may count to the same number twice.
    """
    match new.versions.compare(old.versions):
        case Order.AFTER:
            return None
        case Order.EQUAL if new.request_id == old.request_id:
            return None
    return Conflict(lost=old, winner=new)


def conflict_in_record(record: Mapping[str, Any], key_attribute: str = "id") -> Conflict | None:
    """The conflict that a stream record shows, None if it shows none.

    Takes a record as Lambda or `GetRecords` gives it, from a stream with new and old images. Only
    overwritten items of clients count: heartbeats, switches and the journal have a single writer
    or are the same everywhere.

    Raises MalformedItemError where the images cannot be judged.
    """
    if record["eventName"] != _MODIFIED:
        return None
    change = record["dynamodb"]
    key = change["Keys"].get(key_attribute, {}).get("S")
    if key is None:
        raise MalformedItemError(f"the record has no key {key_attribute!r} of type S")
    if not key.startswith(ITEM_PREFIX):
        return None
    if "OldImage" not in change or "NewImage" not in change:
        raise MalformedItemError(f"{key!r}: the stream does not carry new and old images")
    return find_conflict(
        from_attributes(change["OldImage"], key_attribute),
        from_attributes(change["NewImage"], key_attribute),
    )


def journal_entry(
    conflict: Conflict, region: str, seen_at: Decimal, key_attribute: str = "id"
) -> dict[str, AttributeValue]:
    """The item that keeps what was lost, whole, and says what won and where and when it was seen.

    `region` is the one that noticed, `seen_at` seconds since the epoch. Of the winner the body is
    left out, because two bodies may be larger than an item; it was in the table at that time.
    """
    winner = conflict.winner
    return {
        **conflict_attributes(conflict.lost, region, seen_at, key_attribute),
        "order": {"S": conflict.order.name},
        "winnerVersion": {"S": winner.versions.token},
        "winnerWrittenIn": {"S": winner.written_in},
        "winnerWrittenAt": {"N": str(winner.written_at)},
        "winnerRequestId": {"S": winner.request_id},
        "winnerDeleted": {"BOOL": winner.deleted},
    }
