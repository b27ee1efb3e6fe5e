"""The journal on a table's stream: as a plain function and as Lambda runs it."""

from __future__ import annotations

import json
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from regional_app import journal
from regional_app.items import to_attributes
from regional_app.journal import JournalKeyTakenError, JournalTable, record_conflicts

from .regions import RegionTable
from .test_conflicts import EAST, record, version

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LOST = version("us-east-1:1", "lost")
WINNER = version("us-west-2:1", "winner")
CONFLICT_KEY = "conflict/greeting/us-east-1:1"


def numbered(number: int, changed: dict[str, Any]) -> dict[str, Any]:
    changed["dynamodb"]["SequenceNumber"] = str(number)
    return changed


def unreadable(number: int) -> dict[str, Any]:
    changed = record(LOST, WINNER)
    del changed["dynamodb"]["OldImage"]["requestId"]
    return numbered(number, changed)


def journal_of(region: RegionTable) -> JournalTable:
    return JournalTable(
        client=region.client,
        name=region.table_name,
        region=region.region,
        key_attribute=region.key_attribute,
    )


def stored(region: RegionTable) -> dict[str, Mapping[str, Any]]:
    found = region.client.scan(TableName=region.table_name, ConsistentRead=True)["Items"]
    return {item[region.key_attribute]["S"]: item for item in found}


@pytest.fixture
def lambda_region(region: RegionTable, monkeypatch: pytest.MonkeyPatch) -> Iterator[RegionTable]:
    """A table whose journal the handler writes."""
    for name, value in region.environment.items():
        monkeypatch.setenv(name, value)
    journal._table.cache_clear()
    yield region
    journal._table().client.close()
    journal._table.cache_clear()


def test_records_of_a_real_stream_are_judged(region: RegionTable) -> None:
    for item in (LOST, WINNER, version("us-west-2:2", "seen")):
        region.client.put_item(TableName=region.table_name, Item=to_attributes(item))
    description = region.client.describe_table(TableName=region.table_name)["Table"]
    stream = description["LatestStreamArn"]
    shards = region.streams.describe_stream(StreamArn=stream)["StreamDescription"]["Shards"]
    iterator = region.streams.get_shard_iterator(
        StreamArn=stream, ShardId=shards[0]["ShardId"], ShardIteratorType="TRIM_HORIZON"
    )["ShardIterator"]
    records = region.streams.get_records(ShardIterator=iterator)["Records"]

    result = record_conflicts(records, journal_of(region), lambda: 1700000000.5)

    assert (result.kept, result.repeated, result.failures) == (1, 0, ())
    entry = stored(region)[CONFLICT_KEY]
    assert entry["requestId"] == {"S": "lost"}
    assert entry["winnerRequestId"] == {"S": "winner"}
    assert entry["keptBy"] == {"S": region.region}
    assert float(entry["keptAt"]["N"]) == 1700000000.5


def test_a_conflict_is_kept_and_counted_once(region: RegionTable) -> None:
    records = [record(LOST, WINNER)]
    first = record_conflicts(records, journal_of(region), lambda: 1.0)
    second = record_conflicts(records, journal_of(region), lambda: 2.0)
    assert (first.kept, first.repeated) == (1, 0)
    assert (second.kept, second.repeated) == (0, 1)
    assert float(stored(region)[CONFLICT_KEY]["keptAt"]["N"]) == 1


def test_two_lost_writes_with_one_version_are_both_kept(region: RegionTable) -> None:
    records = [record(version("us-east-1:1", lost), WINNER) for lost in ("one", "other", "other")]
    result = record_conflicts(records, journal_of(region))
    assert (result.kept, result.repeated) == (2, 1)
    assert {key: entry["requestId"]["S"] for key, entry in stored(region).items()} == {
        CONFLICT_KEY: "one",
        f"{CONFLICT_KEY}/other": "other",
    }


def test_a_key_that_is_taken_by_something_else_is_a_failure(region: RegionTable) -> None:
    for key in (CONFLICT_KEY, f"{CONFLICT_KEY}/lost"):
        region.client.put_item(TableName=region.table_name, Item={"id": {"S": key}})
    result = record_conflicts([record(LOST, WINNER)], journal_of(region))
    assert [failure.reason for failure in result.failures] == [JournalKeyTakenError.__name__]


def test_a_record_that_cannot_be_judged_does_not_hold_up_the_others(region: RegionTable) -> None:
    uncountable = numbered(8, record(LOST, WINNER))
    uncountable["dynamodb"]["OldImage"]["version/us-east-1"] = {"N": "1.5"}
    records = [unreadable(7), uncountable, numbered(9, record(LOST, WINNER))]
    result = record_conflicts(records, journal_of(region))
    assert result.kept == 1
    assert [failure.sequence_number for failure in result.failures] == ["7", "8"]


def test_it_only_puts_and_only_conflicts(region: RegionTable) -> None:
    calls: list[tuple[str, str]] = []

    def note(params: Any, model: Any, **_: Any) -> None:
        calls.append((model.name, params["Item"]["id"]["S"].split("/")[0]))

    region.client.meta.events.register("before-parameter-build.dynamodb", note)
    records = [
        record(LOST, WINNER),
        record(version("us-east-1:1", "again"), WINNER),
        record(WINNER, version("us-west-2:2", "seen")),
        record(None, LOST, "INSERT"),
        unreadable(9),
    ]
    record_conflicts(records, journal_of(region))
    assert set(calls) == {("PutItem", "conflict")}


def test_lambda_is_told_what_to_try_again_and_metrics_are_printed(
    lambda_region: RegionTable, capsys: pytest.CaptureFixture[str]
) -> None:
    event = {"Records": [numbered(1, record(LOST, WINNER)), unreadable(2)]}
    answer = journal.handler(event, None)
    assert answer == {"batchItemFailures": [{"itemIdentifier": "2"}]}
    metrics, error = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert metrics["_aws"]["CloudWatchMetrics"] == [
        {
            "Namespace": "RegionalFailover",
            "Dimensions": [["TableName", "Region"]],
            "Metrics": [
                {"Name": "Conflicts", "Unit": "Count"},
                {"Name": "ConflictsNotKept", "Unit": "Count"},
            ],
        }
    ]
    assert metrics["TableName"] == lambda_region.table_name
    assert metrics["Region"] == lambda_region.region
    assert (metrics["Conflicts"], metrics["ConflictsNotKept"]) == (1, 1)
    assert (error["sequenceNumber"], error["reason"]) == ("2", "MalformedItemError")
    assert CONFLICT_KEY in stored(lambda_region)


def test_a_table_that_does_not_take_the_entry_is_a_failure_and_not_an_answer(
    lambda_region: RegionTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TABLE_NAME", "no-such-table")
    event = {"Records": [numbered(1, record(LOST, WINNER))]}
    assert journal.handler(event, None) == {"batchItemFailures": [{"itemIdentifier": "1"}]}
    assert stored(lambda_region) == {}


def test_an_unreachable_table_is_a_failure(
    lambda_region: RegionTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DYNAMODB_ENDPOINT", "http://127.0.0.1:1")
    event = {"Records": [numbered(1, record(LOST, WINNER))]}
    assert journal.handler(event, None) == {"batchItemFailures": [{"itemIdentifier": "1"}]}
    assert stored(lambda_region) == {}


def test_other_changes_of_the_stream_need_nothing(lambda_region: RegionTable) -> None:
    seen = record(LOST, version("us-east-1:2", "seen"))
    assert journal.handler({"Records": [seen]}, None) == {"batchItemFailures": []}
    assert stored(lambda_region) == {}


def test_lambda_needs_nothing_but_the_sources_boto3_and_the_standard_library() -> None:
    sources = Path(journal.__file__).parent.parent
    program = textwrap.dedent(
        f"""
        import importlib.abc, sys

        ALLOWED = {{"boto3", "botocore", "s3transfer", "jmespath", "dateutil", "six", "urllib3",
                   "regional_app"}}

        class OnlyLambda(importlib.abc.MetaPathFinder):
            def find_spec(self, name, path, target=None):
                top = name.partition(".")[0]
                if top not in ALLOWED and top not in sys.stdlib_module_names:
                    raise ModuleNotFoundError(name, name=name)

        sys.meta_path.insert(0, OnlyLambda())
        sys.path.insert(0, {str(sources)!r})
        try:
            import fastapi
        except ModuleNotFoundError:
            from regional_app.journal import handler
            print(handler.__module__)
        """
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert (ran.stdout, ran.stderr) == ("regional_app.journal\n", "")


def test_the_regions_name_is_lambdas_and_not_the_records(lambda_region: RegionTable) -> None:
    changed = {**record(LOST, WINNER), "awsRegion": EAST}
    journal.handler({"Records": [changed]}, None)
    assert stored(lambda_region)[CONFLICT_KEY]["keptBy"] == {"S": lambda_region.region}
