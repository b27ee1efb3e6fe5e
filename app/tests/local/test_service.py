"""The service with a table in memory, as `npm run app:local` starts it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import Any

import httpx
import simplejson

from .command import refused, run


def test_it_serves_until_it_is_interrupted() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "local.service"],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PORT": "0"},
        start_new_session=True,
    ) as process:
        assert process.stdout is not None
        logged: list[dict[str, Any]] = []
        while not logged or logged[-1].get("message") != "serving":
            logged.append(simplejson.loads(process.stdout.readline()))
        url = f"http://127.0.0.1:{logged[-1]['port']}/items/a"
        assert httpx.put(url, json=1).status_code == 201
        # As a terminal does on Ctrl-C.
        os.killpg(process.pid, signal.SIGINT)
    assert process.returncode == 0


def test_a_setting_that_is_wrong_is_told() -> None:
    assert refused(run("local.service", TABLE_NAME="x"))
