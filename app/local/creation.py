"""Creating a table on several endpoints."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError

from .endpoints import dynamodb

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def service_table(name: str, key_attribute: str = "id") -> dict[str, Any]:
    """Arguments of CreateTable for the least that the service and replication need."""
    return {
        "TableName": name,
        "AttributeDefinitions": [{"AttributeName": key_attribute, "AttributeType": "S"}],
        "KeySchema": [{"AttributeName": key_attribute, "KeyType": "HASH"}],
        "BillingMode": "PAY_PER_REQUEST",
        "StreamSpecification": {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
    }


def create_everywhere(
    endpoints: Mapping[str, str], arguments: Mapping[str, Any], created: Callable[[str], None]
) -> dict[str, Exception]:
    """Creates the table in all Regions at the same time; what it failed of, by Region.

    `created` is called with each Region where the table is ready for use, from several threads.
    """

    def create(region: str) -> Exception | None:
        try:
            client = dynamodb(region, endpoints[region])
            client.create_table(**arguments)
            client.get_waiter("table_exists").wait(
                TableName=arguments["TableName"], WaiterConfig={"Delay": 1, "MaxAttempts": 60}
            )
        except (BotoCoreError, ClientError) as error:
            return error
        created(region)
        return None

    with ThreadPoolExecutor(len(endpoints)) as pool:
        results = dict(zip(endpoints, pool.map(create, endpoints), strict=True))
    return {region: error for region, error in results.items() if error is not None}
