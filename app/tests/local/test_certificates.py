"""Certificates for one rehearsal."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from pathlib import Path

import pytest

from regional_app.client import tls_context

from .command import lines, refused, run


def connect(folder: Path, name: str) -> str | None:
    """The TLS version that a client who checks the name agrees on."""
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(folder / "server.pem", folder / "server-key.pem")
    ours, theirs = socket.socketpair()

    def serve() -> None:
        # The client hangs up where it does not like what it is shown.
        with (
            contextlib.suppress(OSError),
            theirs,
            server.wrap_socket(theirs, server_side=True) as connection,
        ):
            connection.recv(1)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    context = tls_context(folder / "ca.pem")
    with ours, context.wrap_socket(ours, server_hostname=name) as connection:
        agreed = connection.version()
        connection.send(b".")
    thread.join()
    return agreed


def test_the_names_are_those_of_the_server(tmp_path: Path) -> None:
    folder = tmp_path / "made" / "here"
    names = ["items.example.test", "*.east.example.test", "127.0.0.2"]
    done = run("local.certificates", str(folder), *names)
    assert (done.returncode, done.stderr, lines(done)) == (0, "", [{"event": "written"}])
    assert {file.name for file in folder.iterdir()} == {"ca.pem", "server.pem", "server-key.pem"}
    for name in ("items.example.test", "a.east.example.test", "127.0.0.2"):
        assert connect(folder, name)
    with pytest.raises(ssl.SSLCertVerificationError):
        connect(folder, "other.example.test")


def test_the_key_is_for_its_owner_only_whatever_was_there(tmp_path: Path) -> None:
    key = tmp_path / "server-key.pem"
    key.write_text("old")
    key.chmod(0o644)
    assert run("local.certificates", str(tmp_path), "localhost").returncode == 0
    assert key.stat().st_mode & 0o777 == 0o600
    assert key.read_text().startswith("-----BEGIN")


def test_names_that_no_server_has_are_told(tmp_path: Path) -> None:
    complaints = refused(run("local.certificates", str(tmp_path), "a b", "ok", "http://x"))
    assert len(complaints) == 2
    assert list(tmp_path.iterdir()) == []
    assert "NAME" in refused(run("local.certificates", str(tmp_path)))[-1]


def test_a_folder_that_is_none_is_told(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    (complaint,) = refused(run("local.certificates", str(file), "localhost"))
    assert complaint == f"{file}: File exists"
