"""Whether clients should be sent to this instance. One probe at a time, shared by all who ask."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from .calls import Calls, NotStartedError, UnfinishedError
from .dynamodb import TableClient, TableError
from .items import switch_key

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from .heartbeat import Heartbeat, HeartbeatTable
    from .replica_age import ReplicaAge
    from .settings import Settings

PROBE_SECONDS: Final = 1.0
"""A table that takes longer than this to be read is out of reach."""

CACHE_SECONDS: Final = 0.5
"""How long one probe's result is good for everybody."""

_STATUS_SECONDS: Final = 5.0
"""DescribeTable is of the control plane: it is asked rarely, and its silence proves nothing."""

_SERVING_STATUSES: Final = frozenset({"ACTIVE", "UPDATING"})
"""A table that is updated, to add an index for one, serves as before."""


@dataclass(frozen=True, slots=True)
class Failure:
    """One reason to send clients elsewhere."""

    name: str
    detail: str


@dataclass(frozen=True, slots=True)
class Probe:
    """What a look at the table found."""

    own_heartbeat: Heartbeat | None
    fail_health_until: float
    table_status: str


class TableProbe:
    """Reads the table as a request would. Blocks; raises TableError."""

    def __init__(self, client: TableClient, heartbeats: HeartbeatTable, settings: Settings) -> None:
        self._client = client
        self._heartbeats = heartbeats
        self._settings = settings
        self._status = "ACTIVE"
        self._status_at = -_STATUS_SECONDS

    def look(self) -> Probe:
        """Reads the switch and the own heartbeat, and now and then the table's status."""
        key = {self._settings.table_key: {"S": switch_key(self._settings.region)}}
        answer: Mapping[str, Any] = self._client.call(
            lambda client: client.get_item(
                TableName=self._settings.table_name, Key=key, ConsistentRead=True
            )
        )
        until = answer.get("Item", {}).get("failHealthUntil", {}).get("N", "0")
        own = self._heartbeats.read(self._settings.region)
        return Probe(own, float(until), self._table_status())

    def _table_status(self) -> str:
        if time.monotonic() - self._status_at >= _STATUS_SECONDS:
            try:
                answer = self._client.call(
                    lambda client: client.describe_table(TableName=self._settings.table_name)
                )
            except TableError:
                return self._status
            self._status = answer["Table"].get("TableStatus", "ACTIVE")
            self._status_at = time.monotonic()
        return self._status


class Health:
    """The answer of `/health`."""

    def __init__(
        self,
        probe: TableProbe,
        replica_age: ReplicaAge,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._probe = probe
        self._replica_age = replica_age
        self._clock = clock
        self._calls = Calls(2, "health")
        self._running: asyncio.Task[list[Failure]] | None = None
        self._found: list[Failure] = []
        self._found_at = float("-inf")
        self.draining = False

    async def failures(self) -> list[Failure]:
        """Everything that speaks against this instance; empty if it is healthy."""
        if self.draining:
            return [Failure("draining", "the instance is about to stop")]
        loop = asyncio.get_running_loop()
        if loop.time() - self._found_at < CACHE_SECONDS:
            return self._found
        if self._running is None or self._running.done():
            self._running = loop.create_task(self._look())
        # Who hangs up must not end the probe for the others.
        return await asyncio.shield(self._running)

    async def _look(self) -> list[Failure]:
        loop = asyncio.get_running_loop()
        try:
            probe = await self._calls.run(self._probe.look, loop.time() + PROBE_SECONDS)
            found = self._judge(probe)
        except TableError as error:
            found = [Failure("table-unreachable", f"a read failed with {error.reason}")]
        except (NotStartedError, UnfinishedError):
            found = [Failure("table-unreachable", f"a read took more than {PROBE_SECONDS:g} s")]
        self._found, self._found_at = found, loop.time()
        return found

    def _judge(self, probe: Probe) -> list[Failure]:
        found: list[Failure] = []
        if probe.table_status not in _SERVING_STATUSES:
            found.append(Failure("table-not-active", f"the table is {probe.table_status}"))
        left = probe.fail_health_until - self._clock()
        if left > 0:
            found.append(Failure("drill", f"the switch is on for another {left:.0f} s"))
        closed = self._replica_age.why_closed(probe.own_heartbeat)
        if closed is not None:
            found.append(Failure("returning", closed))
        return found
