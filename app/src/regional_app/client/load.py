"""Steady load from several clients, reported as it happens."""

from __future__ import annotations

import random
import threading
import time
import uuid
from typing import TYPE_CHECKING, Any

from .client import Callbacks, RegionalClient
from .records import Summary, failed_attempt_record, replay_record, request_record
from .resolution import FailoverName
from .results import FailedAttempt, Replay, RequestFailedError, Result

if TYPE_CHECKING:
    from collections.abc import Callable

    from .options import ConnectionOptions, LoadOptions


def connect(
    options: ConnectionOptions, *, seed: str, callbacks: Callbacks, stop: threading.Event
) -> RegionalClient:
    """A client as the command line describes it."""
    limits = options.limits
    name = FailoverName(
        options.name,
        server=options.resolver,
        keeping=options.keeping,
        query_seconds=limits.connect_seconds,
    )
    return RegionalClient(
        name,
        port=options.port,
        tls=options.tls,
        limits=limits,
        rpo_seconds=options.rpo_seconds,
        callbacks=callbacks,
        stop=stop,
        chance=random.Random(seed),  # noqa: S311 - jitter
    )


class Load:
    """Clients in threads of their own, until they are done or told to stop."""

    def __init__(
        self,
        connection: ConnectionOptions,
        options: LoadOptions,
        emit: Callable[[dict[str, Any]], None],
    ) -> None:
        """`emit` gets every record, one at a time."""
        self._connection = connection
        self._options = options
        self._emit = emit
        self._lock = threading.Lock()
        self._summary = Summary(time.time())
        self._dropped_writes = 0
        self._failure: BaseException | None = None
        self.stop = threading.Event()
        """Set, it ends the load: requests under way get no further attempt."""

    def run(self) -> int:
        """Runs to the end. Gives the exit code."""
        threads = [
            threading.Thread(target=self._run_client, args=(number,), daemon=True)
            for number in range(self._options.clients)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if self._failure is not None:
            raise self._failure
        self._emit(self._summary.record(time.time(), dropped_writes=self._dropped_writes))
        return 0 if self._summary.answered > 0 and self._summary.stale == 0 else 1

    def _run_client(self, number: int) -> None:
        try:
            self._send_all(number)
        except BaseException as error:  # noqa: BLE001 - raised again where the load was started
            self._failure = error
            self.stop.set()

    def _send_all(self, number: int) -> None:
        options = self._options
        callbacks = Callbacks(
            replayed=lambda replay: self._note_replay(number, replay),
            failed=lambda attempt: self._note_failed_attempt(number, attempt),
        )
        chance = random.Random(f"{options.seed}/{number}")  # noqa: S311 - which requests
        interval = options.clients / options.rate
        # Spread over the interval, so that the clients do not all send at the same moment.
        due = time.monotonic() + interval * number / options.clients
        seed = f"{options.seed}/{number}/jitter"
        with connect(self._connection, seed=seed, callbacks=callbacks, stop=self.stop) as client:
            for sequence in range(self._share_of(number)):
                if self.stop.wait(max(0.0, due - time.monotonic())):
                    break
                # What a slow request held up is left out: a real user does not catch up.
                due = max(due + interval, time.monotonic())
                self._note_request(number, self._send(client, chance, number, sequence))
            with self._lock:
                self._dropped_writes += client.dropped_writes

    def _share_of(self, number: int) -> int:
        """How many requests this client sends at most."""
        total, clients = self._options.requests, self._options.clients
        return 2**62 if total is None else total // clients + (number < total % clients)

    def _send(
        self, client: RegionalClient, chance: random.Random, number: int, sequence: int
    ) -> Result:
        options = self._options
        item_id = f"{options.id_prefix}-{chance.randrange(options.items)}"
        writes = chance.random() < options.write_share
        deletes = chance.random() < options.delete_share
        # Not from the seed: a second run with the same keys would write nothing.
        key = str(uuid.uuid4())
        try:
            if not writes:
                return client.get(item_id)
            if deletes:
                return client.delete(item_id, idempotency_key=key)
            body = {"client": number, "sequence": sequence, "key": key}
            return client.put(item_id, body, idempotency_key=key)
        except RequestFailedError as error:
            return error.result

    def _note_request(self, number: int, result: Result) -> None:
        with self._lock:
            self._summary.add_request(result)
            self._emit(request_record(result, client=number))

    def _note_replay(self, number: int, replay: Replay) -> None:
        with self._lock:
            self._summary.add_replay(replay)
            self._emit(replay_record(replay, client=number))

    def _note_failed_attempt(self, number: int, attempt: FailedAttempt) -> None:
        with self._lock:
            self._emit(failed_attempt_record(attempt, client=number))
