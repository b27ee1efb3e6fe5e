"""How long to wait before the same request is sent again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random


@dataclass(frozen=True, kw_only=True)
class Backoff:
    """Exponential, with full jitter: clients that failed together do not come back together.

    "Exponential Backoff And Jitter", AWS Architecture Blog.
    """

    first_seconds: float = 0.1
    """The longest first pause; it doubles with each further one."""
    longest_seconds: float = 2.0

    def pause(self, attempt: int, retry_after_seconds: float, chance: random.Random) -> float:
        """Seconds to wait after attempt number `attempt` (from 1) failed.

        What the service asked for is the least, and jitter comes on top.
        """
        longest = min(self.longest_seconds, self.first_seconds * 2 ** min(attempt - 1, 30))
        return min(retry_after_seconds, self.longest_seconds) + chance.uniform(0, longest)
