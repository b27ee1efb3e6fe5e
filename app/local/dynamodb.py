"""`python -m local.dynamodb`: one Region's DynamoDB API.

`moto` prints `serving` with its host and port, and ends with standard input. `dynamodb-local`
becomes Java's process, which prints to standard error and ends with a signal.
"""

from __future__ import annotations

import contextlib
import os
import sys
from typing import Final

from . import dynamodb_local, moto_server
from .arguments import CommandLine
from .lines import print_line

_LARGEST_PORT: Final = 65_535


def main() -> None:
    """Exit code 2: it cannot be started as told."""
    line = CommandLine("local.dynamodb", "Serves a DynamoDB API on this machine, in memory.")
    kinds = line.parser.add_subparsers(dest="kind", required=True)
    moto = kinds.add_parser("moto", help="moto's server, one request at a time")
    moto.add_argument("--host", default="127.0.0.1", help="to listen on (default: 127.0.0.1)")
    moto.add_argument("--port", default="0", help="0 takes a free one (default: 0)")
    java = kinds.add_parser("dynamodb-local", help="DynamoDB Local, on all addresses")
    java.add_argument("--port", required=True, help="to listen on")
    given = line.parser.parse_args()
    least = 0 if given.kind == "moto" else 1
    port = line.whole("--port", given.port, least=least, most=_LARGEST_PORT)
    line.check()
    if given.kind == "moto":
        _serve_moto(line, given.host, port)
    else:
        _become_java(line, port)


def _serve_moto(line: CommandLine, host: str, port: int) -> None:
    try:
        port = moto_server.start(host, port)
    except OSError as error:
        line.fail(f"{host}:{port} is not to be had: {error.strerror}")
    print_line("serving", host=host, port=port)
    with contextlib.suppress(KeyboardInterrupt):
        sys.stdin.read()


def _become_java(line: CommandLine, port: int) -> None:
    try:
        dynamodb_local.fetch()
    except dynamodb_local.NotFetchedError as error:
        line.fail(error)
    # Standard output is for JSON lines.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    command = dynamodb_local.java_command(port)
    os.execvp(command[0], command)  # noqa: S606 - the process is to be Java's own


if __name__ == "__main__":
    main()
