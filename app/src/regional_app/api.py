"""The HTTP interface: addresses, headers, and what is answered."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote_to_bytes

from fastapi import FastAPI, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

from . import documentation as document
from .bodies import read_json
from .headers import entity_tag, idempotency_key, precondition, replay, seen_version
from .items import MAXIMUM_ID_BYTES
from .json_body import write as write_json
from .problems import ProblemError
from .writes import AlreadyApplied, Applied, Write

if TYPE_CHECKING:
    from .attribute_values import JsonValue
    from .health import Health
    from .operations import Operations
    from .replica_age import ReplicaAge
    from .settings import Settings

_JSON: Final = "application/json"
_ITEMS: Final = "/items/"


def create_api(
    settings: Settings, operations: Operations, health: Health, replica_age: ReplicaAge
) -> FastAPI:
    """The service's API, to be put behind an Edge."""
    api = FastAPI(
        title="Regional items",
        version="1",
        description=document.DESCRIPTION,
        docs_url=None,
        redoc_url=None,
    )
    _answer_errors_as_problems(api)

    @api.get("/items/{item_id}", **document.GET_ITEM)
    async def get_item(request: Request) -> Response:
        item = await operations.read(
            _item_id(request), seen_version(request.headers), request.state.deadline
        )
        headers = {
            "ETag": entity_tag(item.versions),
            "Written-In": item.written_in,
            "Written-At": str(item.written_at),
        }
        return Response(write_json(item.body), 200, headers, _JSON)

    @api.put("/items/{item_id}", **document.PUT_ITEM)
    async def put_item(request: Request) -> Response:
        write = _write(request, body=await read_json(request))
        return await _apply(operations, write, request.state.deadline)

    @api.delete("/items/{item_id}", **document.DELETE_ITEM)
    async def delete_item(request: Request) -> Response:
        return await _apply(operations, _write(request, delete=True), request.state.deadline)

    @api.get("/live", **document.LIVE)
    async def live() -> Response:
        return Response(b'{"status":"live"}', 200, media_type=_JSON)

    @api.get("/health", **document.HEALTH)
    async def get_health() -> Response:
        failures = await health.failures()
        body = {
            "status": "unhealthy" if failures else "healthy",
            "region": settings.region,
            "failures": [{"name": f.name, "detail": f.detail} for f in failures],
            "replicaAgeSeconds": replica_age.ages(),
        }
        return Response(json.dumps(body), 503 if failures else 200, media_type=_JSON)

    return api


def _item_id(request: Request) -> str:
    """The id in the address, from its bytes: decoding what is not UTF-8 would mix ids up."""
    raw: bytes = request.scope["raw_path"]
    encoded = unquote_to_bytes(raw[len(_ITEMS) :])
    if len(encoded) > MAXIMUM_ID_BYTES:
        raise ProblemError(
            "invalid-request",
            f"The id has {len(encoded)} bytes of UTF-8; allowed are 1 to {MAXIMUM_ID_BYTES}.",
        )
    try:
        return encoded.decode()
    except UnicodeDecodeError:
        raise ProblemError("invalid-request", "The id is not UTF-8.") from None


def _write(request: Request, body: JsonValue = None, *, delete: bool = False) -> Write:
    return Write(
        id=_item_id(request),
        body=body,
        delete=delete,
        request_id=idempotency_key(request.headers),
        seen=seen_version(request.headers),
        precondition=precondition(request.headers),
        replay=replay(request.headers),
    )


async def _apply(operations: Operations, write: Write, deadline: float) -> Response:
    try:
        outcome = await operations.write(write, deadline)
    except ProblemError as problem:
        problem.headers["Idempotency-Key"] = write.request_id
        raise
    return _written(write, outcome)


def _written(write: Write, outcome: Applied | AlreadyApplied) -> Response:
    """Says which version the write made.

    Where newer writes followed, the version that it made is not known any more: the current one is
    then no ETag of it, because a condition on that would undo what its client has not seen.
    """
    item = outcome.item
    latest = item.request_id == write.request_id
    version_header = {"ETag": entity_tag(item.versions)}
    headers = {
        **(version_header if latest else {"Superseded-By": item.versions.token}),
        "Idempotency-Key": write.request_id,
    }
    if isinstance(outcome, AlreadyApplied):
        headers["Replay-Outcome"] = "already-applied"
    elif write.replay is not None:
        headers["Replay-Outcome"] = "applied"
    body = {
        "id": write.id,
        "version": item.versions.token,
        "writtenIn": item.written_in,
        "writtenAt": item.written_at,
        "idempotencyKey": write.request_id,
    }
    created = isinstance(outcome, Applied) and outcome.created and not write.delete
    return Response(write_json(body), 201 if created else 200, headers, _JSON)


def _allowed_methods(api: FastAPI, request: Request) -> list[str]:
    """Of all routes with this address; the router knows only the first one's."""
    return sorted(
        method
        for route in api.routes
        if isinstance(route, Route) and route.path_regex.match(request.url.path)
        for method in route.methods or ()
    )


def _answer_errors_as_problems(api: FastAPI) -> None:
    @api.exception_handler(ProblemError)
    async def problem(request: Request, error: ProblemError) -> Response:
        return error.response(request.state.request_id)

    @api.exception_handler(HTTPException)
    async def http(request: Request, error: HTTPException) -> Response:
        if error.status_code == 405:  # noqa: PLR2004
            problem = ProblemError(
                "method-not-allowed",
                f"{request.method} is not allowed here.",
                headers={"Allow": ", ".join(_allowed_methods(api, request))},
            )
        elif error.status_code == 404:  # noqa: PLR2004
            problem = ProblemError("not-found", "There is nothing at this address.")
        else:
            problem = ProblemError("invalid-request", str(error.detail))
        return problem.response(request.state.request_id)
