"""Request headers that say on which version of an item a request is to act."""

from __future__ import annotations

import re
import secrets
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from .items import MAXIMUM_REQUEST_ID_LENGTH
from .problems import ProblemError
from .versions import InvalidVersionError, VersionVector
from .writes import Precondition, Replay

if TYPE_CHECKING:
    from collections.abc import Mapping

REQUEST_ID_PATTERN: Final = rf"^[A-Za-z0-9._~-]{{1,{MAXIMUM_REQUEST_ID_LENGTH}}}$"
REGION_PATTERN: Final = r"^[a-z0-9]+(-[a-z0-9]+)*$"
SECONDS_PATTERN: Final = r"^[0-9]{1,10}(\.[0-9]{1,6})?$"
VERSION_PATTERN: Final = (
    r"^(0|[a-z0-9]+(-[a-z0-9]+)*:[1-9][0-9]{0,18}(\.[a-z0-9]+(-[a-z0-9]+)*:[1-9][0-9]{0,18})*)$"
)

_ENTITY_TAG: Final = re.compile(r'(W/)?"([\x21\x23-\x7e\x80-\xff]*)"')
_TAG_LIST: Final = re.compile(rf"\s*(?:{_ENTITY_TAG.pattern}\s*(?:,\s*|$))+")


def _fault(name: str, value: str, allowed: str) -> ProblemError:
    return ProblemError("invalid-request", f"{name} is {value!r}; allowed is {allowed}.")


def entity_tag(version: VersionVector) -> str:
    """The version as an ETag."""
    return f'"{version.token}"'


def idempotency_key(headers: Mapping[str, str]) -> str:
    """The client's key for a write, or a new one."""
    key = headers.get("idempotency-key")
    if key is None:
        # Short, because every item remembers many; 96 random bits are enough for one item.
        return secrets.token_urlsafe(12)
    if not re.fullmatch(REQUEST_ID_PATTERN, key):
        raise _fault(
            "Idempotency-Key",
            key,
            f"1 to {MAXIMUM_REQUEST_ID_LENGTH} letters, digits, '.', '_', '~' or '-'",
        )
    return key


def seen_version(headers: Mapping[str, str]) -> VersionVector:
    """What the client has seen; the empty version where it does not say."""
    token = headers.get("seen-version")
    return VersionVector() if token is None else _version("Seen-Version", token)


def _version(name: str, token: str) -> VersionVector:
    try:
        return VersionVector.parse(token)
    except InvalidVersionError as error:
        raise ProblemError("invalid-request", f"{name}: {error}.") from None


def replay(headers: Mapping[str, str]) -> Replay | None:
    """The write that is replayed; None for an ordinary one."""
    names = ("Replay-Version", "Replay-Region", "Replay-Written-At")
    values = [headers.get(name.lower()) for name in names]
    token, region, written_at = values
    if token is None and region is None and written_at is None:
        return None
    missing = [name for name, value in zip(names, values, strict=True) if value is None]
    if "idempotency-key" not in headers:
        missing.append("Idempotency-Key")
    if missing or token is None or region is None or written_at is None:
        raise ProblemError("invalid-request", f"A replay also needs {' and '.join(missing)}.")
    versions = _version("Replay-Version", token)
    if not versions[region]:
        raise _fault("Replay-Region", region, f"a Region of Replay-Version {token!r}")
    if not re.fullmatch(SECONDS_PATTERN, written_at):
        raise _fault("Replay-Written-At", written_at, "seconds since the epoch, as 1700000000.123")
    return Replay(versions=versions, region=region, written_at=Decimal(written_at))


def precondition(headers: Mapping[str, str]) -> Precondition:
    """What If-Match and If-None-Match ask of a write."""
    if_match, if_none_match = headers.get("if-match"), headers.get("if-none-match")
    if if_none_match is not None:
        if if_none_match.strip() != "*" or if_match is not None:
            raise _fault("If-None-Match", if_none_match, "'*' on its own, without If-Match")
        return Precondition(exists=False)
    if if_match is None:
        return Precondition()
    if if_match.strip() == "*":
        return Precondition(exists=True)
    if not _TAG_LIST.fullmatch(if_match):
        raise _fault("If-Match", if_match, "'*' or entity tags in quotes, with commas between them")
    versions: set[VersionVector] = set()
    for weak, token in _ENTITY_TAG.findall(if_match):
        try:
            parsed = VersionVector.parse(token)
        except InvalidVersionError:
            continue  # Somebody else's tag: it matches nothing here.
        if not weak:
            versions.add(parsed)
    return Precondition(match=frozenset(versions))
