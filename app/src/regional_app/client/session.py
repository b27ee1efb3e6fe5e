"""What a client has seen of each item. Pure: no I/O, no clock."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from ..versions import VersionVector


@dataclass(frozen=True, kw_only=True)
class Seen:
    """Of one item."""

    read: VersionVector = VersionVector()  # noqa: RUF009 - immutable
    """What the client has read or written itself. Its next write includes this, and only this: to
    claim more would overwrite without a trace what the client never saw."""
    required: VersionVector = VersionVector()  # noqa: RUF009 - immutable
    """What its next read has to include. More than `read` where newer writes followed its own."""


class Session:
    """Versions by item, of the items used last. For one thread."""

    def __init__(self, maximum_items: int = 100_000) -> None:
        """Beyond `maximum_items`, what was used longest ago is forgotten, and with it the promise
        that a read of that item shows no less than the client has seen."""
        self._maximum_items = maximum_items
        self._items: OrderedDict[str, Seen] = OrderedDict()

    def of(self, item_id: str) -> Seen:
        """What the client has seen of an item; nothing, where it was never used."""
        return self._items.get(item_id, Seen())

    def saw(self, item_id: str, version: VersionVector) -> None:
        """Notes a version that the client read or wrote."""
        seen = self.of(item_id)
        self._keep(
            item_id,
            Seen(read=seen.read.merged(version), required=seen.required.merged(version)),
        )

    def requires(self, item_id: str, version: VersionVector) -> None:
        """Notes a version that includes the client's own write, and more that it has not read."""
        seen = self.of(item_id)
        self._keep(item_id, Seen(read=seen.read, required=seen.required.merged(version)))

    def forget(self, item_id: str) -> VersionVector:
        """Forgets an item; gives what was required of it."""
        return self._items.pop(item_id, Seen()).required

    def _keep(self, item_id: str, seen: Seen) -> None:
        self._items[item_id] = seen
        self._items.move_to_end(item_id)
        if len(self._items) > self._maximum_items:
            self._items.popitem(last=False)
