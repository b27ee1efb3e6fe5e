"""Items to and from DynamoDB, and their keys."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given

from regional_app.attribute_values import size_bytes
from regional_app.items import (
    MAXIMUM_BODY_BYTES,
    MAXIMUM_ID_BYTES,
    MAXIMUM_ITEM_BYTES,
    MAXIMUM_KEY_BYTES,
    MAXIMUM_REQUEST_ID_LENGTH,
    RECENT_REQUESTS,
    Item,
    MalformedItemError,
    conflict_key,
    from_attributes,
    item_key,
    to_attributes,
    version_attribute,
)
from regional_app.versions import MAXIMUM_COUNTER, MAXIMUM_TOKEN_LENGTH, VersionVector

from .strategies import items

EXAMPLE = Item(
    id="greeting",
    body={"text": "hello", "times": Decimal("2.50")},
    versions=VersionVector({"us-west-2": 1, "us-east-1": 3}),
    written_in="us-west-2",
    written_at=Decimal("1700000000.125"),
    request_id="second",
    recent_requests=("second", "first"),
)
ATTRIBUTES: dict[str, Any] = {
    "id": {"S": "item/greeting"},
    "body": {"M": {"text": {"S": "hello"}, "times": {"N": "2.50"}}},
    "version/us-east-1": {"N": "3"},
    "version/us-west-2": {"N": "1"},
    "writtenIn": {"S": "us-west-2"},
    "writtenAt": {"N": "1700000000.125"},
    "requestId": {"S": "second"},
    "recentRequests": {"L": [{"S": "second"}, {"S": "first"}]},
}


def test_an_item_is_stored_as_documented() -> None:
    assert to_attributes(EXAMPLE) == ATTRIBUTES
    assert from_attributes(ATTRIBUTES) == EXAMPLE


@given(items())
def test_every_item_comes_back_as_it_was(item: Item) -> None:
    assert from_attributes(to_attributes(item, "key"), "key") == item


def test_a_deletion_keeps_the_version_and_no_body() -> None:
    attributes = {**ATTRIBUTES, "deleted": {"BOOL": True}}
    item = from_attributes(attributes)
    assert item.deleted
    assert item.body is None
    assert item.versions == EXAMPLE.versions
    assert "body" not in to_attributes(item)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"id": {"S": "heartbeat/us-east-1"}}, "heartbeat/us-east-1"),
        ({"body": None}, "body"),
        ({"body": {"SS": ["x"]}}, "SS"),
        ({"writtenAt": {"S": "now"}}, "'N'"),
        ({"version/us-east-1": {"N": "0"}}, "us-east-1"),
        ({"recentRequests": None}, "recentRequests"),
    ],
)
def test_an_item_of_somebody_else_is_refused(change: dict[str, Any], said: str) -> None:
    attributes = {n: v for n, v in {**ATTRIBUTES, **change}.items() if v is not None}
    with pytest.raises(MalformedItemError, match=said):
        from_attributes(attributes)


def test_the_longest_id_leaves_room_for_the_key_of_its_conflicts() -> None:
    longest = "i" * MAXIMUM_ID_BYTES
    tokens = MAXIMUM_TOKEN_LENGTH
    assert len(item_key(longest)) <= MAXIMUM_KEY_BYTES
    assert len(conflict_key(longest, VersionVector({"r" * (tokens - 2): 1}))) == MAXIMUM_KEY_BYTES


def test_the_largest_body_leaves_room_for_everything_else() -> None:
    kept = 2 * RECENT_REQUESTS
    full = Item(
        id="i" * MAXIMUM_ID_BYTES,
        body="b" * MAXIMUM_BODY_BYTES,
        versions=VersionVector({f"region-{n:02}": MAXIMUM_COUNTER for n in range(14)}),
        written_in="ap-southeast-1",
        written_at=Decimal("1700000000.123456"),
        request_id="r" * MAXIMUM_REQUEST_ID_LENGTH,
        recent_requests=("r" * MAXIMUM_REQUEST_ID_LENGTH,) * kept,
    )
    size = sum(
        len(name.encode()) + size_bytes(value) for name, value in to_attributes(full).items()
    )
    assert size <= MAXIMUM_ITEM_BYTES


def test_the_counter_of_a_region_has_an_attribute_of_its_own() -> None:
    assert version_attribute("us-east-1") in to_attributes(EXAMPLE)
