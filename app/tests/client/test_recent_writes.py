"""Which acknowledged writes are kept for a replay, and for how long."""

from __future__ import annotations

from decimal import Decimal

from regional_app.client.recent_writes import RecentWrites
from regional_app.client.results import AcknowledgedWrite

EAST, WEST = "us-east-1", "us-west-2"


def write(version: str, item: str = "a", region: str = EAST) -> AcknowledgedWrite:
    return AcknowledgedWrite(
        operation="put",
        id=item,
        body=None,
        idempotency_key=f"{item}-{version}",
        version=version,
        region=region,
        written_at=Decimal(0),
    )


def kept(*writes: AcknowledgedWrite, maximum: int = 10) -> RecentWrites:
    recent = RecentWrites(window_seconds=15, rpo_seconds=5, maximum=maximum)
    for number, one in enumerate(writes):
        recent.add(one, {one.region}, now=float(number))
    return recent


def test_a_write_is_due_where_it_is_not_held() -> None:
    one, two = write("us-east-1:1"), write("us-east-1:1", "b")
    recent = kept(one, two)
    assert recent.due_in(EAST) == []
    assert recent.due_in(WEST) == [one, two]
    recent.held(one, WEST, now=5)
    assert recent.due_in(WEST) == [two]


def test_a_later_write_takes_the_place_of_what_it_includes() -> None:
    recent = kept(write("us-east-1:1"), write("us-east-1:2"))
    assert [w.version for w in recent.due_in(WEST)] == ["us-east-1:2"]


def test_concurrent_writes_of_an_item_are_both_kept() -> None:
    recent = kept(write("us-east-1:1"), write("us-west-2:1", region=WEST))
    assert [w.version for w in recent.due_in("eu-west-1")] == ["us-east-1:1", "us-west-2:1"]


def test_a_write_is_forgotten_once_its_region_has_gone_on_answering() -> None:
    recent = kept(write("us-east-1:1"))
    recent.answered(EAST, None, now=15)
    assert len(recent) == 1
    recent.answered(EAST, None, now=15.1)
    assert len(recent) == 0


def test_time_without_an_answer_forgets_nothing() -> None:
    recent = kept(write("us-east-1:1"))
    recent.answered(WEST, None, now=3600)
    assert len(recent.due_in(WEST)) == 1


def test_a_region_cut_off_from_its_peers_forgets_nothing() -> None:
    recent = kept(write("us-east-1:1"))
    recent.answered(EAST, 5.1, now=3600)
    assert len(recent) == 1
    recent.answered(EAST, 4.9, now=3601)
    assert len(recent) == 0


def test_a_replayed_write_is_as_recent_as_its_replay() -> None:
    one = write("us-east-1:1")
    recent = kept(one)
    recent.held(one, WEST, now=100)
    recent.answered(WEST, None, now=115)
    assert recent.due_in("eu-west-1") == [one]
    recent.answered(WEST, None, now=116)
    assert len(recent) == 0


def test_what_is_settled_is_not_due() -> None:
    one = write("us-east-1:1")
    recent = kept(one)
    recent.settled(one)
    assert recent.due_in(WEST) == []


def test_writes_beyond_the_maximum_are_dropped_and_counted() -> None:
    recent = kept(*(write("us-east-1:1", str(number)) for number in range(5)), maximum=3)
    assert [w.id for w in recent.due_in(WEST)] == ["2", "3", "4"]
    assert recent.dropped == 2
