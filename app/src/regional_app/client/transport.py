"""Attempts through the failover name: which address, over which connection."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .attempts import AttemptError, Route
from .connections import Connection

if TYPE_CHECKING:
    import random
    import ssl

    from .attempts import Answer, Deadline, Limits, Request
    from .resolution import FailoverName, Resolution


class Transport:
    """Sends requests to where the name points at the moment. For one thread."""

    def __init__(
        self,
        name: FailoverName,
        port: int,
        tls: ssl.SSLContext | None,
        limits: Limits,
        chance: random.Random,
    ) -> None:
        """Without `tls` it speaks plain HTTP."""
        self._name = name
        self._port = port
        self._tls = tls
        self._limits = limits
        self._chance = chance
        self._connection: Connection | None = None
        self._failing: set[str] = set()
        """Addresses that failed since one last answered; tried again when no other is left."""

    def attempt(self, request: Request, deadline: Deadline) -> Answer:
        """One attempt. Raises AttemptError.

        Sends a second time only where a kept connection turns out to have been closed.
        """
        if deadline.remaining <= 0:
            raise AttemptError("deadline", "the request's time is over")
        try:
            connection = self._connected(self._name.resolve(deadline))
        except TimeoutError as error:
            raise AttemptError("dns", "the name was not resolved in time") from error
        was_used = connection.used
        try:
            answer = self._exchange(connection, request, deadline)
        except AttemptError as error:
            if not (was_used and error.kind == "disconnected"):
                raise
            try:
                answer = self._exchange(connection, request, deadline)
            except AttemptError as again:
                # The first time may have been more than a connection closed while idle.
                again.sent = True
                raise
        self._failing.clear()
        return answer

    def _exchange(self, connection: Connection, request: Request, deadline: Deadline) -> Answer:
        try:
            return connection.exchange(request, deadline)
        except AttemptError:
            self._failing.add(connection.route.address)
            raise

    def _connected(self, resolution: Resolution) -> Connection:
        address = self._choose(resolution.addresses)
        route = Route(address=address, resolved_at=resolution.resolved_at)
        if self._connection is not None and self._connection.route.address == address:
            self._connection.route = route
            return self._connection
        self.close()
        self._connection = Connection(self._name.name, self._port, route, self._tls, self._limits)
        return self._connection

    def _choose(self, addresses: tuple[str, ...]) -> str:
        """The address in use if it still stands and works, otherwise any other one."""
        if self._failing.issuperset(addresses):
            self._failing.clear()
        if self._connection is not None:
            current = self._connection.route.address
            if current in addresses and current not in self._failing:
                return current
        return self._chance.choice([a for a in addresses if a not in self._failing])

    def close(self) -> None:
        """Closes the connection, if there is one."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
