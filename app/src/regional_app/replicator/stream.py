"""Reading the stream of one Region's table from its beginning. Calls here block."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from botocore.exceptions import BotoCoreError, ClientError

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient
    from types_boto3_dynamodbstreams import DynamoDBStreamsClient

_BOTH_IMAGES: Final = "NEW_AND_OLD_IMAGES"


class StreamUnusableError(Exception):
    """There is no such table, or its stream does not carry what is needed; says what to change."""


@dataclass
class _Shard:
    parent: str | None
    iterator: str | None = None
    last_read: str | None = None
    finished: bool = False
    at_end: bool = False


class TableStream:
    """The records of a table's stream, each once, those of an item in their order.

    Items that have nothing but their key are left out.
    """

    def __init__(
        self, dynamodb: DynamoDBClient, streams: DynamoDBStreamsClient, table_name: str
    ) -> None:
        self._dynamodb = dynamodb
        self._streams = streams
        self._table_name = table_name
        self._arn: str | None = None
        self._shards: dict[str, _Shard] = {}

    @property
    def at_end(self) -> bool:
        """Whether the last `read` found that there was nothing left to read."""
        return all(shard.at_end for shard in self._shards.values())

    def read(self) -> list[Any]:
        """The records that were not read yet, at most 1,000 a shard; empty when there are none.

        Raises StreamUnusableError, or what boto3 raises; nothing is lost by it: the next call goes
        on from the same place.
        """
        if self._arn is None:
            self._arn = self._find()
        if not self._shards or self._has_unknown_children():
            self._find_shards(self._arn)
        records: list[Any] = []
        for shard in self._shards.values():
            shard.at_end = shard.finished
        for shard_id, shard in self._shards.items():
            parent = self._shards.get(shard.parent) if shard.parent is not None else None
            if shard.finished or (parent is not None and not parent.finished):
                continue
            try:
                records.extend(self._read_shard(self._arn, shard_id, shard))
            except (BotoCoreError, ClientError):
                if not records:
                    raise
                break
        return records

    def _find(self) -> str:
        try:
            table = self._dynamodb.describe_table(TableName=self._table_name)["Table"]
        except self._dynamodb.exceptions.ResourceNotFoundException:
            raise StreamUnusableError(f"there is no table {self._table_name!r}") from None
        specification = table.get("StreamSpecification", {"StreamEnabled": False})
        found = specification.get("StreamViewType") if specification["StreamEnabled"] else None
        if found != _BOTH_IMAGES:
            raise StreamUnusableError(
                f"the table {self._table_name!r} has"
                f" {f'a stream of {found}' if found else 'no stream'}; it needs one of"
                f" {_BOTH_IMAGES} (StreamSpecification)"
            )
        return table["LatestStreamArn"]

    def _has_unknown_children(self) -> bool:
        """A shard that has ended is followed by another one, maybe after a moment."""
        parents = {shard.parent for shard in self._shards.values()}
        return any(
            shard.finished and shard_id not in parents for shard_id, shard in self._shards.items()
        )

    def _find_shards(self, arn: str) -> None:
        start: dict[str, Any] = {}
        while True:
            description = self._streams.describe_stream(StreamArn=arn, **start)["StreamDescription"]
            for shard in description.get("Shards", []):
                self._shards.setdefault(shard["ShardId"], _Shard(shard.get("ParentShardId")))
            last = description.get("LastEvaluatedShardId")
            if last is None:
                return
            start = {"ExclusiveStartShardId": last}

    def _read_shard(self, arn: str, shard_id: str, shard: _Shard) -> list[Any]:
        if shard.iterator is None:
            where: dict[str, Any] = {"ShardIteratorType": "TRIM_HORIZON"}
            if shard.last_read is not None:
                where = {
                    "ShardIteratorType": "AFTER_SEQUENCE_NUMBER",
                    "SequenceNumber": shard.last_read,
                }
            shard.iterator = self._streams.get_shard_iterator(
                StreamArn=arn, ShardId=shard_id, **where
            )["ShardIterator"]
        try:
            answer = self._streams.get_records(ShardIterator=shard.iterator)
        except self._streams.exceptions.ExpiredIteratorException:
            shard.iterator = None
            return []
        records = answer["Records"]
        if records:
            shard.last_read = records[-1]["dynamodb"]["SequenceNumber"]
        shard.iterator = answer.get("NextShardIterator")
        shard.finished = shard.iterator is None
        shard.at_end = not records and not shard.finished
        return [record for record in records if not _has_only_keys(record)]


def _has_only_keys(record: Any) -> bool:
    """moto tells twice of an item that UpdateItem creates, first with nothing but its key."""
    change = record["dynamodb"]
    return bool(record["eventName"] == "INSERT" and change["NewImage"] == change["Keys"])
