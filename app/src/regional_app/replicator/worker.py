"""A Region's thread: reads its stream and writes what arrives from the others."""

from __future__ import annotations

import os
import signal
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from .links import Outcome
from .replica import Replica, changed_item, lost_unseen, unchanged
from .stream import StreamUnusableError, TableStream

if TYPE_CHECKING:
    import itertools
    from collections.abc import Callable

    import boto3

    from ..items import Item
    from .links import Pair
    from .network import Network
    from .options import Options
    from .replica import Change

_RETRY_SECONDS: Final = 0.5
_WRITES_IN_A_ROW: Final = 25
_TRIES: Final = 20
_LIMITS: Final = Config(
    connect_timeout=1, read_timeout=2, retries={"mode": "standard", "total_max_attempts": 1}
)


@dataclass(frozen=True, slots=True)
class _Written:
    """What became of a change, and the version that it replaced without having seen it."""

    outcome: Outcome
    lost: Item | None = None


class RegionWorker(threading.Thread):
    """Reads one Region's stream and writes what arrives there; the only one to do either."""

    def __init__(
        self,
        region: str,
        *,
        options: Options,
        network: Network,
        numbers: itertools.count[int],
        report: Callable[..., None],
        session: boto3.Session,
    ) -> None:
        super().__init__(name=region, daemon=True)
        self.region = region
        self.unusable: str | None = None
        self.failed = False
        self.has_read = threading.Event()
        self.reads_to_end = 0
        """How many reads have found nothing more in the stream."""
        self._key = options.key_attribute
        self._arrivals = options.arrivals
        self._poll_seconds = options.poll_seconds
        self._table_name = options.table_name
        self._network = network
        self._report = report
        self._replica = Replica(region, numbers)
        self._unknown: set[str] = set()
        self._stopping = threading.Event()
        endpoint = options.endpoints[region]
        self._dynamodb = session.client(
            "dynamodb", region_name=region, endpoint_url=endpoint, config=_LIMITS
        )
        self._stream = TableStream(
            self._dynamodb,
            session.client(
                "dynamodbstreams", region_name=region, endpoint_url=endpoint, config=_LIMITS
            ),
            options.table_name,
        )

    def stop(self) -> None:
        """Ends after the call under way."""
        self._stopping.set()

    def run(self) -> None:
        """Until it is stopped, or the table cannot be used; then it ends the process."""
        available = True
        try:
            while not self._stopping.is_set():
                try:
                    busy = self._read() | self._write_due()
                    pause = 0.0 if busy else self._poll_seconds
                except (BotoCoreError, ClientError) as error:
                    if available:
                        self._report(
                            "region-unavailable", region=self.region, reason=_reason(error)
                        )
                    available, pause = False, _RETRY_SECONDS
                else:
                    if not available:
                        self._report("region-available", region=self.region)
                    available = True
                    self.has_read.set()
                self._stopping.wait(pause)
        except StreamUnusableError as error:
            self.unusable = f"{self.region}: {error}"
        finally:
            if not self._stopping.is_set():
                self.failed = True
                os.kill(os.getpid(), signal.SIGTERM)

    def _read(self) -> bool:
        records = self._stream.read()
        for record in records:
            change = record["dynamodb"]
            noticed = self._replica.notice(
                change["Keys"][self._key]["S"],
                change.get("NewImage"),
                change["ApproximateCreationDateTime"].timestamp(),
            )
            if noticed is not None:
                self._network.send(noticed)
        self.reads_to_end += self._stream.at_end
        return bool(records)

    def _write_due(self) -> bool:
        """Writes what is due, some of it: the stream has to be read as well."""
        for count in range(_WRITES_IN_A_ROW):
            if not self._write_next():
                return count > 0
        return True

    def _write_next(self) -> bool:
        arriving = self._network.arriving(self.region)
        if arriving is None:
            return False
        pair, change = arriving
        written = self._write(change)
        if written is None:
            return False
        seconds = self._network.arrived(pair, written.outcome)
        if self._arrivals:
            self._report_arrival(pair, change, written, seconds)
        return True

    def _report_arrival(
        self, pair: Pair, change: Change, written: _Written, seconds: float
    ) -> None:
        item = changed_item(change, self._key)
        if item is not None:
            source, destination = pair
            self._report(
                "arrival",
                **{"from": source, "to": destination},
                id=item.id,
                idempotencyKey=item.request_id,
                version=item.versions.token,
                outcome=written.outcome.value,
                lostVersion=written.lost.versions.token if written.lost is not None else None,
                seconds=round(seconds, 6),
                at=round(time.time(), 6),
            )

    def _write(self, change: Change) -> _Written | None:
        """None: the table holds something that its stream does not tell."""
        for _ in range(_TRIES):
            if self._replica.has(change):
                return _Written(Outcome.APPLIED)
            if not self._replica.accepts(change):
                self._replica.refused(change)
                return _Written(Outcome.DISCARDED)
            held = self._replica.image(change.key)
            if held == change.image or self._put(change):
                self._replica.written(change)
                lost = lost_unseen(held, change, self._key)
                return _Written(Outcome.OVERWROTE if lost is not None else Outcome.APPLIED, lost)
            while self._read():
                pass
            self._replica.refused(change)
        if change.key not in self._unknown:
            self._unknown.add(change.key)
            self._report("item-unknown", region=self.region, key=change.key)
        return None

    def _put(self, change: Change) -> bool:
        """Writes if the table holds what it is known to hold; False if it does not."""
        condition = unchanged(self._replica.image(change.key), self._key)
        self._replica.sending(change)
        try:
            if change.image is None:
                key = {self._key: {"S": change.key}}
                self._dynamodb.delete_item(TableName=self._table_name, Key=key, **condition)
            else:
                self._dynamodb.put_item(
                    TableName=self._table_name, Item=dict(change.image), **condition
                )
        except ClientError as error:
            if error.response["Error"]["Code"] != "ConditionalCheckFailedException":
                raise
            return False
        return True


def _reason(error: Exception) -> str:
    if isinstance(error, ClientError):
        return f"{error.operation_name}: {error.response['Error']['Code']}"
    return str(error)
