"""A command that prints JSON lines, as a process that tests drive."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING, Any, Self

from local.endpoints import CREDENTIALS

if TYPE_CHECKING:
    from collections.abc import Callable

PATIENCE_SECONDS = 30
"""Far longer than anything takes; only a test that fails waits for it."""


class JsonLinesProcess:
    """`python -m` with these arguments; a context manager that ends it, ready once entered."""

    def __init__(self, *command: str, ready: str) -> None:
        """`ready` is the event that says so."""
        self._ready = ready
        self._process = subprocess.Popen(
            [sys.executable, "-m", *command],
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
        self.wait_for(lambda line: line["event"] == self._ready)
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

    def events(self, name: str) -> list[dict[str, Any]]:
        """The lines so far of this event."""
        return [line for line in list(self.lines) if line["event"] == name]

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
