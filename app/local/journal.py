"""`python -m local.journal`: the conflict journal of one Region, which Lambda runs on AWS.

Prints JSON lines: `ready` when the stream was read once, `kept` whenever something was kept,
`not-kept` for each failure, `region-unavailable` with what failed and `region-available`,
`stopping` when it was told to stop, `stopped` with the totals. Records that failed are tried again,
a bounded number of times.

When standard input ends, or with SIGTERM, it reads what the stream still holds and then stops; a
second signal ends it at once. Exit code 1: something could not be read or kept; 2: unusable
arguments or table.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from regional_app.journal import JournalTable
from regional_app.replicator.stream import StreamUnusableError, TableStream

from .arguments import CommandLine, add_region, add_table
from .endpoints import reason
from .journal_reader import JournalReader
from .lines import print_line

if TYPE_CHECKING:
    from types import FrameType

_POLL_SECONDS: Final = 0.25
"""As Lambda does."""
_RETRY_SECONDS: Final = 0.5
_LAST_READS: Final = 10
"""How often a Region that does not answer is asked for the rest of its stream."""
_LIMITS: Final = Config(
    connect_timeout=1, read_timeout=2, retries={"mode": "standard", "total_max_attempts": 1}
)


def main() -> int:
    """The exit code."""
    line = CommandLine("local.journal", "Keeps what last-writer-wins overwrites unseen.")
    add_table(line.parser)
    add_region(line.parser)
    given = line.parser.parse_args()
    region, endpoint = line.region(given.region)
    line.check()
    session = boto3.Session(region_name=region)
    dynamodb = session.client("dynamodb", endpoint_url=endpoint, config=_LIMITS)
    streams = session.client("dynamodbstreams", endpoint_url=endpoint, config=_LIMITS)
    report = partial(_report, region)
    table = JournalTable(client=dynamodb, name=given.table, region=region, key_attribute=given.key)
    reader = JournalReader(TableStream(dynamodb, streams, given.table), table, report)
    try:
        to_the_end = _run(reader, report, _stop_when_told())
    except StreamUnusableError as error:
        line.fail(f"{region}: {error}")
    report(
        "stopped",
        kept=reader.kept,
        repeated=reader.repeated,
        failed=reader.failed,
        records=reader.records,
        readToEnd=to_the_end,
    )
    return 0 if to_the_end and reader.failed == 0 else 1


def _run(reader: JournalReader, report: partial[None], stopping: threading.Event) -> bool:
    """Until it is told to stop; whether it then read the stream to its end."""
    ready, available = False, True
    # Only a read that begins after it was told so finds all that was written before.
    to_the_end = False
    last_reads = 0
    while True:
        if stopping.is_set() and not to_the_end:
            to_the_end = True
            report("stopping")
        try:
            reader.step()
        except (BotoCoreError, ClientError) as error:
            if available:
                report("region-unavailable", reason=reason(error))
            available = False
            last_reads += to_the_end
            if last_reads >= _LAST_READS:
                return False
            _pause(stopping, _RETRY_SECONDS)
            continue
        if not ready:
            report("ready")
        elif not available:
            report("region-available")
        ready = available = True
        if to_the_end and reader.finished:
            return True
        if reader.held_up:
            _pause(stopping, _RETRY_SECONDS)
        elif reader.finished:
            _pause(stopping, _POLL_SECONDS)


def _pause(stopping: threading.Event, seconds: float) -> None:
    """Ends early when it is told to stop meanwhile."""
    if stopping.is_set():
        time.sleep(seconds)
    else:
        stopping.wait(seconds)


def _stop_when_told() -> threading.Event:
    """Set by the end of standard input, or by the first signal."""
    stopping = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopping.set()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_DFL)

    def read_input() -> None:
        # Not through sys.stdin: a thread that waits in there breaks the interpreter's end.
        while os.read(0, 65_536):
            pass
        stopping.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    threading.Thread(target=read_input, daemon=True).start()
    return stopping


def _report(region: str, event: str, /, **members: Any) -> None:
    print_line(event, region=region, **members)


if __name__ == "__main__":
    sys.exit(main())
