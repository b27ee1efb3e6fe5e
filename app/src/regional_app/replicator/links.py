"""The links between Regions: lag, partitions, and what waits on them. Pure: time is passed in."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from enum import Enum
from itertools import permutations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from .replica import Change

Pair = tuple[str, str]
"""Source and destination."""


class Outcome(Enum):
    """What became of a change in its destination."""

    APPLIED = "applied"
    OVERWROTE = "overwrote"
    """Applied, and lost a version that the change's writer had not seen."""
    DISCARDED = "discarded"
    """The destination holds a later write."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Waiting:
    change: Change
    sent_at: float
    due: float


@dataclass
class _Link:
    lag_seconds: float
    open: bool = True
    waiting: deque[_Waiting] = field(default_factory=deque)
    late: int = 0
    outcomes: dict[Outcome, int] = field(default_factory=lambda: dict.fromkeys(Outcome, 0))

    def overdue(self, now: float) -> int:
        return sum(waiting.due <= now for waiting in self.waiting)


@dataclass(frozen=True, kw_only=True)
class LinkCounts:
    """Numbers of changes on one link since the start; `pending` and `held` are of now."""

    pending: int
    """On their way or held back."""
    held: int
    """Held back by a partition for longer than the lag."""
    late: int
    """Ever held back by a partition for longer than the lag."""
    applied: int
    overwritten: int
    """Versions that these changes replaced in the destination without having seen them."""
    discarded: int
    """Changes that came to a later write."""


class Links:
    """Changes under way between Regions; those of one link arrive in the order they were sent."""

    def __init__(self, regions: Iterable[str], lag_seconds: Mapping[Pair, float]) -> None:
        """Every ordered pair of Regions has a link; its lag is 0 where none is given."""
        self._links = {pair: _Link(lag_seconds.get(pair, 0.0)) for pair in permutations(regions, 2)}

    @property
    def pairs(self) -> frozenset[Pair]:
        """All ordered pairs of Regions."""
        return frozenset(self._links)

    def set_lag(self, pair: Pair, seconds: float) -> None:
        """For changes that are sent from now on."""
        self._links[pair].lag_seconds = seconds

    def partition(self, pair: Pair) -> None:
        """Nothing arrives until `heal`, not even what is under way."""
        self._links[pair].open = False

    def heal(self, pair: Pair, now: float) -> None:
        """What was held back arrives at once."""
        link = self._links[pair]
        if not link.open:
            link.late += link.overdue(now)
            link.open = True

    def send(self, change: Change, now: float) -> None:
        """Puts a change on the way from its Region to all others."""
        for (source, _), link in self._links.items():
            if source == change.source:
                due = now + link.lag_seconds
                link.waiting.append(_Waiting(change=change, sent_at=now, due=due))

    def arriving(self, destination: str, now: float) -> tuple[Pair, Change] | None:
        """The change that has waited longest of those that are due in a Region."""
        due = [
            (link.waiting[0].due, pair)
            for pair, link in self._links.items()
            if pair[1] == destination and link.open and link.waiting and link.waiting[0].due <= now
        ]
        if not due:
            return None
        _, pair = min(due)
        return pair, self._links[pair].waiting[0].change

    def arrived(self, pair: Pair, outcome: Outcome) -> float:
        """The link's first change has been dealt with; when it was sent."""
        link = self._links[pair]
        link.outcomes[outcome] += 1
        return link.waiting.popleft().sent_at

    @property
    def on_the_way(self) -> int:
        """Changes on links that no partition holds back."""
        return sum(len(link.waiting) for link in self._links.values() if link.open)

    def counts(self, now: float) -> dict[Pair, LinkCounts]:
        """What has happened on each link."""
        return {pair: _counts(link, now) for pair, link in self._links.items()}


def _counts(link: _Link, now: float) -> LinkCounts:
    held = 0 if link.open else link.overdue(now)
    overwrote = link.outcomes[Outcome.OVERWROTE]
    return LinkCounts(
        pending=len(link.waiting),
        held=held,
        late=link.late + held,
        applied=link.outcomes[Outcome.APPLIED] + overwrote,
        overwritten=overwrote,
        discarded=link.outcomes[Outcome.DISCARDED],
    )
