"""The failback gate and the heartbeats that it is made from."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regional_app.gate import why_closed
from regional_app.heartbeat import Heartbeat, next_heartbeat

NOW = 1_000_000.0
ISOLATION, RPO, MAXIMUM = 30.0, 5.0, 120.0


def closed(
    own: Heartbeat | None, ages: dict[str, float | None] | None, now: float = NOW
) -> str | None:
    return why_closed(
        own,
        ages,
        now,
        isolation_seconds=ISOLATION,
        rpo_seconds=RPO,
        maximum_seconds=MAXIMUM,
    )


def beat(ago: float, returned_ago: float | None = None) -> Heartbeat:
    return Heartbeat(f"{NOW - ago:.6f}", None if returned_ago is None else NOW - returned_ago)


def test_the_first_start_of_all_is_open() -> None:
    assert closed(None, {"us-east-1": 500.0}) is None


def test_old_peers_alone_close_nothing() -> None:
    assert closed(beat(1), {"us-east-1": 500.0}) is None


@pytest.mark.parametrize(
    ("own", "ages", "said"),
    [
        (beat(31), {}, "last heartbeat is 31.0 s old"),
        (beat(1, returned_ago=1), None, "not been measured"),
        (beat(1, returned_ago=1), {"us-east-1": 5.1, "eu-central-1": 1.0}, "us-east-1 by 5.1 s"),
        (beat(1, returned_ago=119), {"us-east-1": 500.0}, "us-east-1 by 500.0 s"),
    ],
)
def test_a_region_that_returned_is_kept_out(
    own: Heartbeat, ages: dict[str, float | None] | None, said: str
) -> None:
    reason = closed(own, ages)
    assert reason is not None
    assert said in reason


@pytest.mark.parametrize(
    ("own", "ages"),
    [
        (beat(1, returned_ago=1), {"us-east-1": 5.0}),
        (beat(1, returned_ago=1), {"us-east-1": None}),
        (beat(1, returned_ago=1), {}),
        (beat(1, returned_ago=120), {"us-east-1": 500.0}),
        (beat(1, returned_ago=120), None),
        (beat(30), {}),
    ],
)
def test_and_let_in_once_it_has_caught_up_or_waited_long_enough(
    own: Heartbeat, ages: dict[str, float | None] | None
) -> None:
    assert closed(own, ages) is None


def following(previous: Heartbeat | None, *, settled: bool = False) -> Heartbeat | None:
    return next_heartbeat(
        previous, NOW, interval_seconds=2, isolation_seconds=ISOLATION, settled=settled
    )


def test_a_gap_is_written_down_for_every_task_to_see() -> None:
    assert following(None) == Heartbeat(f"{NOW:.6f}")
    assert following(beat(31)) == Heartbeat(f"{NOW:.6f}", NOW)
    kept = following(beat(2, returned_ago=10))
    assert kept is not None
    assert kept.returned_at == NOW - 10
    assert following(beat(2, returned_ago=10), settled=True) == Heartbeat(f"{NOW:.6f}")


def test_another_tasks_heartbeat_is_enough() -> None:
    assert following(beat(1)) is None
    assert following(beat(-1)) is None


def test_a_heartbeat_from_a_far_future_is_replaced() -> None:
    assert following(beat(-3600)) == Heartbeat(f"{NOW:.6f}")


@given(st.floats(0, 500), st.floats(0, 500) | st.none(), st.floats(0, 1000))
def test_nothing_keeps_a_region_out_that_beats_for_longer_than_the_maximum(
    ago: float, returned_ago: float | None, age: float
) -> None:
    if ago <= ISOLATION and (returned_ago is None or returned_ago >= MAXIMUM + 1e-6):
        assert closed(beat(ago, returned_ago), {"us-east-1": age}) is None
