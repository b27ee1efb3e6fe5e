"""JSON values to DynamoDB's types and back, exactly or not at all."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, cast

import pytest
from boto3.dynamodb.types import TypeDeserializer, TypeSerializer
from hypothesis import given

from regional_app.attribute_values import InvalidValueError, decode, encode, size_bytes

from .regions import RegionTable
from .strategies import json_values


def nested(levels: int) -> Any:
    value: Any = []
    for _ in range(levels - 1):
        value = [value]
    return value


@given(json_values)
def test_every_json_value_comes_back_as_it_was(value: Any) -> None:
    assert decode(encode(value)) == value


@given(json_values)
def test_boto3_reads_and_writes_the_same(value: Any) -> None:
    assert TypeDeserializer().deserialize(cast("Any", encode(value))) == value
    assert decode(TypeSerializer().serialize(value)) == value


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (Decimal("1" * 39), "39 significant digits"),
        (Decimal("1E+126"), "magnitude 1E[+]126"),
        (Decimal("1E-131"), "magnitude 1E-131"),
        (Decimal("NaN"), "NaN"),
        (Decimal("-Infinity"), "Infinity"),
        (1.5, "float"),
        ({1}, "set"),
        ({"": 1}, "0 bytes"),
        ({"n" * 65_536: 1}, "65536 bytes"),
        ("\ud800", "surrogate"),
        ({"\ud800": 1}, "surrogate"),
        (nested(32), "deeper than 31"),
        ({"list": [1, {"x": Decimal("1E+130")}]}, "'/list/1/x'"),
    ],
)
def test_what_dynamodb_would_refuse_or_change_is_refused(value: Any, said: str) -> None:
    with pytest.raises(InvalidValueError, match=said):
        encode(value)


@pytest.mark.parametrize(
    "value",
    [
        Decimal("9" * 38),
        Decimal("-" + "9" * 38),
        Decimal("1" + "0" * 100),
        Decimal("9.9E+125"),
        Decimal("1E-130"),
        Decimal("-0"),
        None,
        "",
        [],
        {},
        nested(31),
    ],
)
def test_what_dynamodb_holds_is_kept_by_a_table(region: RegionTable, value: Any) -> None:
    region.client.put_item(
        TableName=region.table_name, Item={"id": {"S": "x"}, "body": encode(value)}
    )
    found = region.client.get_item(TableName=region.table_name, Key={"id": {"S": "x"}})
    assert decode(found["Item"]["body"]) == value


@pytest.mark.parametrize(
    ("value", "size"),
    [
        ("abc", 3),
        ("\u00e9", 2),
        (None, 1),
        (True, 1),
        ([], 3),
        ({"ab": "cd"}, 3 + 1 + 2 + 2),
        (["a", "b"], 3 + 2 * (1 + 1)),
    ],
)
def test_sizes_follow_dynamodbs_rule(value: Any, size: int) -> None:
    assert size_bytes(encode(value)) == size


@given(json_values)
def test_a_number_is_never_counted_too_small(value: Any) -> None:
    if isinstance(value, Decimal):
        significant = len("".join(map(str, value.as_tuple().digits)).strip("0"))
        assert size_bytes(encode(value)) >= (significant + 1) // 2 + 1


@pytest.mark.parametrize("attribute", [{"B": b"x"}, {"SS": ["x"]}, {"NS": ["1"]}, {"BS": [b"x"]}])
def test_types_that_json_does_not_have_are_refused(attribute: dict[str, Any]) -> None:
    with pytest.raises(InvalidValueError, match=next(iter(attribute))):
        decode(attribute)
