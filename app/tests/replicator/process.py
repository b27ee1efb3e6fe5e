"""The replicator as a process, as tests and the rehearsal drive it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING, Any, Self

from ..regions import CREDENTIALS, RegionTable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

PATIENCE_SECONDS = 30
"""Far longer than anything takes; only a test that fails waits for it."""


class ReplicatorProcess:
    """Runs between the tables given; a context manager that ends it."""

    def __init__(self, tables: Sequence[RegionTable], *arguments: str) -> None:
        regions = [f"--region={table.region}={table.endpoint}" for table in tables]
        self._process = subprocess.Popen(
            [
                *(sys.executable, "-m", "regional_app.replicator"),
                *("--table", tables[0].table_name, "--key", tables[0].key_attribute),
                *regions,
                *arguments,
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, **CREDENTIALS},
        )
        self.lines: list[dict[str, Any]] = []
        self._news = threading.Condition()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self) -> Self:
        self.wait_for(lambda line: line["event"] == "ready")
        return self

    def __exit__(self, *_: object) -> None:
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        self._reader.join()
        for stream in (self._process.stdin, self._process.stdout, self._process.stderr):
            assert stream is not None
            stream.close()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            with self._news:
                self.lines.append(json.loads(line))
                self._news.notify_all()
        with self._news:
            self._news.notify_all()

    def wait_for(
        self, condition: Callable[[dict[str, Any]], object], *, start: int = 0
    ) -> dict[str, Any]:
        """The first line from `start` on that fulfils a condition."""
        end = time.monotonic() + PATIENCE_SECONDS
        with self._news:
            while True:
                for line in self.lines[start:]:
                    if condition(line):
                        return line
                if not self._news.wait(end - time.monotonic()) or not self._reader.is_alive():
                    raise AssertionError(f"not among {self.lines}; {self._process.poll()=}")

    def command(self, **command: Any) -> dict[str, Any]:
        """Sends a command; the line that answers it."""
        start = len(self.lines)
        self.send(json.dumps(command))
        names = {*command, "refused-command"}
        return self.wait_for(lambda line: line["event"] in names, start=start)

    def send(self, line: str) -> None:
        """Writes a line to standard input."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()

    def signal(self, number: int) -> None:
        """Sends a signal."""
        self._process.send_signal(number)

    def end(self, *, close: bool = True) -> tuple[int, str]:
        """Closes standard input and waits; exit code and standard error."""
        assert self._process.stdin is not None
        assert self._process.stderr is not None
        if close:
            self._process.stdin.close()
        code = self._process.wait(PATIENCE_SECONDS)
        self._reader.join()
        return code, self._process.stderr.read()

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
