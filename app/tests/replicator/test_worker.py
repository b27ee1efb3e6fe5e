"""A change that arrives in a Region just after a local write that its stream has not told yet."""

from __future__ import annotations

import itertools
from typing import Any

import boto3
import pytest

from local.endpoints import CREDENTIALS
from regional_app.replicator.links import Outcome
from regional_app.replicator.network import Network
from regional_app.replicator.options import Options
from regional_app.replicator.replica import Change, Stamp
from regional_app.replicator.worker import RegionWorker

from ..regions import RegionTable

ELSEWHERE = "us-east-1"


def image(value: str) -> dict[str, Any]:
    return {"id": {"S": "item/x"}, "value": {"S": value}}


@pytest.mark.parametrize(
    ("arrived_at", "outcome", "left"),
    [(0.0, Outcome.DISCARDED, "local"), (4e9, Outcome.APPLIED, "arriving")],
)
def test_the_local_write_is_replaced_only_by_a_later_one(
    region: RegionTable, arrived_at: float, outcome: Outcome, left: str
) -> None:
    options = Options(
        table_name=region.table_name,
        key_attribute="id",
        endpoints={region.region: region.endpoint, ELSEWHERE: "http://127.0.0.1:1"},
        lag_seconds={},
    )
    reports: list[str] = []
    network = Network(options)
    worker = RegionWorker(
        region.region,
        options=options,
        network=network,
        numbers=itertools.count(),
        report=lambda event, **_: reports.append(event),
        session=boto3.Session(
            aws_access_key_id=CREDENTIALS["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=CREDENTIALS["AWS_SECRET_ACCESS_KEY"],
        ),
    )
    region.client.put_item(TableName=region.table_name, Item=image("local"))
    change = Change("item/x", image("arriving"), ELSEWHERE, Stamp(arrived_at, 0))

    written = worker._write(change)

    assert written is not None
    assert written.outcome is outcome

    found = region.client.get_item(TableName=region.table_name, Key={"id": {"S": "item/x"}})
    assert found["Item"]["value"] == {"S": left}
    assert reports == []
    assert network.counts()["pending"] == 1
