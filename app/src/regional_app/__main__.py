"""`python -m regional_app`: runs the service, or describes its settings."""

from __future__ import annotations

import argparse
import json
import os
import sys

from .service import serve
from .settings import SettingsError, describe_settings, read_settings


def main() -> None:
    """Exit code 2: the settings are not usable, and standard error says why."""
    parser = argparse.ArgumentParser(
        prog="python -m regional_app", description="Serves one Region's replica of a global table."
    )
    parser.add_argument(
        "--describe-settings",
        action="store_true",
        help="print the environment variables as JSON and stop",
    )
    if parser.parse_args().describe_settings:
        sys.stdout.write(json.dumps(describe_settings(), indent=2) + "\n")
        return
    try:
        settings = read_settings(os.environ)
    except SettingsError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(2)
    serve(settings)


if __name__ == "__main__":
    main()
