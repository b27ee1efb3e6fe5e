"""The OpenAPI document: parameters, limits, answers and headers, as the code enforces them."""

from __future__ import annotations

from typing import Any, Final

from . import headers, items
from .attribute_values import MAXIMUM_DEPTH, MAXIMUM_DIGITS, MAXIMUM_NAME_BYTES
from .bodies import MAXIMUM_JSON_BYTES
from .problems import MEDIA_TYPE, PROBLEM_TYPES, TYPE_PREFIX
from .versions import MAXIMUM_TOKEN_LENGTH

DESCRIPTION: Final = f"""
Items in one Region's replica of a DynamoDB global table.

Limits, as DynamoDB has them: an id takes 1 to {items.MAXIMUM_ID_BYTES} bytes of UTF-8 and has no
slash. A body is any JSON value of at most {items.MAXIMUM_BODY_BYTES} bytes as DynamoDB counts them
(an item of {items.MAXIMUM_ITEM_BYTES} bytes, less what the service keeps beside the body) and
{MAXIMUM_JSON_BYTES} bytes of JSON. Numbers have at most {MAXIMUM_DIGITS} significant digits and a
magnitude of 1E-130 to below 1E+126. Names have 1 to {MAXIMUM_NAME_BYTES} bytes of UTF-8, no object
has the same name twice, and arrays and objects are nested at most {MAXIMUM_DEPTH} deep.
""".strip()

_ITEM_ID: Final[dict[str, Any]] = {
    "name": "item_id",
    "in": "path",
    "required": True,
    "description": f"The item's id: 1 to {items.MAXIMUM_ID_BYTES} bytes of UTF-8, no slash.",
    "schema": {
        "type": "string",
        "minLength": 1,
        "maxLength": items.MAXIMUM_ID_BYTES,
        "pattern": "^[^/]+$",
    },
}


def _header(name: str, description: str, **schema: Any) -> dict[str, Any]:
    return {
        "name": name,
        "in": "header",
        "required": False,
        "description": description,
        "schema": {"type": "string", **schema},
    }


_VERSION: Final = {"pattern": headers.VERSION_PATTERN, "maxLength": MAXIMUM_TOKEN_LENGTH}
_SEEN: Final = _header(
    "Seen-Version",
    "The version that the client has seen, as in an ETag without its quotes. A read is answered"
    " only with this version or a later one; a write makes a version that includes it.",
    **_VERSION,
)
_WRITE_HEADERS: Final = [
    _SEEN,
    _header(
        "Idempotency-Key",
        "The write is applied at most once with this key. Made up and answered if it is not sent.",
        pattern=headers.REQUEST_ID_PATTERN,
    ),
    _header("If-Match", "Write only onto one of these versions: `*`, or ETags.", minLength=1),
    _header("If-None-Match", "Write only if there is no such item.", enum=["*"]),
    _header(
        "Replay-Version",
        "Replays a write that another Region acknowledged: the version that it made there. All"
        " three Replay headers and the write's own Idempotency-Key are sent together.",
        **_VERSION,
    ),
    _header(
        "Replay-Region", "The Region that acknowledged the write.", pattern=headers.REGION_PATTERN
    ),
    _header(
        "Replay-Written-At",
        "When it was written there, in seconds since the epoch.",
        pattern=headers.SECONDS_PATTERN,
    ),
]


def _answer_header(description: str) -> dict[str, Any]:
    return {"description": description, "schema": {"type": "string"}}


_EVERY_ANSWER: Final = {
    "Served-By-Region": _answer_header("The Region that answered."),
    "Replica-Age-Seconds": _answer_header(
        "How far its replica may be behind the other Regions; absent where not known."
    ),
    "Request-Id": _answer_header("Names this request in the service's log."),
}
_ETAG: Final = {"ETag": _answer_header("The item's version in quotes.")}

_PROBLEM_SCHEMA: Final = {
    "type": "object",
    "required": ["type", "title", "status", "detail", "requestId"],
    "properties": {
        "type": {"type": "string", "enum": [TYPE_PREFIX + name for name in PROBLEM_TYPES]},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "requestId": {"type": "string"},
        "localVersion": {"type": "string"},
        "seenVersion": {"type": "string"},
    },
}
_WRITTEN_SCHEMA: Final = {
    "type": "object",
    "required": ["id", "version", "writtenIn", "writtenAt", "idempotencyKey"],
    "properties": {
        "id": {"type": "string"},
        "version": {"type": "string"},
        "writtenIn": {"type": "string"},
        "writtenAt": {"type": "number"},
        "idempotencyKey": {"type": "string"},
    },
}
_HEALTH_SCHEMA: Final = {
    "type": "object",
    "required": ["status", "region", "failures", "replicaAgeSeconds"],
    "properties": {
        "status": {"type": "string", "enum": ["healthy", "unhealthy"]},
        "region": {"type": "string"},
        "failures": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["name", "detail"],
                "properties": {
                    "name": {
                        "type": "string",
                        "enum": [
                            "table-unreachable",
                            "table-not-active",
                            "draining",
                            "drill",
                            "returning",
                        ],
                    },
                    "detail": {"type": "string"},
                },
            },
        },
        "replicaAgeSeconds": {
            "type": "object",
            "additionalProperties": {"type": ["number", "null"]},
        },
    },
}


def _answer(description: str, schema: dict[str, Any], *extra: dict[str, Any]) -> dict[str, Any]:
    answer_headers = dict(_EVERY_ANSWER)
    for more in extra:
        answer_headers |= more
    return {
        "description": description,
        "headers": answer_headers,
        "content": {"application/json": {"schema": schema}},
    }


def _problems(*names: str) -> dict[int | str, dict[str, Any]]:
    answers: dict[int | str, dict[str, Any]] = {}
    for name in names:
        problem = PROBLEM_TYPES[name]
        described = f"`{TYPE_PREFIX}{name}`: {problem.title}"
        if problem.status in answers:
            answers[problem.status]["description"] += f" {described}"
        else:
            answers[problem.status] = {
                "description": described,
                "headers": _EVERY_ANSWER,
                "content": {MEDIA_TYPE: {"schema": _PROBLEM_SCHEMA}},
            }
    return answers


_READ_PROBLEMS: Final = (
    "invalid-request",
    "no-such-item",
    "concurrent-version",
    "internal",
    "overloaded",
    "throttled",
    "table-unreachable",
    "replica-behind",
)
_WRITE_PROBLEMS: Final = (
    "invalid-request",
    "newer-version",
    "concurrent-version",
    "precondition-failed",
    "internal",
    "overloaded",
    "throttled",
    "table-unreachable",
    "outcome-unknown",
)
_OUTCOME: Final = {
    "Replay-Outcome": _answer_header(
        "`applied` or `already-applied`, for a replay; `already-applied` for any write that the"
        " Region has seen before."
    )
}
_APPLIED: Final = _answer("The write is applied.", _WRITTEN_SCHEMA, _ETAG, _OUTCOME)

GET_ITEM: Final[dict[str, Any]] = {
    "summary": "Reads an item from this Region's replica",
    "responses": {
        200: _answer("The item's body.", {}, _ETAG),
        **_problems(*_READ_PROBLEMS),
    },
    "openapi_extra": {"parameters": [_ITEM_ID, _SEEN]},
}
PUT_ITEM: Final[dict[str, Any]] = {
    "summary": "Writes an item",
    "responses": {
        200: _APPLIED,
        201: {**_APPLIED, "description": "The write is applied and there was no such item."},
        **_problems(*_WRITE_PROBLEMS, "body-too-slow", "body-too-large", "unsupported-media-type"),
    },
    "openapi_extra": {
        "parameters": [_ITEM_ID, *_WRITE_HEADERS],
        "requestBody": {
            "required": True,
            "description": f"A JSON value of at most {items.MAXIMUM_BODY_BYTES} bytes.",
            "content": {"application/json": {"schema": {}}},
        },
    },
}
DELETE_ITEM: Final[dict[str, Any]] = {
    "summary": "Deletes an item",
    "responses": {200: _APPLIED, **_problems(*_WRITE_PROBLEMS, "no-such-item")},
    "openapi_extra": {"parameters": [_ITEM_ID, *_WRITE_HEADERS]},
}
LIVE: Final[dict[str, Any]] = {
    "summary": "Whether the process serves",
    "responses": {
        200: _answer("It does.", {"type": "object", "required": ["status"]}),
    },
}
HEALTH: Final[dict[str, Any]] = {
    "summary": "Whether clients should be sent to this Region",
    "responses": {
        200: _answer("They should.", _HEALTH_SCHEMA),
        503: _answer("They should not; the body says why.", _HEALTH_SCHEMA),
    },
}
