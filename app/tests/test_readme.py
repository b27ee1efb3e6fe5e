"""The README: its session is run, and its settings are the settings.

`UPDATE_README=1` writes what was found.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from regional_app.settings import describe_settings

from .regions import RegionTable
from .service_process import QUICK, ServiceProcess

README = Path(__file__).parent.parent / "README.md"
_SESSION = re.compile(r"```console\n(.*?)```", re.DOTALL)
_SETTINGS = re.compile(r"(\| variable .*\n\| ---.*\n)((?:\|.*\n)*)")
_CHANGING = re.compile(r'"(writtenAt|requestId)": ?("[0-9a-f]+"|[0-9.]+)')
_COUNTER = re.compile(r"us-west-2:[0-9]{16}")
_NEXT = "\x1e"
_UPDATE = os.environ.get("UPDATE_README") == "1"


def same_every_time(text: str) -> str:
    """The text without times and identifiers."""
    return _COUNTER.sub("us-west-2:...", _CHANGING.sub(r'"\1":...', text))


def unaligned(text: str) -> str:
    """The text without the spaces and dashes that only align a table."""
    return re.sub(r" +", " ", re.sub(r"-{3,}", "---", text))


@pytest.mark.skipif(shutil.which("curl") is None, reason="there is no curl")
def test_the_session_is_what_the_service_answers(region: RegionTable) -> None:
    text = README.read_text()
    defaults = dict.fromkeys(QUICK.keys() - {"HOST", "PORT"}, "")
    with ServiceProcess(region, PEER_REGIONS="us-east-1", **defaults) as service:
        service.wait_until_healthy()
        address = service.url.removeprefix("http://")

        # One shell for all, because later commands use what earlier ones have set.
        commands = re.findall(r"^\$ (.*)$", "".join(_SESSION.findall(text)), re.MULTILINE)
        script = "".join(f"{command}\nprintf '{_NEXT}'\n" for command in commands)
        run = script.replace("localhost:8080", address)
        output = subprocess.run(
            ["bash", "-e", "-c", run], capture_output=True, text=True, check=True
        ).stdout
        outputs = iter(output.split(_NEXT))

        def answered(block: re.Match[str]) -> str:
            lines = [
                f"$ {command}\n{next(outputs).lstrip()}"
                for command in re.findall(r"^\$ (.*)$", block[1], re.MULTILINE)
            ]
            return "```console\n" + "".join(lines) + "```"

        found = _SESSION.sub(answered, text)
    if _UPDATE:
        README.write_text(found)
    assert same_every_time(found) == same_every_time(text)


def test_the_settings_are_all_described() -> None:
    text = README.read_text()
    rows = "".join(
        f"| `{setting['name']}` | {_default(setting)} | {setting['description']} |\n"
        for setting in describe_settings()
    )
    found = _SETTINGS.sub(lambda match: match[1] + rows, text)
    if _UPDATE:
        README.write_text(found)
    assert unaligned(found) == unaligned(text)


def _default(setting: dict[str, object]) -> str:
    if setting["required"]:
        return "required"
    return f"`{setting['default']}`" if setting["default"] else "empty"
