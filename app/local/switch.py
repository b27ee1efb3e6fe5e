"""`python -m local.switch`: makes a Region's `/health` fail for a while, or no longer.

Prints `switched` with when that was and until when it fails, in seconds since the epoch.
"""

from __future__ import annotations

import sys
import time
from typing import Final

from botocore.exceptions import BotoCoreError, ClientError

from regional_app.items import switch_key

from .arguments import CommandLine, add_region, add_table
from .endpoints import dynamodb, reason
from .lines import print_line

_DAY_SECONDS: Final = 86_400


def main() -> int:
    """The exit code."""
    line = CommandLine("local.switch", "Puts the drill switch into a Region's table.")
    add_table(line.parser)
    add_region(line.parser)
    line.parser.add_argument("--seconds", required=True, help="for how long; 0 ends the drill")
    given = line.parser.parse_args()
    region, endpoint = line.region(given.region)
    seconds = line.seconds("--seconds", given.seconds, most=_DAY_SECONDS)
    line.check()
    at = round(time.time(), 6)
    until = round(at + seconds, 6)
    item = {given.key: {"S": switch_key(region)}, "failHealthUntil": {"N": f"{until:.6f}"}}
    try:
        dynamodb(region, endpoint).put_item(TableName=given.table, Item=item)
    except (BotoCoreError, ClientError) as error:
        sys.stderr.write(f"{region}: {reason(error)}\n")
        return 1
    print_line("switched", region=region, at=at, until=until)
    return 0


if __name__ == "__main__":
    sys.exit(main())
