"""Whom the client believes to be the service."""

from __future__ import annotations

import ssl
import subprocess
import sys
from pathlib import Path

import pytest
import trustme

from regional_app.client import FailoverName, RegionalClient, UnavailableError, tls_context

from .conftest import EAST_ADDRESS, NAME, Authority, World, limits
from .dns_server import DnsServer
from .front import Front


def refusal(dns_server: DnsServer, port: int, ca_file: Path) -> UnavailableError:
    dns_server.answer(NAME, EAST_ADDRESS)
    client = RegionalClient(
        FailoverName(NAME, server=dns_server.address),
        port=port,
        tls=tls_context(ca_file),
        limits=limits(),
    )
    with client, pytest.raises(UnavailableError) as caught:
        client.put("secret", "value")
    return caught.value


def test_a_certificate_for_another_name_is_refused_at_once(
    dns_server: DnsServer, authority: Authority
) -> None:
    tls = authority.server_context("other.example.test", EAST_ADDRESS)
    with Front(EAST_ADDRESS, 0, 9, tls) as front:
        error = refusal(dns_server, front.port, authority.file)
    assert (error.result.error, error.result.attempts) == ("certificate", 1)
    assert NAME in str(error)


def test_a_certificate_of_an_unknown_authority_is_refused(
    dns_server: DnsServer, authority: Authority
) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert(NAME).configure_cert(context)
    with Front(EAST_ADDRESS, 0, 9, context) as front:
        error = refusal(dns_server, front.port, authority.file)
    assert error.result.error == "certificate"


def test_plain_http_where_tls_is_expected_is_no_success(
    dns_server: DnsServer, world: World
) -> None:
    port = int(world.services["us-east-1"].process.url.rpartition(":")[2])
    dns_server.answer(NAME, EAST_ADDRESS)
    client = RegionalClient(
        FailoverName(NAME, server=dns_server.address),
        port=port,
        tls=tls_context(world.authority.file),
        limits=limits(0.5),
    )
    with client, pytest.raises(UnavailableError) as caught:
        client.put("secret", "value")
    assert caught.value.result.error in {"tls", "connect-failed"}


def test_a_file_without_certificates_is_a_usage_error(tmp_path: Path) -> None:
    file = tmp_path / "empty.pem"
    file.write_text("nothing\n")
    command = [sys.executable, "-m", "regional_app.client", "get", "a"]
    done = subprocess.run(
        [*command, "--name", NAME, "--ca", str(file)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "give a PEM file of certificates" in done.stderr
    assert "Traceback" not in done.stderr
