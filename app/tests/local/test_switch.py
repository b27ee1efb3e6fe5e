"""A drill: `/health` of the real service fails, and recovers."""

from __future__ import annotations

import time

from ..regions import RegionTable
from ..service_process import ServiceProcess
from .command import UNREACHABLE, lines, refused, run


def switch(region: RegionTable, seconds: str) -> dict[str, float]:
    done = run(
        *("local.switch", "--table", region.table_name, "--seconds", seconds),
        *("--region", f"{region.region}={region.endpoint}"),
    )
    assert (done.returncode, done.stderr) == (0, "")
    (line,) = lines(done)
    assert (line.pop("event"), line.pop("region")) == ("switched", region.region)
    return line


def test_health_fails_until_the_drill_ends(region: RegionTable) -> None:
    with ServiceProcess(region) as service:
        service.wait_until_healthy()
        began = time.time()
        told = switch(region, "3600")
        assert began <= told["at"] <= time.time()
        assert round(told["until"] - told["at"], 6) == 3600
        service.wait_until_unhealthy("drill")
        told = switch(region, "0")
        assert told["until"] == told["at"]
        service.wait_until_healthy()


def test_all_faults_are_told_at_once() -> None:
    complaints = refused(
        run("local.switch", "--table", "T", "--region", "us-east-1", "--seconds", "nan")
    )
    assert len(complaints) == 2
    assert complaints[1] == "--seconds 'nan': allowed is a number of seconds, 0 to 86400"


def test_a_table_out_of_reach_is_told() -> None:
    arguments = ["--table", "T", "--seconds", "1", "--region", f"us-east-1={UNREACHABLE}"]
    (complaint,) = refused(run("local.switch", *arguments), 1)
    assert complaint.startswith("us-east-1: Could not connect")
