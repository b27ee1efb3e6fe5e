"""A connection to one resolved address, in the failover name's stead, that keeps every limit."""

from __future__ import annotations

import http.client
import io
import socket
import ssl
from typing import TYPE_CHECKING, Any, Final

from .attempts import Answer, AttemptError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from _typeshed import WriteableBuffer

    from .attempts import Deadline, Limits, Request, Route

HTTPS_PORT: Final = 443
HTTP_PORT: Final = 80


def tls_context(ca_file: Path | None = None) -> ssl.SSLContext:
    """Checks certificates and host names, against a file of authorities or the system's.

    Raises OSError or ssl.SSLError where the file is not one.
    """
    context = ssl.create_default_context(cafile=ca_file)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


class Connection:
    """Kept open between requests. For one thread."""

    def __init__(
        self, name: str, port: int, route: Route, tls: ssl.SSLContext | None, limits: Limits
    ) -> None:
        """Connects to `route.address`, and speaks to `name` (in TLS and in Host) on `port`."""
        self.route = route
        self.used = False
        """Whether it has carried an answer, so that the other side may have closed it since."""
        self._limits = limits
        self._http = _AddressedConnection(name, port, route.address, tls)

    def exchange(self, request: Request, deadline: Deadline) -> Answer:
        """The answer to a request. Raises AttemptError, and is of no more use then."""
        self._connect(deadline)
        try:
            self._http.limit(lambda: deadline.within(self._limits.read_seconds))
            self._http.request(request.method, request.path, request.body, dict(request.headers))
            response = self._http.getresponse()
            body = response.read()
        except TimeoutError as error:
            raise self._failed("read-timeout", "no answer in time", sent=True) from error
        except (http.client.RemoteDisconnected, http.client.IncompleteRead, OSError) as error:
            raise self._failed("disconnected", str(error), sent=True) from error
        except http.client.HTTPException as error:
            raise self._failed("malformed-answer", repr(error), sent=True) from error
        self.used = True
        headers = {name.lower(): value for name, value in response.getheaders()}
        return Answer(route=self.route, status=response.status, headers=headers, body=body)

    def _connect(self, deadline: Deadline) -> None:
        if self._http.sock is not None:
            return
        self.used = False
        try:
            self._http.limit(lambda: deadline.within(self._limits.connect_seconds))
            self._http.connect()
        except ConnectionRefusedError as error:
            raise self._failed("connect-refused", "nobody listens there") from error
        except TimeoutError as error:
            raise self._failed("connect-timeout", "not connected in time") from error
        except ssl.SSLCertVerificationError as error:
            raise self._failed("certificate", error.verify_message, retryable=False) from error
        except ssl.SSLError as error:
            raise self._failed("tls", str(error)) from error
        except OSError as error:
            raise self._failed("connect-failed", str(error)) from error

    def _failed(
        self, kind: str, reason: str, *, sent: bool = False, retryable: bool = True
    ) -> AttemptError:
        self.close()
        detail = f"{self.route.address}: {reason}"
        return AttemptError(kind, detail, route=self.route, sent=sent, retryable=retryable)

    def close(self) -> None:
        """Closes it; it connects anew if it is used again."""
        self._http.close()


class _AddressedConnection(http.client.HTTPConnection):
    """Connects to an address that is not the host's name."""

    sock: Any

    def __init__(self, name: str, port: int, address: str, tls: ssl.SSLContext | None) -> None:
        super().__init__(name, port)
        self.default_port = HTTP_PORT if tls is None else HTTPS_PORT
        self._address = address
        self._tls = tls
        self._allowed: Callable[[], float] = lambda: 0.0

    def limit(self, allowed: Callable[[], float]) -> None:
        """From now on, each wait lasts at most what `allowed` says when it begins."""
        self._allowed = allowed

    def _wait_seconds(self) -> float:
        return self._allowed()

    def connect(self) -> None:
        """Connects, and checks that whoever answers may speak for the host's name."""
        connected = socket.create_connection((self._address, self.port), self._allowed())
        try:
            connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if self._tls is not None:
                connected.settimeout(self._allowed())
                connected = self._tls.wrap_socket(connected, server_hostname=self.host)
        except BaseException:
            connected.close()
            raise
        self.sock = _TimedSocket(connected, self._wait_seconds)


class _TimedSocket:
    """What http.client needs of a socket; each wait asks how long it may last.

    A socket's own time limit starts again with every byte, so that an answer which trickles in
    would never end.
    """

    def __init__(self, connected: socket.socket, allowed: Callable[[], float]) -> None:
        self._socket = connected
        self._allowed = allowed

    def sendall(self, data: bytes) -> None:
        rest = memoryview(data)
        while rest:
            self._socket.settimeout(self._allowed())
            rest = rest[self._socket.send(rest) :]

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(_TimedReader(self._socket, self._allowed))

    def close(self) -> None:
        self._socket.close()


class _TimedReader(io.RawIOBase):
    def __init__(self, connected: socket.socket, allowed: Callable[[], float]) -> None:
        # Holds the socket open until the answer is read, as http.client expects.
        self._raw = connected.makefile("rb", buffering=0)
        self._socket = connected
        self._allowed = allowed

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int | None:
        self._socket.settimeout(self._allowed())
        return self._raw.readinto(buffer)

    def close(self) -> None:
        self._raw.close()
        super().close()
