"""The Dockerfile fits the component that runs it and the lock that it installs."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from regional_app.settings import read_settings

APP = Path(__file__).parent.parent
DOCKERFILE = (APP / "Dockerfile").read_text()
COMPONENT = (APP.parent / "components" / "regional-service.ts").read_text()


def found(pattern: str, text: str) -> str:
    match = re.search(pattern, text, re.MULTILINE)
    assert match is not None, f"{pattern} is not there"
    return match[1]


def test_it_runs_as_the_user_and_on_the_port_of_the_component() -> None:
    assert found(r"^USER (\S+)$", DOCKERFILE) == found(r'user: "([0-9:]+)"', COMPONENT)
    port = found(r"const taskPort = ([0-9]+);", COMPONENT)
    assert found(r"^EXPOSE ([0-9]+)$", DOCKERFILE) == port
    settings = read_settings({"AWS_REGION": "us-east-1", "TABLE_NAME": "table"})
    assert str(settings.port) == port


def test_it_stops_before_it_is_killed() -> None:
    settings = read_settings({"AWS_REGION": "us-east-1", "TABLE_NAME": "table"})
    stop_timeout = int(found(r"stopTimeout: ([0-9]+)", COMPONENT))
    assert settings.drain_seconds + settings.request_deadline_seconds <= stop_timeout


def test_its_python_is_one_that_the_package_takes_and_pinned_by_digest() -> None:
    images = re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)
    assert len(images) >= 2
    for image in images:
        version = re.fullmatch(r"python:3\.([0-9]+)[0-9.]*-slim\S*@sha256:[0-9a-f]{64}", image)
        assert version is not None, image
        project = tomllib.loads((APP / "pyproject.toml").read_text())["project"]
        least = int(found(r">=3\.([0-9]+)", project["requires-python"]))
        assert int(version[1]) >= least
    assert len(set(images)) == 1


def test_only_locked_packages_are_installed() -> None:
    installs = re.findall(r"pip install.*", DOCKERFILE)
    assert installs
    assert all("--require-hashes" in install for install in installs)
    requirements = (APP / "requirements.txt").read_text()
    names = set(re.findall(r"^([a-z0-9-]+)==", requirements, re.MULTILINE))
    direct = tomllib.loads((APP / "pyproject.toml").read_text())["project"]["dependencies"]
    assert {found(r"^([a-z0-9-]+)", dependency) for dependency in direct} <= names


def test_the_locks_name_no_registry_and_agree() -> None:
    runtime = (APP / "requirements.txt").read_text()
    every = (APP / "requirements-dev.txt").read_text()
    assert "://" not in runtime + every
    pins = re.compile(r"^([a-z0-9-]+==\S+)", re.MULTILINE)
    assert set(pins.findall(runtime)) <= set(pins.findall(every))


def test_it_starts_the_service_and_asks_it_whether_it_lives() -> None:
    assert '["python", "-m", "regional_app"]' in found(r"^ENTRYPOINT (.*)$", DOCKERFILE)
    assert "/live" in found(r"^HEALTHCHECK ((?:.*\\\n)*.*)$", DOCKERFILE)
