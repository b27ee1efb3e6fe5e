"""`python -m tests.local`: the service on port 8080 with a table of its own in memory."""

from __future__ import annotations

import os
import subprocess
import sys

from .regions import MotoServer, RegionTable


def main() -> int:
    """Runs until interrupted. The environment overrides the settings."""
    server = MotoServer()
    region = RegionTable.create("us-west-2", server.endpoint, "MyGlobalAppTable")
    settings = {**region.environment, "HOST": "127.0.0.1", "PEER_REGIONS": "us-east-1"}
    try:
        command = [sys.executable, "-m", "regional_app"]
        return subprocess.run(command, env={**settings, **os.environ}, check=False).returncode
    except KeyboardInterrupt:
        return 0
    finally:
        server.stop()


if __name__ == "__main__":
    sys.exit(main())
