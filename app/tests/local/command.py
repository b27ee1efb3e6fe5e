"""Commands that run to their end."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

from local.endpoints import CREDENTIALS

from ..json_lines_process import PATIENCE_SECONDS

UNREACHABLE = "http://127.0.0.1:1"


def run(*command: str, given: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs `python -m` with these arguments and this standard input."""
    return subprocess.run(
        [sys.executable, "-m", *command],
        input=given,
        capture_output=True,
        text=True,
        check=False,
        timeout=2 * PATIENCE_SECONDS,
        env={**os.environ, **CREDENTIALS, **environment},
    )


def lines(done: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    """What it printed."""
    return [json.loads(line) for line in done.stdout.splitlines()]


def refused(done: subprocess.CompletedProcess[str], code: int = 2) -> list[str]:
    """What it complained of, without a trace and with nothing printed."""
    assert (done.returncode, done.stdout) == (code, ""), done
    assert "Traceback" not in done.stderr
    return done.stderr.splitlines()
