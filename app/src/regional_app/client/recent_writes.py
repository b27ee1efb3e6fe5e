"""Acknowledged writes that another Region may not have yet. Pure: no I/O; time is handed in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..versions import VersionVector

if TYPE_CHECKING:
    from .results import AcknowledgedWrite


@dataclass(kw_only=True)
class _Kept:
    write: AcknowledgedWrite
    version: VersionVector
    at: float
    held_in: set[str]


class RecentWrites:
    """What a Region change may lose. For one thread.

    A Region that fails takes with it what it acknowledged in the last moments, however long clients
    then need to get away from it. So age alone forgets nothing: a write is forgotten when a Region
    that holds it has gone on answering, with a replica that keeps up, for the window's length.
    """

    def __init__(self, *, window_seconds: float, rpo_seconds: float, maximum: int = 10_000) -> None:
        """Beyond `maximum` writes the oldest are forgotten, and counted in `dropped`."""
        self._window_seconds = window_seconds
        self._rpo_seconds = rpo_seconds
        self._maximum = maximum
        self._kept: dict[str, _Kept] = {}
        self.dropped = 0

    def __len__(self) -> int:
        return len(self._kept)

    def add(self, write: AcknowledgedWrite, held_in: set[str], now: float) -> None:
        """Keeps a write that these Regions hold, in place of those that it includes."""
        version = VersionVector.parse(write.version)
        included = [
            key
            for key, kept in self._kept.items()
            if kept.write.id == write.id and version.includes(kept.version)
        ]
        for key in included:
            del self._kept[key]
        self._kept[write.idempotency_key] = _Kept(
            write=write, version=version, at=now, held_in=set(held_in)
        )
        if len(self._kept) > self._maximum:
            del self._kept[next(iter(self._kept))]
            self.dropped += 1

    def due_in(self, region: str) -> list[AcknowledgedWrite]:
        """What this Region is not known to hold, oldest first."""
        return [kept.write for kept in self._kept.values() if region not in kept.held_in]

    def held(self, write: AcknowledgedWrite, region: str, now: float) -> None:
        """This Region holds the write as well, as of now."""
        kept = self._kept.get(write.idempotency_key)
        if kept is not None:
            kept.held_in.add(region)
            kept.at = now

    def settled(self, write: AcknowledgedWrite) -> None:
        """There is nothing left to do for the write."""
        self._kept.pop(write.idempotency_key, None)

    def answered(self, region: str, replica_age_seconds: float | None, now: float) -> None:
        """A Region has answered. Forgets what it has held for long enough.

        A Region that hears nothing of its peers may not be heard by them either: while its replica
        is older than the RPO nothing is forgotten.
        """
        if replica_age_seconds is not None and replica_age_seconds > self._rpo_seconds:
            return
        since = now - self._window_seconds
        for key in [
            key for key, kept in self._kept.items() if region in kept.held_in and kept.at < since
        ]:
            del self._kept[key]
