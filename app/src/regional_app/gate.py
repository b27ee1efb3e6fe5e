"""Failback: whether a Region that was away may take clients again. Pure: no I/O, no clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .heartbeat import Heartbeat


def why_closed(
    own: Heartbeat | None,
    peer_ages: Mapping[str, float | None] | None,
    now: float,
    *,
    isolation_seconds: float,
    rpo_seconds: float,
    maximum_seconds: float,
) -> str | None:
    """Why clients are kept away, or None if they are not.

    `own` is the Region's own last heartbeat (None before the first one of all). `peer_ages` are
    seconds by Region as measured since the return: None for a peer that never had a heartbeat,
    which is not waited for, and None altogether before anything was measured.

    Old peers alone are no reason, and nothing keeps a Region out for longer than `maximum_seconds`:
    the last one standing has only dead peers.
    """
    if own is None:
        return None
    away = now - own.at
    if away > isolation_seconds:
        return f"the Region's last heartbeat is {away:.1f} s old"
    if own.returned_at is None or now - own.returned_at >= maximum_seconds:
        return None
    if peer_ages is None:
        return "the replica's age has not been measured since the Region returned"
    behind = {
        region: age for region, age in peer_ages.items() if age is not None and age > rpo_seconds
    }
    if not behind:
        return None
    ages = ", ".join(f"{region} by {age:.1f} s" for region, age in sorted(behind.items()))
    return f"the replica is behind {ages}; clients come back at {rpo_seconds:g} s"
