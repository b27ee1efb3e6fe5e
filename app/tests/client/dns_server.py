"""A DNS server on loopback whose answers can be changed while it runs."""

from __future__ import annotations

import socket
import threading
from typing import Self

import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rdatatype
import dns.rrset


class DnsServer:
    """Answers over UDP with what was set, and nothing else: it follows no CNAME for a client."""

    def __init__(self) -> None:
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        self.address: tuple[str, int] = self._socket.getsockname()
        self.queries: list[str] = []
        """The names asked for, in order."""
        self._turns: dict[str, list[dns.rrset.RRset]] = {}
        self._silent = False
        self._stopping = False
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    @property
    def option(self) -> str:
        """As the command takes it."""
        return f"{self.address[0]}:{self.address[1]}"

    def answer(self, name: str, *values: str, ttl: int = 0, kind: str = "A") -> None:
        """From now on the name has these values."""
        self._turns[f"{name}."] = [dns.rrset.from_text(f"{name}.", ttl, "IN", kind, *values)]

    def answer_in_turn(self, name: str, *addresses: str) -> None:
        """One address for each query, with TTL 0; the last one for all further queries."""
        self._turns[f"{name}."] = [
            dns.rrset.from_text(f"{name}.", 0, "IN", "A", address) for address in addresses
        ]

    def fall_silent(self) -> None:
        """From now on nothing is answered."""
        self._silent = True

    def _serve(self) -> None:
        while True:
            wire, client = self._socket.recvfrom(4096)
            if self._stopping:
                return
            query = dns.message.from_wire(wire)
            question = query.question[0]
            name = question.name.to_text()
            self.queries.append(name)
            if self._silent:
                continue
            response = dns.message.make_response(query, recursion_available=True)
            turns = self._turns.get(name)
            if turns is None:
                response.set_rcode(dns.rcode.NXDOMAIN)
            else:
                records = turns[0] if len(turns) == 1 else turns.pop(0)
                if records.rdtype in {question.rdtype, dns.rdatatype.CNAME}:
                    response.answer.append(records)
            self._socket.sendto(response.to_wire(), client)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping = True
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as waker:
            waker.sendto(b"", self.address)
        self._thread.join()
        self._socket.close()
