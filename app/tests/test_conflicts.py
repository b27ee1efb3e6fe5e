"""Which overwritten versions count as lost, and what the journal says of them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given

from regional_app.attribute_values import encode, size_bytes
from regional_app.conflicts import Conflict, conflict_in_record, find_conflict, journal_entry
from regional_app.items import (
    MAXIMUM_BODY_BYTES,
    MAXIMUM_ID_BYTES,
    MAXIMUM_ITEM_BYTES,
    MAXIMUM_KEY_BYTES,
    MAXIMUM_REQUEST_ID_LENGTH,
    RECENT_REQUESTS,
    Item,
    MalformedItemError,
    to_attributes,
)
from regional_app.versions import Order, VersionVector

from .strategies import items

EAST = "us-east-1"
WEST = "us-west-2"


def version(token: str, request_id: str, body: Any = "text", *, deleted: bool = False) -> Item:
    return Item(
        id="greeting",
        body=None if deleted else body,
        versions=VersionVector.parse(token),
        written_in=EAST,
        written_at=Decimal("1700000000.5"),
        request_id=request_id,
        recent_requests=(request_id,),
        deleted=deleted,
    )


def record(old: Item | None, new: Item | None, event: str = "MODIFY") -> dict[str, Any]:
    images = {"OldImage": old, "NewImage": new}
    some = new or old
    assert some is not None
    return {
        "eventName": event,
        "dynamodb": {
            "Keys": {"id": to_attributes(some)["id"]},
            "SequenceNumber": "1",
            **{name: to_attributes(item) for name, item in images.items() if item is not None},
        },
    }


@pytest.mark.parametrize(
    ("old", "new", "order"),
    [
        ("us-east-1:1", "us-west-2:1", Order.CONCURRENT),
        ("us-east-1:2.us-west-2:1", "us-east-1:1.us-west-2:2", Order.CONCURRENT),
        ("us-east-1:2", "us-east-1:1", Order.BEFORE),
        ("us-east-1:1", "us-east-1:1", Order.EQUAL),
    ],
)
def test_what_was_overwritten_unseen_is_a_conflict(old: str, new: str, order: Order) -> None:
    conflict = find_conflict(version(old, "lost"), version(new, "winner"))
    assert conflict is not None
    assert conflict.order is order
    assert conflict.lost.request_id == "lost"


@pytest.mark.parametrize(
    ("old", "new", "request_id"),
    [
        ("us-east-1:1", "us-east-1:2", "second"),
        ("us-east-1:1", "us-east-1:1.us-west-2:1", "second"),
        ("us-east-1:1", "us-east-1:1", "first"),
    ],
)
def test_what_its_successor_had_seen_is_none(old: str, new: str, request_id: str) -> None:
    assert find_conflict(version(old, "first"), version(new, request_id)) is None


@pytest.mark.parametrize("lost_is_deletion", [False, True])
def test_deletions_lose_and_win_like_writes(lost_is_deletion: bool) -> None:
    lost = version("us-east-1:1", "lost", deleted=lost_is_deletion)
    winner = version("us-west-2:1", "winner", deleted=not lost_is_deletion)
    conflict = conflict_in_record(record(lost, winner))
    assert conflict == Conflict(lost=lost, winner=winner)
    entry = journal_entry(conflict, WEST, Decimal(1))
    assert ("body" in entry) is not lost_is_deletion
    assert entry["winnerDeleted"] == {"BOOL": not lost_is_deletion}


@pytest.mark.parametrize(
    ("old", "new", "event"),
    [
        (None, version("us-east-1:1", "first"), "INSERT"),
        (version("us-east-1:1", "first"), None, "REMOVE"),
    ],
)
def test_records_that_replace_nothing_are_passed_over(
    old: Item | None, new: Item | None, event: str
) -> None:
    assert conflict_in_record(record(old, new, event)) is None


@pytest.mark.parametrize(
    "key", ["heartbeat/us-east-1", "switch/us-east-1", "conflict/x/us-east-1:1"]
)
def test_items_of_the_service_itself_are_passed_over(key: str) -> None:
    changed = record(version("us-east-1:1", "a"), version("us-west-2:1", "b"))
    changed["dynamodb"]["Keys"] = {"id": {"S": key}}
    assert conflict_in_record(changed) is None


def without_old_image(changed: dict[str, Any]) -> None:
    del changed["dynamodb"]["OldImage"]


def with_foreign_image(changed: dict[str, Any]) -> None:
    del changed["dynamodb"]["NewImage"]["writtenIn"]


def with_foreign_key(changed: dict[str, Any]) -> None:
    changed["dynamodb"]["Keys"] = {"pk": {"S": "item/greeting"}}


@pytest.mark.parametrize("damage", [without_old_image, with_foreign_image, with_foreign_key])
def test_what_cannot_be_judged_is_never_passed_over(damage: Any) -> None:
    changed = record(version("us-east-1:1", "a"), version("us-west-2:1", "b"))
    damage(changed)
    with pytest.raises(MalformedItemError):
        conflict_in_record(changed)


def test_an_entry_says_what_was_lost_to_what_and_where_it_was_seen() -> None:
    lost = version("us-east-1:2.us-west-2:1", "lost", {"amount": Decimal("2.50")})
    winner = replace(
        version("us-west-2:2", "winner"), written_in=WEST, written_at=Decimal("1700000001.25")
    )
    entry = journal_entry(Conflict(lost=lost, winner=winner), EAST, Decimal("1700000002.125"), "pk")
    assert entry == {
        "pk": {"S": "conflict/greeting/us-east-1:2.us-west-2:1"},
        "itemId": {"S": "greeting"},
        "body": {"M": {"amount": {"N": "2.50"}}},
        "version/us-east-1": {"N": "2"},
        "version/us-west-2": {"N": "1"},
        "writtenIn": {"S": EAST},
        "writtenAt": {"N": "1700000000.5"},
        "requestId": {"S": "lost"},
        "recentRequests": {"L": [{"S": "lost"}]},
        "keptBy": {"S": EAST},
        "keptAt": {"N": "1700000002.125"},
        "order": {"S": "CONCURRENT"},
        "winnerVersion": {"S": "us-west-2:2"},
        "winnerWrittenIn": {"S": WEST},
        "winnerWrittenAt": {"N": "1700000001.25"},
        "winnerRequestId": {"S": "winner"},
        "winnerDeleted": {"BOOL": False},
    }


@given(items(), items())
def test_a_replaced_version_is_seen_or_kept_whole(old: Item, new: Item) -> None:
    new = replace(new, id=old.id)
    conflict = conflict_in_record(record(old, new))
    seen = all(new.versions[region] >= count for region, count in old.versions.counters.items())
    if conflict is None:
        assert seen
    else:
        assert not seen or new.versions == old.versions
        entry = journal_entry(conflict, EAST, Decimal(1))
        kept = {name: entry[name] for name in to_attributes(old) if name != "id"}
        assert kept == {k: v for k, v in to_attributes(old).items() if k != "id"}


def test_the_entry_of_the_largest_item_fits_into_the_table() -> None:
    regions = [f"ap-southeast-{number}" for number in range(1, 15)]
    versions = VersionVector(dict.fromkeys(regions, 10**18))
    envelope = size_bytes(encode("")) + len("body")
    largest = Item(
        id="i" * MAXIMUM_ID_BYTES,
        body="b" * (MAXIMUM_BODY_BYTES - envelope),
        versions=versions,
        written_in=regions[0],
        written_at=Decimal("1700000000.123456"),
        request_id="r" * MAXIMUM_REQUEST_ID_LENGTH,
        recent_requests=("r" * MAXIMUM_REQUEST_ID_LENGTH,) * 2 * RECENT_REQUESTS,
    )
    conflict = Conflict(lost=largest, winner=replace(largest, request_id="w" * 64))
    entry = journal_entry(conflict, regions[0], Decimal("1700000000.123456"))
    assert len(entry["id"]["S"].encode()) <= MAXIMUM_KEY_BYTES
    size = sum(len(name) + size_bytes(value) for name, value in entry.items())
    assert size <= MAXIMUM_ITEM_BYTES
