"""Fixtures: DynamoDB in one or several Regions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import pytest

from .dynamodb_local import DynamoDBLocal
from .regions import MotoServer, RegionTable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds the choice of what stands in for DynamoDB."""
    parser.addoption(
        "--dynamodb-local",
        action="store_true",
        help="test against DynamoDB Local (needs Java and Maven) instead of moto",
    )


class MakeRegions(Protocol):
    """Makes one new table, of the same name everywhere, in each of the Regions named."""

    def __call__(self, *regions: str) -> list[RegionTable]: ...


@pytest.fixture(scope="session")
def dynamodb_in(
    request: pytest.FixtureRequest,
) -> Iterator[Callable[[str], MotoServer | DynamoDBLocal]]:
    """The server that is DynamoDB in a Region; each Region has a process of its own."""
    kind = DynamoDBLocal if request.config.getoption("--dynamodb-local") else MotoServer
    servers: dict[str, MotoServer | DynamoDBLocal] = {}

    def server_of(region: str) -> MotoServer | DynamoDBLocal:
        if region not in servers:
            servers[region] = kind()
        return servers[region]

    yield server_of
    for server in servers.values():
        server.stop()


@pytest.fixture
def make_regions(dynamodb_in: Callable[[str], MotoServer | DynamoDBLocal]) -> MakeRegions:
    """Tables in several Regions: `east, west = make_regions("us-east-1", "us-west-2")`."""

    def make(*regions: str) -> list[RegionTable]:
        tables: list[RegionTable] = []
        for region in regions:
            name = tables[0].table_name if tables else None
            tables.append(RegionTable.create(region, dynamodb_in(region).endpoint, name))
        return tables

    return make


@pytest.fixture
def region(make_regions: MakeRegions) -> RegionTable:
    """A new table in one Region."""
    return make_regions("us-west-2")[0]
