"""The order of versions, its laws, and its text."""

from __future__ import annotations

import pytest
from hypothesis import given

from regional_app.versions import (
    MAXIMUM_COUNTER,
    MAXIMUM_TOKEN_LENGTH,
    InvalidVersionError,
    Order,
    VersionVector,
)

from .strategies import REGIONS, vectors

EAST, WEST = "us-east-1", "us-west-2"


@pytest.mark.parametrize(
    ("left", "right", "order"),
    [
        ("0", "0", Order.EQUAL),
        ("us-east-1:2", "us-east-1:2", Order.EQUAL),
        ("0", "us-east-1:1", Order.BEFORE),
        ("us-east-1:1", "us-east-1:1.us-west-2:1", Order.BEFORE),
        ("us-east-1:3", "us-east-1:2", Order.AFTER),
        ("us-east-1:1", "us-west-2:1", Order.CONCURRENT),
        ("us-east-1:2.us-west-2:1", "us-east-1:1.us-west-2:2", Order.CONCURRENT),
    ],
)
def test_versions_are_ordered_by_what_they_include(left: str, right: str, order: Order) -> None:
    assert VersionVector.parse(left).compare(VersionVector.parse(right)) is order


@given(vectors, vectors)
def test_the_order_seen_from_the_other_side_is_its_mirror(
    left: VersionVector, right: VersionVector
) -> None:
    mirror = {Order.BEFORE: Order.AFTER, Order.AFTER: Order.BEFORE}
    order = left.compare(right)
    assert right.compare(left) is mirror.get(order, order)
    assert (order is Order.EQUAL) == (left == right)


@given(vectors, vectors, vectors)
def test_what_includes_a_version_includes_all_that_it_includes(
    first: VersionVector, second: VersionVector, third: VersionVector
) -> None:
    if first.includes(second) and second.includes(third):
        assert first.includes(third)


@given(vectors, vectors, vectors)
def test_merging_is_idempotent_commutative_and_associative(
    first: VersionVector, second: VersionVector, third: VersionVector
) -> None:
    assert first.merged(first) == first
    assert first.merged(second) == second.merged(first)
    assert first.merged(second).merged(third) == first.merged(second.merged(third))


@given(vectors, vectors, vectors)
def test_a_merge_is_the_least_version_that_includes_both(
    left: VersionVector, right: VersionVector, bound: VersionVector
) -> None:
    merged = left.merged(right)
    assert merged.includes(left)
    assert merged.includes(right)
    if bound.includes(left) and bound.includes(right):
        assert bound.includes(merged)


@given(vectors)
def test_a_write_comes_after_what_it_was_made_on(vector: VersionVector) -> None:
    for region in REGIONS:
        assert vector.advanced(region).compare(vector) is Order.AFTER


@given(vectors)
def test_writes_on_the_same_version_in_two_regions_are_concurrent(vector: VersionVector) -> None:
    assert vector.advanced(EAST).compare(vector.advanced(WEST)) is Order.CONCURRENT


@given(vectors)
def test_a_version_is_read_back_from_its_text(vector: VersionVector) -> None:
    assert VersionVector.parse(vector.token) == vector
    assert hash(VersionVector.parse(vector.token)) == hash(vector)


def test_the_text_names_regions_in_alphabetical_order() -> None:
    assert VersionVector({WEST: 1, EAST: 3}).token == "us-east-1:3.us-west-2:1"
    assert VersionVector().token == "0"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "us-east-1",
        "us-east-1:0",
        "us-east-1:-1",
        "us-east-1:01",
        "us-east-1:1.",
        "us-east-1:1.us-east-1:1",
        "us-west-2:1.us-east-1:3",
        "us-east-1:\u0661",
        "us-east-1:1\n",
        "*",
        f"us-east-1:{MAXIMUM_COUNTER + 1}",
        "0.us-east-1:1",
        ".".join(f"region-{n:03}:1" for n in range(MAXIMUM_TOKEN_LENGTH // 12 + 1)),
    ],
)
def test_other_text_is_refused(text: str) -> None:
    with pytest.raises(InvalidVersionError):
        VersionVector.parse(text)


def test_a_counter_that_is_not_positive_is_refused() -> None:
    with pytest.raises(InvalidVersionError, match="us-east-1"):
        VersionVector({EAST: 0})
