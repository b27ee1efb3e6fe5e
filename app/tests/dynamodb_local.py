"""DynamoDB Local as a process: slower than moto, and closer to the real thing."""

from __future__ import annotations

import socket
import subprocess
import time

from local.dynamodb_local import fetch, java_command

_START_SECONDS = 60


class DynamoDBLocal:
    """DynamoDB Local, in memory, on a free port."""

    def __init__(self) -> None:
        fetch()
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        self.endpoint = f"http://127.0.0.1:{port}"
        self._process = subprocess.Popen(
            java_command(port), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        give_up_at = time.monotonic() + _START_SECONDS
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
            except OSError:
                if self._process.poll() is not None or time.monotonic() > give_up_at:
                    self.stop()
                    raise RuntimeError("DynamoDB Local did not start") from None
                time.sleep(0.1)
            else:
                return

    def stop(self) -> None:
        """Ends the process."""
        self._process.kill()
        self._process.wait()
