"""The HTTP interface: versions, conditions, replays and problems, over a live DynamoDB API."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from starlette.testclient import TestClient

from regional_app.items import MAXIMUM_BODY_BYTES, MAXIMUM_ID_BYTES, RECENT_REQUESTS
from regional_app.service import Service
from regional_app.settings import read_settings
from regional_app.versions import VersionVector

from .conftest import MakeRegions
from .regions import RegionTable

EAST, WEST = "us-east-1", "us-west-2"


@pytest.fixture
def http(region: RegionTable, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    yield from serve(region, monkeypatch)


def serve(region: RegionTable, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    for name, value in region.environment.items():
        monkeypatch.setenv(name, value)
    settings = read_settings(
        {**region.environment, "STALE_WAIT_SECONDS": "0.1", "PEER_REGIONS": EAST}
    )
    service = Service(settings)
    with TestClient(service.app) as client:
        yield client
    service.calls.close()


def name_of(answer: httpx.Response) -> str:
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == answer.status_code
    assert answer.json()["requestId"] == answer.headers["request-id"]
    return str(answer.json()["type"]).removeprefix("urn:regional-app:problem:")


def test_write_read_delete(http: TestClient) -> None:
    written = http.put("/items/x", json={"n": 1})
    assert written.status_code == 201
    assert re.fullmatch(r'"us-west-2:[0-9]+"', written.headers["etag"])
    assert written.headers["etag"] == f'"{written.json()["version"]}"'
    assert written.json()["writtenIn"] == WEST
    assert written.json()["idempotencyKey"] == written.headers["idempotency-key"]
    found = http.get("/items/x")
    assert (found.status_code, found.json(), found.headers["etag"]) == (
        200,
        {"n": 1},
        written.headers["etag"],
    )
    assert found.headers["written-in"] == WEST
    assert found.headers["served-by-region"] == WEST
    assert http.put("/items/x", json=2).status_code == 200
    deleted = http.delete("/items/x")
    assert deleted.status_code == 200
    assert deleted.headers["etag"] != written.headers["etag"]
    gone = http.get("/items/x")
    assert (gone.status_code, name_of(gone), gone.headers["etag"]) == (
        404,
        "no-such-item",
        deleted.headers["etag"],
    )
    assert http.put("/items/x", json=3).status_code == 201


@pytest.mark.parametrize(
    "text",
    [
        "1.50",
        "12345678901234567890123456789012345678",
        "-0.1",
        '"\\u0000"',
        '{"a":[null,true,"\u00e9"]}',
        "null",
    ],
)
def test_a_value_comes_back_exactly(http: TestClient, text: str) -> None:
    http.put("/items/x", content=text.encode(), headers={"content-type": "application/json"})
    found = http.get("/items/x")
    assert found.text == text.replace("\\u0000", "\\u0000")


@pytest.mark.parametrize(
    "item_id", ["a b", "\u00e9\u4e16", "a%2", "100%", "a?b#c", "..a", "a+b", "\x00"]
)
def test_ids_are_kept_apart_and_as_they_are(http: TestClient, item_id: str) -> None:
    path = "/items/" + "".join(f"%{byte:02X}" for byte in item_id.encode())
    written = http.put(path, json=item_id)
    assert written.json()["id"] == item_id
    assert http.get(path).json() == item_id


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/items/%FF", "invalid-request"),
        ("/items/" + "a" * (MAXIMUM_ID_BYTES + 1), "invalid-request"),
        ("/items/" + "%C3%A9" * (MAXIMUM_ID_BYTES // 2 + 1), "invalid-request"),
        ("/items/", "not-found"),
        ("/items/a%2Fb", "not-found"),
        ("/nothing", "not-found"),
    ],
)
def test_an_address_that_is_no_items_is_a_problem(http: TestClient, path: str, name: str) -> None:
    assert name_of(http.get(path)) == name


def test_a_method_that_is_not_allowed_says_which_are(http: TestClient) -> None:
    answer = http.post("/items/x")
    assert name_of(answer) == "method-not-allowed"
    assert answer.headers["allow"] == "DELETE, GET, PUT"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "not a JSON value"),
        (b"{", "not a JSON value"),
        (b"NaN", "NaN"),
        (b"1e400", "magnitude 1E[+]400"),
        (b"1e99999999999999999999", "exponent"),
        (b"1" * 39, "39 significant digits"),
        (b"1" * 300, "300 characters"),
        (b'{"a":1,"a":2}', "two members"),
        (b'{"":1}', "0 bytes"),
        (b"[" * 100_000, "nested"),
        (b"[" * 40 + b"]" * 40, "nested deeper"),
        (b'"\\ud800"', "surrogate"),
        (b"\xff", "UTF-8"),
    ],
)
def test_a_body_that_cannot_be_held_exactly_is_refused(
    http: TestClient, body: bytes, said: str
) -> None:
    answer = http.put("/items/x", content=body)
    assert name_of(answer) == "invalid-request"
    with pytest.raises(AssertionError, match=said):
        raise AssertionError(answer.json()["detail"])
    assert http.get("/items/x").status_code == 404


def test_a_body_of_the_largest_size_is_held_and_one_more_byte_is_not(http: TestClient) -> None:
    assert http.put("/items/x", json="b" * MAXIMUM_BODY_BYTES).status_code == 201
    answer = http.put("/items/x", json="b" * (MAXIMUM_BODY_BYTES + 1))
    assert (answer.status_code, name_of(answer)) == (413, "body-too-large")
    huge = http.put("/items/x", content=b'"' + b"b" * 3_000_000 + b'"')
    assert huge.status_code == 413


def test_a_body_that_is_not_json_is_refused(http: TestClient) -> None:
    answer = http.put("/items/x", content=b"1", headers={"content-type": "text/plain"})
    assert (answer.status_code, name_of(answer)) == (415, "unsupported-media-type")


def test_a_conditional_update_is_made_on_that_version_only(http: TestClient) -> None:
    tag = http.put("/items/x", json=1).headers["etag"]
    changed = http.put("/items/x", json=2, headers={"if-match": f'"other", {tag}'})
    assert changed.status_code == 200
    refused = http.put("/items/x", json=3, headers={"if-match": tag})
    assert (refused.status_code, name_of(refused)) == (412, "precondition-failed")
    assert refused.json()["localVersion"] == changed.json()["version"]
    assert http.put("/items/x", json=3, headers={"if-match": f"W/{tag}"}).status_code == 412
    assert http.get("/items/x").json() == 2
    assert http.delete("/items/x", headers={"if-match": tag}).status_code == 412
    assert http.delete("/items/x", headers={"if-match": "*"}).status_code == 200
    assert http.put("/items/x", json=3, headers={"if-match": "*"}).status_code == 412


def test_a_creation_is_made_once(http: TestClient) -> None:
    headers = {"if-none-match": "*"}
    assert http.put("/items/x", json=1, headers=headers).status_code == 201
    assert http.put("/items/x", json=2, headers=headers).status_code == 412


def test_the_same_key_is_written_once(http: TestClient) -> None:
    headers = {"idempotency-key": "once"}
    first = http.put("/items/x", json=1, headers=headers)
    again = http.put("/items/x", json=1, headers=headers)
    assert again.headers["etag"] == first.headers["etag"]
    assert again.headers["replay-outcome"] == "already-applied"
    newer = http.put("/items/x", json=2)
    late = http.put("/items/x", json=1, headers=headers)
    assert late.status_code == 200
    assert http.get("/items/x").json() == 2
    # An ETag here would let its client overwrite what it has never seen.
    assert "etag" not in late.headers
    assert late.headers["superseded-by"] == newer.json()["version"]


def test_a_key_is_remembered_for_the_promised_number_of_writes(http: TestClient) -> None:
    http.put("/items/x", json=0, headers={"idempotency-key": "early"})
    for number in range(RECENT_REQUESTS - 1):
        http.put("/items/x", json=number)
    late = http.put("/items/x", json=0, headers={"idempotency-key": "early"})
    assert late.headers["replay-outcome"] == "already-applied"


def test_a_client_is_never_given_less_than_it_has_seen(http: TestClient) -> None:
    local = http.put("/items/x", json=1).json()["version"]
    for seen in (local, "0"):
        assert http.get("/items/x", headers={"seen-version": seen}).status_code == 200
    behind = http.get("/items/x", headers={"seen-version": f"us-east-1:1.{local}"})
    assert (behind.status_code, name_of(behind)) == (503, "replica-behind")
    assert behind.json()["localVersion"] == local
    assert "retry-after" in behind.headers
    missing = http.get("/items/y", headers={"seen-version": "us-east-1:1"})
    assert (missing.status_code, name_of(missing)) == (503, "replica-behind")
    concurrent = http.get("/items/x", headers={"seen-version": "us-east-1:1"})
    assert (concurrent.status_code, name_of(concurrent)) == (409, "concurrent-version")
    assert http.get("/items/x").json() == 1


def test_a_write_after_moving_supersedes_what_its_client_had_seen(http: TestClient) -> None:
    local = VersionVector.parse(http.put("/items/x", json=1).json()["version"])
    answer = http.put("/items/x", json=2, headers={"seen-version": "us-east-1:4"})
    moved = VersionVector.parse(answer.json()["version"])
    assert moved["us-east-1"] == 4
    assert moved[WEST] > local[WEST]


def replay_headers(version: str, key: str = "r") -> dict[str, str]:
    return {
        "idempotency-key": key,
        "replay-version": version,
        "replay-region": EAST,
        "replay-written-at": "1700000000.5",
    }


def test_a_replay_is_applied_once_and_never_over_anything_newer(http: TestClient) -> None:
    first = http.put("/items/x", json="moved", headers=replay_headers("us-east-1:2"))
    assert (first.status_code, first.headers["replay-outcome"]) == (201, "applied")
    assert first.json()["writtenAt"] == 1700000000.5
    again = http.put("/items/x", json="moved", headers=replay_headers("us-east-1:2"))
    assert (again.status_code, again.headers["replay-outcome"]) == (200, "already-applied")
    older = http.put("/items/x", json="older", headers=replay_headers("us-east-1:1", "o"))
    assert (older.status_code, name_of(older)) == (409, "newer-version")
    http.put("/items/y", json="local")
    concurrent = http.put("/items/y", json="lost", headers=replay_headers("us-east-1:1", "c"))
    assert (concurrent.status_code, name_of(concurrent)) == (409, "concurrent-version")
    assert http.get("/items/y").json() == "local"
    assert http.get("/items/x").json() == "moved"


def test_a_deletion_is_replayed_too(http: TestClient) -> None:
    http.put("/items/x", json="moved", headers=replay_headers("us-east-1:1", "a"))
    answer = http.delete("/items/x", headers=replay_headers("us-east-1:2", "b"))
    assert (answer.status_code, answer.headers["replay-outcome"]) == (200, "applied")
    assert http.get("/items/x").status_code == 404


@pytest.mark.parametrize(
    ("headers", "said"),
    [
        ({"idempotency-key": ""}, "Idempotency-Key"),
        ({"idempotency-key": "x" * 65}, "Idempotency-Key"),
        ({"idempotency-key": "a b"}, "Idempotency-Key"),
        ({"seen-version": "latest"}, "Seen-Version"),
        ({"if-match": "us-west-2:1"}, "If-Match"),
        ({"if-none-match": '"us-west-2:1"'}, "If-None-Match"),
        ({"if-match": "*", "if-none-match": "*"}, "If-None-Match"),
        ({"replay-version": "us-east-1:1"}, "Replay-Region and Replay-Written-At and Idempotency"),
        ({**replay_headers("us-east-1:1"), "replay-region": WEST}, "Replay-Region"),
        ({**replay_headers("us-east-1:1"), "replay-written-at": "now"}, "Replay-Written-At"),
        ({**replay_headers("us-east-1:1"), "replay-version": "0"}, "Replay-Region"),
        ({"seen-version": f"us-west-2:{10**18}"}, "counter"),
    ],
)
def test_headers_that_say_nothing_sensible_are_refused(
    http: TestClient, headers: dict[str, str], said: str
) -> None:
    answer = http.put("/items/x", json=1, headers=headers)
    assert name_of(answer) == "invalid-request"
    assert said in answer.json()["detail"]
    assert http.get("/items/x").status_code == 404


def test_the_openapi_document_states_the_limits(http: TestClient) -> None:
    document: dict[str, Any] = http.get("/openapi.json").json()
    text = json.dumps(document)
    for limit in (MAXIMUM_BODY_BYTES, MAXIMUM_ID_BYTES, 409600, 38):
        assert str(limit) in text
    assert "503" in document["paths"]["/items/{item_id}"]["get"]["responses"]


def test_another_key_attribute(make_regions: MakeRegions, monkeypatch: pytest.MonkeyPatch) -> None:
    (region,) = make_regions(WEST)
    table = RegionTable.create(WEST, region.endpoint, key_attribute="pk")
    for http in serve(table, monkeypatch):
        assert http.put("/items/x", json=1).status_code == 201
        assert http.put("/items/x", json=2, headers={"if-match": "*"}).status_code == 200
        assert http.get("/items/x").json() == 2
        assert http.get("/health").status_code == 200
