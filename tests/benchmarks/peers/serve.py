"""An AWS to compare programs on: moto's server, later by so many milliseconds, that counts what it is asked.

python -m tests.benchmarks.peers.serve 50
"""

from __future__ import annotations

import io
import signal
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any
from urllib.parse import parse_qs

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import run_simple

PORT = 5555


class Counting:
    """A WSGI application in front of another: it waits, and remembers."""

    def __init__(self, inside: Callable[..., Iterable[bytes]], milliseconds: float) -> None:
        self._inside = inside
        self._seconds = milliseconds / 1000
        self._lock = threading.Lock()
        self.calls: Counter[str] = Counter()
        self.first = self.last = 0.0

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        """Answer one request."""
        with self._lock:
            self.calls[_operation(environ)] += 1
            self.first = self.first or time.monotonic()
        time.sleep(self._seconds)
        try:
            return self._inside(environ, start)
        finally:
            self.last = time.monotonic()


def _operation(environ: dict[str, Any]) -> str:
    """JSON services name it in a header, query services in the body; of others the path has to do."""
    if named := str(environ.get("HTTP_X_AMZ_TARGET", "")).rpartition(".")[2]:
        return named
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    environ["wsgi.input"] = io.BytesIO(body)
    path = f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}"
    return str(parse_qs(body.decode("utf-8", "replace")).get("Action", [path])[0])


def main() -> None:
    """Serve until somebody stops it, then tell."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
    counting = Counting(DomainDispatcherApplication(create_backend_app), float([*sys.argv, "0"][1]))
    with suppress(KeyboardInterrupt):
        run_simple("127.0.0.1", PORT, counting, threaded=True)
    for operation, count in counting.calls.most_common():
        print(f"{count:>6} {operation}")
    print(f"{counting.calls.total():>6} calls in {counting.last - counting.first:.1f} s")


if __name__ == "__main__":
    main()
