"""Creating tables in all Regions, and saying what they hold."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from local.creation import service_table
from regional_app.conflicts import Conflict, journal_entry
from regional_app.items import to_attributes
from regional_app.journal import JournalTable

from ..conftest import MakeRegions
from ..dynamodb_local import DynamoDBLocal
from ..regions import MotoServer, RegionTable
from ..test_conflicts import version
from .command import UNREACHABLE, lines, refused, run

EAST, WEST = "us-east-1", "us-west-2"


def named(*tables: RegionTable) -> list[str]:
    return [f"--region={table.region}={table.endpoint}" for table in tables]


def snapshot(*tables: RegionTable, key: str = "id") -> Any:
    return run(
        *("local.tables", "snapshot", "--table", tables[0].table_name, "--key", key),
        *named(*tables),
    )


@pytest.fixture
def absent(dynamodb_in: Callable[[str], MotoServer | DynamoDBLocal]) -> list[RegionTable]:
    """A table that is not there yet."""
    name = f"table-{uuid.uuid4().hex}"
    return [RegionTable(region, dynamodb_in(region).endpoint, name) for region in (EAST, WEST)]


def test_a_table_is_created_in_every_region(absent: list[RegionTable]) -> None:
    arguments = service_table(absent[0].table_name, "key")
    done = run("local.tables", "create", *named(*absent), given=json.dumps(arguments))
    assert (done.returncode, done.stderr) == (0, "")
    created = sorted(lines(done), key=lambda line: str(line["region"]))
    assert created == [{"event": "created", "region": region} for region in (EAST, WEST)]
    for table in absent:
        described = table.client.describe_table(TableName=table.table_name)["Table"]
        assert described["TableStatus"] == "ACTIVE"
        assert described["KeySchema"] == arguments["KeySchema"]
        assert described["StreamSpecification"] == arguments["StreamSpecification"]


def test_regions_that_refuse_are_told_and_the_others_have_the_table(
    region: RegionTable, absent: list[RegionTable]
) -> None:
    east = RegionTable(EAST, absent[0].endpoint, region.table_name)
    given = json.dumps(service_table(region.table_name))
    done = run(
        *("local.tables", "create", *named(region, east), f"--region=eu-west-1={UNREACHABLE}"),
        given=given,
    )
    assert done.returncode == 1
    assert lines(done) == [{"event": "created", "region": EAST}]
    refusal, unreachable = done.stderr.splitlines()
    assert refusal.startswith(f"{WEST}: CreateTable: ResourceInUseException: ")
    assert unreachable.startswith("eu-west-1: Could not connect")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("{", "standard input is not JSON"),
        ("[]", "standard input is not an object with CreateTable's arguments"),
        ("{}", "standard input is not an object with CreateTable's arguments"),
        ('{"TableName": "T", "Keys": 1}', "standard input: Parameter validation failed"),
    ],
)
def test_what_is_no_table_is_told_once(given: str, said: str) -> None:
    regions = [f"--region={region}={UNREACHABLE}" for region in (EAST, WEST)]
    complaints = refused(run("local.tables", "create", *regions, given=given))
    assert complaints[0].startswith(said)
    assert sum(said in line for line in complaints) == 1


def test_all_faults_are_told_at_once() -> None:
    complaints = refused(
        run("local.tables", "create", "--region", EAST, "--region", "=http://x", given="no")
    )
    assert len(complaints) == 3
    assert "--region" in refused(run("local.tables", "create"))[-1]
    assert "--table, --region" in refused(run("local.tables", "snapshot"))[-1]


def test_a_snapshot_says_what_each_region_holds(make_regions: MakeRegions) -> None:
    tables = east, west = make_regions(EAST, WEST)
    first, deleted = version("us-east-1:1", "one"), version("us-west-2:2", "two", deleted=True)
    lost = version("us-east-1:3", "lost")
    for item in (to_attributes(first), {"id": {"S": "heartbeat/us-east-1"}}):
        east.client.put_item(TableName=east.table_name, Item=item)
    west.client.put_item(TableName=west.table_name, Item=to_attributes(deleted))
    journal = JournalTable(client=west.client, name=west.table_name, region=WEST)
    for one in (lost, version("us-east-1:3", "another")):
        journal.keep(journal_entry(Conflict(lost=one, winner=deleted), WEST, Decimal(1)))

    done = snapshot(*tables)

    assert (done.returncode, done.stderr) == (0, "")
    found = lines(done)
    assert found[:2] == [
        item_line(EAST, "us-east-1:1", "one", deleted=False),
        {"event": "end", "region": EAST, "items": 1, "conflicts": 0},
    ]
    assert item_line(WEST, "us-west-2:2", "two", deleted=True) in found[2:-1]
    assert conflict_line(WEST, "us-east-1:3", "lost") in found[2:-1]
    assert conflict_line(WEST, "us-east-1:3", "another") in found[2:-1]
    assert found[-1] == {"event": "end", "region": WEST, "items": 1, "conflicts": 2}
    assert len(found) == 6


def item_line(region: str, token: str, request: str, *, deleted: bool) -> dict[str, Any]:
    return {
        "event": "item",
        "region": region,
        "id": "greeting",
        "version": token,
        "recentRequests": [request],
        "deleted": deleted,
    }


def conflict_line(region: str, token: str, request: str) -> dict[str, Any]:
    return {
        "event": "conflict",
        "region": region,
        "id": "greeting",
        "lostVersion": token,
        "winnerVersion": "us-west-2:2",
        "recentRequests": [request],
    }


def test_a_snapshot_has_every_page(region: RegionTable) -> None:
    for number in range(4):
        attributes = to_attributes(version("us-east-1:1", "one", "x" * 390_000))
        attributes["id"] = {"S": f"item/{number}"}
        region.client.put_item(TableName=region.table_name, Item=attributes)
    found = lines(snapshot(region))
    assert {line["id"] for line in found[:-1]} == {"0", "1", "2", "3"}
    assert found[-1] == {"event": "end", "region": WEST, "items": 4, "conflicts": 0}


def test_another_key_attribute_is_used(absent: list[RegionTable]) -> None:
    table = RegionTable.create(WEST, absent[1].endpoint, absent[1].table_name, "key")
    table.client.put_item(
        TableName=table.table_name, Item=to_attributes(version("us-east-1:1", "one"), "key")
    )
    assert lines(snapshot(table, key="key"))[0]["id"] == "greeting"


def test_what_cannot_be_read_is_told_and_the_rest_is_there(region: RegionTable) -> None:
    broken = {**to_attributes(version("us-east-1:1", "one")), "recentRequests": {"S": "one"}}
    other = {**to_attributes(version("us-east-1:1", "one")), "id": {"S": "item/other"}}
    kept = {"id": {"S": "conflict/broken/us-east-1:1"}}
    for item in (broken, other, kept):
        region.client.put_item(TableName=region.table_name, Item=item)
    done = snapshot(region)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert sorted(line.split(": ")[1] for line in done.stderr.splitlines()) == [
        "'conflict/broken/us-east-1:1'",
        "'item/greeting'",
    ]
    assert [line["event"] for line in lines(done)] == ["item", "end"]


def test_a_table_that_is_not_there_is_told(absent: list[RegionTable]) -> None:
    complaints = refused(snapshot(*absent), 1)
    assert [line.split(": ")[:3] for line in complaints] == [
        [region, "Scan", "ResourceNotFoundException"] for region in (EAST, WEST)
    ]
