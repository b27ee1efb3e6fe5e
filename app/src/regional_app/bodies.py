"""Reads a request's body: JSON, not too large, and not slower than the deadline."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from .json_body import InvalidJsonError, parse
from .problems import ProblemError

if TYPE_CHECKING:
    from fastapi import Request

    from .attribute_values import JsonValue

MAXIMUM_JSON_BYTES: Final = 2 * 1024 * 1024
"""Of JSON on the wire: escapes and white space take more room there than in DynamoDB."""

_JSON_TYPES: Final = ("application/json", "+json")


async def read_json(request: Request) -> JsonValue:
    """The JSON value in a request's body."""
    media_type = request.headers.get("content-type", "application/json").partition(";")[0]
    if not media_type.strip().lower().endswith(_JSON_TYPES):
        raise ProblemError(
            "unsupported-media-type",
            f"Content-Type is {media_type!r}; allowed is application/json.",
        )
    try:
        async with asyncio.timeout_at(request.state.deadline):
            body = await _read(request)
    except TimeoutError:
        raise ProblemError("body-too-slow", "The body did not arrive in time.") from None
    try:
        return parse(body)
    except InvalidJsonError as error:
        raise ProblemError("invalid-request", f"The body is not a JSON value: {error}.") from None


async def _read(request: Request) -> bytes:
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and int(declared) > MAXIMUM_JSON_BYTES:
        raise _too_large(int(declared))
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAXIMUM_JSON_BYTES:
            raise _too_large(len(body))
    return bytes(body)


def _too_large(size: int) -> ProblemError:
    return ProblemError(
        "body-too-large",
        f"The body has at least {size} bytes of JSON; allowed are {MAXIMUM_JSON_BYTES}.",
    )
