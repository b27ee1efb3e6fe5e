"""Lag, partitions and counts of the links between Regions."""

from __future__ import annotations

from regional_app.replicator.links import Links, Outcome
from regional_app.replicator.replica import Change, Stamp

EAST = "us-east-1"
WEST = "us-west-2"
EUROPE = "eu-central-1"
PAIR = (EAST, WEST)


def change(number: int, source: str = EAST) -> Change:
    return Change(f"item/{number}", {}, source, Stamp(float(number), number))


def arrivals(links: Links, destination: str, now: float) -> list[str]:
    keys = []
    while (arriving := links.arriving(destination, now)) is not None:
        pair, arrived = arriving
        links.arrived(pair, Outcome.APPLIED)
        keys.append(arrived.key)
    return keys


def test_a_change_goes_to_every_other_region_after_the_links_lag() -> None:
    links = Links([EAST, WEST, EUROPE], {PAIR: 2.0, (EAST, EUROPE): 5.0})
    links.send(change(1), 10.0)
    assert arrivals(links, EAST, 100.0) == []
    assert arrivals(links, WEST, 11.9) == []
    assert arrivals(links, WEST, 12.0) == ["item/1"]
    assert arrivals(links, EUROPE, 12.0) == []
    assert arrivals(links, EUROPE, 15.0) == ["item/1"]


def test_a_shorter_lag_does_not_let_later_changes_overtake() -> None:
    links = Links([EAST, WEST], {PAIR: 10.0})
    links.send(change(1), 0.0)
    links.set_lag(PAIR, 0.0)
    links.send(change(2), 1.0)
    assert arrivals(links, WEST, 9.9) == []
    assert arrivals(links, WEST, 10.0) == ["item/1", "item/2"]


def test_a_partition_holds_back_what_is_under_way_until_it_heals() -> None:
    links = Links([EAST, WEST], {PAIR: 5.0})
    links.send(change(1), 0.0)
    links.partition(PAIR)
    links.send(change(2), 98.0)
    assert arrivals(links, WEST, 100.0) == []
    links.heal(PAIR, 100.0)
    assert arrivals(links, WEST, 100.0) == ["item/1"]
    assert arrivals(links, WEST, 103.0) == ["item/2"]


def test_a_partition_can_be_one_way() -> None:
    links = Links([EAST, WEST], {})
    links.partition(PAIR)
    links.send(change(1, EAST), 0.0)
    links.send(change(2, WEST), 0.0)
    assert arrivals(links, WEST, 1.0) == []
    assert arrivals(links, EAST, 1.0) == ["item/2"]


def test_only_what_a_partition_delayed_is_late() -> None:
    links = Links([EAST, WEST], {PAIR: 5.0})
    links.send(change(1), 0.0)
    links.partition(PAIR)
    assert links.counts(4.0)[PAIR].late == 0
    assert (links.counts(5.0)[PAIR].held, links.counts(5.0)[PAIR].late) == (1, 1)
    links.send(change(2), 5.0)
    links.heal(PAIR, 7.0)
    counts = links.counts(7.0)[PAIR]
    assert (counts.pending, counts.held, counts.late) == (2, 0, 1)
    arrivals(links, WEST, 20.0)
    counts = links.counts(20.0)[PAIR]
    assert (counts.pending, counts.held, counts.late, counts.applied) == (0, 0, 1, 2)
    links.heal(PAIR, 30.0)
    assert links.counts(30.0)[PAIR].late == 1


def test_an_arrival_knows_when_it_was_sent() -> None:
    links = Links([EAST, WEST], {PAIR: 5.0})
    links.send(change(1), 3.0)
    links.send(change(2), 4.0)
    assert [links.arrived(PAIR, Outcome.APPLIED) for _ in range(2)] == [3.0, 4.0]


def test_outcomes_are_counted_by_link() -> None:
    links = Links([EAST, WEST], {})
    for number, outcome in enumerate(Outcome):
        links.send(change(number), 0.0)
        links.arrived(PAIR, outcome)
    counts = links.counts(0.0)
    assert (counts[PAIR].applied, counts[PAIR].overwritten, counts[PAIR].discarded) == (2, 1, 1)
    assert counts[WEST, EAST].applied == 0
