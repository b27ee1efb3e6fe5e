"""A Region's load balancer: ends TLS on an address of its own, and can fail."""

from __future__ import annotations

import contextlib
import select
import socket
import ssl
import threading
from typing import Self


class Front:
    """Passes on to a port on 127.0.0.1. Without `tls` it passes bytes on as they are."""

    def __init__(
        self, address: str, port: int, target_port: int, tls: ssl.SSLContext | None
    ) -> None:
        self.address = address
        self._target_port = target_port
        self._tls = tls
        self._serving = threading.Event()
        self._serving.set()
        self._dead = False
        self._lock = threading.Lock()
        self._sockets: set[socket.socket] = set()
        self.connections = 0
        """How many were taken so far."""
        self._listener = socket.create_server((address, port))
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def die(self) -> None:
        """Nobody listens any more, and open connections end."""
        if self._dead:
            return
        self._dead = True
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._serving.set()
        self.drop_connections()

    def drop_connections(self) -> None:
        """Open connections end."""
        with self._lock:
            for open_socket in self._sockets:
                with contextlib.suppress(OSError):
                    open_socket.shutdown(socket.SHUT_RDWR)

    def hang(self) -> None:
        """Connections are taken and stay open, and nothing is answered any more."""
        self._serving.clear()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with self._lock:
            self._sockets.add(client)
        try:
            self._serving.wait()
            if self._tls is not None:
                client = self._tls.wrap_socket(client, server_side=True)
                with self._lock:
                    self._sockets.add(client)
            with socket.create_connection(("127.0.0.1", self._target_port)) as target:
                self._relay(client, target)
        except OSError:
            pass
        finally:
            with self._lock:
                self._sockets = {kept for kept in self._sockets if kept.fileno() != -1}
                self._sockets.discard(client)
            client.close()

    def _relay(self, client: socket.socket, target: socket.socket) -> None:
        other = {client: target, target: client}
        while not self._dead:
            buffered = isinstance(client, ssl.SSLSocket) and client.pending()
            ready = [client] if buffered else select.select(list(other), [], [])[0]
            self._serving.wait()
            for source in ready:
                data = source.recv(65_536)
                if not data:
                    return
                other[source].sendall(data)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.die()
