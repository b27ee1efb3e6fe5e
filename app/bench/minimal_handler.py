"""Runs as a process: the least that FastAPI and boto3 can do for one item. Prints its port."""

from __future__ import annotations

import os
import secrets
from typing import Any

import boto3
import uvicorn
from boto3.dynamodb.types import TypeDeserializer, TypeSerializer
from botocore.config import Config
from fastapi import Body, FastAPI

from regional_app.dynamodb import TableClient, request_limits
from regional_app.store import Store
from regional_app.writes import Write

_TABLE = os.environ["TABLE_NAME"]
_client = boto3.client(
    "dynamodb",
    region_name=os.environ["AWS_REGION"],
    endpoint_url=os.environ["DYNAMODB_ENDPOINT"],
    config=Config(max_pool_connections=32),
)
_serializer, _deserializer = TypeSerializer(), TypeDeserializer()
_store = Store(
    TableClient(os.environ["AWS_REGION"], os.environ["DYNAMODB_ENDPOINT"], request_limits(32)),
    table_name=_TABLE,
    key_attribute="id",
    region=os.environ["AWS_REGION"],
)
app = FastAPI()


@app.get("/items/{item_id}")
def get_item(item_id: str) -> Any:
    """Reads."""
    answer = _client.get_item(
        TableName=_TABLE, Key={"id": {"S": f"minimal/{item_id}"}}, ConsistentRead=True
    )
    return _deserializer.deserialize(answer["Item"]["body"])


@app.put("/items/{item_id}")
def put_item(item_id: str, body: Any = Body()) -> dict[str, str]:  # noqa: B008 - FastAPI's way
    """Writes."""
    _client.put_item(
        TableName=_TABLE,
        Item={"id": {"S": f"minimal/{item_id}"}, "body": _serializer.serialize(body)},
    )
    return {"id": item_id}


@app.put("/same/{item_id}")
def put_same(item_id: str, body: Any = Body()) -> dict[str, str]:  # noqa: B008 - FastAPI's way
    """Writes as the service does: versioned and at most once, with nothing around it."""
    _store.write(Write(id=f"same-{item_id}", body=body, request_id=secrets.token_urlsafe(12)))
    return {"id": item_id}


if __name__ == "__main__":
    config = uvicorn.Config(app, port=int(os.environ["PORT"]), access_log=False, log_config=None)
    uvicorn.Server(config).run()
