"""`python -m tests.local.put_item ENDPOINT TABLE REGION ID`: a write past every service."""

from __future__ import annotations

import sys
from decimal import Decimal

from regional_app.items import Item, to_attributes
from regional_app.versions import VersionVector

from ..regions import RegionTable


def main() -> None:
    """Says nothing."""
    endpoint, table_name, region, item_id = sys.argv[1:]
    item = Item(
        id=item_id,
        body="written past the service",
        versions=VersionVector({region: 1}),
        written_in=region,
        written_at=Decimal(1),
        request_id=item_id,
        recent_requests=(item_id,),
    )
    table = RegionTable(region, endpoint, table_name)
    table.client.put_item(TableName=table_name, Item=to_attributes(item))


if __name__ == "__main__":
    main()
