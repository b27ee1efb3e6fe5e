"""What a session holds of each item."""

from __future__ import annotations

from regional_app.client.session import Seen, Session
from regional_app.versions import VersionVector


def version(token: str) -> VersionVector:
    return VersionVector.parse(token)


def test_versions_seen_are_merged() -> None:
    session = Session()
    session.saw("a", version("us-east-1:2"))
    session.saw("a", version("us-east-1:1.us-west-2:1"))
    both = version("us-east-1:2.us-west-2:1")
    assert session.of("a") == Seen(read=both, required=both)
    assert session.of("b") == Seen()


def test_what_followed_an_own_write_is_required_but_not_read() -> None:
    session = Session()
    session.saw("a", version("us-east-1:1"))
    session.requires("a", version("us-east-1:3"))
    assert session.of("a") == Seen(read=version("us-east-1:1"), required=version("us-east-1:3"))


def test_forgetting_says_what_was_required() -> None:
    session = Session()
    session.saw("a", version("us-east-1:1"))
    assert session.forget("a") == version("us-east-1:1")
    assert session.of("a") == Seen()
    assert session.forget("a") == VersionVector()


def test_the_items_used_last_are_kept() -> None:
    session = Session(maximum_items=2)
    for item in ("a", "b", "a", "c"):
        session.saw(item, version("us-east-1:1"))
    assert [bool(session.of(item).read.counters) for item in "abc"] == [True, False, True]
