"""The links between Regions as the Regions' threads share them."""

from __future__ import annotations

import threading
import time
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from .links import Links, Outcome

if TYPE_CHECKING:
    from .options import Command, Options
    from .replica import Change


class Network:
    """The links, shared between the Regions' threads."""

    def __init__(self, options: Options) -> None:
        self._links = Links(options.endpoints, options.lag_seconds)
        self._lock = threading.Lock()

    def send(self, change: Change) -> None:
        """Puts a change on the way to all other Regions."""
        with self._lock:
            self._links.send(change, time.monotonic())

    def arriving(self, region: str) -> tuple[tuple[str, str], Change] | None:
        """The change that a Region has to deal with next, if one is due."""
        with self._lock:
            return self._links.arriving(region, time.monotonic())

    def arrived(self, pair: tuple[str, str], outcome: Outcome) -> float:
        """The Region has dealt with it; how many seconds after it was sent."""
        with self._lock:
            return time.monotonic() - self._links.arrived(pair, outcome)

    def obey(self, command: Command) -> None:
        """Changes lags or partitions."""
        with self._lock:
            for pair in command.pairs:
                match command.action:
                    case "partition":
                        self._links.partition(pair)
                    case "heal":
                        self._links.heal(pair, time.monotonic())
                    case "lag":
                        self._links.set_lag(pair, command.seconds)

    @property
    def on_the_way(self) -> int:
        """Changes on links that no partition holds back."""
        with self._lock:
            return self._links.on_the_way

    def counts(self) -> dict[str, Any]:
        """Sums, and the counts of each link."""
        with self._lock:
            links = self._links.counts(time.monotonic())
        counts = {pair: asdict(link) for pair, link in links.items()}
        names = next(iter(counts.values()))
        return {
            **{name: sum(count[name] for count in counts.values()) for name in names},
            "links": [{"from": a, "to": b, **count} for (a, b), count in counts.items()],
        }
