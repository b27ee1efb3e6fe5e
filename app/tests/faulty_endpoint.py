"""A TCP proxy before a DynamoDB endpoint that can fail in the ways that networks do."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from typing import Self
from urllib.parse import urlsplit

_PAUSE_SECONDS = 0.02


class FaultyEndpoint:
    """Passes bytes on; until told to refuse, to swallow, or to be slow. Then back to normal."""

    def __init__(self, endpoint: str) -> None:
        address = urlsplit(endpoint)
        assert address.hostname is not None
        assert address.port is not None
        self._target = (address.hostname, address.port)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._port = self._listener.getsockname()[1]
        self.endpoint = f"http://127.0.0.1:{self._port}"
        self._delay_seconds = 0.0
        self._swallowing = threading.Event()
        self._connections: set[socket.socket] = set()
        self._lock = threading.Lock()
        self.accepted = 0
        self._accept_from(self._listener)

    def refuse(self) -> None:
        """Nobody listens any more, and open connections are reset."""
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._drop_connections()

    def swallow(self) -> None:
        """A black hole: connections are taken, old ones stay open, nothing is ever answered."""
        self._swallowing.set()

    def delay(self, seconds: float) -> None:
        """Answers come this much later."""
        self._delay_seconds = seconds

    def recover(self) -> None:
        """Back to passing on. Connections that were swallowed stay dead, as after a real fault."""
        self._delay_seconds = 0.0
        self._swallowing.clear()
        if self._listener.fileno() == -1:
            self._listener = socket.create_server(("127.0.0.1", self._port))
            self._accept_from(self._listener)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(OSError):
            self.refuse()

    def _accept_from(self, listener: socket.socket) -> None:
        threading.Thread(target=self._accept, args=(listener,), daemon=True).start()

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            self.accepted += 1
            try:
                server = socket.create_connection(self._target)
            except OSError:
                client.close()
                continue
            with self._lock:
                self._connections |= {client, server}
            for ends in ((client, server, False), (server, client, True)):
                threading.Thread(target=self._pump, args=ends, daemon=True).start()

    def _pump(self, source: socket.socket, target: socket.socket, answers: bool) -> None:
        dead = False
        passed_at = 0.0
        try:
            while data := source.recv(65_536):
                dead = dead or self._swallowing.is_set()
                if dead:
                    continue
                # The parts of one answer follow each other closely: only the first is held up.
                if answers and time.monotonic() - passed_at > _PAUSE_SECONDS:
                    time.sleep(self._delay_seconds)
                target.sendall(data)
                passed_at = time.monotonic()
        except OSError:
            pass
        finally:
            if not dead:
                self._close(source, target)

    def _close(self, *connections: socket.socket) -> None:
        for connection in connections:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
            connection.close()
            with self._lock:
                self._connections.discard(connection)

    def _drop_connections(self) -> None:
        with self._lock:
            connections = list(self._connections)
        self._close(*connections)
