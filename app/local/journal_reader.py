"""Brings the records of a Region's stream to its journal, as Lambda does. Calls here block."""

from __future__ import annotations

import time
from collections import Counter
from itertools import dropwhile
from typing import TYPE_CHECKING, Any, Final

from regional_app.journal import Failure, JournalTable, record_conflicts

if TYPE_CHECKING:
    from collections.abc import Callable

    from regional_app.replicator.stream import TableStream

TRIES: Final = 10
"""Of one record; only those count that follow a read of the same endpoint that went well."""


class JournalReader:
    """One Region's stream and journal. After a failure it goes on from the record that failed."""

    def __init__(
        self, stream: TableStream, table: JournalTable, report: Callable[..., None]
    ) -> None:
        self._stream = stream
        self._table = table
        self._report = report
        self._waiting: list[Any] = []
        """From the first record that failed on."""
        self._tries: Counter[str] = Counter()
        self.records = 0
        """How many the stream gave."""
        self.kept = 0
        self.repeated = 0
        """Conflicts that had been kept before."""
        self.failed = 0
        """Records that are not tried any more."""

    @property
    def finished(self) -> bool:
        """Whether everything that the stream held at the last read has been dealt with."""
        return self._stream.at_end and not self._waiting

    @property
    def held_up(self) -> bool:
        """Whether a record that failed has to be tried again."""
        return bool(self._waiting)

    def step(self) -> None:
        """Reads once, and keeps what there is to keep.

        Raises what `TableStream.read` does; nothing is lost by it.
        """
        new = self._stream.read()
        self.records += len(new)
        batch = [*self._waiting, *new]
        result = record_conflicts(batch, self._table)
        self.kept += result.kept
        self.repeated += result.repeated
        if result.kept > 0:
            self._report("kept", kept=result.kept, repeated=result.repeated, at=_now())
        for failure in result.failures:
            self._report_failure(failure)
        given_up = {f.sequence_number for f in result.failures if self._is_given_up(f)}
        again = {f.sequence_number for f in result.failures} - given_up
        self.failed += len(given_up)
        self._waiting = [
            record
            for record in dropwhile(lambda record: _number(record) not in again, batch)
            if _number(record) not in given_up
        ]

    def _report_failure(self, failure: Failure) -> None:
        number = failure.sequence_number
        self._tries[number] += 1
        self._report(
            "not-kept",
            sequenceNumber=number,
            reason=failure.reason,
            tries=self._tries[number],
            givenUp=self._is_given_up(failure),
            at=_now(),
        )

    def _is_given_up(self, failure: Failure) -> bool:
        return self._tries[failure.sequence_number] >= TRIES


def _number(record: Any) -> str:
    return str(record["dynamodb"]["SequenceNumber"])


def _now() -> float:
    return round(time.time(), 6)
