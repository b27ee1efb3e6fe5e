"""The store against a live DynamoDB API: applied once, on what was decided, or not at all."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

import pytest

from local.endpoints import CREDENTIALS
from regional_app.dynamodb import TableClient, TableRefusedError, request_limits
from regional_app.items import (
    MAXIMUM_BODY_BYTES,
    MAXIMUM_ID_BYTES,
    RECENT_REQUESTS,
    Item,
    conflict_key,
    to_attributes,
)
from regional_app.store import BodyTooLargeError, Store
from regional_app.versions import Order, VersionVector
from regional_app.writes import (
    AlreadyApplied,
    Applied,
    Precondition,
    Refusal,
    Refused,
    Replay,
    Write,
)

from .regions import RegionTable

EAST, WEST = "us-east-1", "us-west-2"


@pytest.fixture
def client(region: RegionTable, monkeypatch: pytest.MonkeyPatch) -> TableClient:
    for name, value in CREDENTIALS.items():
        monkeypatch.setenv(name, value)
    return TableClient(region.region, region.endpoint, request_limits(8))


@pytest.fixture
def store(region: RegionTable, client: TableClient) -> Store:
    return Store(
        client,
        table_name=region.table_name,
        key_attribute=region.key_attribute,
        region=region.region,
        peer_regions=(EAST,),
    )


def put(store: Store, body: Any, request_id: str, **more: Any) -> Item:
    outcome = store.write(Write(id="x", body=body, request_id=request_id, **more))
    assert isinstance(outcome, Applied), outcome
    return outcome.item


def count_calls(client: TableClient) -> list[str]:
    """Fills with the name of each call that follows."""
    calls: list[str] = []

    def note(model: Any, **_: Any) -> None:
        calls.append(model.name)

    client.call(lambda boto: boto.meta.events.register("before-call.dynamodb", note))
    return calls


def test_what_was_written_is_read(store: Store) -> None:
    written = put(store, {"n": Decimal("1.5"), "l": [None, True]}, "a")
    assert store.read("x") == written
    assert list(written.versions.counters) == [WEST]
    assert store.read("y") is None


def test_a_write_is_one_call_whether_the_item_is_new_or_not(
    store: Store, client: TableClient
) -> None:
    calls = count_calls(client)
    put(store, 1, "a")
    put(store, 2, "b")
    assert calls == ["UpdateItem", "UpdateItem"]


def test_what_a_write_says_of_itself_is_what_is_stored(store: Store) -> None:
    before = VersionVector()
    for number in range(2 * RECENT_REQUESTS + 3):
        written = put(store, number, f"r{number}")
        assert written.versions.compare(before) is Order.AFTER
        before = written.versions
        found = store.read("x")
        assert found is not None
        assert (found.versions, found.body, found.written_at) == (
            written.versions,
            written.body,
            written.written_at,
        )
    assert found is not None
    assert found.body == 2 * RECENT_REQUESTS + 2
    assert len(found.recent_requests) <= 2 * RECENT_REQUESTS


def test_the_same_request_is_written_once_even_when_newer_ones_followed(store: Store) -> None:
    put(store, "first", "a")
    for number in range(RECENT_REQUESTS - 1):
        put(store, number, f"r{number}")
    before = store.read("x")
    outcome = store.write(Write(id="x", body="first", request_id="a"))
    assert isinstance(outcome, AlreadyApplied)
    assert store.read("x") == before


def test_writes_at_once_are_all_counted(store: Store) -> None:
    def write(number: int) -> Any:
        return store.write(Write(id="x", body=number, request_id=f"r{number}"))

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(write, range(40)))
    counters = {outcome.item.versions[WEST] for outcome in outcomes}
    assert len(counters) == 40
    found = store.read("x")
    assert found is not None
    assert found.versions[WEST] == max(counters)


def test_a_region_does_not_count_again_to_a_version_that_it_lost(
    store: Store, region: RegionTable
) -> None:
    lost = put(store, "first", "a")
    replaced = Item(
        id="x",
        body="from the east",
        versions=VersionVector.parse("us-east-1:1"),
        written_in=EAST,
        written_at=Decimal(2),
        request_id="east",
        recent_requests=("east",),
    )
    region.client.put_item(
        TableName=region.table_name, Item=to_attributes(replaced, region.key_attribute)
    )
    assert put(store, "second", "b").versions[WEST] > lost.versions[WEST]


def test_a_clock_that_stands_still_counts_on(region: RegionTable, client: TableClient) -> None:
    store = Store(
        client,
        table_name=region.table_name,
        key_attribute=region.key_attribute,
        region=region.region,
        clock=lambda: 1.0,
    )
    assert put(store, 2, "b").versions[WEST] < put(store, 3, "c").versions[WEST]


def test_only_one_of_two_writes_on_the_same_version_is_applied(store: Store) -> None:
    first = put(store, "first", "a")
    precondition = Precondition(match=frozenset({first.versions}))

    def write(number: int) -> Any:
        return store.write(
            Write(id="x", body=number, request_id=f"r{number}", precondition=precondition)
        )

    with ThreadPoolExecutor(6) as pool:
        outcomes = list(pool.map(write, range(6)))
    applied = [outcome for outcome in outcomes if isinstance(outcome, Applied)]
    refused = [outcome for outcome in outcomes if isinstance(outcome, Refused)]
    assert len(applied) == 1
    assert {outcome.refusal for outcome in refused} == {Refusal.PRECONDITION}
    assert store.read("x") == applied[0].item


def test_only_one_of_many_creations_is_applied(store: Store) -> None:
    precondition = Precondition(exists=False)

    def write(number: int) -> Any:
        return store.write(
            Write(id="x", body=number, request_id=f"r{number}", precondition=precondition)
        )

    with ThreadPoolExecutor(6) as pool:
        outcomes = list(pool.map(write, range(6)))
    assert sum(isinstance(outcome, Applied) for outcome in outcomes) == 1


def test_a_deletion_is_remembered(store: Store) -> None:
    here = put(store, "here", "a")
    outcome = store.write(Write(id="x", delete=True, request_id="b"))
    assert isinstance(outcome, Applied)
    found = store.read("x")
    assert found is not None
    assert found.deleted
    assert found.versions.compare(here.versions) is Order.AFTER
    again = store.write(Write(id="x", delete=True, request_id="b"))
    assert isinstance(again, AlreadyApplied)
    gone = store.write(Write(id="x", delete=True, request_id="c"))
    assert isinstance(gone, Refused)
    assert gone.refusal is Refusal.MISSING
    revived = put(store, "again", "d")
    assert revived.versions.compare(found.versions) is Order.AFTER
    assert store.read("x") == revived


def test_a_replay_keeps_its_version_place_and_time(store: Store) -> None:
    replay = Replay(
        versions=VersionVector.parse("us-east-1:1"), region=EAST, written_at=Decimal("1.25")
    )
    written = put(store, "moved", "a", replay=replay)
    assert store.read("x") == written
    assert (written.versions.token, written.written_in) == ("us-east-1:1", EAST)
    again = store.write(Write(id="x", body="moved", request_id="a", replay=replay))
    assert isinstance(again, AlreadyApplied)


def test_a_concurrent_replay_is_kept_before_it_is_refused(
    store: Store, region: RegionTable
) -> None:
    put(store, "local", "a")
    versions = VersionVector.parse("us-east-1:1")
    replay = Replay(versions=versions, region=EAST, written_at=Decimal("1.25"))
    for _ in range(2):
        outcome = store.write(Write(id="x", body="lost", request_id="b", replay=replay))
        assert isinstance(outcome, Refused)
        assert outcome.refusal is Refusal.CONCURRENT
    kept = region.client.get_item(
        TableName=region.table_name, Key={"id": {"S": conflict_key("x", versions)}}
    )["Item"]
    assert kept["body"] == {"S": "lost"}
    assert kept["requestId"] == {"S": "b"}
    assert kept["keptBy"] == {"S": WEST}
    found = store.read("x")
    assert found is not None
    assert found.body == "local"


def test_a_version_that_replication_brought_in_between_is_not_overwritten_unseen(
    store: Store, region: RegionTable, client: TableClient
) -> None:
    """Replication replaces the item after the write was decided and before it is made."""
    local = put(store, "local", "a")
    arriving = Item(
        id="x",
        body="from the east",
        versions=local.versions.advanced(EAST),
        written_in=EAST,
        written_at=Decimal(2),
        request_id="east",
        recent_requests=("east", "a"),
    )
    arrived: list[bool] = []

    def replicate(model: Any, **_: Any) -> None:
        if model.name == "PutItem" and not arrived:
            arrived.append(True)
            region.client.put_item(
                TableName=region.table_name, Item=to_attributes(arriving, region.key_attribute)
            )

    client.call(lambda boto: boto.meta.events.register("before-call.dynamodb", replicate))
    write = Write(id="x", body="mine", request_id="b", seen=local.versions)
    outcome = store.write(write)
    assert isinstance(outcome, Applied)
    assert outcome.item.versions[EAST] == 1
    assert outcome.item.versions[WEST] > local.versions[WEST]
    conditional = Precondition(match=frozenset({local.versions}))
    refused = store.write(Write(id="x", body="m", request_id="c", precondition=conditional))
    assert isinstance(refused, Refused)


def test_the_largest_body_and_the_longest_id_are_held(store: Store) -> None:
    item_id = "\u00e9" * (MAXIMUM_ID_BYTES // 2)
    outcome = store.write(Write(id=item_id, body="b" * MAXIMUM_BODY_BYTES, request_id="a"))
    assert isinstance(outcome, Applied)
    found = store.read(item_id)
    assert found is not None
    assert found.body == "b" * MAXIMUM_BODY_BYTES


def test_a_larger_body_is_refused_and_leaves_everything_as_it_was(store: Store) -> None:
    before = put(store, "small", "a")
    with pytest.raises(BodyTooLargeError, match=str(MAXIMUM_BODY_BYTES + 1)):
        store.write(Write(id="x", body="b" * (MAXIMUM_BODY_BYTES + 1), request_id="b"))
    assert store.read("x") == before


def test_a_table_that_does_not_exist_is_an_error(client: TableClient) -> None:
    store = Store(client, table_name="no-such-table", key_attribute="id", region=WEST)
    with pytest.raises(TableRefusedError, match="ResourceNotFoundException") as caught:
        store.write(Write(id="x", body=1, request_id="a"))
    assert caught.value.outcome_known
