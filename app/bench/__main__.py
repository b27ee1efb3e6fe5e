"""`python -m bench [--moto]`: compares in one run, and fails where a limit is missed."""

from __future__ import annotations

import argparse
import os
import socket
import statistics
import subprocess
import sys
import time

from tests.dynamodb_local import DynamoDBLocal
from tests.faulty_endpoint import FaultyEndpoint
from tests.regions import MotoServer, RegionTable
from tests.service_process import QUICK, ServiceProcess, wait_for

from .load import Round, bare_boto3, over_http, run

ROUNDS = 7
REQUESTS = 240
MOST_SLOWER = 0.15
"""Of the service against the minimal handler, in requests a second."""
DETECTION_LIMIT_SECONDS = 3.0


def main() -> int:
    """Exit code 1 where a limit is missed."""
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("--moto", action="store_true", help="instead of DynamoDB Local")
    server = MotoServer() if parser.parse_args().moto else DynamoDBLocal()
    try:
        missed = compare(server.endpoint) + detect(server.endpoint)
    finally:
        server.stop()
    for line in missed:
        print(f"MISSED: {line}")
    return 1 if missed else 0


def compare(endpoint: str) -> list[str]:
    """Throughput and latency, contenders taking turns so that all see the same machine."""
    region = RegionTable.create("us-west-2", endpoint)
    defaults = {name: "" for name in QUICK if name not in {"HOST", "PORT"}}
    minimal, url = start_minimal(region)
    try:
        with ServiceProcess(region, **defaults) as service:
            contenders = {
                "bare boto3": bare_boto3(region),
                "minimal handler": over_http(url),
                "same write": over_http(url, "same"),
                "service": over_http(service.url),
            }
            results: dict[tuple[str, str], list[Round]] = {}
            for number in range(ROUNDS + 1):
                for method in ("PUT", "GET"):
                    for name, connect in contenders.items():
                        if (method, name) == ("GET", "same write"):
                            continue  # A read is the same call in all of them.
                        result = run(connect, method, REQUESTS)
                        if number > 0:  # The first one only fills tables and pools.
                            results.setdefault((method, name), []).append(result)
    finally:
        minimal.kill()
        minimal.wait()
    return report(results, list(contenders))


def report(results: dict[tuple[str, str], list[Round]], names: list[str]) -> list[str]:
    """Prints medians over the rounds; returns the limits that were missed."""
    print(f"{'':24}{'requests/s':>12}{'p50 ms':>10}{'p99 ms':>10}")
    missed = []
    for method in ("GET", "PUT"):
        for name in names:
            if (method, name) not in results:
                continue
            rounds = results[method, name]
            per_second = statistics.median(r.per_second for r in rounds)
            p50 = statistics.median(r.percentile(0.5) for r in rounds)
            p99 = statistics.median(r.percentile(0.99) for r in rounds)
            print(f"{f'{method} {name}':24}{per_second:12.0f}{p50:10.2f}{p99:10.2f}")
        for other in ("minimal handler", "same write"):
            if (method, other) not in results:
                continue
            slower = how_much_slower(results[method, "service"], results[method, other])
            print(f"{method}: the service is {slower:.1%} slower than {other!r}")
            if slower > MOST_SLOWER:
                missed.append(f"{method} is {slower:.1%} slower than {other!r}; {MOST_SLOWER:.0%}")
    return missed


def how_much_slower(service: list[Round], other: list[Round]) -> float:
    """Part of the requests a second that the service does not make; negative if it makes more."""
    pairs = zip(service, other, strict=True)
    return 1 - statistics.median(mine.per_second / theirs.per_second for mine, theirs in pairs)


def start_minimal(region: RegionTable) -> tuple[subprocess.Popen[bytes], str]:
    """The minimal handler as a process, and its address."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.minimal_handler"],
        env={**os.environ, **region.environment, "PORT": str(port)},
    )

    def answers() -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", port)) == 0

    wait_for(answers)
    return process, f"http://127.0.0.1:{port}"


def detect(endpoint: str) -> list[str]:
    """Time from a fault until `/health` says 503, asked all the time."""
    missed = []
    for fault in ("refuse", "swallow"):
        region = RegionTable.create("us-west-2", endpoint)
        with (
            FaultyEndpoint(region.endpoint) as faulty,
            ServiceProcess(region, DYNAMODB_ENDPOINT=faulty.endpoint) as service,
        ):
            service.wait_until_healthy()
            began = time.perf_counter()
            getattr(faulty, fault)()
            while service.health()[0] == 200:
                time.sleep(0.02)
            seconds = time.perf_counter() - began
        print(f"table unreachable ({fault}): /health says 503 after {seconds:.2f} s")
        if seconds > DETECTION_LIMIT_SECONDS:
            missed.append(f"{fault} is seen after {seconds:.2f} s")
    return missed


if __name__ == "__main__":
    sys.exit(main())
