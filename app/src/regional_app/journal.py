"""Keeps what last-writer-wins overwrites unseen: a Lambda function on a table's stream.

Runs in every Region on the stream of that Region's replica: only where a version was written, or
had arrived, is it seen being overwritten. Imports nothing but the standard library and boto3, so
that the package's sources are all that the function needs.

Environment of `handler`: TABLE_NAME, TABLE_KEY, AWS_REGION; DYNAMODB_ENDPOINT only for local use.
"""

from __future__ import annotations

import functools
import json
import os
import sys
import time
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from .conflicts import conflict_in_record, journal_entry
from .telemetry import embedded_metrics

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from types_boto3_dynamodb import DynamoDBClient

    from .attribute_values import AttributeValue

_LIMITS: Final = Config(
    connect_timeout=1, read_timeout=2, retries={"mode": "standard", "total_max_attempts": 3}
)


class JournalKeyTakenError(Exception):
    """Both keys under which a version could be kept hold other writes."""


@dataclass(frozen=True, kw_only=True)
class JournalTable:
    """Where one Region's journal is written."""

    client: DynamoDBClient
    name: str
    region: str
    key_attribute: str = "id"

    def keep(self, entry: Mapping[str, AttributeValue]) -> bool:
        """Writes an entry; False if it was kept before, which repeated records lead to.

        Where the key holds another write with the same version, the request id is added to it.
        Raises what boto3 raises, and JournalKeyTakenError.
        """
        key = entry[self.key_attribute]["S"]
        for candidate in (key, f"{key}/{entry['requestId']['S']}"):
            standing = self._put({**entry, self.key_attribute: {"S": candidate}})
            if standing is None:
                return True
            if standing.get("requestId") == entry["requestId"]:
                return False
        raise JournalKeyTakenError(key)

    def _put(self, entry: dict[str, AttributeValue]) -> Mapping[str, Any] | None:
        """Writes where nothing stands; otherwise what stands there."""
        try:
            self.client.put_item(
                TableName=self.name,
                Item=entry,
                ConditionExpression="attribute_not_exists(#key)",
                ExpressionAttributeNames={"#key": self.key_attribute},
                ReturnValuesOnConditionCheckFailure="ALL_OLD",
            )
        except ClientError as error:
            response: Any = error.response
            if response["Error"]["Code"] != "ConditionalCheckFailedException":
                raise
            standing: Mapping[str, Any] = response.get("Item", {})
            return standing
        return None


@dataclass(frozen=True)
class Failure:
    """A record that could not be journalled; `reason` holds nothing of the item."""

    sequence_number: str
    reason: str


@dataclass(frozen=True)
class Journalled:
    """What became of the records of one batch."""

    kept: int
    repeated: int
    """Conflicts that had been kept before."""
    failures: tuple[Failure, ...]


def record_conflicts(
    records: Iterable[Mapping[str, Any]],
    table: JournalTable,
    clock: Callable[[], float] = time.time,
) -> Journalled:
    """Keeps every conflict in the records; one that fails does not hold up those after it.

    Records are as Lambda or `GetRecords` gives them. Those of other kinds are passed over.
    """
    kept = repeated = 0
    failures: list[Failure] = []
    for record in records:
        try:
            conflict = conflict_in_record(record, table.key_attribute)
            if conflict is None:
                continue
            seen_at = Decimal(f"{clock():.6f}")
            if table.keep(journal_entry(conflict, table.region, seen_at, table.key_attribute)):
                kept += 1
            else:
                repeated += 1
        except (BotoCoreError, ClientError, JournalKeyTakenError, ValueError) as error:
            failures.append(Failure(record["dynamodb"]["SequenceNumber"], _reason(error)))
    return Journalled(kept, repeated, tuple(failures))


def _reason(error: Exception) -> str:
    if isinstance(error, ClientError):
        return str(error.response["Error"]["Code"])
    return type(error).__name__


def handler(event: Mapping[str, Any], _context: object) -> dict[str, Any]:
    """Lambda's entry: names the records to be tried again (ReportBatchItemFailures).

    Lambda goes on from the first of them; those after it that were kept are then found kept.
    """
    table = _table()
    result = record_conflicts(event["Records"], table)
    _print_metrics(table, result)
    for failure in result.failures:
        _print_line(
            {
                "level": "ERROR",
                "message": "a record could not be journalled",
                "region": table.region,
                "sequenceNumber": failure.sequence_number,
                "reason": failure.reason,
            }
        )
    return {
        "batchItemFailures": [
            {"itemIdentifier": failure.sequence_number} for failure in result.failures
        ]
    }


@functools.cache
def _table() -> JournalTable:
    region = os.environ["AWS_REGION"]
    client = boto3.Session(region_name=region).client(
        "dynamodb", endpoint_url=os.environ.get("DYNAMODB_ENDPOINT"), config=_LIMITS
    )
    return JournalTable(
        client=client,
        name=os.environ["TABLE_NAME"],
        region=region,
        key_attribute=os.environ["TABLE_KEY"],
    )


def _print_metrics(table: JournalTable, result: Journalled) -> None:
    values = {"Conflicts": result.kept, "ConflictsNotKept": len(result.failures)}
    dimensions = {"TableName": table.name, "Region": table.region}
    _print_line(embedded_metrics(dict.fromkeys(values, "Count"), values, dimensions, time.time()))


def _print_line(line: Mapping[str, Any]) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()
