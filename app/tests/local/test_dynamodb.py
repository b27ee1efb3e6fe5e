"""One Region's DynamoDB API as a process."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from local import dynamodb_local
from local.dynamodb_local import NotFetchedError, fetch

from ..json_lines_process import JsonLinesProcess
from ..regions import RegionTable
from .command import refused, run


def test_moto_serves_until_standard_input_ends() -> None:
    with JsonLinesProcess("local.dynamodb", "moto", "--port", "0", ready="serving") as moto:
        serving = moto.lines[0]
        assert serving.keys() == {"event", "host", "port"}
        table = RegionTable.create("us-east-1", f"http://{serving['host']}:{serving['port']}")
        described = table.client.describe_table(TableName=table.table_name)["Table"]
        assert described["TableStatus"] == "ACTIVE"
        assert moto.end()[0] == 0


def test_moto_listens_where_it_is_told() -> None:
    with JsonLinesProcess("local.dynamodb", "moto", "--host", "127.0.0.2", ready="serving") as moto:
        serving = moto.lines[0]
        assert serving["host"] == "127.0.0.2"
        socket.create_connection(("127.0.0.2", serving["port"])).close()
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", serving["port"]))


def test_a_port_that_is_taken_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = run("local.dynamodb", "moto", "--port", port)
    (complaint,) = refused(done)
    assert complaint.startswith(f"127.0.0.1:{port} is not to be had: Address already in use")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "kind"),
        (["moto", "--port", "65536"], "a whole number of 0 to 65535"),
        (["moto", "--port", "http"], "a whole number of 0 to 65535"),
        (["dynamodb-local"], "--port"),
        (["dynamodb-local", "--port", "0"], "a whole number of 1 to 65535"),
    ],
)
def test_unusable_arguments_are_told(arguments: list[str], said: str) -> None:
    assert said in refused(run("local.dynamodb", *arguments))[-1]


def test_dynamodb_local_without_java_and_maven_is_told(tmp_path: Path) -> None:
    done = run("local.dynamodb", "dynamodb-local", "--port", "8000", PATH=str(tmp_path))
    assert refused(done) == ["DynamoDB Local needs java and mvn on the PATH"]


@pytest.fixture
def tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where Java and Maven are found, and an empty folder in place of what was fetched."""
    library = tmp_path / "lib"
    monkeypatch.setattr(dynamodb_local, "_LIBRARY", library)
    monkeypatch.setattr(dynamodb_local, "_FETCHED", library / "fetched.xml")
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    write_tool(tmp_path / "java", "exit 0")
    return tmp_path


def write_tool(file: Path, script: str) -> None:
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)


def test_a_fetch_that_fails_is_told_and_done_again(tools: Path) -> None:
    write_tool(tools / "mvn", "echo no network; exit 1")
    for _ in range(2):
        with pytest.raises(NotFetchedError, match="could not be fetched:\nno network"):
            fetch()


def test_it_is_fetched_once_for_each_version(tools: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pom, library, fetches = tools / "pom.xml", tools / "lib", tools / "fetches"
    monkeypatch.setattr(dynamodb_local, "_POM", pom)
    write_tool(tools / "mvn", f"echo . >> {fetches}; touch {library}/of-$(cat {pom}).jar")
    for version in ("1", "1", "2"):
        pom.write_text(version)
        fetch()
    assert len(fetches.read_text().splitlines()) == 2
    assert [file.name for file in library.glob("*.jar")] == ["of-2.jar"]


def test_the_process_becomes_java_s_own(tools: Path) -> None:
    write_tool(tools / "mvn", "exit 0")
    write_tool(tools / "java", 'echo "$$ $*"')
    program = (
        "from pathlib import Path; from local import dynamodb, dynamodb_local as local;"
        f"local._LIBRARY = Path({str(tools / 'lib')!r});"
        "local._FETCHED = local._LIBRARY / 'fetched.xml'; dynamodb.main()"
    )
    command = [sys.executable, "-c", program, "dynamodb-local", "--port", "8001"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        printed, told = process.communicate()
    assert (process.returncode, printed) == (0, "")
    said = told.splitlines()[-1]
    assert said.startswith(f"{process.pid} ")
    assert said.endswith("-inMemory -disableTelemetry -port 8001")
