"""The same load on each contender: a few connections, one request after the other on each."""

from __future__ import annotations

import http.client
import json
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from boto3.dynamodb.types import TypeDeserializer, TypeSerializer

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.regions import RegionTable

CONNECTIONS = 4
ITEMS = 100
BODY: dict[str, Any] = {"name": "A name", "tags": ["a", "b", "c"], "count": 12, "text": "t" * 200}

Request = tuple[str, int]
"""GET or PUT, and the number of the item."""


@dataclass(frozen=True)
class Round:
    """Latencies in milliseconds, ascending, and requests a second."""

    milliseconds: list[float]
    per_second: float

    def percentile(self, part: float) -> float:
        """The latency that this part of the requests stays within."""
        return self.milliseconds[
            min(len(self.milliseconds) - 1, int(part * len(self.milliseconds)))
        ]


def run(connect: Callable[[], Callable[[Request], None]], method: str, count: int) -> Round:
    """Sends `count` requests over CONNECTIONS connections."""

    def work(worker: int) -> list[float]:
        send = connect()
        latencies = []
        for number in range(worker, count, CONNECTIONS):
            began = time.perf_counter()
            send((method, number % ITEMS))
            latencies.append((time.perf_counter() - began) * 1000)
        return latencies

    began = time.perf_counter()
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        latencies = [value for part in pool.map(work, range(CONNECTIONS)) for value in part]
    return Round(sorted(latencies), count / (time.perf_counter() - began))


def over_http(url: str, folder: str = "items") -> Callable[[], Callable[[Request], None]]:
    """Requests to a service at an address."""
    netloc = urlsplit(url).netloc
    body = json.dumps(BODY)
    headers = {"Content-Type": "application/json"}

    def connect() -> Callable[[Request], None]:
        connection = http.client.HTTPConnection(netloc, timeout=30)

        def send(request: Request) -> None:
            method, number = request
            if method == "PUT":
                connection.request(method, f"/{folder}/{number}", body, headers)
            else:
                connection.request(method, f"/{folder}/{number}")
            answer = connection.getresponse()
            content = answer.read()
            assert answer.status in {200, 201}, (answer.status, content)

        return send

    return connect


def bare_boto3(region: RegionTable) -> Callable[[], Callable[[Request], None]]:
    """The same reads and writes without a service."""
    serializer, deserializer = TypeSerializer(), TypeDeserializer()

    def send(request: Request) -> None:
        method, number = request
        key = {"id": {"S": f"bare/{number}"}}
        if method == "PUT":
            item: Any = {**key, "body": serializer.serialize(BODY)}
            region.client.put_item(TableName=region.table_name, Item=item)
        else:
            found: Any = region.client.get_item(
                TableName=region.table_name, Key=key, ConsistentRead=True
            )
            deserializer.deserialize(found["Item"]["body"])

    return lambda: send
