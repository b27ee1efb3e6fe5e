"""Version vectors: which of two versions of an item came first, or that nobody can say.

A single counter cannot tell a later write from a concurrent one in another Region; one counter a
Region can. Pure: no I/O, no clock.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

MAXIMUM_TOKEN_LENGTH: Final = 512
"""Characters of a token; room for 14 Regions with the longest names and counters."""

MAXIMUM_COUNTER: Final = 10**18
"""More writes than one item sees; well inside the 38 digits of a DynamoDB number."""

_EMPTY_TOKEN: Final = "0"  # noqa: S105 - a version, not a secret
_COUNTER: Final = re.compile(r"([a-z0-9]+(?:-[a-z0-9]+)*):([1-9][0-9]{0,18})", re.ASCII)


class Order(Enum):
    """How a version relates to another one."""

    EQUAL = "equal"
    BEFORE = "before"
    AFTER = "after"
    CONCURRENT = "concurrent"


class InvalidVersionError(ValueError):
    """Text that is not a version, or counters that no version can have."""


class VersionVector:
    """How many writes of each Region a version of an item includes. Immutable and hashable."""

    __slots__ = ("_counters",)

    def __init__(self, counters: Mapping[str, int] | None = None) -> None:
        """Takes positive counters by Region; a Region that is absent has written nothing."""
        counters = counters or {}
        for region, counter in counters.items():
            if not _COUNTER.fullmatch(f"{region}:{counter}") or counter > MAXIMUM_COUNTER:
                raise InvalidVersionError(
                    f"{region!r}: {counter} is not a Region and a counter of 1 to {MAXIMUM_COUNTER}"
                )
        self._counters: tuple[tuple[str, int], ...] = tuple(sorted(counters.items()))

    @property
    def counters(self) -> dict[str, int]:
        """The counters by Region, Regions in alphabetical order."""
        return dict(self._counters)

    def __getitem__(self, region: str) -> int:
        """The Region's counter, 0 where it has written nothing."""
        return dict(self._counters).get(region, 0)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, VersionVector) and self._counters == other._counters

    def __hash__(self) -> int:
        return hash(self._counters)

    def __repr__(self) -> str:
        return f"VersionVector({self.token!r})"

    def compare(self, other: VersionVector) -> Order:
        """How this version relates to the other: BEFORE means that the other includes it."""
        mine, theirs = self.counters, other.counters
        ahead = any(counter > theirs.get(region, 0) for region, counter in mine.items())
        behind = any(counter > mine.get(region, 0) for region, counter in theirs.items())
        if ahead and behind:
            return Order.CONCURRENT
        if ahead:
            return Order.AFTER
        return Order.BEFORE if behind else Order.EQUAL

    def includes(self, other: VersionVector) -> bool:
        """Whether whoever has this version has seen the other."""
        return self.compare(other) in {Order.EQUAL, Order.AFTER}

    def merged(self, other: VersionVector) -> VersionVector:
        """The smallest version that includes both."""
        regions = {*self.counters, *other.counters}
        return VersionVector({region: max(self[region], other[region]) for region in regions})

    def advanced(self, region: str, at_least: int = 1) -> VersionVector:
        """The version after one more write in a Region.

        A Region that lost its latest versions to another one's would count to the same numbers
        again, and a version that includes the first of two equal counters would seem to include
        the second. `at_least`, from a clock, is greater than all that the Region ever counted to.
        """
        return VersionVector({**self.counters, region: max(self[region] + 1, at_least)})

    @property
    def token(self) -> str:
        """As text: `us-east-1:3.us-west-2:1`, Regions in alphabetical order; `0` when empty."""
        parts = [f"{region}:{counter}" for region, counter in self._counters]
        return ".".join(parts) or _EMPTY_TOKEN

    @staticmethod
    def parse(token: str) -> VersionVector:
        """Reads what `token` wrote; every version has exactly one spelling.

        Raises InvalidVersionError for any other text.
        """
        if token == _EMPTY_TOKEN:
            return VersionVector()
        if len(token) > MAXIMUM_TOKEN_LENGTH:
            raise InvalidVersionError(
                f"a version has at most {MAXIMUM_TOKEN_LENGTH} characters, this one {len(token)}"
            )
        counters: dict[str, int] = {}
        for part in token.split("."):
            match = _COUNTER.fullmatch(part)
            if match is None:
                raise InvalidVersionError(_malformed(token))
            counters[match[1]] = int(match[2])
        vector = VersionVector(counters)
        if vector.token != token:
            raise InvalidVersionError(_malformed(token))
        return vector


def _malformed(token: str) -> str:
    return (
        f"{token!r} is not a version; write Regions in alphabetical order with their counters,"
        " as in us-east-1:3.us-west-2:1, or 0"
    )
