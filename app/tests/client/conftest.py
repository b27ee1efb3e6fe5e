"""Two Regions as a client meets them: a name, two addresses with one port, TLS, no replication."""

from __future__ import annotations

import contextlib
import random
import ssl
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import trustme

from regional_app.client import (
    AcknowledgedWrite,
    Backoff,
    Callbacks,
    FailedAttempt,
    FailoverName,
    Keeping,
    Limits,
    RegionalClient,
    Replay,
    tls_context,
)

from ..dynamodb_local import DynamoDBLocal
from ..regions import MotoServer, RegionTable
from ..service_process import ServiceProcess
from .dns_server import DnsServer
from .front import Front

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

NAME = "items.example.test"
EAST, WEST = "us-east-1", "us-west-2"
EAST_ADDRESS, WEST_ADDRESS = "127.0.0.1", "127.0.0.2"

QUICK_BACKOFF = Backoff(first_seconds=0.02, longest_seconds=0.2)


def limits(request_seconds: float = 20.0) -> Limits:
    """Short, so that a Region that hangs is left soon."""
    return Limits(connect_seconds=1.5, read_seconds=2.0, request_seconds=request_seconds)


@dataclass
class Recorder:
    """What a client called back."""

    acknowledged: list[AcknowledgedWrite] = field(default_factory=list)
    replays: list[Replay] = field(default_factory=list)
    failed: list[FailedAttempt] = field(default_factory=list)

    @property
    def callbacks(self) -> Callbacks:
        return Callbacks(
            acknowledged=self.acknowledged.append,
            replayed=self.replays.append,
            failed=self.failed.append,
        )

    @property
    def replay_outcomes(self) -> list[tuple[str, str, str | None]]:
        return [(r.write.version, r.outcome.value, r.region) for r in self.replays]


@dataclass(frozen=True)
class Authority:
    """A throw-away certificate authority."""

    ca: trustme.CA
    file: Path

    def server_context(self, *names: str) -> ssl.SSLContext:
        """TLS of a server with a certificate for these names."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.ca.issue_cert(*names).configure_cert(context)
        return context


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """Whom the clients trust."""
    ca = trustme.CA()
    file = tmp_path_factory.mktemp("ca") / "ca.pem"
    ca.cert_pem.write_to_path(str(file))
    return Authority(ca, file)


@dataclass(frozen=True)
class Service:
    """The service in one Region, past its load balancer."""

    process: ServiceProcess
    table: RegionTable


@pytest.fixture(scope="session")
def services(
    dynamodb_in: Callable[[str], MotoServer | DynamoDBLocal],
) -> Iterator[dict[str, Service]]:
    """One process a Region, for all tests: each test uses ids of its own."""
    with contextlib.ExitStack() as stack:
        made: dict[str, Service] = {}
        for region in (EAST, WEST):
            table = RegionTable.create(region, dynamodb_in(region).endpoint)
            made[region] = Service(stack.enter_context(ServiceProcess(table)), table)
        yield made


@dataclass
class World:
    """Everything between a client and the Regions."""

    dns: DnsServer
    east: Front
    west: Front
    services: dict[str, Service]
    authority: Authority

    @property
    def port(self) -> int:
        """The same in both Regions."""
        return self.east.port

    def client(
        self,
        recorder: Recorder | None = None,
        *,
        keeping: Keeping | None = None,
        request_seconds: float = 20.0,
        seed: int = 0,
    ) -> RegionalClient:
        """A new client, with a session of its own."""
        return RegionalClient(
            FailoverName(NAME, server=self.dns.address, keeping=keeping or Keeping()),
            port=self.port,
            tls=tls_context(self.authority.file),
            limits=limits(request_seconds),
            backoff=QUICK_BACKOFF,
            callbacks=(recorder or Recorder()).callbacks,
            chance=random.Random(seed),  # noqa: S311 - jitter
        )

    def point_to(self, *addresses: str, ttl: int = 0) -> None:
        """Where the failover name points."""
        self.dns.answer(NAME, *addresses, ttl=ttl)

    def stored(self, region: str, item_id: str) -> tuple[Any, str, str]:
        """Body, version and writing Region of what a Region holds, asked past the balancer."""
        answer = self.services[region].process.http.get(f"/items/{item_id}")
        assert answer.status_code == 200, answer.text
        return answer.json(), answer.headers["etag"].strip('"'), answer.headers["written-in"]


@pytest.fixture
def dns_server() -> Iterator[DnsServer]:
    """A DNS server that knows no name."""
    with DnsServer() as server:
        yield server


@pytest.fixture
def world(
    dns_server: DnsServer, services: dict[str, Service], authority: Authority
) -> Iterator[World]:
    """Both Regions in order, and the name pointing east."""
    ports = {
        region: int(service.process.url.rpartition(":")[2]) for region, service in services.items()
    }
    tls = authority.server_context(NAME)
    with contextlib.ExitStack() as stack:
        east, west = _fronts(stack, ports, tls)
        world = World(dns_server, east, west, services, authority)
        world.point_to(EAST_ADDRESS)
        yield world


def _fronts(
    stack: contextlib.ExitStack, ports: dict[str, int], tls: ssl.SSLContext
) -> tuple[Front, Front]:
    """Both addresses with the same port, as behind one name."""
    while True:
        east = stack.enter_context(Front(EAST_ADDRESS, 0, ports[EAST], tls))
        try:
            west = stack.enter_context(Front(WEST_ADDRESS, east.port, ports[WEST], tls))
        except OSError:
            continue  # Somebody else has this port on the other address.
        return east, west
