"""Arguments that several commands take; what is wrong with them is told at once."""

from __future__ import annotations

import argparse
import math
import sys
from typing import TYPE_CHECKING, Final, NoReturn

from regional_app.replicator.endpoints import METAVAR, parse_endpoints

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_USAGE: Final = 2


class CommandLine:
    """A command's arguments. Faults are gathered while they are read, and told by `check`."""

    def __init__(self, module: str, description: str) -> None:
        self.parser = argparse.ArgumentParser(prog=f"python -m {module}", description=description)
        self.faults: list[str] = []

    def regions(self, given: Sequence[str]) -> Mapping[str, str]:
        """Endpoints by Region."""
        return parse_endpoints(given, self.faults)

    def region(self, given: str) -> tuple[str, str]:
        """One Region and its endpoint; both empty where that is a fault."""
        return next(iter(self.regions([given]).items()), ("", ""))

    def whole(self, option: str, text: str, *, least: int, most: int) -> int:
        """A whole number."""
        if text.isascii() and text.isdigit() and least <= int(text[:20]) <= most:
            return int(text)
        self.faults.append(f"{option} {text!r}: allowed is a whole number of {least} to {most}")
        return least

    def seconds(self, option: str, text: str, *, most: float) -> float:
        """A time from 0 on."""
        try:
            seconds = float(text)
        except ValueError:
            seconds = math.nan
        if 0 <= seconds <= most:
            return seconds
        self.faults.append(f"{option} {text!r}: allowed is a number of seconds, 0 to {most:g}")
        return 0.0

    def check(self) -> None:
        """Exits with code 2 and all faults, where there are any."""
        if self.faults:
            self.fail("\n".join(self.faults))

    def fail(self, reason: object) -> NoReturn:
        """Exits with code 2."""
        sys.stderr.write(f"{reason}\n")
        sys.exit(_USAGE)


def add_table(parser: argparse.ArgumentParser) -> None:
    """The options that name a table."""
    parser.add_argument("--table", required=True, help="the table's name, in every Region")
    parser.add_argument("--key", default="id", help="its key attribute, a string (default: id)")


def add_regions(parser: argparse.ArgumentParser) -> None:
    """The option that names Regions, one or more."""
    parser.add_argument(
        "--region",
        action="append",
        required=True,
        metavar=METAVAR,
        help="a Region and its DynamoDB endpoint; one or more",
    )


def add_region(parser: argparse.ArgumentParser) -> None:
    """The option that names one Region."""
    parser.add_argument(
        "--region", required=True, metavar=METAVAR, help="the Region and its DynamoDB endpoint"
    )
