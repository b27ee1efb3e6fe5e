"""`regional-client`, also `python -m regional_app.client`."""

from __future__ import annotations

import os
import signal
import sys
import threading
from typing import TYPE_CHECKING, Any

from ..json_body import write as write_json
from .client import Callbacks
from .load import Load, connect
from .options import parse_arguments
from .records import replay_record, request_record
from .results import RequestFailedError, Result

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .client import RegionalClient
    from .options import Options


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs a command and exits: 0 good, 1 a finding, 2 usage."""
    options = parse_arguments(sys.argv[1:] if arguments is None else arguments)
    try:
        sys.exit(_load(options) if options.load is not None else _single(options))
    except BrokenPipeError:
        # The reader has gone; the interpreter would complain about it again when it flushes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)


def _load(options: Options) -> int:
    assert options.load is not None  # noqa: S101 - for the type checker
    load = Load(options.connection, options.load, _emit)
    _on_signals(load.stop)
    return load.run()


def _single(options: Options) -> int:
    stop = threading.Event()
    _on_signals(stop)
    callbacks = Callbacks(replayed=lambda replay: _emit(replay_record(replay)))
    with connect(options.connection, seed="", callbacks=callbacks, stop=stop) as client:
        try:
            result = _send(client, options)
        except RequestFailedError as error:
            _emit(request_record(error.result))
            sys.stderr.write(f"{error}\n")
            return 1
    more = {"body": result.body} if options.command == "get" else {}
    _emit({**request_record(result), **more})
    return 0


def _send(client: RegionalClient, options: Options) -> Result:
    match options.command:
        case "put":
            return client.put(options.id, options.body)
        case "delete":
            return client.delete(options.id)
        case _:
            return client.get(options.id)


def _on_signals(stop: threading.Event) -> None:
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())


def _emit(record: dict[str, Any]) -> None:
    sys.stdout.write(write_json(record).decode() + "\n")
    sys.stdout.flush()
