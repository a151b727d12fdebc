"""The end of the process while something still waits for AWS."""

from __future__ import annotations

import os
import sys
import threading
from contextlib import suppress


def leave_threads(status: int) -> None:
    """End the process at once with this exit status, when a thread still waits for an answer; else do nothing.

    Python itself would wait for every thread, for minutes where the network is gone. Nothing is lost: an intent is
    durable before its call, and the system lets go of the lock.
    """
    here = threading.current_thread()
    if any(thread is not here and not thread.daemon for thread in threading.enumerate()):
        with suppress(OSError, ValueError, AttributeError):  # as the interpreter itself would
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(status)
