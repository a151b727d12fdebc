"""What Textual writes to the terminal with, also when there is no terminal any more."""

from __future__ import annotations

from contextlib import suppress

from textual.drivers._writer_thread import WriterThread  # there is no public name for it


class EnduringWriter(WriterThread):
    """Textual's own ends at the first text that the terminal does not take; whoever writes more then waits for ever,
    and no signal reaches them. This one goes on taking, so that the program comes to its end."""

    def run(self) -> None:
        """Write what comes, until there is nobody to write to; then let it fall."""
        try:
            while (text := self._queue.get()) is not None:
                self._file.write(text)
                if self._queue.empty():
                    self._file.flush()
        except OSError:
            while self._queue.get() is not None:
                pass
        with suppress(OSError):
            self._file.flush()
