"""A word while a long list is read: an organization may have thousands of accounts, and a page takes a while."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

EVERY = 1.0
"""Seconds before the first word about a list, and between two words about any. Somebody may hear them read out."""


class Listings:
    """Who is told how far the lists of one sign-in are read. Safe to share between threads."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        """`now` is in seconds, of whoever waits: a rehearsal's time runs faster."""
        self._now = now
        self._tell: Callable[[str], None] | None = None
        self._told = now() - EVERY
        self._telling = threading.Lock()

    def listen(self, tell: Callable[[str], None]) -> None:
        """From now on `tell` is given a sentence, at most one in EVERY, in whichever thread reads."""
        self._tell = tell

    def followed(self, action: str, pages: Iterable[Mapping[str, Any]], key: str) -> Iterator[Mapping[str, Any]]:
        """The same pages, whose items are under `key`."""
        began, number = self._now(), 0
        for page in pages:
            yield page
            number += len(page[key])
            self._say(f"Reading {action}: {number:,} so far.", began)

    def _say(self, words: str, began: float) -> None:
        with self._telling:
            now = self._now()
            if self._tell is None or now - max(began, self._told) < EVERY:
                return
            self._told = now
        self._tell(words)
