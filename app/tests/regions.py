"""Regions for tests: each a DynamoDB endpoint of its own with a table of its own."""

from __future__ import annotations

import functools
import json
import subprocess
import sys
import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

import boto3

from local.creation import service_table
from local.endpoints import CREDENTIALS, PATIENT

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient
    from types_boto3_dynamodbstreams import DynamoDBStreamsClient


class MotoServer:
    """A moto server in a process of its own on a free loopback port."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "local.dynamodb", "moto"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout is not None
        serving = self._process.stdout.readline()
        assert serving, "moto's server did not start"
        self.endpoint = f"http://127.0.0.1:{json.loads(serving)['port']}"

    def stop(self) -> None:
        """Ends the process."""
        self._process.kill()
        self._process.communicate()


@functools.cache
def _session(region: str) -> boto3.Session:
    return boto3.Session(
        region_name=region,
        aws_access_key_id=CREDENTIALS["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=CREDENTIALS["AWS_SECRET_ACCESS_KEY"],
    )


@dataclass(frozen=True)
class RegionTable:
    """A table in one Region, as the tests and the service reach it."""

    region: str
    endpoint: str
    table_name: str
    key_attribute: str = "id"
    client: DynamoDBClient = field(init=False, repr=False)
    streams: DynamoDBStreamsClient = field(init=False, repr=False)

    def __post_init__(self) -> None:
        session = _session(self.region)
        client = session.client("dynamodb", endpoint_url=self.endpoint, config=PATIENT)
        streams = session.client("dynamodbstreams", endpoint_url=self.endpoint, config=PATIENT)
        object.__setattr__(self, "client", client)
        object.__setattr__(self, "streams", streams)

    @classmethod
    def create(
        cls, region: str, endpoint: str, table_name: str | None = None, key_attribute: str = "id"
    ) -> Self:
        """Makes a table with a stream of both images; its name is new where none is given."""
        name = table_name or f"table-{uuid.uuid4().hex[:12]}"
        table = cls(region, endpoint, name, key_attribute)
        table.client.create_table(**service_table(name, key_attribute))
        return table

    @property
    def environment(self) -> dict[str, str]:
        """The settings with which a service uses this table."""
        return {
            **CREDENTIALS,
            "AWS_REGION": self.region,
            "TABLE_NAME": self.table_name,
            "TABLE_KEY": self.key_attribute,
            "DYNAMODB_ENDPOINT": self.endpoint,
        }
