"""Clients of local DynamoDB endpoints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

CREDENTIALS: Final = {"AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": "local"}
"""What a local endpoint needs in a process' environment; DynamoDB Local takes only letters."""

PATIENT: Final = Config(connect_timeout=5, read_timeout=30, retries={"mode": "standard"})


def dynamodb(region: str, endpoint: str) -> DynamoDBClient:
    """A client that waits for a busy machine."""
    session = boto3.Session(region_name=region)
    return session.client("dynamodb", endpoint_url=endpoint, config=PATIENT)


def reason(error: Exception) -> str:
    """What a call failed of, for people."""
    if isinstance(error, ClientError):
        described = error.response["Error"]
        return f"{error.operation_name}: {described['Code']}: {described['Message']}"
    return str(error)
