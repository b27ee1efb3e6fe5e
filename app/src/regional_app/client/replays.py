"""Gives a Region the recent writes that it may not have."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from . import item_requests
from .attempts import Answer, AttemptError
from .results import AcknowledgedWrite, Replay, ReplayOutcome

if TYPE_CHECKING:
    from collections.abc import Callable

    from .attempts import Deadline
    from .recent_writes import RecentWrites
    from .transport import Transport

_HELD = {ReplayOutcome.APPLIED, ReplayOutcome.ALREADY_APPLIED}


class Replayer:
    """Acts on each answer of an ordinary request. For one thread."""

    def __init__(
        self, transport: Transport, recent: RecentWrites, replayed: Callable[[Replay], None]
    ) -> None:
        self._transport = transport
        self._recent = recent
        self._replayed = replayed

    def answered(self, answer: Answer, deadline: Deadline) -> None:
        """Replays what the Region that answered may not have, as far as the time goes.

        A Region that cannot serve is left alone. The first replay without a usable answer ends
        the round; what is left is tried after the next answer.
        """
        region = answer.region
        if region is None or (answer.temporary and answer.problem != "replica-behind"):
            return
        self._recent.answered(region, answer.replica_age_seconds, time.monotonic())
        for write in self._recent.due_in(region):
            if deadline.remaining <= 0:
                return
            replay = self._replay(write, deadline)
            self._settle(replay)
            self._replayed(replay)
            if replay.outcome is ReplayOutcome.FAILED:
                return

    def _replay(self, write: AcknowledgedWrite, deadline: Deadline) -> Replay:
        started_at, began = time.time(), time.monotonic()
        answer: Answer | None = None
        try:
            answer = self._transport.attempt(item_requests.replay_request(write), deadline)
        except AttemptError as error:
            outcome, route, reason = ReplayOutcome.FAILED, error.route, error.kind
        else:
            outcome, route = item_requests.replay_outcome(answer), answer.route
            reason = answer.problem or ""
        return Replay(
            write=write,
            outcome=outcome,
            started_at=started_at,
            duration_seconds=time.monotonic() - began,
            status=answer.status if answer else None,
            region=answer.region if answer else None,
            address=route.address if route else None,
            resolved_at=route.resolved_at if route else None,
            replica_age_seconds=answer.replica_age_seconds if answer else None,
            error=reason or None,
        )

    def _settle(self, replay: Replay) -> None:
        if replay.outcome in _HELD and replay.region is not None:
            self._recent.held(replay.write, replay.region, time.monotonic())
        elif replay.outcome is not ReplayOutcome.FAILED:
            self._recent.settled(replay.write)
