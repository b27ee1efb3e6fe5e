"""`python -m local.guardian`: ends processes that their owner has left behind.

Takes lines `+PID` and `-PID` on standard input. When that ends, because its owner has ended in
whatever way, it kills the process group of every PID that was not taken back.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys


def main() -> None:
    """Waits for the end of standard input, whatever signals come."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    groups: set[int] = set()
    for line in sys.stdin:
        sign, pid = line[0], int(line[1:])
        if sign == "+":
            groups.add(pid)
        else:
            groups.discard(pid)
    for group in groups:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(group, signal.SIGKILL)


if __name__ == "__main__":
    main()
