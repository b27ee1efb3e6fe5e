"""The service keeps to its own OpenAPI document, whatever it is sent."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, cast

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.config import (
    ChecksConfig,
    PositiveDataAcceptanceConfig,
    ProjectConfig,
    ProjectsConfig,
    SchemathesisConfig,
)

from regional_app.api import create_api

from .dynamodb_local import DynamoDBLocal
from .regions import MotoServer, RegionTable
from .service_process import ServiceProcess

_CHECKS = ChecksConfig(
    # Values of a right form that do not go together, or with the item, are still refused.
    positive_data_acceptance=PositiveDataAcceptanceConfig(
        expected_statuses=["2xx", "400", "404", "409", "412", "413", "415", "503"]
    )
)

_NO_PARTS: Any = cast("Any", None)

schema = schemathesis.openapi.from_dict(
    create_api(_NO_PARTS, _NO_PARTS, _NO_PARTS, _NO_PARTS).openapi(),
    config=SchemathesisConfig(projects=ProjectsConfig(default=ProjectConfig(checks=_CHECKS))),
)


@pytest.fixture(scope="module")
def service(
    dynamodb_in: Callable[[str], MotoServer | DynamoDBLocal],
) -> Iterator[ServiceProcess]:
    region = RegionTable.create("us-west-2", dynamodb_in("us-west-2").endpoint)
    with ServiceProcess(region, STALE_WAIT_SECONDS="0") as process:
        yield process


@schema.parametrize()
@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
def test_every_answer_is_as_documented(
    case: schemathesis.Case[Any], service: ServiceProcess
) -> None:
    answer = case.call(base_url=service.url)
    assert "request-id" in answer.headers
    assert answer.headers["served-by-region"] == ["us-west-2"]
    # To be behind what a made-up client has seen is documented, and no fault of the service.
    if answer.status_code != 503 or "replica-behind" not in answer.text:
        case.validate_response(answer)
