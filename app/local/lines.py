"""JSON lines on standard output."""

from __future__ import annotations

import json
import sys
import threading
from typing import Any, Final

_lock: Final = threading.Lock()


def print_line(event: str, /, **members: Any) -> None:
    """Prints an event, at once and whole, whichever thread it comes from."""
    with _lock:
        sys.stdout.write(json.dumps({"event": event, **members}) + "\n")
        sys.stdout.flush()
