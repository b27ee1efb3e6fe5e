"""The replicator as a process, as tests and the rehearsal drive it."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

from ..json_lines_process import PATIENCE_SECONDS, JsonLinesProcess
from ..regions import RegionTable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


class ReplicatorProcess(JsonLinesProcess):
    """Runs between the tables given."""

    def __init__(self, tables: Sequence[RegionTable], *arguments: str) -> None:
        super().__init__(
            "regional_app.replicator",
            *("--table", tables[0].table_name, "--key", tables[0].key_attribute),
            *(f"--region={table.region}={table.endpoint}" for table in tables),
            *arguments,
            ready="ready",
        )

    def command(self, **command: Any) -> dict[str, Any]:
        """Sends a command; the line that answers it."""
        start = len(self.lines)
        self.send(json.dumps(command))
        names = {*command, "refused-command"}
        return self.wait_for(lambda line: line["event"] in names, start=start)

    def settled(self, tables: Sequence[RegionTable]) -> dict[str, Any]:
        """Waits until nothing is under way; what all tables hold, which has to be the same."""
        end = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < end:
            contents = [contents_of(table) for table in tables]
            counts = [line for line in self.lines if line["event"] == "counts"]
            idle = not counts or counts[-1]["pending"] == 0
            if idle and all(content == contents[0] for content in contents):
                return contents[0]
            time.sleep(0.1)
        raise AssertionError(f"did not settle: {contents}, {self.lines[-1]}")


def contents_of(table: RegionTable) -> dict[str, Any]:
    """All items of a table by key."""
    found: dict[str, Any] = {}
    for page in table.client.get_paginator("scan").paginate(
        TableName=table.table_name, ConsistentRead=True
    ):
        found.update({item[table.key_attribute]["S"]: item for item in page["Items"]})
    return found


def eventually(condition: Callable[[], object]) -> None:
    """Waits until a condition holds."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)
