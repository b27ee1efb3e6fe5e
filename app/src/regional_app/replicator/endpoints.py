"""Regions and their DynamoDB endpoints as arguments, NAME=ENDPOINT. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable

METAVAR: Final = "NAME=ENDPOINT"

_REGION: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)


def parse_endpoints(given: Iterable[str], faults: list[str]) -> dict[str, str]:
    """Endpoints by Region, in the order given; adds what is wrong to `faults`."""
    endpoints: dict[str, str] = {}
    for text in given:
        region, _, endpoint = text.partition("=")
        if not _REGION.fullmatch(region) or not _is_address(endpoint):
            faults.append(
                f"--region {text!r}: write a Region and a URL, as in"
                " us-east-1=http://127.0.0.1:8000"
            )
        elif region in endpoints:
            faults.append(f"--region {text!r}: {region} is given twice")
        else:
            endpoints[region] = endpoint
    return endpoints


def _is_address(text: str) -> bool:
    try:
        address = urlsplit(text)
        # Reading the port checks it.
        return address.scheme in {"http", "https"} and bool(address.hostname) and address.port != 0
    except ValueError:
        return False
