"""What hypothesis draws: version vectors, JSON values and items."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import strategies as st

from regional_app.items import Item
from regional_app.versions import VersionVector

REGIONS = ["eu-central-1", "us-east-1", "us-west-2"]

vectors = st.dictionaries(st.sampled_from(REGIONS), st.integers(1, 4)).map(VersionVector)

numbers = st.one_of(
    st.integers(-(10**38) + 1, 10**38 - 1).map(Decimal),
    st.builds(
        lambda digits, exponent: Decimal(digits).scaleb(exponent),
        st.integers(-9999, 9999),
        st.integers(-130, 120),
    ),
)

characters = st.characters(exclude_categories=["Cs"])

json_values = st.recursive(
    st.one_of(st.none(), st.booleans(), numbers, st.text(characters, max_size=20)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(st.text(characters, min_size=1, max_size=8), inner, max_size=4),
    ),
    max_leaves=12,
)


@st.composite
def items(draw: st.DrawFn) -> Item:
    """An item as the service writes it."""
    requests = draw(st.lists(st.uuids().map(lambda u: u.hex), min_size=1, max_size=4, unique=True))
    deleted = draw(st.booleans())
    region = draw(st.sampled_from(REGIONS))
    return Item(
        id=draw(st.text(characters, min_size=1, max_size=20)),
        body=None if deleted else draw(json_values),
        versions=draw(vectors).advanced(region),
        written_in=region,
        written_at=Decimal(draw(st.integers(0, 2 * 10**12))) / 1000,
        request_id=requests[0],
        recent_requests=tuple(requests),
        deleted=deleted,
    )
