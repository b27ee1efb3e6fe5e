"""Reading a table's stream, shards that end included."""

from __future__ import annotations

from typing import Any, cast

import pytest
from botocore.exceptions import ClientError, ConnectTimeoutError

from regional_app.replicator.stream import TableStream

from ..regions import RegionTable


def sequence_numbers(records: list[Any]) -> list[str]:
    return [record["dynamodb"]["SequenceNumber"] for record in records]


def test_every_record_of_a_table_is_read_once_and_in_order(region: RegionTable) -> None:
    stream = TableStream(region.client, region.streams, region.table_name)
    values: list[str] = []
    for batch in ("first", "second"):
        for number in range(3):
            item = {"id": {"S": "x"}, "value": {"S": f"{batch}-{number}"}}
            region.client.put_item(TableName=region.table_name, Item=item)
        while len(values) % 3 or not values or values[-1][: len(batch)] != batch:
            values += [r["dynamodb"]["NewImage"]["value"]["S"] for r in stream.read()]
    assert values == [f"{batch}-{number}" for batch in ("first", "second") for number in range(3)]
    assert stream.read() == []


def test_an_item_that_an_update_creates_is_one_record(region: RegionTable) -> None:
    region.client.update_item(
        TableName=region.table_name,
        Key={"id": {"S": "x"}},
        UpdateExpression="SET #value = :value",
        ExpressionAttributeNames={"#value": "value"},
        ExpressionAttributeValues={":value": {"N": "1"}},
    )
    stream = TableStream(region.client, region.streams, region.table_name)
    images = [record["dynamodb"]["NewImage"] for record in stream.read()]
    assert images == [{"id": {"S": "x"}, "value": {"N": "1"}}]


class ExpiredError(ClientError):
    def __init__(self) -> None:
        super().__init__({"Error": {"Code": "ExpiredIteratorException"}}, "GetRecords")


class ShardedTable:
    """A stream whose shards have ended and split, and whose calls can fail: no local server has
    that at will. Shards are (parent, sequence numbers, whether it is still open).
    """

    class exceptions:  # noqa: N801 - as boto3's clients have it
        ExpiredIteratorException = ExpiredError
        ResourceNotFoundException = LookupError

    def __init__(self, shards: dict[str, tuple[str | None, list[int], bool]]) -> None:
        self.shards = shards
        self.failures: list[Exception] = []

    def describe_table(self, **_: Any) -> Any:
        specification = {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}
        return {"Table": {"StreamSpecification": specification, "LatestStreamArn": "arn"}}

    def describe_stream(self, ExclusiveStartShardId: str = "", **_: Any) -> Any:  # noqa: N803
        names = [name for name in sorted(self.shards) if name > ExclusiveStartShardId]
        described: dict[str, Any] = {"Shards": []}
        for name in names[:1]:
            parent = self.shards[name][0]
            described["Shards"] = [{"ShardId": name, "ParentShardId": parent}]
        if len(names) > 1:
            described["LastEvaluatedShardId"] = names[0]
        return {"StreamDescription": described}

    def get_shard_iterator(self, *, ShardId: str, SequenceNumber: str = "0", **_: Any) -> Any:  # noqa: N803
        return {"ShardIterator": f"{ShardId} {SequenceNumber}"}

    def get_records(self, *, ShardIterator: str) -> Any:  # noqa: N803
        if self.failures:
            raise self.failures.pop()
        name, after = ShardIterator.split()
        _, numbers, is_open = self.shards[name]
        new = [number for number in numbers if number > int(after)]
        records = [
            {"eventName": "REMOVE", "dynamodb": {"SequenceNumber": str(number)}} for number in new
        ]
        ended = {} if is_open else {"NextShardIterator": None}
        return {
            "Records": records,
            "NextShardIterator": f"{name} {max([int(after), *new])}",
            **ended,
        }

    def stream(self) -> TableStream:
        return TableStream(cast("Any", self), cast("Any", self), "table")


def test_a_shard_is_read_after_its_parent() -> None:
    table = ShardedTable({"a": ("z", [3], True), "z": (None, [1, 2], False)})
    stream = table.stream()
    assert sequence_numbers(stream.read()) == ["1", "2"]
    assert sequence_numbers(stream.read()) == ["3"]
    assert stream.read() == []


def test_the_shards_that_follow_an_ended_one_are_found_while_others_are_open() -> None:
    table = ShardedTable({"a": (None, [1], True), "b": (None, [2], True)})
    stream = table.stream()
    assert sequence_numbers(stream.read()) == ["1", "2"]
    table.shards = {
        "a": (None, [1, 4], True),
        "b": (None, [2, 3], False),
        "c": ("b", [5], True),
    }
    assert sequence_numbers(stream.read()) == ["4", "3"]
    assert sequence_numbers(stream.read()) == ["5"]


def test_an_expired_iterator_is_replaced_by_one_at_the_same_place() -> None:
    table = ShardedTable({"a": (None, [1], True)})
    stream = table.stream()
    assert sequence_numbers(stream.read()) == ["1"]
    table.shards = {"a": (None, [1, 2], True)}
    table.failures = [ExpiredError()]
    assert stream.read() == []
    assert sequence_numbers(stream.read()) == ["2"]


def test_a_call_that_fails_loses_no_records() -> None:
    table = ShardedTable({"a": (None, [1], True), "b": (None, [2], True)})
    stream = table.stream()
    table.failures = [ConnectTimeoutError(endpoint_url="x")]
    with pytest.raises(ConnectTimeoutError):
        stream.read()
    assert sequence_numbers(stream.read()) == ["1", "2"]


def test_the_end_is_reached_once_nothing_is_left_anywhere() -> None:
    table = ShardedTable({"a": ("z", [3], True), "z": (None, [1, 2], False)})
    stream = table.stream()
    ends = []
    for _ in range(3):
        stream.read()
        ends.append(stream.at_end)
    assert ends == [False, False, True]
    table.shards["a"] = ("z", [3, 4], False)
    table.shards["b"] = ("a", [5], True)
    ends = []
    for _ in range(3):
        stream.read()
        ends.append(stream.at_end)
    assert ends == [False, False, True]


def test_a_page_of_records_that_are_left_out_is_not_the_end(region: RegionTable) -> None:
    stream = TableStream(region.client, region.streams, region.table_name)
    region.client.put_item(TableName=region.table_name, Item={"id": {"S": "x"}})
    assert (stream.read(), stream.at_end) == ([], False)
    assert (stream.read(), stream.at_end) == ([], True)
