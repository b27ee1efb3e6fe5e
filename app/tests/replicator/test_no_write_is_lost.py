"""No sequence of writes, replays, partitions and heals loses an acknowledged write without a trace.

In memory, with the code that decides in production; see `model` for what stands in.
"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regional_app.items import Item

from ..strategies import REGIONS
from .model import Model

EAST = "us-east-1"
WEST = "us-west-2"
EUROPE = "eu-central-1"

regions = st.sampled_from(REGIONS)
links = st.permutations(REGIONS).map(lambda order: (order[0], order[1]))
acknowledged = st.integers(0, 7)
"""Which acknowledged write, counted back from the newest."""

steps = st.one_of(
    st.tuples(
        st.just("write"), regions, st.sampled_from("xy"), st.booleans(), st.none() | acknowledged
    ),
    st.tuples(st.just("replay"), regions, acknowledged),
    st.tuples(st.just("partition"), links),
    st.tuples(st.just("heal"), links),
    st.tuples(st.just("journal"), regions),
    st.tuples(st.just("step")),
)
lags = st.dictionaries(links, st.integers(0, 5).map(float))
skews = st.dictionaries(regions, st.integers(-3, 3).map(float))


def known(model: Model, back: int | None, item_id: str | None = None) -> Item | None:
    versions = [item for item in model.acknowledged if item_id in {None, item.id}]
    return versions[-1 - back % len(versions)] if back is not None and versions else None


def take(model: Model, step: tuple[Any, ...]) -> None:
    match step:
        case "write", region, item_id, delete, seen:
            model.write(region, item_id, delete=delete, seen=known(model, seen, item_id))
        case "replay", region, back:
            item = known(model, back)
            if item is not None:
                model.replay(region, item)
        case "partition", pair:
            model.links.partition(pair)
        case "heal", pair:
            model.links.heal(pair, model.now)
        case "journal", region:
            model.run_journal(region)
    model.step()


@settings(max_examples=400, deadline=None)
@given(st.lists(steps, min_size=5, max_size=40), lags, skews)
def test_every_acknowledged_write_is_held_superseded_or_in_the_journal(
    script: list[tuple[Any, ...]],
    lag_seconds: dict[tuple[str, str], float],
    skew_seconds: dict[str, float],
) -> None:
    model = Model(REGIONS, lag_seconds=lag_seconds, skew_seconds=skew_seconds)
    for step in script:
        take(model, step)
    model.settle()
    assert model.unaccounted() == []
    first, *others = model.contents()
    assert all(other == first for other in others)


@settings(max_examples=100, deadline=None)
@given(st.lists(steps, min_size=5, max_size=20))
def test_the_journal_keeps_nothing_where_regions_take_turns(script: list[tuple[Any, ...]]) -> None:
    model = Model(REGIONS)
    for step in script:
        if step[0] in {"write", "replay"}:
            take(model, step)
            model.settle()
    assert not any(key.startswith("conflict/") for key in model.contents()[0])


def concurrent_writes(model: Model) -> tuple[str, str]:
    """A write in each of two Regions before either arrives in the other: the earlier one loses."""
    lost = model.write(EAST, "x")
    model.now += 1
    won = model.write(WEST, "x")
    assert lost is not None
    assert won is not None
    return lost.request_id, won.request_id


@pytest.mark.parametrize("journal", [True, False])
def test_what_a_concurrent_write_overwrites_is_lost_without_the_journal(journal: bool) -> None:
    model = Model([EAST, WEST], journal=journal)
    lost, won = concurrent_writes(model)
    model.settle()
    item = model.tables[EAST].item("x")
    assert item is not None
    assert item.request_id == won
    assert model.unaccounted() == ([] if journal else [lost])


@pytest.mark.parametrize("journal", [True, False])
def test_a_replayed_old_write_that_wins_by_its_clock_loses_what_came_after_it(
    journal: bool,
) -> None:
    model = Model([EAST, WEST], journal=journal)
    model.links.partition((EAST, WEST))
    model.links.partition((WEST, EAST))
    old = model.write(EAST, "x")
    newer = model.write(EAST, "x")
    assert old is not None
    assert newer is not None
    model.now += 100
    model.replay(WEST, old)
    model.settle()
    item = model.tables[EAST].item("x")
    assert item is not None
    assert item.request_id == old.request_id
    assert model.unaccounted() == ([] if journal else [newer.request_id])


@pytest.mark.parametrize("journal", [True, False])
def test_a_deletion_that_loses_is_kept_as_well(journal: bool) -> None:
    model = Model([EAST, WEST], journal=journal)
    model.write(EAST, "x")
    model.settle()
    deletion = model.write(EAST, "x", delete=True)
    assert deletion is not None
    model.now += 1
    model.write(WEST, "x")
    model.settle()
    assert model.unaccounted() == ([] if journal else [deletion.request_id])


@pytest.mark.parametrize("journal", [True, False])
def test_a_replay_that_is_refused_as_concurrent_is_kept_at_once(journal: bool) -> None:
    model = Model([EAST, WEST], journal=journal)
    for pair in model.links.pairs:
        model.links.partition(pair)
    lost, _ = concurrent_writes(model)
    model.replay(WEST, model.acknowledged[0])
    kept = [key for key in model.tables[WEST].items if key.startswith("conflict/")]
    assert len(kept) == int(journal)
    if journal:
        assert model.tables[WEST].items[kept[0]]["requestId"] == {"S": lost}


def test_what_a_client_that_moved_has_seen_is_superseded_and_not_journalled() -> None:
    model = Model([EAST, WEST])
    seen = model.write(EAST, "x")
    model.now += 1
    model.write(WEST, "x", seen=seen)
    model.settle()
    assert list(model.contents()[0]) == ["item/x"]
    assert model.unaccounted() == []


def test_a_region_that_lost_its_first_version_does_not_count_to_it_again() -> None:
    """East loses its first version to west's, writes again, and loses that version to a write whose
    client had seen only the first one.
    """
    model = Model([EAST, WEST])
    model.links.partition((EAST, WEST))
    first = model.write(EAST, "x")
    model.now += 1
    model.write(WEST, "x")
    model.step()
    model.write(EAST, "x")
    model.now += 1
    model.write(WEST, "x", seen=first)
    model.settle()
    assert model.unaccounted() == []
