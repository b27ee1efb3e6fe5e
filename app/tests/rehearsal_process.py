"""A process for tests of what starts processes: says that it is ready, and goes on for ever."""

from __future__ import annotations

import json
import signal
import sys
import time


def main() -> None:
    """`--fail` ends with a code, `--stubborn` is not ended by SIGTERM; it prints its input."""
    arguments = sys.argv[1:]
    if "--fail" in arguments:
        sys.stderr.write("out of order\n")
        sys.exit(3)
    if "--stubborn" in arguments:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    sys.stdout.write(json.dumps({"event": "ready", "arguments": arguments}) + "\n")
    sys.stdout.flush()
    for line in sys.stdin:
        sys.stdout.write(line)
    while "--stubborn" in arguments:
        time.sleep(1)


if __name__ == "__main__":
    main()
