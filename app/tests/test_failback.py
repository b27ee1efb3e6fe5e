"""Switching health off, going away and coming back: when clients are sent to a Region again."""

from __future__ import annotations

import time
from itertools import pairwise

from .faulty_endpoint import FaultyEndpoint
from .regions import RegionTable
from .service_process import PATIENCE_SECONDS, QUICK, ServiceProcess, wait_for

RETURNED = "the Region was away and has returned"


def set_heartbeat(region: RegionTable, of: str, at: float) -> None:
    """What replication brings, or what this Region wrote last."""
    item = {"id": {"S": f"heartbeat/{of}"}, "region": {"S": of}, "writtenAt": {"N": f"{at:.3f}"}}
    region.client.put_item(TableName=region.table_name, Item=item)


def set_switch(region: RegionTable, of: str, until: float) -> None:
    """What somebody who drills writes."""
    item = {"id": {"S": f"switch/{of}"}, "failHealthUntil": {"N": f"{until:.3f}"}}
    region.client.put_item(TableName=region.table_name, Item=item)


def test_the_drill_switch_fails_health_until_it_expires(region: RegionTable) -> None:
    with ServiceProcess(region) as service:
        service.wait_until_healthy()
        set_switch(region, "us-west-2", time.time() + 2)
        service.wait_until_unhealthy("drill")
        assert service.http.put("/items/x", json=1).status_code == 201
        service.wait_until_healthy()


def test_a_switch_of_another_region_changes_nothing(region: RegionTable) -> None:
    set_switch(region, "us-east-1", time.time() + 60)
    with ServiceProcess(region, PEER_REGIONS="us-east-1") as service:
        service.wait_until_healthy()


def test_a_returned_region_waits_for_its_replica(region: RegionTable) -> None:
    """Away for longer than the isolation time: kept out until the peer's news have arrived."""
    settings = {"PEER_REGIONS": "us-east-1", "RPO_SECONDS": "5"}
    now = time.time()
    set_heartbeat(region, "us-west-2", now - 60)
    set_heartbeat(region, "us-east-1", now - 60)
    with ServiceProcess(region, **settings) as first, ServiceProcess(region, **settings) as second:
        first.wait_until_unhealthy("returning")
        second.wait_until_unhealthy("returning")
        wait_for(lambda: first.logged(RETURNED) or second.logged(RETURNED))
        time.sleep(3 * float(QUICK["HEARTBEAT_SECONDS"]))
        # Heartbeats go on, and every task still knows, also one that starts only now.
        assert first.health() == (503, ["returning"])
        with ServiceProcess(region, **settings) as third:
            third.wait_until_unhealthy("returning")
        assert float(first.http.get("/live").headers["replica-age-seconds"]) > 50
        set_heartbeat(region, "us-east-1", time.time())
        first.wait_until_healthy()
        second.wait_until_healthy()
        ages = first.metrics("ReplicaAgeSeconds")
        assert {line["SourceRegion"] for line in ages} == {"us-east-1"}
        assert ages[0]["ReplicaAgeSeconds"] > 50
        # The peer falls silent again: that alone takes nobody away.
        time.sleep(0.5)
        assert first.health() == (200, [])


def test_a_returned_region_with_dead_peers_comes_back_after_the_maximum(
    region: RegionTable,
) -> None:
    now = time.time()
    set_heartbeat(region, "us-west-2", now - 60)
    set_heartbeat(region, "us-east-1", now - 60)
    with ServiceProcess(region, PEER_REGIONS="us-east-1", FAILBACK_MAXIMUM_SECONDS="2") as service:
        service.wait_until_unhealthy("returning")
        service.wait_until_healthy()


def test_isolated_and_returned(region: RegionTable) -> None:
    """The Region loses its table for longer than the isolation time while it runs."""
    set_heartbeat(region, "us-east-1", time.time())
    with (
        FaultyEndpoint(region.endpoint) as endpoint,
        ServiceProcess(
            region, DYNAMODB_ENDPOINT=endpoint.endpoint, PEER_REGIONS="us-east-1"
        ) as service,
    ):
        service.wait_until_healthy()
        endpoint.swallow()
        service.wait_until_unhealthy("table-unreachable")
        time.sleep(float(QUICK["ISOLATION_SECONDS"]) + 0.5)
        endpoint.recover()
        service.wait_until_unhealthy("returning")
        set_heartbeat(region, "us-east-1", time.time())
        service.wait_until_healthy()


def test_many_tasks_make_one_heartbeat(region: RegionTable) -> None:
    with ServiceProcess(region) as first, ServiceProcess(region) as second:
        first.wait_until_healthy()
        second.wait_until_healthy()
        key = {"id": {"S": "heartbeat/us-west-2"}}
        seen: set[str] = set()
        began = time.time()
        while len(seen) < 6:
            answer = region.client.get_item(TableName=region.table_name, Key=key)
            seen.add(answer["Item"]["writtenAt"]["N"])
            assert time.time() - began < PATIENCE_SECONDS
        times = sorted(map(float, seen))
        gaps = [later - earlier for earlier, later in pairwise(times[1:])]
        assert min(gaps) > 0.5 * float(QUICK["HEARTBEAT_SECONDS"])
