"""The same on real tables: the service's store, the replicator as a process, and the journal."""

from __future__ import annotations

import random
import uuid
from typing import TYPE_CHECKING

import pytest

from local.endpoints import CREDENTIALS
from regional_app.dynamodb import TableClient, request_limits
from regional_app.items import CONFLICT_PREFIX, ITEM_PREFIX, Item
from regional_app.journal import JournalTable, record_conflicts
from regional_app.replicator.stream import TableStream
from regional_app.store import Store
from regional_app.versions import VersionVector
from regional_app.writes import Applied, Replay, Write

from ..conftest import MakeRegions
from ..regions import RegionTable
from .process import ReplicatorProcess, contents_of, eventually

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

REGIONS = ["us-east-1", "us-west-2", "eu-central-1"]


class Client:
    """Writes through a store in each Region, and knows what each write had truly seen."""

    def __init__(self, tables: Sequence[RegionTable]) -> None:
        self._clients = [
            TableClient(table.region, table.endpoint, request_limits(2)) for table in tables
        ]
        self._stores = [
            Store(
                client,
                table_name=table.table_name,
                key_attribute=table.key_attribute,
                region=table.region,
                peer_regions=[region for region in REGIONS if region != table.region],
            )
            for client, table in zip(self._clients, tables, strict=True)
        ]
        self.acknowledged: list[tuple[Write, Item]] = []
        self.seen: dict[str, frozenset[str]] = {}

    def write(self, at: int, item_id: str, *, delete: bool, on: Item | None = None) -> None:
        request = uuid.uuid4().hex
        write = Write(
            id=item_id,
            body=None if delete else {"by": request},
            delete=delete,
            request_id=request,
            seen=on.versions if on is not None else VersionVector(),
        )
        outcome = self._stores[at].write(write)
        if isinstance(outcome, Applied):
            known = [*outcome.item.recent_requests[1:], *([on.request_id] if on else [])]
            self.seen[request] = frozenset({request}).union(*(self.seen[r] for r in known))
            self.acknowledged.append((write, outcome.item))

    def replay(self, at: int, write: Write, item: Item) -> None:
        replay = Replay(versions=item.versions, region=item.written_in, written_at=item.written_at)
        again = Write(
            id=write.id,
            body=write.body,
            delete=write.delete,
            request_id=write.request_id,
            replay=replay,
        )
        self._stores[at].write(again)

    def unaccounted(self, contents: dict[str, dict[str, dict[str, str]]]) -> set[str]:
        standing = [
            item["requestId"]["S"]
            for key, item in contents.items()
            if key.startswith((ITEM_PREFIX, CONFLICT_PREFIX))
        ]
        return self.seen.keys() - frozenset[str]().union(*(self.seen[r] for r in standing))

    def close(self) -> None:
        for client in self._clients:
            client.close()


class Journal:
    """What the Lambda functions do in each Region."""

    def __init__(self, tables: Sequence[RegionTable]) -> None:
        self._regions = [
            (
                TableStream(table.client, table.streams, table.table_name),
                JournalTable(client=table.client, name=table.table_name, region=table.region),
            )
            for table in tables
        ]

    def catch_up(self) -> int:
        """How many conflicts were new."""
        kept = 0
        for stream, table in self._regions:
            while records := stream.read():
                result = record_conflicts(records, table)
                assert not result.failures
                kept += result.kept
        return kept


@pytest.fixture
def tables(make_regions: MakeRegions, monkeypatch: pytest.MonkeyPatch) -> list[RegionTable]:
    for name, value in CREDENTIALS.items():
        monkeypatch.setenv(name, value)
    return make_regions(*REGIONS)


@pytest.fixture
def client(tables: list[RegionTable]) -> Iterator[Client]:
    client = Client(tables)
    yield client
    client.close()


def write_at_random(client: Client, chance: random.Random, items: Sequence[str]) -> None:
    for _ in range(25):
        at = chance.randrange(len(REGIONS))
        if client.acknowledged and chance.random() < 0.4:
            client.replay(at, *chance.choice(client.acknowledged[-10:]))
        else:
            item = chance.choice(items)
            known = [version for _, version in client.acknowledged if version.id == item]
            on = chance.choice(known) if known and chance.random() < 0.3 else None
            client.write(at, item, delete=chance.random() < 0.2, on=on)


@pytest.mark.parametrize("seed", [1, 2])
def test_what_partitioned_regions_overwrite_is_in_the_journal_and_only_there(
    tables: list[RegionTable], client: Client, seed: int
) -> None:
    chance = random.Random(seed)  # noqa: S311 - reproducible, not secret
    journal = Journal(tables)
    items = [f"{seed}-{number}" for number in range(4)]
    with ReplicatorProcess(tables, "--lag", "0.1") as replicator:
        for item in items[:2]:
            client.write(0, item, delete=False)
        eventually(lambda: all(len(contents_of(table)) == 2 for table in tables))
        replicator.command(partition=REGIONS)
        write_at_random(client, chance, items)
        replicator.command(heal=REGIONS)
        client.write(0, "the-last-one", delete=False)
        eventually(lambda: all("item/the-last-one" in contents_of(t) for t in tables))
        overwritten = replicator.settled(tables)
        lost = client.unaccounted(overwritten)
        assert lost, "nothing was overwritten, so this would prove nothing"

        assert journal.catch_up() > 0
        kept = replicator.settled(tables)
        assert client.unaccounted(kept) == set()
        code, errors = replicator.end()
    assert (code, errors) == (0, "")
    assert replicator.lines[-1]["overwritten"] > 0
    assert journal.catch_up() == 0
