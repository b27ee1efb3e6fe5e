"""Heartbeats in the table: how old the replica is, and whether the Region has been away.

Each Region writes one item, of which its replicas arrive in the others; now less the time in it is
how far a replica may be behind. All that has to outlive a task is in the item: many tasks share it,
and one that starts during a return must not believe that nothing happened.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from .dynamodb import ConditionFailedError, TableClient
from .items import heartbeat_key

if TYPE_CHECKING:
    from collections.abc import Mapping

_EARLY: Final = 0.75
"""Part of the interval before which another task's heartbeat is taken for this one."""


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """When a Region last wrote. Seconds since the epoch, by that Region's clock."""

    written_at: str
    """As DynamoDB has it, so that a condition on it is exact."""
    returned_at: float | None = None
    """When the Region came back from a gap, while clients are still kept away from it."""

    @property
    def at(self) -> float:
        """When it was written."""
        return float(self.written_at)


def next_heartbeat(
    previous: Heartbeat | None,
    now: float,
    *,
    interval_seconds: float,
    isolation_seconds: float,
    settled: bool,
) -> Heartbeat | None:
    """What to write now; None where another task has just written.

    `settled`: the replica has caught up since the return that `previous` tells of.
    """
    written_at = f"{now:.6f}"
    if previous is None:
        return Heartbeat(written_at)
    gap = now - previous.at
    if gap > isolation_seconds:
        return Heartbeat(written_at, returned_at=now)
    if -isolation_seconds < gap < interval_seconds * _EARLY:
        return None
    return Heartbeat(written_at, None if settled else previous.returned_at)


class HeartbeatTable:
    """Heartbeats in the Region's own replica. Calls block and may raise TableError."""

    def __init__(
        self, client: TableClient, *, table_name: str, key_attribute: str, region: str
    ) -> None:
        self._client = client
        self._table_name = table_name
        self._key = key_attribute
        self._region = region

    def read(self, region: str) -> Heartbeat | None:
        """A Region's last heartbeat that has arrived here; None if it never had one."""
        key = {self._key: {"S": heartbeat_key(region)}}
        answer: Mapping[str, Any] = self._client.call(
            lambda client: client.get_item(TableName=self._table_name, Key=key, ConsistentRead=True)
        )
        attributes = answer.get("Item")
        if attributes is None:
            return None
        returned_at = attributes.get("returnedAt")
        return Heartbeat(
            attributes["writtenAt"]["N"],
            float(returned_at["N"]) if returned_at is not None else None,
        )

    def write(self, heartbeat: Heartbeat, previous: Heartbeat | None) -> bool:
        """Writes the own Region's heartbeat after `previous`; False if another task was first."""
        item: dict[str, Any] = {
            self._key: {"S": heartbeat_key(self._region)},
            "region": {"S": self._region},
            "writtenAt": {"N": heartbeat.written_at},
        }
        if heartbeat.returned_at is not None:
            item["returnedAt"] = {"N": f"{heartbeat.returned_at:.6f}"}
        arguments: dict[str, Any] = {
            "ConditionExpression": "attribute_not_exists(#key)",
            "ExpressionAttributeNames": {"#key": self._key},
        }
        if previous is not None:
            arguments = {
                "ConditionExpression": "#writtenAt = :previous",
                "ExpressionAttributeNames": {"#writtenAt": "writtenAt"},
                "ExpressionAttributeValues": {":previous": {"N": previous.written_at}},
            }
        try:
            self._client.call(
                lambda client: client.put_item(TableName=self._table_name, Item=item, **arguments)
            )
        except ConditionFailedError:
            return False
        return True
