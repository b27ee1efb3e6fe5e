"""DynamoDB Local: slower than moto, and closer to the real thing.

Needs Java 17 and Maven, which fetches it from Maven Central into `dynamodb-local/lib` once. It
listens on all of the machine's addresses: it has no option for one.
"""

from __future__ import annotations

import fcntl
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

_FOLDER: Final = Path(__file__).parent.parent / "dynamodb-local"
_POM: Final = _FOLDER / "pom.xml"
_LIBRARY: Final = _FOLDER / "lib"
_FETCHED: Final = _LIBRARY / "fetched.xml"
"""The POM by which everything was fetched; written last."""


class NotFetchedError(Exception):
    """DynamoDB Local is not there; says what is missing."""


def fetch() -> None:
    """Makes sure that DynamoDB Local is there. Raises NotFetchedError."""
    missing = [tool for tool in ("java", "mvn") if shutil.which(tool) is None]
    if missing:
        raise NotFetchedError(f"DynamoDB Local needs {' and '.join(missing)} on the PATH")
    _LIBRARY.mkdir(exist_ok=True)
    with (_LIBRARY / "lock").open("w") as lock:
        # The Regions of a rehearsal start at the same time.
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not _FETCHED.exists() or _FETCHED.read_bytes() != _POM.read_bytes():
            _fetch_all()


def _fetch_all() -> None:
    sys.stderr.write("Fetching DynamoDB Local from Maven Central (once for each version).\n")
    for file in _LIBRARY.glob("*.jar"):
        file.unlink()
    command = ["mvn", "--batch-mode", "--quiet", "--file", str(_POM)]
    ran = subprocess.run(
        [*command, "dependency:copy-dependencies"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if ran.returncode != 0:
        raise NotFetchedError(f"DynamoDB Local could not be fetched:\n{ran.stdout.rstrip()}")
    shutil.copyfile(_POM, _FETCHED)


def java_command(port: int) -> list[str]:
    """Runs it, in memory."""
    return [
        "java",
        f"-Djava.library.path={_LIBRARY}",
        *("-cp", f"{_LIBRARY}/*"),
        "com.amazonaws.services.dynamodbv2.local.main.ServerRunner",
        "-inMemory",
        "-disableTelemetry",
        *("-port", str(port)),
    ]
