"""Settings: what a process starts with, and what it says when it cannot."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from regional_app.settings import SETTINGS, SettingsError, describe_settings, read_settings

REQUIRED = {"AWS_REGION": "us-west-2", "TABLE_NAME": "MyGlobalAppTable"}


def faults_of(**changes: str) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        read_settings({**REQUIRED, **changes})
    return caught.value.faults


def test_only_the_region_and_the_table_have_to_be_set() -> None:
    settings = read_settings(REQUIRED)
    assert settings.region == "us-west-2"
    assert settings.table_name == "MyGlobalAppTable"
    assert settings.peer_regions == ()
    assert settings.dynamodb_endpoint is None
    assert (settings.port, settings.rpo_seconds) == (8080, 5)


def test_the_region_is_never_guessed() -> None:
    with pytest.raises(SettingsError) as caught:
        read_settings({"TABLE_NAME": "MyGlobalAppTable", "AWS_DEFAULT_REGION": "us-east-1"})
    assert len(caught.value.faults) == 1
    assert caught.value.faults[0].startswith("AWS_REGION is not set.")


def test_all_faults_are_told_at_once() -> None:
    faults = faults_of(
        AWS_REGION="Oregon",
        TABLE_NAME="",
        PORT="80800",
        RPO_SECONDS="nan",
        WORKER_THREADS="many",
        DYNAMODB_ENDPOINT="localhost:8000",
        TABLE_KEY="writtenAt",
    )
    assert [fault.split(" ")[0] for fault in faults] == [
        "AWS_REGION",
        "TABLE_NAME",
        "TABLE_KEY",
        "PORT",
        "DYNAMODB_ENDPOINT",
        "RPO_SECONDS",
        "WORKER_THREADS",
    ]
    assert faults[0] == (
        "AWS_REGION is 'Oregon'; allowed is the name of an AWS Region, such as us-east-1."
    )


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"PEER_REGIONS": "us-east-1,us-west-2"}, "AWS_REGION itself"),
        ({"PEER_REGIONS": "us-east-1, us-east-1"}, "twice"),
        ({"PEER_REGIONS": "us-east-1,"}, "PEER_REGIONS is"),
        ({"STALE_WAIT_SECONDS": "5"}, "STALE_WAIT_SECONDS is 5 and REQUEST_DEADLINE_SECONDS is 5"),
        ({"ISOLATION_SECONDS": "1"}, "HEARTBEAT_SECONDS is 2 and ISOLATION_SECONDS is 1"),
        ({"TABLE_KEY": "version/us-east-1"}, "TABLE_KEY"),
        ({"DYNAMODB_ENDPOINT": "http://user:secret@127.0.0.1"}, "without credentials"),
    ],
)
def test_settings_that_do_not_go_together_are_refused(changes: dict[str, str], said: str) -> None:
    faults = faults_of(**changes)
    assert len(faults) == 1
    assert said in faults[0]


def test_every_default_is_allowed() -> None:
    for setting in SETTINGS:
        if setting.default is not None:
            setting.read(setting.default)


def test_peers_are_read_as_a_list() -> None:
    settings = read_settings({**REQUIRED, "PEER_REGIONS": "us-east-1, eu-central-1"})
    assert settings.peer_regions == ("us-east-1", "eu-central-1")


def test_a_process_without_a_region_refuses_to_start() -> None:
    process = subprocess.run(
        [sys.executable, "-m", "regional_app"],
        env={"PORT": "x", "AWS_DEFAULT_REGION": "us-east-1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert process.returncode == 2
    assert process.stdout == ""
    lines = process.stderr.splitlines()
    assert [line.split(" ")[0] for line in lines] == ["AWS_REGION", "TABLE_NAME", "PORT"]


def test_the_settings_are_told_to_programs() -> None:
    process = subprocess.run(
        [sys.executable, "-m", "regional_app", "--describe-settings"],
        env={},
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(process.stdout) == describe_settings()
    required = [s["name"] for s in describe_settings() if s["required"]]
    assert required == ["AWS_REGION", "TABLE_NAME"]
