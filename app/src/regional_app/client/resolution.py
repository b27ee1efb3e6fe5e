"""The failover name's addresses, asked for by the client itself and kept as long as it should.

Operating systems and runtimes keep answers in ways of their own (glibc not at all, the JVM for 30
seconds or for ever), so a client that is to follow a failover, or to show what one does that
does not, has to resolve for itself.
"""

from __future__ import annotations

import ipaddress
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import dns.exception
import dns.name
import dns.nameserver
import dns.rdatatype
import dns.resolver

from .attempts import AttemptError

if TYPE_CHECKING:
    from .attempts import Deadline

_MOST_ALIASES: Final = 16
"""CNAMEs that are followed from answer to answer; dnspython allows as many within one."""


@dataclass(frozen=True, kw_only=True)
class Keeping:
    """How long an answer is kept, in seconds: its TTL, unless these say otherwise."""

    minimum_seconds: float = 0.0
    """Kept this long even where the TTL is shorter."""
    for_ever: bool = False
    """Never asked again after the first answer. For rehearsals: such clients exist."""

    def seconds(self, ttl: int) -> float:
        """For an answer with this TTL."""
        return float("inf") if self.for_ever else max(float(ttl), self.minimum_seconds)


HONOUR_TTL: Final = Keeping()


@dataclass(frozen=True, kw_only=True)
class Resolution:
    """What a name stood for."""

    addresses: tuple[str, ...]
    resolved_at: float
    """Seconds since the epoch."""
    ttl_seconds: int
    """The smallest on the way from the name to the addresses."""
    expires: float
    """On the monotonic clock."""


def _resolver(server: tuple[str, int] | None) -> dns.resolver.Resolver:
    if server is None:
        return dns.resolver.Resolver()
    resolver = dns.resolver.Resolver(configure=False)
    resolver.nameservers = [dns.nameserver.Do53Nameserver(*server)]
    return resolver


class FailoverName:
    """One name, through one resolver. For one thread."""

    def __init__(
        self,
        name: str,
        *,
        server: tuple[str, int] | None = None,
        keeping: Keeping = HONOUR_TTL,
        query_seconds: float = 2.0,
    ) -> None:
        """`server` is a DNS server's address and port; None takes the system's resolvers.

        A name that is an IP address stands for itself.
        """
        self.name = name
        self._server = server
        self._resolver: dns.resolver.Resolver | None = None
        self._keeping = keeping
        self._query_seconds = query_seconds
        self._known: Resolution | None = None

    def resolve(self, deadline: Deadline) -> Resolution:
        """The addresses, asked for again when it is time.

        Raises AttemptError where no usable answer comes in time.
        """
        if self._known is None or time.monotonic() >= self._known.expires:
            self._known = None
            self._known = self._ask(deadline)
        return self._known

    def _ask(self, deadline: Deadline) -> Resolution:
        if _is_address(self.name):
            return self._found((self.name,), 0)
        try:
            for kind in (dns.rdatatype.A, dns.rdatatype.AAAA):
                addresses, ttl = self._query(kind, deadline)
                if addresses:
                    return self._found(addresses, ttl)
        except (dns.exception.DNSException, OSError) as error:
            raise AttemptError("dns", f"{self.name} was not resolved: {error}") from error
        raise AttemptError("dns", f"{self.name} has no address")

    def _found(self, addresses: tuple[str, ...], ttl: int) -> Resolution:
        return Resolution(
            addresses=addresses,
            resolved_at=time.time(),
            ttl_seconds=ttl,
            expires=time.monotonic() + self._keeping.seconds(ttl),
        )

    def _query(
        self, kind: dns.rdatatype.RdataType, deadline: Deadline
    ) -> tuple[tuple[str, ...], int]:
        """The addresses and the smallest TTL, through CNAMEs whose target is not in the answer."""
        if self._resolver is None:
            self._resolver = _resolver(self._server)
        name, ttl = dns.name.from_text(self.name), 2**31 - 1
        for _ in range(_MOST_ALIASES):
            answer = self._resolver.resolve(
                name,
                kind,
                raise_on_no_answer=False,
                lifetime=deadline.within(self._query_seconds),
                search=False,
            )
            ttl = min(ttl, answer.chaining_result.minimum_ttl)
            if answer.rrset is not None:
                return tuple(sorted(record.address for record in answer.rrset)), ttl
            if answer.canonical_name == name:
                return (), ttl
            name = answer.canonical_name
        raise AttemptError("dns", f"{self.name} goes through more than {_MOST_ALIASES} CNAMEs")


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
