"""JSON with exact numbers: parsed as Decimal, written with all their digits."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, Final

import simplejson

if TYPE_CHECKING:
    from .attribute_values import JsonValue

_LONGEST_NUMBER: Final = 256
"""Characters; far more than 38 digits need, and few enough that no number costs much."""


class InvalidJsonError(ValueError):
    """Bytes that are not one JSON value."""


def _number(text: str) -> Decimal:
    if len(text) > _LONGEST_NUMBER:
        raise InvalidJsonError(f"a number has {len(text)} characters; allowed {_LONGEST_NUMBER}")
    return Decimal(text)


def _constant(name: str) -> Any:
    raise InvalidJsonError(f"{name} is not a number in JSON")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise InvalidJsonError("an object has two members of the same name")
    return members


_decoder: Final = simplejson.JSONDecoder(
    parse_float=_number,
    parse_int=_number,
    parse_constant=_constant,
    object_pairs_hook=_object,
)


def parse(body: bytes) -> JsonValue:
    """The value in a request's body. Raises InvalidJsonError."""
    try:
        return _decoder.decode(body.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise InvalidJsonError(f"the byte at {error.start} is not UTF-8") from None
    except simplejson.JSONDecodeError as error:
        raise InvalidJsonError(str(error)) from None
    except RecursionError:
        raise InvalidJsonError("arrays and objects are nested too deep") from None
    except InvalidOperation:
        raise InvalidJsonError("a number's exponent is too large") from None


def write(value: JsonValue) -> bytes:
    """The value as JSON."""
    text: str = simplejson.dumps(
        value, use_decimal=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
    )
    return text.encode()
