"""The service as a process while things around it fail: what a client sees."""

from __future__ import annotations

import socket
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from regional_app.health import CACHE_SECONDS, PROBE_SECONDS

from .faulty_endpoint import FaultyEndpoint
from .regions import RegionTable
from .service_process import PATIENCE_SECONDS, QUICK, ServiceProcess, wait_for

DEADLINE = float(QUICK["REQUEST_DEADLINE_SECONDS"])
SLACK = 2.0
"""For a busy machine; far below every time-out that a fault would show as."""


def put(service: ServiceProcess, item_id: str, body: Any, **headers: str) -> httpx.Response:
    return service.http.put(
        f"/items/{item_id}", json=body, headers={n.replace("_", "-"): v for n, v in headers.items()}
    )


def name_of(answer: httpx.Response) -> str:
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["status"] == answer.status_code
    assert problem["requestId"] == answer.headers["request-id"]
    return str(problem["type"]).rpartition(":")[2]


@pytest.mark.parametrize("fault", ["refuse", "swallow"])
def test_a_table_out_of_reach_and_back(region: RegionTable, fault: str) -> None:
    with (
        FaultyEndpoint(region.endpoint) as endpoint,
        ServiceProcess(region, DYNAMODB_ENDPOINT=endpoint.endpoint) as service,
    ):
        service.wait_until_healthy()
        assert put(service, "x", "before", Idempotency_Key="first").status_code == 201
        getattr(endpoint, fault)()
        failed_at = time.monotonic()
        service.wait_until_unhealthy("table-unreachable")
        assert time.monotonic() - failed_at < CACHE_SECONDS + PROBE_SECONDS + SLACK
        assert service.http.get("/live").status_code == 200

        began = time.monotonic()
        read = service.http.get("/items/x")
        assert time.monotonic() - began < DEADLINE + SLACK
        assert (read.status_code, name_of(read)) == (503, "table-unreachable")
        assert "retry-after" in read.headers

        began = time.monotonic()
        write = put(service, "x", "during")
        assert time.monotonic() - began < DEADLINE + SLACK
        assert (write.status_code, name_of(write)) == (503, "outcome-unknown")
        key = write.headers["idempotency-key"]

        endpoint.recover()
        service.wait_until_healthy()
        repeated = put(service, "x", "during", Idempotency_Key=key)
        assert repeated.status_code == 200
        found = service.http.get("/items/x")
        assert (found.json(), found.headers["etag"]) == ("during", repeated.headers["etag"])


def test_a_slow_table_takes_the_region_away_but_reads_are_still_answered(
    region: RegionTable,
) -> None:
    with (
        FaultyEndpoint(region.endpoint) as endpoint,
        ServiceProcess(region, DYNAMODB_ENDPOINT=endpoint.endpoint) as service,
    ):
        service.wait_until_healthy()
        put(service, "x", "held")
        endpoint.delay(PROBE_SECONDS + 0.2)
        service.wait_until_unhealthy("table-unreachable")
        assert service.http.get("/items/x").json() == "held"
        endpoint.recover()
        service.wait_until_healthy()


def test_a_table_that_is_not_there(region: RegionTable) -> None:
    with ServiceProcess(region, TABLE_NAME="no-such-table") as service:
        assert service.health() == (503, ["table-unreachable"])
        detail = service.http.get("/health").json()["failures"][0]["detail"]
        assert "ResourceNotFoundException" in detail
        answer = service.http.get("/items/x")
        assert (answer.status_code, name_of(answer)) == (500, "internal")


def test_sigterm_under_load_answers_everything_that_it_took(region: RegionTable) -> None:
    """Clients keep writing; the process is told to stop; every answer is one, and stands."""
    with ServiceProcess(region) as service:
        service.wait_until_healthy()
        acknowledged: list[str] = []
        unanswered: list[str] = []

        def write_until_refused(number: int) -> None:
            with httpx.Client(base_url=service.url, timeout=PATIENCE_SECONDS) as http:
                for count in range(100_000):
                    name = f"{number}-{count}"
                    try:
                        answer = http.put(f"/items/{name}", json=count)
                    except httpx.ConnectError:
                        return
                    except httpx.TransportError:
                        unanswered.append(name)
                        return
                    assert answer.status_code == 201
                    acknowledged.append(name)

        with ThreadPoolExecutor(4) as pool:
            writers = [pool.submit(write_until_refused, number) for number in range(4)]
            wait_for(lambda: len(acknowledged) > 20)
            service.terminate()
            wait_for(lambda: service.health() == (503, ["draining"]))
            assert service.http.get("/live").headers["connection"] == "close"
            for writer in writers:
                writer.result()
        assert service.wait() == 0
        kept = region.client.scan(TableName=region.table_name, Select="ALL_ATTRIBUTES")["Items"]
        ids = {item["id"]["S"] for item in kept}
        assert {f"item/{name}" for name in acknowledged} <= ids
        # A connection that nobody has accepted is reset when the process ends: nothing was taken.
        assert ids.isdisjoint(f"item/{name}" for name in unanswered)
        assert service.logged("stopped")


def test_a_request_in_flight_is_finished_after_sigterm(region: RegionTable) -> None:
    with (
        FaultyEndpoint(region.endpoint) as endpoint,
        ServiceProcess(region, DYNAMODB_ENDPOINT=endpoint.endpoint, DRAIN_SECONDS="4") as service,
    ):
        service.wait_until_healthy()
        endpoint.delay(0.8)
        with ThreadPoolExecutor(1) as pool:
            writing = pool.submit(put, service, "x", "last")
            wait_for(lambda: endpoint.accepted > 1)
            time.sleep(0.2)
            service.terminate()
            assert writing.result().status_code == 201
        assert service.wait() == 0


def test_sigterm_ends_the_process_although_the_table_is_a_black_hole(region: RegionTable) -> None:
    with (
        FaultyEndpoint(region.endpoint) as endpoint,
        ServiceProcess(region, DYNAMODB_ENDPOINT=endpoint.endpoint, DRAIN_SECONDS="1") as service,
    ):
        service.wait_until_healthy()
        endpoint.swallow()
        with ThreadPoolExecutor(4) as pool:
            for number in range(4):
                pool.submit(put, service, f"x{number}", 1)
            time.sleep(0.2)
            stopped_at = time.monotonic()
            service.terminate()
            assert service.wait() == 0
        assert time.monotonic() - stopped_at < 1 + SLACK


def test_overload_is_turned_away_at_once_while_probes_are_answered(region: RegionTable) -> None:
    with (
        FaultyEndpoint(region.endpoint) as endpoint,
        ServiceProcess(
            region, DYNAMODB_ENDPOINT=endpoint.endpoint, MAXIMUM_IN_FLIGHT="4", WORKER_THREADS="2"
        ) as service,
    ):
        service.wait_until_healthy()
        endpoint.delay(0.3)
        with ThreadPoolExecutor(24) as pool:
            answers = [pool.submit(put, service, f"x{n}", n) for n in range(24)]
            live = service.http.get("/live")
            health = service.http.get("/health")
            results = [answer.result() for answer in answers]
        assert live.status_code == 200
        assert health.status_code == 200
        shed = [answer for answer in results if answer.status_code == 503]
        assert len([answer for answer in results if answer.status_code == 201]) >= 4
        assert len(shed) >= 12
        for answer in shed:
            assert name_of(answer) == "overloaded"
            assert int(answer.headers["retry-after"]) >= 1
        put(service, "after", 1)
        service.terminate()
        service.wait()
        assert sum(line["Shed"] for line in service.metrics("Shed")) == len(shed)


def test_a_connection_that_sends_nothing_holds_up_nobody(region: RegionTable) -> None:
    with ServiceProcess(region, MAXIMUM_IN_FLIGHT="1", REQUEST_DEADLINE_SECONDS="1") as service:
        service.wait_until_healthy()
        host, port = service.url.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port)), timeout=PATIENCE_SECONDS) as slow:
            slow.sendall(b"PUT /items/x HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n1")
            answer = slow.recv(65_536)
            assert b" 408 " in answer.splitlines()[0]
        wait_for(lambda: put(service, "y", 1).status_code == 201)
