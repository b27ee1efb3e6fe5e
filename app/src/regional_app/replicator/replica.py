"""How replicas of a table agree: the last writer wins. Pure: no I/O, no clock.

Stands in for what global tables do by themselves, in tests and rehearsals. The order of writes is
the order of their arrival in the Region that took them, whatever the items say of themselves: a
write that is replayed in another Region counts as written there and then.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..conflicts import find_conflict
from ..items import ITEM_PREFIX, MalformedItemError, from_attributes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..attribute_values import AttributeValue
    from ..items import Item

    Image = Mapping[str, AttributeValue]


@dataclass(frozen=True, order=True, slots=True)
class Stamp:
    """When a write arrived; of two, the greater one wins, in every Region."""

    arrived_at: float
    """Seconds by the clock of the Region that took the write, as its stream tells: in milliseconds
    by moto, seconds by DynamoDB, minutes by DynamoDB Local.
    """
    noticed: int
    """Orders the writes that their streams put at the same instant, by when they were read."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a write made of an item, to be brought to the other Regions."""

    key: str
    image: Image | None
    """None: the item was removed."""
    source: str
    stamp: Stamp


class Replica:
    """What is known of one Region's table: of each item, its newest known image and stamp.

    The table itself may be ahead of this by writes whose stream records were not noticed yet.
    """

    def __init__(self, region: str, numbers: Iterator[int]) -> None:
        """`numbers` are given out to all Regions from one sequence."""
        self.region = region
        self._numbers = numbers
        self._newest: dict[str, Change] = {}
        self._sent: dict[str, deque[Change]] = {}

    def image(self, key: str) -> Image | None:
        """What the table is known to hold."""
        newest = self._newest.get(key)
        return newest.image if newest is not None else None

    def notice(self, key: str, image: Image | None, arrived_at: float) -> Change | None:
        """Takes note of a stream record; the change to replicate, None for replication's own."""
        sent = self._sent.get(key)
        if sent and sent[0].image == image:
            change = sent.popleft()
            if not sent:
                del self._sent[key]
            if self.accepts(change):
                self._newest[key] = change
            return None
        newest = self._newest.get(key)
        if newest is not None:
            # It replaced that one, so it came later, whatever the two Regions' clocks say.
            arrived_at = max(arrived_at, newest.stamp.arrived_at)
        change = Change(key, image, self.region, Stamp(arrived_at, next(self._numbers)))
        self._newest[key] = change
        return change

    def has(self, change: Change) -> bool:
        """Whether the table holds exactly this change."""
        newest = self._newest.get(change.key)
        return newest is not None and newest.stamp == change.stamp

    def accepts(self, change: Change) -> bool:
        """Whether the change wins over what the table is known to hold."""
        newest = self._newest.get(change.key)
        return newest is None or newest.stamp < change.stamp

    def sending(self, change: Change) -> None:
        """To be called before a change is written: its stream record may come before the answer."""
        sent = self._sent.setdefault(change.key, deque())
        if change not in sent:
            sent.append(change)

    def refused(self, change: Change) -> None:
        """The write did not happen, nor an earlier try of it whose answer was lost.

        To be called when the stream has been read since.
        """
        sent = self._sent.get(change.key, deque())
        if change in sent:
            sent.remove(change)
        if not sent:
            self._sent.pop(change.key, None)

    def written(self, change: Change) -> None:
        """The table holds the change, by a write or because its image was the same already."""
        self._newest[change.key] = change


def lost_unseen(held: Image | None, change: Change, key_attribute: str) -> Item | None:
    """The client's version that applying the change loses and that its writer had not seen."""
    new = changed_item(change, key_attribute)
    if held is None or new is None:
        return None
    try:
        conflict = find_conflict(from_attributes(held, key_attribute), new)
    except MalformedItemError:
        return None
    return conflict.lost if conflict is not None else None


def changed_item(change: Change, key_attribute: str) -> Item | None:
    """What the change made of a client's item; None where there is none that can be read."""
    if change.image is None or not change.key.startswith(ITEM_PREFIX):
        return None
    try:
        return from_attributes(change.image, key_attribute)
    except MalformedItemError:
        return None


def unchanged(image: Image | None, key_attribute: str) -> dict[str, Any]:
    """Arguments of a conditional write: the table still holds this image."""
    if image is None:
        return {
            "ConditionExpression": "attribute_not_exists(#key)",
            "ExpressionAttributeNames": {"#key": key_attribute},
        }
    numbered = list(enumerate(image.items()))
    return {
        "ConditionExpression": " AND ".join(f"#a{number} = :a{number}" for number, _ in numbered),
        "ExpressionAttributeNames": {f"#a{number}": name for number, (name, _) in numbered},
        "ExpressionAttributeValues": {f":a{number}": value for number, (_, value) in numbered},
    }
