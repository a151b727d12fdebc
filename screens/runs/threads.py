"""Threads for what AWS is asked: whoever leaves does not wait for an answer that may never come."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from time import monotonic

PATIENCE = 1.0
"""Seconds for answers that are on their way when somebody leaves. What comes later the next run finds out."""


class ThreadsToLeave(ThreadPoolExecutor):
    """Python's own waits for every thread, however long a call hangs: minutes with a network that is gone."""

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Give nothing more to do; with `wait`, wait a little."""
        super().shutdown(wait=False, cancel_futures=cancel_futures)
        until = monotonic() + PATIENCE
        for thread in tuple(self._threads) if wait else ():
            thread.join(max(0.0, until - monotonic()))
