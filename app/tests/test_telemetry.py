"""Logs and metrics, as CloudWatch reads them."""

from __future__ import annotations

import json
import logging
from typing import Any

from regional_app.telemetry import COUNTERS, JsonFormatter, Metrics


def test_a_metric_line_is_in_the_embedded_metric_format() -> None:
    lines: list[str] = []
    metrics = Metrics("table", "us-west-2", write=lines.append, clock=lambda: 1_700_000_000.5)
    for number in range(250):
        metrics.request(number / 1000, failed=number % 2 == 0)
    metrics.count("Conflicts", 3)
    metrics.flush()
    line: dict[str, Any] = json.loads(lines[0])
    assert lines[0].endswith("\n")
    directive = line["_aws"]["CloudWatchMetrics"][0]
    assert line["_aws"]["Timestamp"] == 1_700_000_000_500
    assert directive["Namespace"] == "RegionalFailover"
    assert directive["Dimensions"] == [["TableName", "Region"]]
    assert (line["TableName"], line["Region"]) == ("table", "us-west-2")
    assert {metric["Name"] for metric in directive["Metrics"]} == {*COUNTERS, "Latency"}
    assert (line["Requests"], line["ServerErrors"], line["Conflicts"]) == (250, 125, 3)
    assert len(line["Latency"]) == 100  # The format allows no more.
    metrics.flush()
    assert json.loads(lines[1])["Requests"] == 0


def test_the_replicas_age_has_the_dimensions_that_the_alarms_watch() -> None:
    lines: list[str] = []
    metrics = Metrics("table", "us-west-2", write=lines.append)
    metrics.replica_age("us-east-1", 2.5)
    line: dict[str, Any] = json.loads(lines[0])
    directive = line["_aws"]["CloudWatchMetrics"][0]
    assert directive["Dimensions"] == [["TableName", "Region", "SourceRegion"]]
    assert directive["Metrics"] == [{"Name": "ReplicaAgeSeconds", "Unit": "Seconds"}]
    assert (line["ReplicaAgeSeconds"], line["SourceRegion"]) == (2.5, "us-east-1")


def test_a_log_line_is_one_json_object_whatever_is_in_it() -> None:
    record = logging.makeLogRecord({"msg": 'a "line"\nbreak', "levelname": "INFO"})
    record.fields = {"requestId": "r", "path": "/items/\u2028"}
    text = JsonFormatter("us-west-2").format(record)
    assert "\n" not in text
    line = json.loads(text)
    assert (line["message"], line["region"], line["requestId"]) == (
        'a "line"\nbreak',
        "us-west-2",
        "r",
    )
