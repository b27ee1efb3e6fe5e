"""The process: puts the parts together, serves, and stops without dropping anybody."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
from typing import TYPE_CHECKING, Final

import uvicorn

from .api import create_api
from .calls import Calls
from .dynamodb import HEALTH_LIMITS, TableClient, request_limits
from .edge import Edge
from .health import Health, TableProbe
from .heartbeat import HeartbeatTable
from .operations import Operations
from .replica_age import ReplicaAge
from .store import Store
from .telemetry import Metrics, configure_logging, log

if TYPE_CHECKING:
    import socket
    from collections.abc import Generator

    from .settings import Settings

_FLUSH_SECONDS: Final = 10.0

_NOTICE_PART: Final = 0.25
"""Part of the drain time in which new requests are still taken, so that load balancers notice."""

_KEEP_ALIVE_SECONDS: Final = 75
"""Longer than a load balancer keeps an idle connection (60 s), so that it is the one to close."""


class Service:
    """Everything that serves one Region, around one application."""

    def __init__(self, settings: Settings, metrics: Metrics | None = None) -> None:
        self.settings = settings
        self.metrics = metrics or Metrics(settings.table_name, settings.region)
        endpoint = settings.dynamodb_endpoint
        # Overload of the one is no failure of the other.
        self._requests_client = TableClient(
            settings.region, endpoint, request_limits(settings.worker_threads)
        )
        self._health_client = TableClient(settings.region, endpoint, HEALTH_LIMITS)
        self.calls = Calls(settings.worker_threads, "request")
        store = Store(
            self._requests_client,
            table_name=settings.table_name,
            key_attribute=settings.table_key,
            region=settings.region,
            peer_regions=settings.peer_regions,
        )
        heartbeats = HeartbeatTable(
            self._health_client,
            table_name=settings.table_name,
            key_attribute=settings.table_key,
            region=settings.region,
        )
        self.replica_age = ReplicaAge(heartbeats, settings, self.metrics)
        probe = TableProbe(self._health_client, heartbeats, settings)
        self.health = Health(probe, self.replica_age)
        operations = Operations(
            store, self.calls, self.metrics, stale_wait_seconds=settings.stale_wait_seconds
        )
        self.api = create_api(settings, operations, self.health, self.replica_age)
        self.app = Edge(
            self.api,
            settings=settings,
            health=self.health,
            replica_age=self.replica_age,
            metrics=self.metrics,
        )

    async def flush_metrics(self) -> None:
        """Writes metrics every few seconds until cancelled."""
        while True:
            await asyncio.sleep(_FLUSH_SECONDS)
            self.metrics.flush()


class _Server(uvicorn.Server):
    """Uvicorn, except that stopping begins with saying so, and ends with exit code 0."""

    def __init__(self, config: uvicorn.Config, service: Service) -> None:
        super().__init__(config)
        self._service = service
        self._stopping: asyncio.Task[None] | None = None

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        """Handles signals on the event loop; uvicorn's own way would end the process by one."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._stop, number)
        yield

    def _stop(self, number: signal.Signals) -> None:
        if self._stopping is not None:
            self.should_exit = self.force_exit = True
            return
        log.info("stopping", extra={"fields": {"signal": number.name}})
        self._service.health.draining = True
        self._stopping = asyncio.get_running_loop().create_task(self._drain())

    async def _drain(self) -> None:
        notice = self._service.settings.drain_seconds * _NOTICE_PART
        await asyncio.sleep(notice)
        self.should_exit = True

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Says on which port the service listens: port 0 takes a free one."""
        await super().startup(sockets)
        port = self.servers[0].sockets[0].getsockname()[1]
        log.info("serving", extra={"fields": {"host": self.config.host, "port": port}})


async def _serve(settings: Settings) -> None:
    service = Service(settings)
    drain = settings.drain_seconds * (1 - _NOTICE_PART)
    config = uvicorn.Config(
        service.app,
        host=settings.host,
        port=settings.port,
        lifespan="off",
        access_log=False,
        log_config=None,
        server_header=False,
        timeout_keep_alive=_KEEP_ALIVE_SECONDS,
    )
    config.timeout_graceful_shutdown = drain  # type: ignore[assignment]
    background = [
        asyncio.create_task(service.replica_age.run()),
        asyncio.create_task(service.flush_metrics()),
    ]
    try:
        await _Server(config, service).serve()
    finally:
        for task in background:
            task.cancel()
        service.metrics.flush()


def serve(settings: Settings) -> None:
    """Runs the service until it is told to stop; does not return."""
    configure_logging(settings.region)
    with asyncio.Runner(loop_factory=_loop_factory()) as runner:
        runner.run(_serve(settings))
        log.info("stopped")
        logging.shutdown()
        # Threads that wait for an answer that never comes would hold the process up.
        os._exit(0)


def _loop_factory() -> type[asyncio.AbstractEventLoop] | None:
    return uvicorn.Config("regional_app", log_config=None).get_loop_factory()  # type: ignore[return-value]
