"""What is known of a replica, and which of two writes wins there."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from regional_app.items import to_attributes
from regional_app.replicator.replica import Change, Replica, Stamp, lost_unseen, unchanged

from ..regions import RegionTable
from ..test_conflicts import version

EAST = "us-east-1"
WEST = "us-west-2"


def image(value: str) -> dict[str, Any]:
    return {"id": {"S": "x"}, "value": {"S": value}}


@pytest.fixture
def replicas() -> tuple[Replica, Replica]:
    numbers = itertools.count()
    return Replica(EAST, numbers), Replica(WEST, numbers)


def local_write(replica: Replica, value: str, arrived_at: float) -> Change:
    change = replica.notice("x", image(value), arrived_at)
    assert change is not None
    return change


def test_the_write_that_arrived_last_wins_in_both_regions(
    replicas: tuple[Replica, Replica],
) -> None:
    east, west = replicas
    later = local_write(east, "later", 20.0)
    earlier = local_write(west, "earlier", 10.0)
    assert west.accepts(later)
    assert not east.accepts(earlier)


def test_writes_of_the_same_instant_have_one_winner(replicas: tuple[Replica, Replica]) -> None:
    east, west = replicas
    ours, theirs = local_write(east, "ours", 10.0), local_write(west, "theirs", 10.0)
    assert (west.accepts(ours), east.accepts(theirs)) == (False, True)


def test_a_local_write_comes_after_what_it_replaced_even_by_a_slow_clock(
    replicas: tuple[Replica, Replica],
) -> None:
    east, west = replicas
    change = local_write(east, "first", 1000.0)
    west.sending(change)
    west.written(change)
    assert west.notice("x", image("first"), 1000.1) is None
    assert east.accepts(local_write(west, "second", 5.0))


def test_its_own_writes_are_not_replicated_back(replicas: tuple[Replica, Replica]) -> None:
    east, west = replicas
    change = local_write(east, "first", 10.0)
    west.sending(change)
    west.written(change)
    assert west.notice("x", image("first"), 10.5) is None
    assert west.notice("x", image("first"), 11.0) is not None


def test_a_write_whose_answer_was_lost_is_recognised_in_the_stream(
    replicas: tuple[Replica, Replica],
) -> None:
    east, west = replicas
    change = local_write(east, "first", 10.0)
    west.sending(change)
    west.sending(change)
    assert not west.has(change)
    assert west.notice("x", image("first"), 10.5) is None
    assert west.has(change)
    assert not west.accepts(change)


def test_a_refused_write_is_not_expected_any_more(replicas: tuple[Replica, Replica]) -> None:
    east, west = replicas
    change = local_write(east, "same", 10.0)
    west.sending(change)
    west.refused(change)
    west.refused(change)
    assert west.notice("x", image("same"), 11.0) is not None


def test_several_of_its_writes_are_recognised_in_order(replicas: tuple[Replica, Replica]) -> None:
    east, west = replicas
    changes = [local_write(east, value, at) for value, at in (("one", 1.0), ("two", 2.0))]
    for change in changes:
        west.sending(change)
        west.written(change)
    assert west.notice("x", image("one"), 3.0) is None
    assert west.image("x") == image("two")
    assert west.notice("x", image("two"), 3.0) is None
    assert west.image("x") == image("two")


def test_a_removed_item_is_replicated_as_removed(replicas: tuple[Replica, Replica]) -> None:
    east, west = replicas
    local_write(east, "first", 1.0)
    removed = east.notice("x", None, 2.0)
    assert removed is not None
    assert removed.image is None
    assert west.accepts(removed)


def change_of(token: str, request_id: str) -> Change:
    item = version(token, request_id)
    return Change("item/greeting", to_attributes(item), EAST, Stamp(1.0, 0))


@pytest.mark.parametrize(
    ("held", "arriving", "lost"),
    [
        ("us-east-1:1", "us-west-2:1", True),
        ("us-east-1:2", "us-east-1:1", True),
        ("us-east-1:1", "us-east-1:2", False),
    ],
)
def test_an_overwritten_version_is_counted_if_it_was_unseen(
    held: str, arriving: str, lost: bool
) -> None:
    held_image = to_attributes(version(held, "held"))
    unseen = lost_unseen(held_image, change_of(arriving, "arriving"), "id")
    assert (unseen is not None) is lost
    assert unseen is None or unseen.versions.token == held


def test_what_is_no_item_of_a_client_is_never_counted_as_overwritten() -> None:
    heartbeat = Change("heartbeat/us-east-1", image("now"), EAST, Stamp(1.0, 0))
    assert lost_unseen(image("before"), heartbeat, "id") is None
    assert lost_unseen(None, change_of("us-east-1:1", "first"), "id") is None
    assert lost_unseen(image("foreign"), change_of("us-east-1:1", "first"), "id") is None


@pytest.mark.parametrize(
    "other",
    [
        {"value": {"S": "other"}},
        {"nested": {"M": {"list": {"L": [{"N": "1"}, {"BOOL": False}]}}}},
        {"nothing": {"BOOL": True}},
    ],
)
def test_a_write_is_refused_where_the_table_holds_another_image(
    region: RegionTable, other: dict[str, Any]
) -> None:
    held = {
        **image("held"),
        "nested": {"M": {"list": {"L": [{"N": "1"}, {"BOOL": True}]}}},
        "nothing": {"NULL": True},
    }
    refused = region.client.exceptions.ConditionalCheckFailedException

    def put(item: dict[str, Any], on: dict[str, Any] | None) -> None:
        region.client.put_item(TableName=region.table_name, Item=item, **unchanged(on, "id"))

    with pytest.raises(refused):
        put(image("new"), held)
    put(held, None)
    with pytest.raises(refused):
        put(image("new"), None)
    with pytest.raises(refused):
        put(image("new"), {**held, **other})
    put(image("new"), held)
