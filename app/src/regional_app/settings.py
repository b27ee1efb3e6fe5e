"""Settings of the service: read from the environment only, checked at once, all faults together."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from .items import RESERVED_ATTRIBUTES, VERSION_ATTRIBUTE_PREFIX

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_REGION: Final = re.compile(r"[a-z]{2,4}(-[a-z]+)+-[0-9]{1,2}")
_TABLE_NAME: Final = re.compile(r"[A-Za-z0-9_.-]{3,255}")


class SettingsError(Exception):
    """The environment does not make a service; `faults` has a sentence for each thing wrong."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True, kw_only=True)
class Setting:
    """One environment variable: how it is read, and what it is without being set."""

    name: str
    default: str | None
    """As it would be written in the environment; None where the variable has to be set."""
    description: str
    read: Callable[[str], Any]
    """Raises ValueError with what is allowed."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What a service works with. Durations are in seconds."""

    region: str
    table_name: str
    table_key: str
    peer_regions: tuple[str, ...]
    host: str
    port: int
    dynamodb_endpoint: str | None
    rpo_seconds: float
    isolation_seconds: float
    failback_maximum_seconds: float
    heartbeat_seconds: float
    stale_wait_seconds: float
    request_deadline_seconds: float
    worker_threads: int
    maximum_in_flight: int
    drain_seconds: float


def _matching(pattern: re.Pattern[str], allowed: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if not pattern.fullmatch(text):
            raise ValueError(allowed)
        return text

    return read


def _whole(least: int, most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not re.fullmatch(r"[0-9]{1,9}", text) or not least <= int(text) <= most:
            raise ValueError(f"a whole number of {least} to {most}")
        return int(text)

    return read


def _seconds(least: float, most: float) -> Callable[[str], float]:
    allowed = f"a number of seconds, {least:g} to {most:g}"

    def read(text: str) -> float:
        try:
            seconds = float(text)
        except ValueError:
            raise ValueError(allowed) from None
        if not math.isfinite(seconds) or not least <= seconds <= most:
            raise ValueError(allowed)
        return seconds

    return read


_read_region = _matching(_REGION, "the name of an AWS Region, such as us-east-1")


def _read_peers(text: str) -> tuple[str, ...]:
    return tuple(_read_region(part.strip()) for part in text.split(",")) if text.strip() else ()


def _read_key(text: str) -> str:
    if not 1 <= len(text.encode()) <= 255 or _is_reserved(text):  # noqa: PLR2004
        raise ValueError(
            "the name of the table's partition key, at most 255 bytes and not an attribute that"
            " the service writes itself"
        )
    return text


def _is_reserved(name: str) -> bool:
    return name in RESERVED_ATTRIBUTES or name.startswith(VERSION_ATTRIBUTE_PREFIX)


def _read_endpoint(text: str) -> str | None:
    if not text:
        return None
    address = urlsplit(text)
    if address.scheme not in {"http", "https"} or not address.hostname or address.username:
        raise ValueError("an address such as http://127.0.0.1:8000, without credentials")
    return text


def _read_host(text: str) -> str:
    if not text or text != text.strip():
        raise ValueError("an address to listen on, such as 0.0.0.0")
    return text


def _setting(
    name: str, default: str | None, description: str, read: Callable[[str], Any]
) -> Setting:
    return Setting(name=name, default=default, description=description, read=read)


SETTINGS: Final = (
    _setting(
        "AWS_REGION", None, "The Region that this process serves; never guessed.", _read_region
    ),
    _setting(
        "TABLE_NAME",
        None,
        "The table, in the same Region.",
        _matching(_TABLE_NAME, "3 to 255 letters, digits, '_', '-' or '.'"),
    ),
    _setting("TABLE_KEY", "id", "Name of the table's partition key, a string.", _read_key),
    _setting(
        "PEER_REGIONS",
        "",
        "The table's other Regions, separated by commas; may be empty.",
        _read_peers,
    ),
    _setting("HOST", "0.0.0.0", "Address to listen on.", _read_host),  # noqa: S104 - in a container
    _setting("PORT", "8080", "Port to listen on; 0 takes a free one.", _whole(0, 65_535)),
    _setting(
        "DYNAMODB_ENDPOINT",
        "",
        "Address of DynamoDB, for local use only; empty for the Region's own.",
        _read_endpoint,
    ),
    _setting(
        "RPO_SECONDS",
        "5",
        "Replica age up to which a Region that returns takes clients again.",
        _seconds(0.1, 3600),
    ),
    _setting(
        "ISOLATION_SECONDS",
        "30",
        "A gap this long in the Region's own heartbeats means that it was away.",
        _seconds(0.5, 86_400),
    ),
    _setting(
        "FAILBACK_MAXIMUM_SECONDS",
        "120",
        "A Region that returned takes clients after this time, however old its replica is.",
        _seconds(0, 86_400),
    ),
    _setting("HEARTBEAT_SECONDS", "2", "Time between two heartbeats.", _seconds(0.1, 60)),
    _setting(
        "STALE_WAIT_SECONDS",
        "1",
        "How long a read waits for a version that the client has seen.",
        _seconds(0, 30),
    ),
    _setting(
        "REQUEST_DEADLINE_SECONDS",
        "5",
        "Every request is answered within this time.",
        _seconds(0.1, 60),
    ),
    _setting("WORKER_THREADS", "32", "Threads, and connections, to DynamoDB.", _whole(1, 512)),
    _setting(
        "MAXIMUM_IN_FLIGHT",
        "128",
        "Requests at once; more are turned away with 503.",
        _whole(1, 100_000),
    ),
    _setting(
        "DRAIN_SECONDS",
        "20",
        "How long requests may go on after SIGTERM; below the container's stop timeout.",
        _seconds(0, 115),
    ),
)
"""Every environment variable that the service reads, in the order of the documentation."""


def read_settings(environment: Mapping[str, str]) -> Settings:
    """The settings in an environment.

    Raises SettingsError with all that is wrong. A variable set to nothing counts as not set.
    """
    faults: list[str] = []
    values: dict[str, Any] = {}
    for setting in SETTINGS:
        text = environment.get(setting.name) or setting.default
        if text is None:
            faults.append(f"{setting.name} is not set. {setting.description}")
            continue
        try:
            values[setting.name] = setting.read(text)
        except ValueError as error:
            faults.append(f"{setting.name} is {text!r}; allowed is {error}.")
    faults += _contradictions(values)
    if faults:
        raise SettingsError(faults)
    return Settings(region=values.pop("AWS_REGION"), **{k.lower(): v for k, v in values.items()})


def _contradictions(values: Mapping[str, Any]) -> list[str]:
    """What is wrong between settings that are each fine."""
    faults: list[str] = []
    peers = values.get("PEER_REGIONS", ())
    if values.get("AWS_REGION") in peers:
        faults.append("PEER_REGIONS names AWS_REGION itself; name only the other Regions.")
    if len(set(peers)) != len(peers):
        faults.append("PEER_REGIONS names a Region twice; name each once.")
    for smaller, larger in (
        ("STALE_WAIT_SECONDS", "REQUEST_DEADLINE_SECONDS"),
        ("HEARTBEAT_SECONDS", "RPO_SECONDS"),
        ("HEARTBEAT_SECONDS", "ISOLATION_SECONDS"),
    ):
        if smaller in values and larger in values and not values[smaller] < values[larger]:
            faults.append(
                f"{smaller} is {values[smaller]:g} and {larger} is {values[larger]:g};"
                f" {smaller} has to be the smaller one."
            )
    return faults


def describe_settings() -> list[dict[str, Any]]:
    """Name, default, whether required, and meaning of each setting, as plain data."""
    return [
        {
            "name": setting.name,
            "default": setting.default,
            "required": setting.default is None,
            "description": setting.description,
        }
        for setting in SETTINGS
    ]
