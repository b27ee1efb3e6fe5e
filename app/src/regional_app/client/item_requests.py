"""Requests about items, and what their answers say."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from ..items import MAXIMUM_ID_BYTES
from ..json_body import parse, write
from ..versions import InvalidVersionError, VersionVector
from .attempts import Answer, Request
from .results import AcknowledgedWrite, Operation, ReplayOutcome

if TYPE_CHECKING:
    from ..attribute_values import JsonValue

ID_ALLOWED: Final = f"1 to {MAXIMUM_ID_BYTES} bytes of UTF-8, without '/'"

_METHODS: Final[dict[Operation, str]] = {"get": "GET", "put": "PUT", "delete": "DELETE"}


def check_id(item_id: str) -> str:
    """The id. Raises ValueError where no item can have it."""
    if not 1 <= len(item_id.encode(errors="replace")) <= MAXIMUM_ID_BYTES or "/" in item_id:
        raise ValueError(f"an item's id has {ID_ALLOWED}; this one is {item_id!r}")
    return item_id


def request(
    operation: Operation,
    item_id: str,
    *,
    body: JsonValue = None,
    seen: VersionVector,
    idempotency_key: str | None = None,
) -> Request:
    """An ordinary request. Raises ValueError for an id or a body that cannot be sent."""
    headers: dict[str, str] = {}
    if seen.counters:
        headers["Seen-Version"] = seen.token
    if idempotency_key is not None:
        headers["Idempotency-Key"] = idempotency_key
    return _request(operation, item_id, body, headers)


def replay_request(acknowledged: AcknowledgedWrite) -> Request:
    """The same write again, for a Region that may not have it."""
    headers = {
        "Idempotency-Key": acknowledged.idempotency_key,
        "Replay-Version": acknowledged.version,
        "Replay-Region": acknowledged.region,
        "Replay-Written-At": f"{acknowledged.written_at:f}",
    }
    return _request(acknowledged.operation, acknowledged.id, acknowledged.body, headers)


def _request(
    operation: Operation, item_id: str, body: JsonValue, headers: dict[str, str]
) -> Request:
    content = None
    if operation == "put":
        content = write(body)
        headers["Content-Type"] = "application/json"
    return Request(
        method=_METHODS[operation],
        path=f"/items/{quote(check_id(item_id), safe='')}",
        headers=headers,
        body=content,
    )


def parse_version(token: str | None) -> VersionVector | None:
    """The version; None where there is none that this service writes."""
    try:
        return VersionVector.parse(token) if token is not None else None
    except InvalidVersionError:
        return None


def superseding_version(answer: Answer) -> VersionVector | None:
    """The version that includes the acknowledged write and newer ones that followed it."""
    return parse_version(answer.headers.get("superseded-by")) if answer.region else None


def body_of(answer: Answer) -> JsonValue:
    """What was read. Raises ValueError for what is not JSON."""
    return parse(answer.body)


def acknowledged_write(
    operation: Operation, item_id: str, body: JsonValue, key: str, answer: Answer
) -> AcknowledgedWrite:
    """The write that this answer acknowledges.

    Raises ValueError for an answer that does not: a write never succeeds by mistake.
    """
    try:
        document = parse(answer.body)
        if answer.region is None or answer.version != document["version"]:
            raise ValueError("an answer without the version that the write made")
        if document["idempotencyKey"] != key:
            raise ValueError("an answer to another write")
        return AcknowledgedWrite(
            operation=operation,
            id=item_id,
            body=body,
            idempotency_key=key,
            version=VersionVector.parse(answer.version or "").token,
            region=str(document["writtenIn"]),
            written_at=Decimal(document["writtenAt"]),
        )
    except (KeyError, TypeError, ValueError, ArithmeticError) as error:
        raise ValueError(f"the answer does not acknowledge a write: {error!r}") from error


def replay_outcome(answer: Answer) -> ReplayOutcome:
    """What the Region made of a replayed write."""
    if answer.succeeded:
        name = answer.headers.get("replay-outcome")
        return ReplayOutcome.APPLIED if name == "applied" else ReplayOutcome.ALREADY_APPLIED
    if answer.temporary or answer.region is None:
        return ReplayOutcome.FAILED
    by_problem = {
        outcome.value: outcome for outcome in (ReplayOutcome.NEWER, ReplayOutcome.CONCURRENT)
    }
    return by_problem.get(answer.problem or "", ReplayOutcome.REFUSED)
