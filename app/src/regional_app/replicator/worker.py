"""A Region's thread: reads its stream and writes what arrives from the others."""

from __future__ import annotations

import os
import signal
import threading
from typing import TYPE_CHECKING, Final

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from .links import Outcome
from .replica import Replica, overwrites_unseen, unchanged
from .stream import StreamUnusableError, TableStream

if TYPE_CHECKING:
    import itertools
    from collections.abc import Callable

    import boto3

    from .network import Network
    from .options import Options
    from .replica import Change

_POLL_SECONDS: Final = 0.05
_RETRY_SECONDS: Final = 0.5
_TRIES: Final = 20
_LIMITS: Final = Config(
    connect_timeout=1, read_timeout=2, retries={"mode": "standard", "total_max_attempts": 1}
)


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
        self._key = options.key_attribute
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
                    busy = self._read() | self._write_next()
                    pause = 0.0 if busy else _POLL_SECONDS
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
        return bool(records)

    def _write_next(self) -> bool:
        arriving = self._network.arriving(self.region)
        if arriving is None:
            return False
        pair, change = arriving
        outcome = self._write(change)
        if outcome is None:
            return False
        self._network.arrived(pair, outcome)
        return True

    def _write(self, change: Change) -> Outcome | None:
        """None: the table holds something that its stream does not tell."""
        for _ in range(_TRIES):
            if self._replica.has(change):
                return Outcome.APPLIED
            if not self._replica.accepts(change):
                self._replica.refused(change)
                return Outcome.DISCARDED
            held = self._replica.image(change.key)
            if held == change.image or self._put(change):
                self._replica.written(change)
                overwrote = overwrites_unseen(held, change, self._key)
                return Outcome.OVERWROTE if overwrote else Outcome.APPLIED
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
