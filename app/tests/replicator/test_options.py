"""Arguments and commands of the replicator."""

from __future__ import annotations

import pytest

from regional_app.replicator.options import (
    Command,
    InvalidOptionsError,
    parse_arguments,
    parse_command,
)

EAST = "us-east-1"
WEST = "us-west-2"
EUROPE = "eu-central-1"
REGIONS = [EAST, WEST, EUROPE]
TWO = ["--table=T", f"--region={EAST}=http://127.0.0.1:1", f"--region={WEST}=http://127.0.0.1:2"]


def test_a_lag_is_for_all_pairs_or_for_one() -> None:
    options = parse_arguments([*TWO, "--lag", f"{EAST}:{WEST}=1.5", "--lag", "0.25"])
    assert options.endpoints == {EAST: "http://127.0.0.1:1", WEST: "http://127.0.0.1:2"}
    assert options.lag_seconds == {(EAST, WEST): 1.5, (WEST, EAST): 0.25}
    assert (options.table_name, options.key_attribute) == ("T", "id")
    assert not options.arrivals
    assert options.poll_seconds == 0.05


def test_all_faults_are_told_at_once() -> None:
    arguments = [
        *TWO,
        *("--region", "eu-central-1"),
        *("--region", f"{EAST}=http://127.0.0.1:3"),
        *("--region", f"{EUROPE}=http://:1"),
        *("--region", f"{EUROPE}=http://127.0.0.1:port"),
        *("--region", "eu central=http://127.0.0.1:3"),
        *("--lag", "-1"),
        *("--lag", f"{EAST}:mars=1"),
        *("--lag", f"{EAST}:{EAST}=1"),
        *("--lag", "nan"),
        *("--lag", "soon"),
        *("--poll", "-2"),
    ]
    with pytest.raises(InvalidOptionsError) as raised:
        parse_arguments(arguments)
    assert str(raised.value).splitlines() == [
        "--region 'eu-central-1': write a Region and a URL, as in us-east-1=http://127.0.0.1:8000",
        "--region 'us-east-1=http://127.0.0.1:3': us-east-1 is given twice",
        *(
            f"--region '{text}': write a Region and a URL, as in us-east-1=http://127.0.0.1:8000"
            for text in (
                f"{EUROPE}=http://:1",
                f"{EUROPE}=http://127.0.0.1:port",
                "eu central=http://127.0.0.1:3",
            )
        ),
        "--lag '-1': -1.0 is not a time; allowed is 0 or more seconds",
        "--lag 'us-east-1:mars=1': 'mars' is not one of the Regions us-east-1, us-west-2",
        "--lag 'us-east-1:us-east-1=1': us-east-1 does not replicate to itself",
        "--lag 'nan': nan is not a time; allowed is 0 or more seconds",
        "--lag 'soon': could not convert string to float: 'soon'",
        "--poll -2.0: -2.0 is not a time; allowed is 0 or more seconds",
    ]


def test_one_region_is_too_few() -> None:
    with pytest.raises(InvalidOptionsError, match="1 given; replication takes two or more"):
        parse_arguments(TWO[:2])


@pytest.mark.parametrize(
    ("line", "command"),
    [
        (
            '{"partition": ["us-east-1", "us-west-2"]}',
            Command("partition", ((EAST, WEST), (WEST, EAST))),
        ),
        (
            '{"heal": {"from": "us-east-1", "to": "us-west-2"}}',
            Command("heal", ((EAST, WEST),)),
        ),
        (
            '{"lag": {"from": "us-east-1", "to": "us-west-2", "seconds": 2}}',
            Command("lag", ((EAST, WEST),), 2.0),
        ),
    ],
)
def test_commands(line: str, command: Command) -> None:
    assert parse_command(line, REGIONS) == command


def test_more_regions_mean_all_pairs_of_them() -> None:
    named = parse_command('{"heal": ["us-east-1", "us-west-2", "eu-central-1"]}', REGIONS)
    every = parse_command('{"lag": {"seconds": 0.5}}', REGIONS)
    assert len(named.pairs) == len(set(named.pairs)) == 6
    assert set(every.pairs) == set(named.pairs)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("partition", "Expecting value"),
        ("[]", "not a command"),
        ("{}", "not a command"),
        ('{"explode": []}', "not a command"),
        ('{"partition": ["us-east-1", "us-west-2"], "heal": []}', "not a command"),
        ('{"partition": ["us-east-1"]}', "two or more different Regions"),
        ('{"partition": ["us-east-1", "us-east-1"]}', "two or more different Regions"),
        ('{"partition": "us-east-1"}', "two or more different Regions"),
        ('{"partition": ["us-east-1", "mars"]}', "'mars' is not one of the Regions"),
        ('{"heal": {"from": "us-east-1", "to": "us-east-1"}}', "does not replicate to itself"),
        ('{"heal": {"from": "us-east-1", "to": 1}}', "1 is not one of the Regions"),
        ('{"lag": {"seconds": -1}}', "allowed is 0 or more"),
        ('{"lag": {"seconds": "1"}}', "not a command"),
        ('{"lag": {"from": "us-east-1", "seconds": 1}}', "two or more different Regions"),
    ],
)
def test_a_command_that_cannot_be_carried_out_is_refused(line: str, said: str) -> None:
    with pytest.raises(InvalidOptionsError, match=said):
        parse_command(line, REGIONS)
