"""Blocking calls beside the event loop: a bounded pool of threads, and a deadline for each call."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


class NotStartedError(Exception):
    """The deadline passed before a thread was free: the call was not and will not be made."""


class UnfinishedError(Exception):
    """The deadline passed during the call, which goes on without anybody waiting for it."""


class Calls:
    """Runs blocking functions in threads."""

    def __init__(self, threads: int, name: str) -> None:
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix=name)

    async def run(self, function: Callable[[], T], deadline: float) -> T:
        """The function's result, by a deadline on the event loop's clock.

        Raises NotStartedError or UnfinishedError when that has passed.
        """
        future = self._pool.submit(function)
        try:
            async with asyncio.timeout_at(deadline):
                return await asyncio.wrap_future(future)
        except TimeoutError:
            if future.cancelled():
                raise NotStartedError from None
            raise UnfinishedError from None

    def close(self) -> None:
        """Starts nothing more, and waits for nobody."""
        self._pool.shutdown(wait=False, cancel_futures=True)
