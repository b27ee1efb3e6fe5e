"""What the table holds: keys, and a client's item to and from DynamoDB. Pure: no I/O, no clock.

| key                       | what                                                                |
|---------------------------|---------------------------------------------------------------------|
| `item/<id>`               | a client's item                                                     |
| `heartbeat/<region>`      | when the Region last wrote                                          |
| `switch/<region>`         | the drill switch                                                    |
| `conflict/<id>/<version>` | a concurrent version that was overwritten, by the lost one's version |

The version vector is one top-level number a Region, `version/<region>`, and not a map: one update
call can then create an item and count its writes, because DynamoDB adds to an absent attribute but
not inside an absent map.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from .attribute_values import AttributeValue, InvalidValueError, JsonValue, decode, encode
from .versions import MAXIMUM_TOKEN_LENGTH, InvalidVersionError, VersionVector

if TYPE_CHECKING:
    from collections.abc import Mapping

ITEM_PREFIX: Final = "item/"
HEARTBEAT_PREFIX: Final = "heartbeat/"
SWITCH_PREFIX: Final = "switch/"
CONFLICT_PREFIX: Final = "conflict/"

MAXIMUM_KEY_BYTES: Final = 2048
"""Of a partition key in DynamoDB."""

MAXIMUM_ID_BYTES: Final = MAXIMUM_KEY_BYTES - len(CONFLICT_PREFIX) - 1 - MAXIMUM_TOKEN_LENGTH
"""Bytes of UTF-8 of an item's id: the key of its conflicts has to fit as well."""

MAXIMUM_ITEM_BYTES: Final = 400 * 1024
"""Of everything in an item, names included."""

MAXIMUM_BODY_BYTES: Final = MAXIMUM_ITEM_BYTES - 8 * 1024
"""Of a body as DynamoDB counts it; the rest is for the key, versions and recent requests."""

MAXIMUM_REQUEST_ID_LENGTH: Final = 64
"""Characters of an idempotency key."""

RECENT_REQUESTS: Final = 16
"""The newest idempotency keys of an item that are always remembered; a few more may be."""

VERSION_ATTRIBUTE_PREFIX: Final = "version/"
RESERVED_ATTRIBUTES: Final = frozenset(
    {"body", "writtenIn", "writtenAt", "requestId", "recentRequests", "deleted"}
)


class MalformedItemError(ValueError):
    """An item in the table that this service did not write; says which attribute is wrong."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Item:
    """One version of a client's item, or of its deletion."""

    id: str
    body: JsonValue
    """Any JSON value, numbers as Decimal; None where deleted."""
    versions: VersionVector
    written_in: str
    """The Region that took the write."""
    written_at: Decimal
    """Seconds since the epoch, by the clock of the Region that took the write."""
    request_id: str
    """Idempotency key of the write that made this version."""
    recent_requests: tuple[str, ...]
    """Idempotency keys, newest first; the first is `request_id`."""
    deleted: bool = False
    """A deletion keeps its version, so that a late or repeated write cannot raise the dead."""

    def has_seen(self, request_id: str) -> bool:
        """Whether a write with this idempotency key is part of this version."""
        return request_id in self.recent_requests


def item_key(item_id: str) -> str:
    """The partition key of a client's item."""
    return ITEM_PREFIX + item_id


def heartbeat_key(region: str) -> str:
    """The partition key of a Region's heartbeat."""
    return HEARTBEAT_PREFIX + region


def switch_key(region: str) -> str:
    """The partition key of a Region's drill switch."""
    return SWITCH_PREFIX + region


def conflict_key(item_id: str, lost: VersionVector) -> str:
    """The partition key under which an overwritten concurrent version is kept."""
    return f"{CONFLICT_PREFIX}{item_id}/{lost.token}"


def version_attribute(region: str) -> str:
    """The attribute that counts a Region's writes of an item."""
    return VERSION_ATTRIBUTE_PREFIX + region


def to_attributes(item: Item, key_attribute: str = "id") -> dict[str, AttributeValue]:
    """The item as DynamoDB's attributes.

    Raises InvalidValueError where DynamoDB would refuse the body or change it.
    """
    attributes: dict[str, AttributeValue] = {
        key_attribute: {"S": item_key(item.id)},
        "writtenIn": {"S": item.written_in},
        "writtenAt": {"N": str(item.written_at)},
        "requestId": {"S": item.request_id},
        "recentRequests": {"L": [{"S": request} for request in item.recent_requests]},
    }
    for region, counter in item.versions.counters.items():
        attributes[version_attribute(region)] = {"N": str(counter)}
    if item.deleted:
        attributes["deleted"] = {"BOOL": True}
    else:
        attributes["body"] = encode(item.body)
    return attributes


def conflict_attributes(
    lost: Item, kept_by: str, kept_at: Decimal, key_attribute: str = "id"
) -> dict[str, AttributeValue]:
    """A lost version as it is kept: its attributes under the key of a conflict, by whom, and when.

    `kept_by` is the Region that noticed, `kept_at` seconds since the epoch.
    """
    return {
        **to_attributes(lost, key_attribute),
        key_attribute: {"S": conflict_key(lost.id, lost.versions)},
        "itemId": {"S": lost.id},
        "keptBy": {"S": kept_by},
        "keptAt": {"N": str(kept_at)},
    }


def from_attributes(attributes: Mapping[str, Mapping[str, Any]], key_attribute: str = "id") -> Item:
    """The item that DynamoDB's attributes hold, as read or as in a stream record's image.

    Raises MalformedItemError for anything that `to_attributes` would not have made.
    """
    try:
        key: str = attributes[key_attribute]["S"]
        if not key.startswith(ITEM_PREFIX):
            raise MalformedItemError(f"{key!r} is not the key of a client's item")
        deleted = attributes.get("deleted", {"BOOL": False})["BOOL"] is True
        return Item(
            id=key.removeprefix(ITEM_PREFIX),
            body=None if deleted else decode(attributes["body"]),
            versions=_versions(attributes),
            written_in=attributes["writtenIn"]["S"],
            written_at=Decimal(attributes["writtenAt"]["N"]),
            request_id=attributes["requestId"]["S"],
            recent_requests=tuple(request["S"] for request in attributes["recentRequests"]["L"]),
            deleted=deleted,
        )
    except KeyError as error:
        raise MalformedItemError(f"attribute or type {error} is missing") from None
    except (InvalidValueError, InvalidVersionError) as error:
        raise MalformedItemError(str(error)) from None


def _versions(attributes: Mapping[str, Mapping[str, Any]]) -> VersionVector:
    return VersionVector(
        {
            name.removeprefix(VERSION_ATTRIBUTE_PREFIX): int(value["N"])
            for name, value in attributes.items()
            if name.startswith(VERSION_ATTRIBUTE_PREFIX)
        }
    )
