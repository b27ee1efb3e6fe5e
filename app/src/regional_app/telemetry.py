"""What the service says of itself: JSON logs, and metrics in CloudWatch's embedded metric format.

Both are lines on standard output. CloudWatch makes metrics of the lines that have an `_aws` member:
"Specification: Embedded metric format" in the CloudWatch user guide.
"""

from __future__ import annotations

import json
import logging
import sys
import time
from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

NAMESPACE: Final = "RegionalFailover"
REPLICA_AGE: Final = "ReplicaAgeSeconds"

COUNTERS: Final = (
    "Requests",
    "ServerErrors",
    "Shed",
    "DynamoDBErrors",
    "StaleReads",
    "Replays",
    "Conflicts",
)
_MOST_VALUES: Final = 100
"""The format's limit for one metric in one line."""

log: Final = logging.getLogger("regional_app")


class JsonFormatter(logging.Formatter):
    """One JSON object a line; fields come from `extra={"fields": {...}}`."""

    def __init__(self, region: str) -> None:
        super().__init__()
        self._region = region

    def format(self, record: logging.LogRecord) -> str:
        """The record as JSON."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "region": self._region,
            "message": record.getMessage(),
            **getattr(record, "fields", {}),
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, default=str)


def configure_logging(region: str) -> None:
    """Sends this service's log, and warnings of libraries, to standard output as JSON."""
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(JsonFormatter(region))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    log.setLevel(logging.INFO)


class Metrics:
    """Counts between two flushes, and writes them as one line each."""

    def __init__(
        self,
        table_name: str,
        region: str,
        *,
        write: Callable[[str], object] | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._dimensions = {"TableName": table_name, "Region": region}
        self._write = write or _write_line
        self._clock = clock
        self._counts: Counter[str] = Counter()
        self._latencies: list[float] = []
        self._seen = 0

    def count(self, name: str, amount: int = 1) -> None:
        """Adds to one of COUNTERS."""
        self._counts[name] += amount

    def request(self, seconds: float, *, failed: bool) -> None:
        """Notes an answered request; `failed` for statuses of 500 and above."""
        self._counts["Requests"] += 1
        self._counts["ServerErrors"] += failed
        # Every n-th one takes the place of an older one: an even sample that costs nothing to keep.
        if len(self._latencies) < _MOST_VALUES:
            self._latencies.append(seconds * 1000)
        else:
            self._latencies[self._seen % _MOST_VALUES] = seconds * 1000
        self._seen += 1

    def replica_age(self, source_region: str, seconds: float) -> None:
        """Writes how far this Region's replica is behind another Region."""
        self._emit(
            {REPLICA_AGE: "Seconds"},
            {REPLICA_AGE: seconds},
            {**self._dimensions, "SourceRegion": source_region},
        )

    def flush(self) -> None:
        """Writes what was counted since the last time, zeros too: no data is not the same."""
        values: dict[str, Any] = {name: self._counts[name] for name in COUNTERS}
        units = dict.fromkeys(COUNTERS, "Count")
        if self._latencies:
            values["Latency"] = [round(latency, 3) for latency in self._latencies]
            units["Latency"] = "Milliseconds"
        self._counts.clear()
        self._latencies = []
        self._seen = 0
        self._emit(units, values, self._dimensions)

    def _emit(
        self, units: dict[str, str], values: dict[str, Any], dimensions: dict[str, str]
    ) -> None:
        line = embedded_metrics(units, values, dimensions, self._clock())
        self._write(json.dumps(line) + "\n")


def embedded_metrics(
    units: Mapping[str, str],
    values: Mapping[str, Any],
    dimensions: Mapping[str, str],
    at: float,
) -> dict[str, Any]:
    """A line of the log that CloudWatch makes metrics of. `at` is in seconds since the epoch."""
    return {
        "_aws": {
            "Timestamp": int(at * 1000),
            "CloudWatchMetrics": [
                {
                    "Namespace": NAMESPACE,
                    "Dimensions": [list(dimensions)],
                    "Metrics": [{"Name": name, "Unit": unit} for name, unit in units.items()],
                }
            ],
        },
        **dimensions,
        **values,
    }


def _write_line(line: str) -> None:
    sys.stdout.write(line)
    sys.stdout.flush()
