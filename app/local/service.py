"""`python -m local.service`: the service on port 8080 with a table of its own in memory."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Final

from . import moto_server
from .creation import create_everywhere, service_table
from .endpoints import CREDENTIALS, reason

_HOST: Final = "127.0.0.1"


def main() -> int:
    """Runs until interrupted. The environment overrides the settings."""
    endpoint = f"http://{_HOST}:{moto_server.start(_HOST, 0)}"
    settings = {
        **CREDENTIALS,
        "AWS_REGION": "us-west-2",
        "PEER_REGIONS": "us-east-1",
        "TABLE_NAME": "MyGlobalAppTable",
        "DYNAMODB_ENDPOINT": endpoint,
        "HOST": _HOST,
        **os.environ,
    }
    os.environ.update(settings)
    table = service_table(settings["TABLE_NAME"], settings.get("TABLE_KEY", "id"))
    failures = create_everywhere({settings["AWS_REGION"]: endpoint}, table, lambda _: None)
    for error in failures.values():
        sys.stderr.write(f"{reason(error)}\n")
        return 2
    try:
        return subprocess.run([sys.executable, "-m", "regional_app"], check=False).returncode
    except KeyboardInterrupt:
        return 0


if __name__ == "__main__":
    sys.exit(main())
