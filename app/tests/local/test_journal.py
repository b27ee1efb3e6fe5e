"""The conflict journal of one Region as a process."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING, Any

import pytest

from ..conftest import MakeRegions
from ..faulty_endpoint import FaultyEndpoint
from ..json_lines_process import JsonLinesProcess
from ..regions import RegionTable
from ..test_journal import stored
from .command import UNREACHABLE, refused, run
from .test_journal_reader import lose, take

if TYPE_CHECKING:
    from collections.abc import Mapping

WEST = "us-west-2"


class JournalProcess(JsonLinesProcess):
    """Ready once it has read the stream."""

    def __init__(self, region: RegionTable, endpoint: str | None = None) -> None:
        super().__init__(
            *("local.journal", "--table", region.table_name, "--key", region.key_attribute),
            *("--region", f"{region.region}={endpoint or region.endpoint}"),
            ready="ready",
        )

    @property
    def totals(self) -> Mapping[str, Any]:
        """What it says when it has stopped."""
        last = self.lines[-1]
        assert last["event"] == "stopped"
        return {name: last[name] for name in ("kept", "repeated", "failed", "readToEnd")}


def totals(kept: int, repeated: int = 0, failed: int = 0, *, to_the_end: bool = True) -> Any:
    return {"kept": kept, "repeated": repeated, "failed": failed, "readToEnd": to_the_end}


def test_a_conflict_is_kept_and_told_and_kept_once(region: RegionTable) -> None:
    with JournalProcess(region) as journal:
        key = lose(region, "a")
        told = journal.wait_for(lambda line: line["event"] == "kept")
        assert told.keys() == {"event", "region", "kept", "repeated", "at"}
        assert (told["region"], told["kept"], told["repeated"]) == (WEST, 1, 0)
        assert stored(region)[key]["requestId"] == {"S": "lost"}
        assert journal.end() == (0, "")
    assert journal.totals == totals(1)
    assert journal.lines[-1]["records"] == 3
    with JournalProcess(region) as again:
        assert again.end() == (0, "")
    assert again.totals == totals(0, repeated=1)


def test_all_that_is_there_when_standard_input_ends_is_kept(region: RegionTable) -> None:
    with JournalProcess(region) as journal:
        keys = {lose(region, str(number)) for number in range(40)}
        assert journal.end() == (0, "")
    assert journal.totals == totals(40)
    assert keys <= stored(region).keys()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_likewise(region: RegionTable, number: signal.Signals) -> None:
    with JournalProcess(region) as journal:
        keys = {lose(region, str(number)) for number in range(10)}
        journal.signal(number)
        assert journal.end(close=False) == (0, "")
    assert journal.totals == totals(10)
    assert keys <= stored(region).keys()


@pytest.mark.parametrize("fault", ["refuse", "swallow"])
def test_an_endpoint_that_was_away_loses_nothing(region: RegionTable, fault: str) -> None:
    with (
        FaultyEndpoint(region.endpoint) as proxy,
        JournalProcess(region, proxy.endpoint) as journal,
    ):
        getattr(proxy, fault)()
        told = journal.wait_for(lambda line: line["event"] == "region-unavailable")
        assert told["region"] == WEST
        assert told["reason"]
        key = lose(region, "a")
        proxy.recover()
        journal.wait_for(lambda line: line["event"] == "region-available")
        journal.wait_for(lambda line: line["event"] == "kept")
        assert journal.end() == (0, "")
    assert key in stored(region)
    assert journal.totals == totals(1)


def test_what_cannot_be_kept_is_told_and_is_a_failure(region: RegionTable) -> None:
    with JournalProcess(region) as journal:
        take(region, "conflict/bad/us-east-1:1")
        lose(region, "bad")
        lose(region, "good")
        told = journal.wait_for(lambda line: line["event"] == "not-kept")
        assert told.keys() == {
            *("event", "region", "sequenceNumber", "reason", "tries", "givenUp", "at")
        }
        assert journal.end() == (1, "")
    last = journal.totals
    assert (last["kept"], last["failed"], last["readToEnd"]) == (1, 1, True)


def test_a_stream_whose_end_is_out_of_reach_is_a_failure(region: RegionTable) -> None:
    with (
        FaultyEndpoint(region.endpoint) as proxy,
        JournalProcess(region, proxy.endpoint) as journal,
    ):
        proxy.refuse()
        journal.wait_for(lambda line: line["event"] == "region-unavailable")
        assert journal.end() == (1, "")
    assert journal.totals == totals(0, to_the_end=False)


def test_a_second_signal_ends_it_at_once(region: RegionTable) -> None:
    with (
        FaultyEndpoint(region.endpoint) as proxy,
        JournalProcess(region, proxy.endpoint) as journal,
    ):
        proxy.swallow()
        journal.signal(signal.SIGTERM)
        journal.wait_for(lambda line: line["event"] == "stopping")
        journal.signal(signal.SIGTERM)
        assert journal.end(close=False)[0] == -signal.SIGTERM
    assert journal.events("stopped") == []


def test_all_faults_are_told_at_once() -> None:
    assert "--table, --region" in refused(run("local.journal"))[-1]
    assert len(refused(run("local.journal", "--table", "T", "--region", "here"))) == 1


def test_a_table_that_has_no_journal_is_told(make_regions: MakeRegions) -> None:
    (region,) = make_regions(WEST)
    region.client.delete_table(TableName=region.table_name)
    arguments = ["--table", region.table_name, "--region", f"{WEST}={region.endpoint}"]
    done = run("local.journal", *arguments)
    complaint = f"{WEST}: there is no table {region.table_name!r}\n"
    assert (done.returncode, done.stderr) == (2, complaint)


def test_a_region_that_was_never_there_is_a_failure() -> None:
    done = run("local.journal", "--table", "T", "--region", f"{WEST}={UNREACHABLE}")
    assert (done.returncode, done.stderr) == (1, "")
