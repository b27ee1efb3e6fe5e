"""What a table holds, as events: of its items and conflicts everything but the bodies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from regional_app.items import (
    CONFLICT_PREFIX,
    ITEM_PREFIX,
    MalformedItemError,
    from_attributes,
    item_key,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from types_boto3_dynamodb import DynamoDBClient


def scan(client: DynamoDBClient, table: str) -> Iterator[Mapping[str, Any]]:
    """All of a table's items, consistently read."""
    for page in client.get_paginator("scan").paginate(TableName=table, ConsistentRead=True):
        yield from page["Items"]


def event(attributes: Mapping[str, Any], key_attribute: str) -> dict[str, Any] | None:
    """What there is to say of an item of the table; None for heartbeats, switches and the like.

    Raises MalformedItemError.
    """
    key: str = attributes[key_attribute]["S"]
    if key.startswith(ITEM_PREFIX):
        item = from_attributes(attributes, key_attribute)
        return {
            "event": "item",
            "id": item.id,
            "version": item.versions.token,
            "recentRequests": item.recent_requests,
            "deleted": item.deleted,
        }
    if key.startswith(CONFLICT_PREFIX):
        return _conflict(attributes, key_attribute)
    return None


def _conflict(attributes: Mapping[str, Any], key_attribute: str) -> dict[str, Any]:
    try:
        key = item_key(attributes["itemId"]["S"])
        winner = attributes["winnerVersion"]["S"]
    except KeyError as error:
        raise MalformedItemError(f"attribute or type {error} is missing") from None
    lost = from_attributes({**attributes, key_attribute: {"S": key}}, key_attribute)
    return {
        "event": "conflict",
        "id": lost.id,
        "lostVersion": lost.versions.token,
        "winnerVersion": winner,
        "recentRequests": lost.recent_requests,
    }
