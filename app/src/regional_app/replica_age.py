"""Watches the heartbeats: writes the own one, measures the others', decides when to let go."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from .calls import Calls, NotStartedError, UnfinishedError
from .dynamodb import TableError
from .gate import why_closed
from .heartbeat import Heartbeat, HeartbeatTable, next_heartbeat
from .telemetry import log

if TYPE_CHECKING:
    from collections.abc import Callable

    from .settings import Settings
    from .telemetry import Metrics


class ReplicaAge:
    """How far the replica is behind each peer, as the last heartbeats say."""

    def __init__(
        self,
        table: HeartbeatTable,
        settings: Settings,
        metrics: Metrics,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._table = table
        self._settings = settings
        self._metrics = metrics
        self._clock = clock
        self._calls = Calls(1, "heartbeat")
        self._peers: dict[str, Heartbeat | None] = {}
        self._measured: dict[str, float | None] = {}
        self._measured_at = float("-inf")
        self._settled_return: float | None = None
        self._away_since: float | None = None

    def ages(self) -> dict[str, float | None]:
        """Seconds by peer, growing until the next measurement; None where never measured."""
        now = self._clock()
        ages: dict[str, float | None] = {}
        for region in self._settings.peer_regions:
            heartbeat = self._peers.get(region)
            ages[region] = None if heartbeat is None else max(0.0, now - heartbeat.at)
        return ages

    def oldest(self) -> float | None:
        """The largest of the ages; None without peers or measurements."""
        return max((age for age in self.ages().values() if age is not None), default=None)

    def why_closed(self, own: Heartbeat | None) -> str | None:
        """Why clients are kept away from this Region, given its own heartbeat; None if not."""
        now = self._clock()
        returned_at = own.returned_at if own is not None else None
        if returned_at is not None and returned_at == self._settled_return:
            return None
        measured = (
            self._measured if returned_at is not None and self._measured_at >= returned_at else None
        )
        reason = why_closed(
            own,
            measured,
            now,
            isolation_seconds=self._settings.isolation_seconds,
            rpo_seconds=self._settings.rpo_seconds,
            maximum_seconds=self._settings.failback_maximum_seconds,
        )
        if reason is None:
            self._settled_return = returned_at
        return self._bounded(reason, now)

    def _bounded(self, reason: str | None, now: float) -> str | None:
        """The reason, unless it has held for the maximum: heartbeats that cannot be written at all
        must not keep a Region out that answers otherwise.
        """
        if reason is None:
            self._away_since = None
            return None
        if self._away_since is None:
            self._away_since = now
        return reason if now - self._away_since < self._settings.failback_maximum_seconds else None

    def beat(self) -> None:
        """One round; blocks. Raises TableError."""
        own = self._table.read(self._settings.region)
        for region in self._settings.peer_regions:
            heartbeat = self._table.read(region)
            self._peers[region] = heartbeat
            if heartbeat is None:
                self._measured[region] = None
                continue
            age = max(0.0, self._clock() - heartbeat.at)
            self._measured[region] = age
            self._metrics.replica_age(region, age)
        now = self._clock()
        self._measured_at = now
        following = next_heartbeat(
            own,
            now,
            interval_seconds=self._settings.heartbeat_seconds,
            isolation_seconds=self._settings.isolation_seconds,
            settled=self.why_closed(own) is None,
        )
        if following is None:
            return
        if self._table.write(following, own) and following.returned_at == now:
            log.warning("the Region was away and has returned")

    async def run(self) -> None:
        """Beats until cancelled; a round that fails is tried again with the next one."""
        loop = asyncio.get_running_loop()
        patience = max(5.0, 2 * self._settings.heartbeat_seconds)
        failing = False
        while True:
            started = loop.time()
            try:
                await self._calls.run(self.beat, started + patience)
                failing = False
            except (TableError, NotStartedError, UnfinishedError) as error:
                if not failing:
                    log.warning(
                        "no heartbeat", extra={"fields": {"reason": str(error) or "unfinished"}}
                    )
                failing = True
            except Exception:  # noqa: BLE001 - without heartbeats nobody would notice
                log.exception("a heartbeat failed")
            await asyncio.sleep(max(0.0, started + self._settings.heartbeat_seconds - loop.time()))
