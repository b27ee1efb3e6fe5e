"""The failover name, against a real DNS server."""

from __future__ import annotations

import time

import pytest

from regional_app.client import FailoverName, Keeping
from regional_app.client.attempts import AttemptError, Deadline

from .dns_server import DnsServer

NAME = "items.example.test"


def failover_name(server: DnsServer, keeping: Keeping | None = None) -> FailoverName:
    return FailoverName(NAME, server=server.address, keeping=keeping or Keeping())


def addresses(name: FailoverName) -> tuple[str, ...]:
    return name.resolve(Deadline(10)).addresses


def test_an_answer_is_not_asked_for_again_within_its_ttl(dns_server: DnsServer) -> None:
    dns_server.answer(NAME, "192.0.2.1", ttl=3600)
    name = failover_name(dns_server)
    first = name.resolve(Deadline(10))
    dns_server.answer(NAME, "192.0.2.2", ttl=3600)
    assert name.resolve(Deadline(10)) == first
    assert first.addresses == ("192.0.2.1",)
    assert first.ttl_seconds == 3600
    assert len(dns_server.queries) == 1


def test_an_answer_is_asked_for_again_after_its_ttl(dns_server: DnsServer) -> None:
    dns_server.answer(NAME, "192.0.2.1", ttl=1)
    name = failover_name(dns_server)
    assert addresses(name) == ("192.0.2.1",)
    dns_server.answer(NAME, "192.0.2.2", ttl=1)
    time.sleep(1.01)
    assert addresses(name) == ("192.0.2.2",)


def test_a_ttl_of_zero_is_for_one_use(dns_server: DnsServer) -> None:
    dns_server.answer_in_turn(NAME, "192.0.2.1", "192.0.2.2")
    name = failover_name(dns_server)
    assert [addresses(name), addresses(name)] == [("192.0.2.1",), ("192.0.2.2",)]


@pytest.mark.parametrize("keeping", [Keeping(for_ever=True), Keeping(minimum_seconds=3600)])
def test_a_client_may_keep_an_answer_beyond_its_ttl(
    dns_server: DnsServer, keeping: Keeping
) -> None:
    dns_server.answer_in_turn(NAME, "192.0.2.1", "192.0.2.2")
    name = failover_name(dns_server, keeping)
    assert [addresses(name), addresses(name)] == [("192.0.2.1",), ("192.0.2.1",)]


def test_a_minimum_does_not_shorten_a_ttl() -> None:
    assert Keeping(minimum_seconds=5).seconds(60) == 60
    assert Keeping(minimum_seconds=5).seconds(0) == 5


def test_aliases_are_followed_and_the_shortest_ttl_counts(dns_server: DnsServer) -> None:
    dns_server.answer(NAME, "primary.example.test.", ttl=300, kind="CNAME")
    dns_server.answer("primary.example.test", "balancer.example.test.", ttl=20, kind="CNAME")
    dns_server.answer("balancer.example.test", "192.0.2.2", "192.0.2.1", ttl=60)
    found = failover_name(dns_server).resolve(Deadline(10))
    assert found.addresses == ("192.0.2.1", "192.0.2.2")
    assert found.ttl_seconds == 20


def test_aliases_in_a_circle_are_an_error(dns_server: DnsServer) -> None:
    dns_server.answer(NAME, "other.example.test.", kind="CNAME")
    dns_server.answer("other.example.test", f"{NAME}.", kind="CNAME")
    with pytest.raises(AttemptError, match="more than 16 CNAMEs"):
        addresses(failover_name(dns_server))


def test_a_name_may_have_only_ipv6_addresses(dns_server: DnsServer) -> None:
    dns_server.answer(NAME, "2001:db8::1", kind="AAAA")
    assert addresses(failover_name(dns_server)) == ("2001:db8::1",)


def test_a_name_that_does_not_exist_is_an_error(dns_server: DnsServer) -> None:
    with pytest.raises(AttemptError, match="does not exist") as caught:
        addresses(failover_name(dns_server))
    assert (caught.value.kind, caught.value.retryable) == ("dns", True)


def test_a_name_without_addresses_is_an_error(dns_server: DnsServer) -> None:
    dns_server.answer(NAME, '"text"', kind="TXT")
    with pytest.raises(AttemptError, match=r"items\.example\.test has no address"):
        addresses(failover_name(dns_server))


def test_a_resolver_that_does_not_answer_is_an_error_in_time(dns_server: DnsServer) -> None:
    dns_server.fall_silent()
    with pytest.raises(AttemptError, match="was not resolved"):
        failover_name(dns_server).resolve(Deadline(0.3))
    assert dns_server.queries


def test_an_expired_answer_is_not_used_when_the_resolver_falls_silent(
    dns_server: DnsServer,
) -> None:
    dns_server.answer(NAME, "192.0.2.1")
    name = failover_name(dns_server)
    assert addresses(name) == ("192.0.2.1",)
    dns_server.fall_silent()
    with pytest.raises(AttemptError, match="was not resolved"):
        name.resolve(Deadline(0.3))


def test_an_address_stands_for_itself() -> None:
    assert addresses(FailoverName("127.0.0.1")) == ("127.0.0.1",)
