"""The replicator's process: starts and ends the Regions' threads, takes commands, prints lines.

Prints JSON lines: `ready` when every stream was read once, `counts` whenever they change, each
command as it was carried out (`settled` once everything written before it has arrived wherever no
partition keeps it from), `refused-command`, `region-unavailable` with what failed and
`region-available`, `item-unknown` where a table holds what its stream never told, `stopped` with
the last counts. With `--arrivals` also an `arrival` for each change of a client's item that a
Region has dealt with: when that was, and how long after its source's stream told of it. Exit code
0; 2 for unusable arguments or tables, 1 for a fault of its own.
"""

from __future__ import annotations

import itertools
import json
import signal
import sys
import threading
from typing import TYPE_CHECKING, Any, Final

import boto3

from .network import Network
from .options import InvalidOptionsError, Options, parse_arguments, parse_command
from .worker import RegionWorker

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import FrameType

_REPORT_SECONDS: Final = 0.2


class Reporter:
    """Prints JSON lines, one at a time."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._lock = threading.Lock()
        self._last: dict[str, Any] = {}

    def __call__(self, event: str, /, **members: Any) -> None:
        """Prints an event."""
        with self._lock:
            sys.stdout.write(json.dumps({"event": event, **members}) + "\n")
            sys.stdout.flush()

    def report_counts(self) -> None:
        """Prints the counts if they have changed."""
        counts = self._network.counts()
        if counts != self._last:
            self._last = counts
            self("counts", **counts)


class Settling:
    """Tells when all that was written before it was asked has arrived where nothing holds it."""

    def __init__(self, network: Network, workers: Sequence[RegionWorker], report: Reporter) -> None:
        self._network = network
        self._workers = workers
        self._report = report
        self._since: list[int] | None = None

    def ask(self) -> None:
        """To be told once."""
        self._since = [worker.reads_to_end for worker in self._workers]

    def look(self) -> None:
        """Tells if it is time. Of two reads, the second began after it was asked."""
        if (
            self._since is not None
            and all(
                worker.reads_to_end > before + 1
                for worker, before in zip(self._workers, self._since, strict=True)
            )
            and self._network.on_the_way == 0
        ):
            self._since = None
            self._report("settled")


def run(options: Options) -> int:
    """Replicates until standard input ends or SIGTERM comes; the exit code."""
    network = Network(options)
    report = Reporter(network)
    numbers = itertools.count()
    session = boto3.Session()
    workers = [
        RegionWorker(
            region,
            options=options,
            network=network,
            numbers=numbers,
            report=report,
            session=session,
        )
        for region in options.endpoints
    ]
    settling = Settling(network, workers, report)
    ended = threading.Event()
    reporting = threading.Thread(
        target=_keep_reporting, args=(report, workers, settling, ended), daemon=True
    )
    signal.signal(signal.SIGTERM, _exit)
    signal.signal(signal.SIGINT, _exit)
    try:
        for thread in (*workers, reporting):
            thread.start()
        for line in sys.stdin:
            _obey(line, list(options.endpoints), network, report, settling)
    except SystemExit:
        pass
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        ended.set()
        for worker in workers:
            worker.stop()
        for thread in (*workers, reporting):
            thread.join()
    unusable = [worker.unusable for worker in workers if worker.unusable is not None]
    if unusable:
        sys.stderr.write("".join(f"{line}\n" for line in unusable))
        return 2
    report("stopped", **network.counts())
    return int(any(worker.failed for worker in workers))


def _keep_reporting(
    report: Reporter,
    workers: Sequence[RegionWorker],
    settling: Settling,
    ended: threading.Event,
) -> None:
    ready = False
    while not ended.wait(_REPORT_SECONDS):
        if not ready and all(worker.has_read.is_set() for worker in workers):
            ready = True
            report("ready", regions=[worker.region for worker in workers])
        report.report_counts()
        settling.look()


def _obey(
    line: str, regions: Sequence[str], network: Network, report: Reporter, settling: Settling
) -> None:
    try:
        command = parse_command(line, regions)
    except InvalidOptionsError as error:
        report("refused-command", reason=str(error))
        return
    if command.action == "settle":
        settling.ask()
        return
    network.obey(command)
    seconds = {"seconds": command.seconds} if command.action == "lag" else {}
    report(command.action, links=[{"from": a, "to": b} for a, b in command.pairs], **seconds)


def _exit(_signal: int, _frame: FrameType | None) -> None:
    raise SystemExit


def main(arguments: Sequence[str]) -> int:
    """Runs the command; the exit code."""
    try:
        options = parse_arguments(arguments)
    except InvalidOptionsError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return run(options)
