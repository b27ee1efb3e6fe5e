"""The command line of `regional-client`."""

from __future__ import annotations

import argparse
import ipaddress
import math
import ssl
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn

from ..json_body import InvalidJsonError, parse
from .attempts import Limits
from .connections import HTTP_PORT, HTTPS_PORT, tls_context
from .item_requests import check_id
from .resolution import HONOUR_TTL, Keeping

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ..attribute_values import JsonValue

_EXIT_CODES: Final = """\
Exit codes: 0 good; 1 a finding (no such item, refused, not answered, of unknown outcome; in load
a stale answer, or no request answered well); 2 usage.
"""

_LARGEST_PORT: Final = 65_535


@dataclass(frozen=True, kw_only=True)
class ConnectionOptions:
    """How the service is reached."""

    name: str
    port: int
    resolver: tuple[str, int] | None
    keeping: Keeping
    tls: ssl.SSLContext | None
    limits: Limits
    rpo_seconds: float


@dataclass(frozen=True, kw_only=True)
class LoadOptions:
    """What load sends."""

    clients: int
    rate: float
    """Requests a second, of all clients together."""
    seed: str
    id_prefix: str
    items: int
    write_share: float
    delete_share: float
    """Of the writes."""
    requests: int | None
    """After so many it ends; None: until it is told to."""


@dataclass(frozen=True, kw_only=True)
class Options:
    """The command line, checked."""

    command: str
    connection: ConnectionOptions
    id: str = ""
    body: JsonValue = None
    load: LoadOptions | None = None


def parse_arguments(arguments: Sequence[str]) -> Options:
    """The options. Exits with code 2 and says what is allowed where they are not usable."""
    parser = _parser()
    given = parser.parse_args(arguments)
    if given.plain_http and given.ca is not None:
        parser.error("--ca is for HTTPS; leave out either it or --plain-http")
    connection = ConnectionOptions(
        name=given.name,
        port=given.port or (HTTP_PORT if given.plain_http else HTTPS_PORT),
        resolver=given.resolver,
        keeping=given.dns,
        tls=None if given.plain_http else _tls(parser, given.ca),
        limits=Limits(request_seconds=given.deadline),
        rpo_seconds=given.rpo,
    )
    if given.command != "load":
        body = getattr(given, "json", None)
        return Options(command=given.command, connection=connection, id=given.id, body=body)
    load = LoadOptions(
        clients=given.clients,
        rate=given.rate,
        seed=given.seed,
        id_prefix=given.id_prefix,
        items=given.items,
        write_share=given.writes,
        delete_share=given.deletes,
        requests=given.requests,
    )
    return Options(command=given.command, connection=connection, load=load)


def _tls(parser: argparse.ArgumentParser, ca_file: Path | None) -> ssl.SSLContext:
    try:
        return tls_context(ca_file)
    except (OSError, ssl.SSLError) as error:
        parser.error(f"--ca {str(ca_file)!r}: {error}; give a PEM file of certificates")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="regional-client",
        description="Reads and writes items through the failover name.",
        epilog=_EXIT_CODES,
    )
    commands = parser.add_subparsers(dest="command", required=True)
    common = _common_options()
    for command, meaning in (
        ("get", "print an item"),
        ("put", "write an item"),
        ("delete", "delete an item"),
    ):
        added = commands.add_parser(command, parents=[common], help=meaning, epilog=_EXIT_CODES)
        added.add_argument("id", metavar="ID", type=_id)
        if command == "put":
            added.add_argument("json", metavar="JSON", type=_json, help="any JSON value")
    load = commands.add_parser(
        "load",
        parents=[common],
        help="send requests at a steady rate; print a JSON line for each, and each failed attempt",
        epilog=_EXIT_CODES,
    )
    _add_load_options(load)
    return parser


def _common_options() -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False)
    limits = Limits()

    def add(option: str, read: Callable[[str], Any], default: Any, metavar: str, text: str) -> None:
        common.add_argument(option, type=read, default=default, metavar=metavar, help=text)

    common.add_argument("--name", required=True, type=_name, help="the failover name")
    add("--port", _whole(1, _LARGEST_PORT), None, "PORT", "default: 443, with --plain-http 80")
    add("--resolver", _server, None, "ADDRESS:PORT", "DNS server (default: the system's)")
    add("--dns", _keeping, HONOUR_TTL, "HOW", _DNS_HELP)
    add("--ca", Path, None, "FILE", "PEM file of the authorities to trust (default: the system's)")
    common.add_argument("--plain-http", action="store_true", help="no TLS, for local use")
    text = f"of a request with all its attempts (default: {limits.request_seconds:g})"
    add("--deadline", _number(0.1, 3600), limits.request_seconds, "SECONDS", text)
    text = "how far the Regions may be apart; decides what is replayed (default: 5)"
    add("--rpo", _number(0.1, 3600), 5.0, "SECONDS", text)
    return common


def _add_load_options(load: argparse.ArgumentParser) -> None:
    def add(option: str, read: Callable[[str], Any], default: Any, metavar: str, text: str) -> None:
        text = text if default is None else f"{text} (default: {default})"
        load.add_argument(option, type=read, default=default, metavar=metavar, help=text)

    add("--clients", _whole(1, 1000), 4, "N", "clients, each with its own connection and session")
    add("--rate", _number(0.01, 100_000), 20.0, "N", "requests a second, of all clients together")
    add("--writes", _number(0, 1), 0.5, "SHARE", "of the requests that write")
    add("--deletes", _number(0, 1), 0.0, "SHARE", "of the writes that delete")
    add("--id-prefix", _id, "load", "TEXT", "the ids are TEXT-0, TEXT-1, ...")
    add("--items", _whole(1, 1_000_000), 100, "N", "ids")
    add("--seed", str, "0", "TEXT", "the same seed sends the same operations and ids")
    add("--requests", _whole(1, 10**9), None, "N", "end after so many; otherwise when told to")


def _fail(text: str, allowed: str) -> NoReturn:
    raise argparse.ArgumentTypeError(f"{text!r}; allowed is {allowed}")


def _whole(least: int, most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not (text.isascii() and text.isdigit() and least <= int(text[:20]) <= most):
            _fail(text, f"a whole number of {least} to {most}")
        return int(text)

    return read


def _number(least: float, most: float) -> Callable[[str], float]:
    def read(text: str) -> float:
        allowed = f"a number of {least:g} to {most:g}"
        try:
            number = float(text)
        except ValueError:
            _fail(text, allowed)
        if not (math.isfinite(number) and least <= number <= most):
            _fail(text, allowed)
        return number

    return read


_port = _whole(1, _LARGEST_PORT)


def _server(text: str) -> tuple[str, int]:
    address, separator, port = text.rpartition(":")
    address = address.removeprefix("[").removesuffix("]")
    try:
        ipaddress.ip_address(address)
    except ValueError:
        separator = ""
    if not separator:
        _fail(text, "an IP address and a port, as 127.0.0.1:5353 or [::1]:5353")
    return address, _port(port)


_DNS_HELP: Final = (
    "'honour': ask again when the TTL is over (default); 'minimum:SECONDS': not before that time,"
    " even if the TTL is shorter; 'never-again': keep the first answer for ever"
)


def _keeping(text: str) -> Keeping:
    if text == "honour":
        return HONOUR_TTL
    if text == "never-again":
        return Keeping(for_ever=True)
    kind, _, seconds = text.partition(":")
    if kind != "minimum":
        _fail(text, "honour, minimum:SECONDS or never-again")
    return Keeping(minimum_seconds=_number(0, 86_400)(seconds))


def _name(text: str) -> str:
    if not text or (any(character in text for character in ":/ ") and not _is_ipv6(text)):
        _fail(text, "a DNS name or an IP address, without https:// and without a port")
    return text


def _is_ipv6(text: str) -> bool:
    try:
        ipaddress.IPv6Address(text)
    except ValueError:
        return False
    return True


def _id(text: str) -> str:
    try:
        return check_id(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _json(text: str) -> JsonValue:
    try:
        return parse(text.encode(errors="surrogateescape"))
    except InvalidJsonError as error:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not JSON: {error}; a text needs quotes of its own, as '\"hello\"'"
        ) from None
