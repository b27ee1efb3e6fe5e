"""`python -m local.tables`: creates a table in every Region, or says what the tables hold.

`create` prints `created` for each Region once its table is ready. `snapshot` prints an `item` for
each client's item, a `conflict` for each entry of the journal, and an `end` with the numbers of
both for each Region.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError, ParamValidationError

from regional_app.items import MalformedItemError

from .arguments import CommandLine, add_regions, add_table
from .creation import create_everywhere
from .endpoints import dynamodb, reason
from .lines import print_line
from .snapshot import event, scan

if TYPE_CHECKING:
    from collections.abc import Mapping


def main() -> int:
    """The exit code."""
    line = CommandLine("local.tables", "The tables of local DynamoDB endpoints.")
    commands = line.parser.add_subparsers(dest="command", required=True)
    create = commands.add_parser(
        "create", help="create the table that standard input describes: CreateTable's arguments"
    )
    add_regions(create)
    snapshot = commands.add_parser("snapshot", help="say what the tables hold")
    add_table(snapshot)
    add_regions(snapshot)
    given = line.parser.parse_args()
    endpoints = line.regions(given.region)
    if given.command == "create":
        arguments = _table_arguments(line)
        line.check()
        return _create(line, endpoints, arguments)
    line.check()
    failures = [_snapshot(*region, given.table, given.key) for region in endpoints.items()]
    return int(any(failures))


def _table_arguments(line: CommandLine) -> dict[str, Any]:
    try:
        arguments = json.load(sys.stdin)
    except ValueError as error:
        line.faults.append(f"standard input is not JSON: {error}")
        return {}
    if not isinstance(arguments, dict) or not isinstance(arguments.get("TableName"), str):
        line.faults.append("standard input is not an object with CreateTable's arguments")
        return {}
    return arguments


def _create(line: CommandLine, endpoints: Mapping[str, str], arguments: dict[str, Any]) -> int:
    failures = create_everywhere(
        endpoints, arguments, lambda region: print_line("created", region=region)
    )
    for region, error in failures.items():
        if isinstance(error, ParamValidationError):
            line.fail(f"standard input: {error}")
        sys.stderr.write(f"{region}: {reason(error)}\n")
    return int(bool(failures))


def _snapshot(region: str, endpoint: str, table: str, key_attribute: str) -> bool:
    """Whether it failed."""
    counts: Counter[str] = Counter()
    malformed = False
    try:
        for attributes in scan(dynamodb(region, endpoint), table):
            try:
                found = event(attributes, key_attribute)
            except MalformedItemError as error:
                sys.stderr.write(f"{region}: {attributes[key_attribute]['S']!r}: {error}\n")
                malformed = True
                continue
            if found is not None:
                counts[found["event"]] += 1
                print_line(found.pop("event"), region=region, **found)
    except (BotoCoreError, ClientError) as error:
        sys.stderr.write(f"{region}: {reason(error)}\n")
        return True
    print_line("end", region=region, items=counts["item"], conflicts=counts["conflict"])
    return malformed


if __name__ == "__main__":
    sys.exit(main())
