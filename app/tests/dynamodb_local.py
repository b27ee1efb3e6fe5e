"""DynamoDB Local as a process: slower than moto, and closer to the real thing.

Needs Java 17 and Maven, which fetches it from Maven Central into `dynamodb-local/lib` once.
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from pathlib import Path

_FOLDER = Path(__file__).parent.parent / "dynamodb-local"
_LIBRARY = _FOLDER / "lib"
_START_SECONDS = 60


def fetch() -> None:
    """Makes sure that DynamoDB Local is there. Raises RuntimeError with what is missing."""
    missing = [tool for tool in ("java", "mvn") if shutil.which(tool) is None]
    if missing:
        raise RuntimeError(f"DynamoDB Local needs {' and '.join(missing)} on the PATH")
    if not list(_LIBRARY.glob("DynamoDBLocal-*.jar")):
        pom = _FOLDER / "pom.xml"
        command = ["mvn", "--batch-mode", "--quiet", "--file", str(pom)]
        subprocess.run([*command, "dependency:copy-dependencies"], check=True)


class DynamoDBLocal:
    """DynamoDB Local, in memory, on a free loopback port."""

    def __init__(self) -> None:
        fetch()
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        self.endpoint = f"http://127.0.0.1:{port}"
        self._process = subprocess.Popen(
            [
                "java",
                f"-Djava.library.path={_LIBRARY}",
                "-cp",
                f"{_LIBRARY}/*",
                "com.amazonaws.services.dynamodbv2.local.main.ServerRunner",
                "-inMemory",
                "-disableTelemetry",
                "-port",
                str(port),
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
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
