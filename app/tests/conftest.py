"""Fixtures: DynamoDB in one or several Regions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import pytest

from .regions import MotoServer, RegionTable

if TYPE_CHECKING:
    from collections.abc import Iterator


class MakeRegions(Protocol):
    """Makes one new table, of the same name everywhere, in each of the Regions named."""

    def __call__(self, *regions: str) -> list[RegionTable]: ...


@pytest.fixture(scope="session")
def moto_servers() -> Iterator[dict[str, MotoServer]]:
    """The moto servers that run, by Region; each Region has a process of its own."""
    servers: dict[str, MotoServer] = {}
    yield servers
    for server in servers.values():
        server.stop()


@pytest.fixture
def make_regions(moto_servers: dict[str, MotoServer]) -> MakeRegions:
    """Tables in several Regions: `east, west = make_regions("us-east-1", "us-west-2")`."""

    def make(*regions: str) -> list[RegionTable]:
        tables: list[RegionTable] = []
        for region in regions:
            server = moto_servers.get(region) or moto_servers.setdefault(region, MotoServer())
            name = tables[0].table_name if tables else None
            tables.append(RegionTable.create(region, server.endpoint, name))
        return tables

    return make


@pytest.fixture
def region(make_regions: MakeRegions) -> RegionTable:
    """A new table in one Region."""
    return make_regions("us-west-2")[0]
