"""Clients' items in the Region's own replica: reading, writing, replaying. Calls here block."""

from __future__ import annotations

import time
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from .attribute_values import encode, size_bytes
from .conflicts import Conflict, journal_entry
from .dynamodb import ConditionFailedError, TableClient, TableError, TableThrottledError
from .items import (
    MAXIMUM_BODY_BYTES,
    RECENT_REQUESTS,
    Item,
    from_attributes,
    item_key,
    to_attributes,
    version_attribute,
)
from .journal import JournalTable
from .writes import AlreadyApplied, Applied, Refusal, Refused, Write, count_at, decide, lost_version

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from .attribute_values import AttributeValue, JsonValue

_MOST_REQUESTS: Final = 2 * RECENT_REQUESTS
"""Where a list of recent requests is cut back: DynamoDB cannot add and cut in one call."""

_ATTEMPTS: Final = 10
"""How often a write is decided anew because another one came between."""


class BodyTooLargeError(Exception):
    """A body larger than an item may be; has the size in bytes."""

    def __init__(self, size: int) -> None:
        super().__init__(
            f"The body takes {size} bytes in DynamoDB; allowed are {MAXIMUM_BODY_BYTES}"
        )


def encode_body(body: JsonValue) -> AttributeValue:
    """The body as DynamoDB holds it.

    Raises InvalidValueError or BodyTooLargeError where it does not fit.
    """
    attribute = encode(body)
    size = size_bytes(attribute)
    if size > MAXIMUM_BODY_BYTES:
        raise BodyTooLargeError(size)
    return attribute


class Store:
    """The table in one Region. Every call may raise TableError."""

    def __init__(
        self,
        client: TableClient,
        *,
        table_name: str,
        key_attribute: str,
        region: str,
        peer_regions: Iterable[str] = (),
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._client = client
        self._table_name = table_name
        self._key = key_attribute
        self._region = region
        self._regions = (region, *peer_regions)
        self._clock = clock

    def read(self, item_id: str) -> Item | None:
        """The newest version that this Region holds, deletions included; None if there is none."""
        answer = self._client.call(
            lambda client: client.get_item(
                TableName=self._table_name,
                Key={self._key: {"S": item_key(item_id)}},
                ConsistentRead=True,
            )
        )
        return self._item(answer.get("Item"))

    def write(self, write: Write) -> Applied | AlreadyApplied | Refused:
        """Applies a write at most once, on exactly what it was decided on.

        Raises InvalidVersionError, InvalidValueError, BodyTooLargeError, or TableError, whose
        `outcome_known` says whether the write may have been applied all the same.
        """
        body = None if write.delete else encode_body(write.body)
        simple = not (write.delete or write.replay or write.seen.counters) and (
            write.precondition.match is None and write.precondition.exists is None
        )
        if not simple or body is None:
            return self._write_on(self.read(write.id), write)
        current: Item | None = None
        for _ in range(_ATTEMPTS):
            try:
                return self._write_in_one_call(write, body)
            except ConditionFailedError as error:
                current = self._item(error.attributes)
                if not _was_overtaken(current, write):
                    break
        return self._write_on(current, write)

    def _write_in_one_call(
        self, write: Write, body: AttributeValue
    ) -> Applied | AlreadyApplied | Refused:
        """Writes whatever is there, and counts it; only not a second time with the same key."""
        now = self._now()
        answer = self._client.call(
            lambda client: client.update_item(
                TableName=self._table_name,
                Key={self._key: {"S": item_key(write.id)}},
                UpdateExpression=(
                    "SET body = :body, writtenIn = :region, writtenAt = :now, requestId = :request,"
                    " recentRequests = list_append(:requests, if_not_exists(recentRequests,"
                    " :none)), #version = :count REMOVE deleted"
                ),
                ConditionExpression=(
                    "attribute_not_exists(#key)"
                    " OR (size(recentRequests) < :most"
                    " AND NOT contains(recentRequests, :request)"
                    " AND (attribute_not_exists(#version) OR #version < :count))"
                ),
                ExpressionAttributeNames={
                    "#key": self._key,
                    "#version": version_attribute(self._region),
                },
                ExpressionAttributeValues={
                    ":body": body,
                    ":region": {"S": self._region},
                    ":now": {"N": str(now)},
                    ":request": {"S": write.request_id},
                    ":requests": {"L": [{"S": write.request_id}]},
                    ":none": {"L": []},
                    ":count": {"N": str(count_at(now))},
                    ":most": {"N": str(_MOST_REQUESTS)},
                },
                ReturnValues="ALL_OLD",
                ReturnValuesOnConditionCheckFailure="ALL_OLD",
            )
        )
        # The call was applied to exactly this, so deciding on it again says what it made.
        return decide(self._item(answer.get("Attributes")), write, self._region, now)

    def _write_on(self, current: Item | None, write: Write) -> Applied | AlreadyApplied | Refused:
        unanswered = False
        for _ in range(_ATTEMPTS):
            decision = decide(current, write, self._region, self._now())
            if write.replay is not None and current is not None and _is_concurrent(decision):
                self._keep_lost(lost_version(write, write.replay), current)
            if not isinstance(decision, Applied):
                return decision
            try:
                self._put(decision.item, current)
            except ConditionFailedError as error:
                unanswered |= not error.outcome_known
                current = self._item(error.attributes)
            except TableError as error:
                error.outcome_known &= not unanswered
                raise
            else:
                return decision
        raise TableThrottledError("Contention", outcome_known=not unanswered)

    def _put(self, item: Item, on: Item | None) -> None:
        """Writes the item if the table still holds what it was made from."""
        condition, names, values = self._unchanged(on)
        arguments: dict[str, Any] = {"ExpressionAttributeValues": values} if values else {}
        self._client.call(
            lambda client: client.put_item(
                TableName=self._table_name,
                Item=to_attributes(item, self._key),
                ConditionExpression=condition,
                ExpressionAttributeNames=names,
                ReturnValuesOnConditionCheckFailure="ALL_OLD",
                **arguments,
            )
        )

    def _unchanged(self, item: Item | None) -> tuple[str, dict[str, str], dict[str, Any]]:
        """A condition that only this version of an item fulfils: no counter more, less or other."""
        if item is None:
            return "attribute_not_exists(#key)", {"#key": self._key}, {}
        names = {"#request": "requestId"}
        values: dict[str, Any] = {":request": {"S": item.request_id}}
        parts = ["#request = :request"]
        for index, region in enumerate(sorted({*item.versions.counters, *self._regions})):
            names[f"#v{index}"] = version_attribute(region)
            if item.versions[region]:
                values[f":v{index}"] = {"N": str(item.versions[region])}
                parts.append(f"#v{index} = :v{index}")
            else:
                parts.append(f"attribute_not_exists(#v{index})")
        return " AND ".join(parts), names, values

    def _keep_lost(self, lost: Item, winner: Item) -> None:
        """Keeps a replayed write that nothing here includes, before its client is told."""
        entry = journal_entry(
            Conflict(lost=lost, winner=winner), self._region, self._now(), self._key
        )
        self._client.call(
            lambda client: JournalTable(
                client=client, name=self._table_name, region=self._region, key_attribute=self._key
            ).keep(entry)
        )

    def _item(self, attributes: Any) -> Item | None:
        return from_attributes(attributes, self._key) if attributes else None

    def _now(self) -> Decimal:
        return Decimal(f"{self._clock():.6f}")


def _is_concurrent(decision: Applied | AlreadyApplied | Refused) -> bool:
    return isinstance(decision, Refused) and decision.refusal is Refusal.CONCURRENT


def _was_overtaken(current: Item | None, write: Write) -> bool:
    """Whether a write failed only because one with a later time came before it."""
    return (
        current is not None
        and not current.has_seen(write.request_id)
        and len(current.recent_requests) < _MOST_REQUESTS
    )
