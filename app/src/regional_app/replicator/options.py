"""What the replicator is told: arguments, and commands while it runs. Pure."""

from __future__ import annotations

import argparse
import json
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from .endpoints import METAVAR, parse_endpoints

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from .links import Pair

_FEWEST_REGIONS: Final = 2

USAGE: Final = """\
Commands, a JSON object a line on standard input:
  {"partition": ["us-east-1", "us-west-2"]}             both ways; of more Regions, all pairs
  {"partition": {"from": "us-east-1", "to": "us-west-2"}}   one way only
  {"heal": ...}                                         likewise
  {"lag": {"seconds": 0.5}}                             of all pairs
  {"lag": {"from": "us-east-1", "to": "us-west-2", "seconds": 0.5}}
  {"settle": true}                                      tell once all is where it can get to
To isolate a Region use a partition: if its endpoint is cut off from the replicator instead, its
writes are read late, and DynamoDB Local does not tell within a minute when they were made.
It ends with standard input, or with SIGTERM. Start it once for new tables: it takes all that their
streams hold for clients' writes, so a second run would replicate what the first one wrote.
"""


class InvalidOptionsError(Exception):
    """Arguments or a command that cannot be carried out; says every fault, one a line."""


@dataclass(frozen=True, kw_only=True)
class Options:
    """What the replicator is started with."""

    table_name: str
    key_attribute: str
    endpoints: Mapping[str, str]
    """By Region, in the order given."""
    lag_seconds: Mapping[Pair, float]
    poll_seconds: float = 0.05
    """Between two looks at a stream, and at what is due."""
    arrivals: bool = False
    """Whether the arrival of each change of a client's item is printed."""


@dataclass(frozen=True)
class Command:
    """What to do with some of the links."""

    action: Literal["partition", "heal", "lag", "settle"]
    pairs: tuple[Pair, ...]
    seconds: float = 0.0
    """The lag, where that is what changes."""


def parse_arguments(arguments: Sequence[str]) -> Options:
    """The options that command-line arguments give.

    Raises InvalidOptionsError; exits where argparse does.
    """
    parser = argparse.ArgumentParser(
        prog="python -m regional_app.replicator",
        description="Replicates a table between Regions for tests: the last writer wins.",
        epilog=USAGE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--table", required=True, help="name of the table in every Region")
    parser.add_argument("--key", default="id", help="its key attribute, a string (default: id)")
    parser.add_argument(
        "--region",
        action="append",
        default=[],
        metavar=METAVAR,
        help="a Region and its DynamoDB endpoint; two or more",
    )
    parser.add_argument(
        "--lag",
        action="append",
        default=[],
        metavar="[FROM:TO=]SECONDS",
        help="of all pairs of Regions, or of one ordered pair (default: 0)",
    )
    parser.add_argument(
        "--poll",
        type=float,
        default=Options.poll_seconds,
        metavar="SECONDS",
        help=f"between two looks at each stream (default: {Options.poll_seconds})",
    )
    parser.add_argument(
        "--arrivals",
        action="store_true",
        help="print a line for each change of a client's item that a Region has dealt with",
    )
    given = parser.parse_args(arguments)
    faults: list[str] = []
    endpoints = parse_endpoints(given.region, faults)
    if not faults and len(endpoints) < _FEWEST_REGIONS:
        faults.append(f"--region: {len(endpoints)} given; replication takes two or more")
    lags = _lags(given.lag, list(endpoints), faults)
    try:
        poll_seconds = _seconds(given.poll)
    except ValueError as error:
        faults.append(f"--poll {given.poll}: {error}")
    if faults:
        raise InvalidOptionsError("\n".join(faults))
    return Options(
        table_name=given.table,
        key_attribute=given.key,
        endpoints=endpoints,
        lag_seconds=lags,
        poll_seconds=poll_seconds,
        arrivals=given.arrivals,
    )


def _lags(given: Iterable[str], regions: Sequence[str], faults: list[str]) -> dict[Pair, float]:
    lags: dict[Pair, float] = {}
    every: dict[Pair, float] = {}
    for text in given:
        pair_text, separator, seconds_text = text.rpartition("=")
        try:
            seconds = _seconds(float(seconds_text))
            if separator:
                source, _, destination = pair_text.partition(":")
                lags[_pair(source, destination, regions)] = seconds
            else:
                every = dict.fromkeys(_pairs_among(regions), seconds)
        except ValueError as error:
            faults.append(f"--lag {text!r}: {error}")
    return {**every, **lags}


def parse_command(line: str, regions: Sequence[str]) -> Command:
    """The command that a line of standard input gives.

    Raises InvalidOptionsError.
    """
    try:
        return _command(json.loads(line), regions)
    except ValueError as error:
        raise InvalidOptionsError(f"{error}; see --help") from None


def _command(command: Any, regions: Sequence[str]) -> Command:
    match command:
        case {"partition": links, **others} if not others:
            return Command("partition", _pairs(links, regions))
        case {"heal": links, **others} if not others:
            return Command("heal", _pairs(links, regions))
        case {"lag": {"seconds": int() | float() as seconds, **link}, **others} if not others:
            pairs = _pairs(link, regions) if link else _pairs_among(regions)
            return Command("lag", pairs, _seconds(seconds))
        case {"settle": True, **others} if not others:
            return Command("settle", ())
    raise ValueError(f"{json.dumps(command)} is not a command")


def _pairs(of: Any, regions: Sequence[str]) -> tuple[Pair, ...]:
    match of:
        case {"from": source, "to": destination, **others} if not others:
            return (_pair(source, destination, regions),)
        case [_, _, *_]:
            for region in of:
                _known(region, regions)
            if len(set(of)) == len(of):
                return _pairs_among(of)
    raise ValueError(
        'links are given as two or more different Regions in a list, or as {"from": ..., "to": ...}'
    )


def _pairs_among(regions: Sequence[str]) -> tuple[Pair, ...]:
    return tuple((a, b) for a in regions for b in regions if a != b)


def _pair(source: Any, destination: Any, regions: Sequence[str]) -> Pair:
    pair = (_known(source, regions), _known(destination, regions))
    if source == destination:
        raise ValueError(f"{source} does not replicate to itself")
    return pair


def _known(region: Any, regions: Sequence[str]) -> str:
    if not isinstance(region, str) or region not in regions:
        raise ValueError(f"{region!r} is not one of the Regions {', '.join(regions)}")
    return region


def _seconds(seconds: float) -> float:
    if not math.isfinite(seconds) or seconds < 0:
        raise ValueError(f"{seconds} is not a time; allowed is 0 or more seconds")
    return float(seconds)
