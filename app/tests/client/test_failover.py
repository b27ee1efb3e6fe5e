"""Clients of two Regions, of which one fails: the real service, TLS, DNS; nothing replicates."""

from __future__ import annotations

import uuid

import httpx
import pytest

from regional_app.client import (
    AcknowledgedWrite,
    Keeping,
    NoSuchItemError,
    OutcomeUnknownError,
    RefusedError,
    RegionalClient,
    UnavailableError,
)
from regional_app.client.item_requests import replay_request
from regional_app.versions import Order, VersionVector

from .conftest import EAST, EAST_ADDRESS, NAME, WEST, WEST_ADDRESS, Recorder, World

NEVER_WRITTEN = VersionVector().token


@pytest.fixture
def item() -> str:
    """An id that nobody else uses."""
    return f"item-{uuid.uuid4().hex[:8]}"


def replay_by_hand(world: World, region: str, write: AcknowledgedWrite) -> httpx.Response:
    request = replay_request(write)
    return world.services[region].process.http.request(
        request.method, request.path, headers=dict(request.headers), content=request.body
    )


def wrote_between(earlier: str | None, later: str | None) -> set[str]:
    """The Regions that wrote between two versions, of which the later must include the earlier."""
    assert earlier is not None
    assert later is not None
    before, after = VersionVector.parse(earlier), VersionVector.parse(later)
    assert after.compare(before) is Order.AFTER, f"{later} does not come after {earlier}"
    return {region for region in after.counters if after[region] > before[region]}


def look(client: RegionalClient) -> None:
    """Any request: it notices which Region answers."""
    with pytest.raises(NoSuchItemError):
        client.get(f"nothing-{uuid.uuid4().hex}")


def test_items_go_through_the_name_and_one_connection(world: World, item: str) -> None:
    recorder = Recorder()
    with world.client(recorder) as client:
        written = client.put(item, {"exact": [1, "two", None]})
        read = client.get(item)
        deleted = client.delete(item)
        with pytest.raises(NoSuchItemError) as absent:
            client.get(item)
    assert written.status == 201
    assert wrote_between(NEVER_WRITTEN, written.version) == {EAST}
    assert (read.body, read.version) == ({"exact": [1, "two", None]}, written.version)
    assert wrote_between(written.version, deleted.version) == {EAST}
    assert absent.value.result.version == deleted.version
    assert [w.version for w in recorder.acknowledged] == [written.version, deleted.version]
    assert {r.region for r in (written, read, deleted)} == {EAST}
    assert {r.address for r in (written, read, deleted)} == {EAST_ADDRESS}
    assert (world.east.connections, world.west.connections) == (1, 0)


def test_a_kept_connection_that_was_closed_is_replaced_without_an_error(
    world: World, item: str
) -> None:
    with world.client() as client:
        first = client.put(item, 1)
        world.east.drop_connections()
        again = client.put(item, 2)
    assert again.attempts == 1
    assert wrote_between(first.version, again.version) == {EAST}
    assert world.stored(EAST, item) == (2, again.version, EAST)
    assert world.east.connections == 2


def test_a_changed_answer_moves_the_client_although_the_old_region_still_answers(
    world: World, item: str
) -> None:
    with world.client() as client:
        assert client.put(item, 1).region == EAST
        world.point_to(WEST_ADDRESS)
        moved = client.put(item, 2)
    assert (moved.region, moved.address, moved.attempts) == (WEST, WEST_ADDRESS, 1)


def test_within_the_ttl_the_client_stays(world: World, item: str) -> None:
    world.point_to(EAST_ADDRESS, ttl=3600)
    with world.client() as client:
        client.put(item, 1)
        world.point_to(WEST_ADDRESS)
        assert client.put(item, 2).region == EAST


def test_a_region_that_dies_is_left_within_the_request(world: World, item: str) -> None:
    recorder = Recorder()
    with world.client(recorder) as client:
        before = client.put(item, "before")
        world.east.die()
        world.dns.answer_in_turn(NAME, EAST_ADDRESS, EAST_ADDRESS, WEST_ADDRESS)
        written = client.put(item, "after")
        read = client.get(item)
    assert (written.region, written.attempts) == (WEST, 3)
    assert [(a.operation, a.id, a.address, a.region, a.status) for a in recorder.failed] == [
        ("put", item, EAST_ADDRESS, None, None)
    ] * 2
    assert {a.error for a in recorder.failed} <= {"connect-refused", "disconnected"}
    assert all(a.resolved_at is not None for a in recorder.failed)
    first, second = recorder.failed
    assert written.started_at <= first.started_at < second.started_at < written.attempt_started_at
    assert read.attempt_started_at >= read.started_at
    assert wrote_between(NEVER_WRITTEN, before.version) == {EAST}
    assert wrote_between(before.version, written.version) == {WEST}
    assert (read.body, read.version) == ("after", written.version)


def test_a_region_that_hangs_is_left_within_the_request(world: World, item: str) -> None:
    recorder = Recorder()
    with world.client(recorder) as client:
        client.put(item, "before")
        world.east.hang()
        world.dns.answer_in_turn(NAME, EAST_ADDRESS, EAST_ADDRESS, WEST_ADDRESS)
        written = client.put(item, "after")
    assert (written.region, written.attempts) == (WEST, 3)
    assert world.stored(WEST, item)[0] == "after"
    assert len({w.idempotency_key for w in recorder.acknowledged}) == 2


def test_a_write_that_a_hanging_region_may_have_got_is_of_unknown_outcome(
    world: World, item: str
) -> None:
    with world.client(request_seconds=2.2) as client:
        client.put(item, "before")
        world.east.hang()
        with pytest.raises(OutcomeUnknownError) as write:
            client.put(item, "after")
        with pytest.raises(UnavailableError) as read:
            client.get(item)
    assert write.value.result.duration_seconds < 6
    assert read.value.result.error in {"connect-timeout", "deadline"}


def test_another_address_of_the_same_answer_is_tried(world: World, item: str) -> None:
    world.point_to(EAST_ADDRESS, WEST_ADDRESS, ttl=3600)
    world.east.die()
    for seed in range(6):
        with world.client(seed=seed) as client:
            first, second = client.put(item, 1), client.put(item, 2)
        assert {first.region, second.region} == {WEST}
        assert first.attempts <= 2
        assert second.attempts == 1


def test_a_client_that_never_resolves_again_stays_with_the_dead_region(
    world: World, item: str
) -> None:
    with world.client(keeping=Keeping(for_ever=True), request_seconds=1) as client:
        client.put(item, "before")
        world.east.die()
        world.point_to(WEST_ADDRESS)
        with pytest.raises(UnavailableError) as caught:
            client.get(item)
    result = caught.value.result
    assert (result.error, result.address) == ("connect-refused", EAST_ADDRESS)
    assert result.attempts > 1
    assert len(world.dns.queries) == 1
    assert world.west.connections == 0


def test_a_write_is_replayed_with_exactly_its_version(world: World, item: str) -> None:
    recorder = Recorder()
    with world.client(recorder) as client:
        client.put(item, {"number": 1})
        latest = client.put(item, {"number": 2})
        world.point_to(WEST_ADDRESS)
        look(client)
        look(client)
    assert recorder.replay_outcomes == [(latest.version, "applied", WEST)]
    assert world.stored(WEST, item) == ({"number": 2}, latest.version, EAST)
    assert world.stored(WEST, item) == world.stored(EAST, item)


def test_a_second_replay_changes_nothing(world: World, item: str) -> None:
    recorder = Recorder()
    with world.client(recorder) as client:
        client.put(item, "once")
        world.point_to(WEST_ADDRESS)
        look(client)
    before = world.stored(WEST, item)
    answer = replay_by_hand(world, WEST, recorder.acknowledged[0])
    assert (answer.status_code, answer.headers["replay-outcome"]) == (200, "already-applied")
    assert world.stored(WEST, item) == before


def test_a_deletion_is_replayed(world: World, item: str) -> None:
    recorder = Recorder()
    with world.client(recorder) as client:
        there = client.put(item, "there")
        deleted = client.delete(item)
        world.point_to(WEST_ADDRESS)
        with pytest.raises(NoSuchItemError) as caught:
            client.get(item)
    assert wrote_between(there.version, deleted.version) == {EAST}
    assert recorder.replay_outcomes == [(deleted.version, "applied", WEST)]
    assert caught.value.result.version == deleted.version


def test_a_replay_is_refused_where_the_region_holds_something_newer(
    world: World, item: str
) -> None:
    recorder = Recorder()
    with world.client(recorder) as client:
        old = client.put(item, "old").version
        assert old is not None
        world.services[WEST].process.http.put(
            f"/items/{item}", json="newer", headers={"Seen-Version": old}
        )
        world.point_to(WEST_ADDRESS)
        look(client)
        look(client)
        assert client.unconfirmed_writes == 0
    assert recorder.replay_outcomes == [(old, "newer-version", WEST)]
    body, version, written_in = world.stored(WEST, item)
    assert (body, written_in) == ("newer", WEST)
    assert wrote_between(old, version) == {WEST}


def test_a_concurrent_write_is_kept_as_a_conflict_and_the_session_says_so(
    world: World, item: str
) -> None:
    recorder = Recorder()
    with world.client(recorder) as client:
        mine = client.put(item, "east's").version
        assert mine is not None
        world.services[WEST].process.http.put(f"/items/{item}", json="west's")
        world.point_to(WEST_ADDRESS)
        with pytest.raises(RefusedError) as caught:
            client.get(item)
        assert client.get(item).body == "west's"
    result = caught.value.result
    assert (result.error, result.forgot_version) == ("concurrent-version", mine)
    assert recorder.replay_outcomes == [(mine, "concurrent-version", WEST)]
    theirs = world.stored(WEST, item)[1]
    assert VersionVector.parse(theirs).compare(VersionVector.parse(mine)) is Order.CONCURRENT
    table = world.services[WEST].table
    key = {"id": {"S": f"conflict/{item}/{mine}"}}
    kept = table.client.get_item(TableName=table.table_name, Key=key)["Item"]
    assert kept["body"] == {"S": "east's"}


def test_a_session_goes_along_to_another_region(world: World, item: str) -> None:
    with world.client() as client:
        written = client.put(item, "mine")
        world.point_to(WEST_ADDRESS)
        read = client.get(item)
    assert (read.body, read.region, read.version) == ("mine", WEST, written.version)
    assert read.attempts == 2


def test_a_region_that_lacks_what_the_client_has_read_says_so(world: World, item: str) -> None:
    with world.client() as writer:
        writer.put(item, "new")
    recorder = Recorder()
    with world.client(recorder, request_seconds=2) as reader:
        reader.get(item)
        world.point_to(WEST_ADDRESS)
        with pytest.raises(UnavailableError) as caught:
            reader.get(item)
    result = caught.value.result
    assert (result.error, result.status) == ("replica-behind", 503)
    failed = recorder.failed[0]
    assert (failed.address, failed.region, failed.status) == (WEST_ADDRESS, WEST, 503)
    assert failed.error == "replica-behind"
    assert len(recorder.failed) == result.attempts


def test_a_write_after_the_change_supersedes_what_the_client_wrote_before(
    world: World, item: str
) -> None:
    recorder = Recorder()
    with world.client(recorder) as client:
        first = client.put(item, "first")
        world.point_to(WEST_ADDRESS)
        second = client.put(item, "second")
    assert wrote_between(first.version, second.version) == {WEST}
    assert world.stored(WEST, item) == ("second", second.version, WEST)
    assert recorder.replay_outcomes == []


def test_a_replayed_write_is_replayed_again_only_where_it_is_not(world: World, item: str) -> None:
    recorder = Recorder()
    with world.client(recorder) as client:
        written = client.put(item, 1)
        for address in (WEST_ADDRESS, EAST_ADDRESS, WEST_ADDRESS):
            world.point_to(address)
            look(client)
    assert recorder.replay_outcomes == [(written.version, "applied", WEST)]
