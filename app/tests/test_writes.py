"""What a write does to what a Region holds."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regional_app.items import RECENT_REQUESTS, Item
from regional_app.versions import InvalidVersionError, Order, VersionVector
from regional_app.writes import (
    AlreadyApplied,
    Applied,
    Precondition,
    Refusal,
    Refused,
    Replay,
    Write,
    decide,
)

from .strategies import REGIONS, items, vectors

EAST, WEST = "us-east-1", "us-west-2"
NOW = Decimal("1700000000.5")


def held(token: str, *, deleted: bool = False, recent: tuple[str, ...] = ("old",)) -> Item:
    return Item(
        id="x",
        body=None if deleted else "held",
        versions=VersionVector.parse(token),
        written_in=EAST,
        written_at=NOW - 1,
        request_id=recent[0],
        recent_requests=recent,
        deleted=deleted,
    )


def replay(token: str) -> Replay:
    return Replay(versions=VersionVector.parse(token), region=EAST, written_at=NOW - 2)


def test_a_write_advances_the_own_regions_counter_only() -> None:
    decision = decide(held("us-east-1:2"), Write(id="x", body=1, request_id="new"), WEST, NOW)
    assert isinstance(decision, Applied)
    assert decision.item.versions.token == "us-east-1:2.us-west-2:1700000000500000"
    assert decision.item.written_in == WEST
    assert decision.item.recent_requests == ("new", "old")
    assert not decision.created


def test_a_write_includes_what_its_client_has_seen_elsewhere() -> None:
    seen = VersionVector.parse("us-east-1:5")
    decision = decide(
        held("us-east-1:2.us-west-2:1"), Write(id="x", request_id="new", seen=seen), WEST, NOW
    )
    assert isinstance(decision, Applied)
    assert decision.item.versions.token == "us-east-1:5.us-west-2:1700000000500000"


@given(st.none() | items(), st.booleans(), vectors, st.sampled_from(REGIONS))
def test_a_write_is_applied_once_and_after_all_that_was_there_or_seen(
    current: Item | None, delete: bool, seen: VersionVector, region: str
) -> None:
    write = Write(id="x", body=None, delete=delete, request_id="new", seen=seen)
    first = decide(current, write, region, NOW)
    if isinstance(first, Refused):
        assert first.refusal is Refusal.MISSING
        assert delete
        return
    assert isinstance(first, Applied)
    assert first.item.versions.compare(seen) is Order.AFTER
    assert current is None or first.item.versions.compare(current.versions) is Order.AFTER
    assert decide(first.item, write, region, NOW) == AlreadyApplied(first.item)


@given(st.none() | items(), vectors.filter(lambda v: bool(v.counters)))
def test_a_replay_never_undoes_a_write_that_it_does_not_include(
    current: Item | None, versions: VersionVector
) -> None:
    write = Write(
        id="x",
        request_id="replayed",
        replay=Replay(versions=versions, region=EAST, written_at=NOW),
    )
    decision = decide(current, write, WEST, NOW)
    if isinstance(decision, Applied):
        assert decision.item.versions == versions
        assert current is None or versions.compare(current.versions) is Order.AFTER
        assert decide(decision.item, write, WEST, NOW) == AlreadyApplied(decision.item)
    elif isinstance(decision, Refused):
        assert current is not None
        assert not versions.includes(current.versions)


@pytest.mark.parametrize(
    ("local", "outcome"),
    [
        ("us-east-1:2", "applied"),
        ("us-east-1:3", "already"),
        ("us-east-1:4", Refusal.NEWER),
        ("us-east-1:3.us-west-2:1", Refusal.NEWER),
        ("us-east-1:2.us-west-2:1", Refusal.CONCURRENT),
    ],
)
def test_a_replay_is_judged_by_versions(local: str, outcome: object) -> None:
    write = Write(id="x", body="again", request_id="replayed", replay=replay("us-east-1:3"))
    decision = decide(held(local), write, WEST, NOW)
    match decision:
        case Applied(item):
            assert outcome == "applied"
            assert (item.written_in, item.written_at) == (EAST, NOW - 2)
        case AlreadyApplied():
            assert outcome == "already"
        case Refused(refusal):
            assert refusal is outcome


def test_a_replay_of_a_known_request_is_already_applied_whatever_its_version() -> None:
    write = Write(id="x", request_id="known", replay=replay("us-east-1:3"))
    current = held("us-west-2:7", recent=("newer", "known"))
    assert decide(current, write, WEST, NOW) == AlreadyApplied(current)


def test_an_old_write_does_not_raise_the_dead() -> None:
    write = Write(id="x", body="late", request_id="late", replay=replay("us-east-1:1"))
    decision = decide(held("us-east-1:2", deleted=True), write, WEST, NOW)
    assert isinstance(decision, Refused)
    assert decision.refusal is Refusal.NEWER


@pytest.mark.parametrize(
    ("precondition", "on_held", "on_nothing", "on_deleted"),
    [
        (Precondition(), True, True, True),
        (Precondition(exists=True), True, False, False),
        (Precondition(exists=False), False, True, True),
        (Precondition(match=frozenset({VersionVector({EAST: 2})})), True, False, False),
        (Precondition(match=frozenset({VersionVector({EAST: 1})})), False, False, False),
        (Precondition(match=frozenset()), False, False, False),
    ],
)
def test_preconditions(
    precondition: Precondition, on_held: bool, on_nothing: bool, on_deleted: bool
) -> None:
    write = Write(id="x", request_id="new", precondition=precondition)
    currents = (held("us-east-1:2"), None, held("us-east-1:2", deleted=True))
    for current, allowed in zip(currents, (on_held, on_nothing, on_deleted), strict=True):
        assert isinstance(decide(current, write, WEST, NOW), Applied) is allowed


def test_deleting_what_is_not_there_is_refused_unless_the_client_has_seen_it_elsewhere() -> None:
    missing = decide(None, Write(id="x", delete=True, request_id="new"), WEST, NOW)
    assert missing == Refused(Refusal.MISSING, None)
    seen = VersionVector.parse("us-east-1:1")
    decision = decide(None, Write(id="x", delete=True, request_id="n", seen=seen), WEST, NOW)
    assert isinstance(decision, Applied)
    assert decision.item.deleted
    assert decision.item.versions.includes(seen)


def test_recent_requests_are_cut_back() -> None:
    recent = tuple(f"r{n}" for n in range(2 * RECENT_REQUESTS))
    decision = decide(held("us-east-1:40", recent=recent), Write(id="x", request_id="n"), EAST, NOW)
    assert isinstance(decision, Applied)
    assert decision.item.recent_requests == ("n", *recent[: RECENT_REQUESTS - 1])


def test_a_version_that_clients_could_not_send_back_is_not_made() -> None:
    seen = VersionVector({f"region-{n:03}": 10**17 for n in range(20)})
    with pytest.raises(InvalidVersionError, match="longer than"):
        decide(held("us-east-1:1"), Write(id="x", request_id="n", seen=seen), WEST, NOW)
