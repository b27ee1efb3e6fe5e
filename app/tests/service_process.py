"""The service as a process of its own, as a container runs it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING, Any, Self, TypeVar

import httpx

from .regions import RegionTable

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

QUICK = {
    "HOST": "127.0.0.1",
    "PORT": "0",
    "HEARTBEAT_SECONDS": "0.2",
    "ISOLATION_SECONDS": "1.5",
    "RPO_SECONDS": "2",
    "FAILBACK_MAXIMUM_SECONDS": "60",
    "STALE_WAIT_SECONDS": "0.3",
    "REQUEST_DEADLINE_SECONDS": "3",
    "DRAIN_SECONDS": "4",
}
"""Settings that make tests short."""

PATIENCE_SECONDS = 30.0
"""How long a test waits for what has to come; only a failing test waits this long."""


class ServiceProcess:
    """One task of the service. `lines` is its log so far, parsed."""

    def __init__(self, region: RegionTable, **settings: str) -> None:
        environment = {**os.environ, **QUICK, **region.environment, **settings}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "regional_app"],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.lines: list[dict[str, Any]] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        port = wait_for(lambda: self.logged("serving") or self._ended())[0]["port"]
        self.url = f"http://127.0.0.1:{port}"
        self.http = httpx.Client(base_url=self.url, timeout=PATIENCE_SECONDS)

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(json.loads(line))

    def _ended(self) -> list[dict[str, Any]]:
        assert self.process.poll() is None, self.process.communicate()
        return []

    def logged(self, message: str) -> list[dict[str, Any]]:
        """The log's lines with this message."""
        return [line for line in list(self.lines) if line.get("message") == message]

    def metrics(self, name: str) -> list[dict[str, Any]]:
        """The lines in the embedded metric format that have this metric."""
        return [line for line in list(self.lines) if "_aws" in line and name in line]

    def health(self) -> tuple[int, list[str]]:
        """Status of `/health` and the names of what failed."""
        answer = self.http.get("/health")
        return answer.status_code, [failure["name"] for failure in answer.json()["failures"]]

    def wait_until_healthy(self) -> None:
        """Returns once `/health` answers 200."""
        wait_for(lambda: self.health()[0] == 200)

    def wait_until_unhealthy(self, *names: str) -> None:
        """Returns once `/health` answers 503 with these failures."""
        wait_for(lambda: self.health() == (503, list(names)))

    def terminate(self) -> None:
        """Sends SIGTERM."""
        self.process.send_signal(signal.SIGTERM)

    def wait(self) -> int:
        """The exit code, once the process has ended by itself."""
        code = self.process.wait(PATIENCE_SECONDS)
        self._reader.join(PATIENCE_SECONDS)
        return code

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.http.close()
        self.process.kill()
        self.process.wait()
        self._reader.join()
        for stream in (self.process.stdout, self.process.stderr):
            if stream is not None:
                stream.close()


def wait_for(condition: Callable[[], T]) -> T:
    """What the condition returns once it is true."""
    give_up_at = time.monotonic() + PATIENCE_SECONDS
    while True:
        result = condition()
        if result:
            return result
        assert time.monotonic() < give_up_at, "what had to come did not come"
        time.sleep(0.05)
