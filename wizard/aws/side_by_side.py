"""Calls side by side, by threads that serve one reading after the other."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor, wait
from typing import Any, ParamSpec, TypeVar

CALLS_AT_ONCE = 8
"""Organizations answers lists at 5 to 8 a second with bursts of 8 to 12 (user guide, orgs_reference_limits)."""

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")


def reading_threads() -> ThreadPoolExecutor:
    """Threads for all readings of one gateway. They start when there is work for them and end with the gateway."""
    return ThreadPoolExecutor(CALLS_AT_ONCE, thread_name_prefix="reading-aws")


class SideBySide(Executor):
    """What one reading asks. After `with`, nothing that it asked goes on, however it ended."""

    def __init__(self, threads: Executor) -> None:
        self._threads = threads
        self._asked: list[Future[Any]] = []

    def submit(
        self, fn: Callable[Parameters, Result], /, *args: Parameters.args, **kwargs: Parameters.kwargs
    ) -> Future[Result]:
        """Ask in one of the threads."""
        asked = self._threads.submit(fn, *args, **kwargs)
        self._asked.append(asked)
        return asked

    def __exit__(self, *_raised: object) -> None:
        """Give up what has not begun, and see the rest through."""
        for asked in self._asked:
            asked.cancel()
        wait(self._asked)
