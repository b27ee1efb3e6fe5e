"""What the journal's reader does with records that cannot be kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from local.journal_reader import TRIES, JournalReader
from regional_app.items import to_attributes
from regional_app.journal import JournalTable
from regional_app.replicator.stream import TableStream

from ..regions import RegionTable
from ..test_conflicts import version
from ..test_journal import stored

if TYPE_CHECKING:
    from collections.abc import Iterable


def reader_of(region: RegionTable, reports: list[dict[str, Any]]) -> JournalReader:
    return JournalReader(
        TableStream(region.client, region.streams, region.table_name),
        JournalTable(client=region.client, name=region.table_name, region=region.region),
        lambda event, **members: reports.append({"event": event, **members}),
    )


def lose(region: RegionTable, item_id: str) -> str:
    """Makes a conflict; the key under which it is to be kept."""
    for token, request in (("us-east-1:1", "lost"), ("us-west-2:1", "winner")):
        attributes = {**to_attributes(version(token, request)), "id": {"S": f"item/{item_id}"}}
        region.client.put_item(TableName=region.table_name, Item=attributes)
    return f"conflict/{item_id}/us-east-1:1"


def take(region: RegionTable, key: str) -> list[str]:
    """Puts something else where a conflict is to be kept; the keys."""
    keys = [key, f"{key}/lost"]
    for taken in keys:
        region.client.put_item(
            TableName=region.table_name, Item={"id": {"S": taken}, "a": {"S": "b"}}
        )
    return keys


def free(region: RegionTable, keys: Iterable[str]) -> None:
    for key in keys:
        region.client.delete_item(TableName=region.table_name, Key={"id": {"S": key}})


def test_it_goes_on_from_the_record_that_failed(region: RegionTable) -> None:
    reports: list[dict[str, Any]] = []
    reader = reader_of(region, reports)
    keys = [lose(region, item_id) for item_id in ("a", "b", "c")]
    taken = take(region, keys[1])
    reader.step()
    assert (reader.kept, reader.repeated, reader.failed) == (2, 0, 0)
    assert (reader.held_up, reader.finished) == (True, False)
    free(region, taken)
    reader.step()
    # "a" came before the failure and is not looked at again; "c" is found kept.
    assert (reader.kept, reader.repeated, reader.failed) == (3, 1, 0)
    assert (reader.held_up, reader.finished) == (False, False)
    assert set(keys) <= stored(region).keys()
    not_kept = [report for report in reports if report["event"] == "not-kept"]
    assert [(r["tries"], r["reason"], r["givenUp"]) for r in not_kept] == [
        (1, "JournalKeyTakenError", False)
    ]
    kept = [(report["kept"], report["repeated"]) for report in reports if "kept" in report]
    assert kept == [(2, 0), (1, 1)]


def test_a_record_is_given_up_after_a_number_of_tries_and_holds_up_no_other(
    region: RegionTable,
) -> None:
    reports: list[dict[str, Any]] = []
    reader = reader_of(region, reports)
    bad, good = lose(region, "bad"), lose(region, "good")
    take(region, bad)
    for _ in range(TRIES):
        assert reader.failed == 0
        reader.step()
    while not reader.finished:
        reader.step()
    assert (reader.kept, reader.failed) == (1, 1)
    assert good in stored(region)
    not_kept = [report for report in reports if report["event"] == "not-kept"]
    assert [r["tries"] for r in not_kept] == list(range(1, TRIES + 1))
    assert [r["givenUp"] for r in not_kept] == [False] * (TRIES - 1) + [True]
    assert len({r["sequenceNumber"] for r in not_kept}) == 1
    later = lose(region, "later")
    while later not in stored(region):
        reader.step()
    assert (reader.kept, reader.failed) == (2, 1)
