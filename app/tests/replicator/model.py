"""A service, its replication and its journal in several Regions, in memory and without threads.

Deciding is the production code's: `writes.decide`, `record_conflicts` and the replicator's
`Replica` and `Links`. What stands in is only DynamoDB: a dict for each table and a list for its
stream. Beside it, independent of version vectors, the model knows what each write had truly seen.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, cast

from botocore.exceptions import ClientError

from regional_app.conflicts import Conflict, journal_entry
from regional_app.items import (
    CONFLICT_PREFIX,
    ITEM_PREFIX,
    Item,
    from_attributes,
    item_key,
    to_attributes,
)
from regional_app.journal import JournalTable, record_conflicts
from regional_app.replicator.links import Links, Outcome
from regional_app.replicator.replica import Replica, lost_unseen
from regional_app.versions import VersionVector
from regional_app.writes import Applied, Refusal, Refused, Replay, Write, decide, lost_version

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from types_boto3_dynamodb import DynamoDBClient

Image = dict[str, Any]

_FIRST_SECOND = 1_700_000_000


@dataclass
class Table:
    """One Region's table with its stream; the part of a DynamoDB client that the journal uses."""

    region: str
    items: dict[str, Image] = field(default_factory=dict)
    stream: list[dict[str, Any]] = field(default_factory=list)
    replicated: int = 0
    """How much of the stream the replicator has noticed."""
    journalled: int = 0
    """How much of the stream the journal has seen."""

    def put(self, image: Image, arrived_at: float) -> None:
        key = image["id"]["S"]
        old = self.items.get(key)
        self.items[key] = image
        self.stream.append(
            {
                "eventName": "INSERT" if old is None else "MODIFY",
                "arrivedAt": arrived_at,
                "dynamodb": {
                    "Keys": {"id": image["id"]},
                    "NewImage": image,
                    "SequenceNumber": str(len(self.stream)),
                    **({} if old is None else {"OldImage": old}),
                },
            }
        )

    def item(self, item_id: str) -> Item | None:
        image = self.items.get(item_key(item_id))
        return from_attributes(image) if image is not None else None


@dataclass
class JournalClient:
    """`put_item` of what does not exist yet."""

    table: Table
    clock: Any

    def put_item(self, *, Item: Image, **_: Any) -> None:  # noqa: N803 - boto3's name
        standing = self.table.items.get(Item["id"]["S"])
        if standing is not None:
            error: Any = {
                "Error": {"Code": "ConditionalCheckFailedException"},
                "Item": standing,
            }
            raise ClientError(error, "PutItem")
        self.table.put(Item, self.clock())


class Model:
    """Regions with a store each. Time is the number of steps; every step takes one second."""

    def __init__(
        self,
        regions: Sequence[str],
        *,
        lag_seconds: Mapping[tuple[str, str], float] | None = None,
        skew_seconds: Mapping[str, float] | None = None,
        journal: bool = True,
    ) -> None:
        self.now = 0
        self.tables = {region: Table(region) for region in regions}
        self.links = Links(regions, lag_seconds or {})
        self.acknowledged: list[Item] = []
        self._skew = skew_seconds or {}
        self._journal = journal
        self._writes: dict[str, Write] = {}
        self._seen: dict[str, frozenset[str]] = {}
        numbers: Iterator[int] = itertools.count()
        self._replicas = {region: Replica(region, numbers) for region in regions}

    def clock(self, region: str) -> float:
        """The Region's own clock."""
        return _FIRST_SECOND + self.now + self._skew.get(region, 0)

    def write(
        self,
        region: str,
        item_id: str,
        *,
        seen: Item | None = None,
        delete: bool = False,
    ) -> Item | None:
        """A client's write; what was acknowledged. `seen` is a version that the client knows."""
        request = f"request-{len(self._seen)}"
        write = Write(
            id=item_id,
            body=None if delete else request,
            delete=delete,
            request_id=request,
            seen=seen.versions if seen is not None else VersionVector(),
        )
        table = self.tables[region]
        current = table.item(item_id)
        decision = decide(current, write, region, Decimal(str(self.clock(region))))
        if not isinstance(decision, Applied):
            return None
        item = decision.item
        known = [version for version in (current, seen) if version is not None]
        self._seen[request] = frozenset({request}).union(*(self._seen[v.request_id] for v in known))
        self._writes[request] = write
        self.acknowledged.append(item)
        table.put(to_attributes(item), self.clock(region))
        return item

    def replay(self, region: str, item: Item) -> None:
        """A client repeats in a Region what another one has acknowledged."""
        write = replace(
            self._writes[item.request_id],
            replay=Replay(
                versions=item.versions, region=item.written_in, written_at=item.written_at
            ),
        )
        table = self.tables[region]
        current = table.item(item.id)
        decision = decide(current, write, region, Decimal(str(self.clock(region))))
        if isinstance(decision, Applied):
            table.put(to_attributes(decision.item), self.clock(region))
        elif isinstance(decision, Refused) and decision.refusal is Refusal.CONCURRENT:
            assert write.replay is not None
            assert decision.current is not None
            conflict = Conflict(lost=lost_version(write, write.replay), winner=decision.current)
            if self._journal:
                self._journal_of(region).keep(journal_entry(conflict, region, Decimal(self.now)))

    def _journal_of(self, region: str) -> JournalTable:
        client = JournalClient(self.tables[region], lambda: self.clock(region))
        return JournalTable(
            client=cast("DynamoDBClient", client), name="table", region=region, key_attribute="id"
        )

    def run_journal(self, region: str) -> None:
        """The journal catches up with the Region's stream."""
        table = self.tables[region]
        records = table.stream[table.journalled :]
        table.journalled = len(table.stream)
        if self._journal:
            result = record_conflicts(records, self._journal_of(region), lambda: self.now)
            assert not result.failures

    def step(self, *, deliver: bool = True) -> None:
        """A second goes by: streams are noticed and what is due arrives."""
        self.now += 1
        self._notice()
        if deliver:
            for region in self.tables:
                self._deliver(region)

    def _notice(self) -> None:
        for region, table in self.tables.items():
            for record in table.stream[table.replicated :]:
                self._notice_record(region, record)
            table.replicated = len(table.stream)

    def _notice_record(self, region: str, record: dict[str, Any]) -> None:
        change = record["dynamodb"]
        noticed = self._replicas[region].notice(
            change["Keys"]["id"]["S"], change["NewImage"], record["arrivedAt"]
        )
        if noticed is not None:
            self.links.send(noticed, self.now)

    def _deliver(self, region: str) -> None:
        replica = self._replicas[region]
        table = self.tables[region]
        while (arriving := self.links.arriving(region, self.now)) is not None:
            pair, change = arriving
            if not replica.accepts(change):
                self.links.arrived(pair, Outcome.DISCARDED)
                continue
            held = replica.image(change.key)
            assert held == table.items.get(change.key)
            if held != change.image:
                replica.sending(change)
                table.put(cast("Image", change.image), self.clock(region))
                self._notice()
            replica.written(change)
            unseen = lost_unseen(held, change, "id") is not None
            self.links.arrived(pair, Outcome.OVERWROTE if unseen else Outcome.APPLIED)

    def settle(self) -> None:
        """Heals everything and lets it come to rest."""
        for pair in self.links.pairs:
            self.links.heal(pair, self.now)
        quiet = 0
        while quiet < 2:
            before = [len(table.stream) for table in self.tables.values()]
            for region in self.tables:
                self.run_journal(region)
            self.step()
            still = before == [len(table.stream) for table in self.tables.values()]
            empty = all(count.pending == 0 for count in self.links.counts(self.now).values())
            quiet = quiet + 1 if still and empty else 0

    def contents(self) -> list[dict[str, Image]]:
        """What each Region's table holds."""
        return [table.items for table in self.tables.values()]

    def unaccounted(self) -> list[str]:
        """Acknowledged writes that left no trace: not in the items that a Region holds, not seen by
        what replaced them, and not kept in the journal by themselves or in what had seen them.
        """
        missing: set[str] = set()
        for table in self.tables.values():
            standing = [
                image["requestId"]["S"]
                for key, image in table.items.items()
                if key.startswith((ITEM_PREFIX, CONFLICT_PREFIX))
            ]
            accounted = frozenset[str]().union(*(self._seen[request] for request in standing))
            missing |= self._seen.keys() - accounted
        return sorted(missing)
