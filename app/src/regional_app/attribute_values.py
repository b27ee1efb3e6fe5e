"""JSON values as DynamoDB's attribute values and back, with DynamoDB's own limits.

Numbers are exact: Decimal or int in, Decimal out. Limits and the size rule:
"Constraints in Amazon DynamoDB" and "DynamoDB item sizes and formats" in the developer guide.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

MAXIMUM_DIGITS: Final = 38
"""Significant digits of a number."""

MAXIMUM_EXPONENT: Final = 125
"""A number's magnitude is below 1E+126."""

MINIMUM_EXPONENT: Final = -130
"""A number's magnitude, if not zero, is at least 1E-130."""

MAXIMUM_DEPTH: Final = 31
"""Levels of arrays and objects in a value. DynamoDB's 32 include the attribute that holds it."""

MAXIMUM_NAME_BYTES: Final = 65_535
"""Bytes of UTF-8 of a name in an object; an empty name is not allowed."""

AttributeValue = dict[str, Any]
"""As in the API: one key that says the type (S, N, BOOL, NULL, L, M) and the value."""

JsonValue = Any
"""None, bool, str, int, Decimal, list of these, or dict of str to these."""

_CONTAINER_BYTES: Final = 3
_ELEMENT_BYTES: Final = 1


class InvalidValueError(ValueError):
    """A value that DynamoDB cannot hold exactly; the message says which and what is allowed."""


def encode(value: JsonValue) -> AttributeValue:
    """The value as an attribute value.

    Raises InvalidValueError where DynamoDB would refuse the value or change it.
    """
    return _encode(value, "", 0)


def _encode(value: JsonValue, pointer: str, depth: int) -> AttributeValue:
    match value:
        case None:
            return {"NULL": True}
        case bool():
            return {"BOOL": value}
        case str():
            return {"S": _checked_text(value, pointer)}
        case int() | Decimal():
            return {"N": _encode_number(value, pointer)}
        case list() | tuple():
            _check_depth(depth, pointer)
            return {"L": [_encode(e, f"{pointer}/{i}", depth + 1) for i, e in enumerate(value)]}
        case dict():
            _check_depth(depth, pointer)
            return {
                "M": {
                    _checked_name(name, pointer): _encode(element, f"{pointer}/{name}", depth + 1)
                    for name, element in value.items()
                }
            }
    raise InvalidValueError(f"{_at(pointer)} is a {type(value).__name__}, which JSON does not have")


def _encode_number(value: int | Decimal, pointer: str) -> str:
    number = Decimal(value)
    if not number.is_finite():
        raise InvalidValueError(f"{_at(pointer)} is {number}, which is not a number in JSON")
    if number == 0:
        return "0"
    digits = number.as_tuple().digits
    significant = len("".join(map(str, digits)).rstrip("0"))
    if significant > MAXIMUM_DIGITS:
        raise InvalidValueError(
            f"{_at(pointer)} is a number of {significant} significant digits;"
            f" DynamoDB keeps at most {MAXIMUM_DIGITS}: send it as a string"
        )
    if not MINIMUM_EXPONENT <= number.adjusted() <= MAXIMUM_EXPONENT:
        raise InvalidValueError(
            f"{_at(pointer)} is a number of magnitude 1E{number.adjusted():+d}; DynamoDB holds"
            f" 1E{MINIMUM_EXPONENT} to below 1E+{MAXIMUM_EXPONENT + 1}: send it as a string"
        )
    return str(number)


def _checked_text(text: str, pointer: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:
        raise InvalidValueError(
            f"{_at(pointer)} holds half of a surrogate pair, which is not a character"
        ) from None
    return text


def _checked_name(name: str, pointer: str) -> str:
    size = len(_checked_text(name, pointer).encode())
    if not 1 <= size <= MAXIMUM_NAME_BYTES:
        raise InvalidValueError(
            f"{_at(pointer)} has a name of {size} bytes; allowed are 1 to {MAXIMUM_NAME_BYTES}"
        )
    return name


def _check_depth(depth: int, pointer: str) -> None:
    if depth >= MAXIMUM_DEPTH:
        raise InvalidValueError(
            f"{_at(pointer)} is nested deeper than {MAXIMUM_DEPTH} levels of arrays and objects"
        )


def _at(pointer: str) -> str:
    """A place in the value as a JSON pointer, shortened where it is long."""
    longest = 80
    shown = pointer if len(pointer) <= longest else f"{pointer[:longest]}..."
    return f"The value at {shown!r}" if pointer else "The value"


def decode(attribute: Mapping[str, Any]) -> JsonValue:
    """The JSON value of what `encode` made.

    Raises InvalidValueError for types that JSON does not have (binary and sets).
    """
    kind, value = next(iter(attribute.items()))
    match kind:
        case "S" | "BOOL":
            return value
        case "N":
            return Decimal(value)
        case "NULL":
            return None
        case "L":
            return [decode(element) for element in value]
        case "M":
            return {name: decode(element) for name, element in value.items()}
    raise InvalidValueError(f"An attribute has the type {kind}, which JSON does not have")


def size_bytes(attribute: Mapping[str, Any]) -> int:
    """The attribute value's size by DynamoDB's rule, rounded up where that is approximate."""
    kind, value = next(iter(attribute.items()))
    match kind:
        case "S":
            return len(value.encode())
        case "N":
            return len(value) // 2 + 2
        case "L":
            return _CONTAINER_BYTES + sum(_ELEMENT_BYTES + size_bytes(e) for e in value)
        case "M":
            return _CONTAINER_BYTES + sum(
                _ELEMENT_BYTES + len(name.encode()) + size_bytes(e) for name, e in value.items()
            )
    return 1
