"""What keeps a crash, a signal or a stray byte from costing more than it must."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from codecs import getincrementaldecoder
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.driver import Driver

ENDING_SIGNALS = ("SIGTERM", "SIGHUP")


def hold_ending_signals() -> None:
    """Let them wait while the terminal is taken over: one that came in between would leave it unusable."""
    _mask("SIG_BLOCK")


def call_on_ending_signals(leave: Callable[[int], None]) -> None:
    """Call `leave` with the signal's number when the process is told to end, or its terminal is gone.

    Those that were held until now are delivered.
    """
    _install(leave)
    _mask("SIG_UNBLOCK")


def _mask(how: str) -> None:
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(getattr(signal, how), [getattr(signal, name) for name in ENDING_SIGNALS])


def _install(leave: Callable[[int], None]) -> None:
    loop = asyncio.get_running_loop()
    for name in ENDING_SIGNALS:
        number = getattr(signal, name, None)
        if number is None:
            continue
        try:
            loop.add_signal_handler(number, leave, int(number))
        except (NotImplementedError, RuntimeError, ValueError):
            return  # this loop cannot: Windows, or not the main thread


def forgiving(driver_class: type[Driver], on_background: Callable[[bool], None] | None = None) -> type[Driver]:
    """`driver_class`, whose input is decoded with U+FFFD in the place of bytes that are no UTF-8, and read behind a
    gate, and which never waits for a terminal that is gone, in either direction.

    A terminal that was attached anew may report the mouse in the old way, with raw bytes; strict decoding would end
    the program. `on_background` hears what the terminal answers about its background.
    """
    from screens.terminal.input_gate import GatedParser
    from screens.terminal.writer import EnduringWriter

    for name in (driver_class.__module__, "textual.drivers.win32"):
        names = vars(sys.modules[name]) if name in sys.modules else {}
        if "getincrementaldecoder" in names:
            names["getincrementaldecoder"] = _forgiving_decoder
        if "XTermParser" in names:
            names["XTermParser"] = partial(GatedParser, on_background=on_background)
        if "WriterThread" in names:
            names["WriterThread"] = EnduringWriter
    return driver_class


def _forgiving_decoder(encoding: str) -> Callable[[], ForgivingDecoder]:
    return partial(ForgivingDecoder, encoding)


class ForgivingDecoder:
    """Reads what the terminal sends. Nothing at all means that there is no terminal any more: Textual would ask again
    without end, and not everybody's terminal tells the process by a signal when it goes."""

    def __init__(self, encoding: str, hang_up: Callable[[], None] | None = None) -> None:
        self._decode = getincrementaldecoder(encoding)(errors="replace").decode
        self._hang_up = hang_up or _hang_up
        self._ended = False

    def decode(self, data: bytes, final: bool = False) -> str:
        """`data` as text, U+FFFD for what is no text."""
        if not data and not final and not self._ended:
            self._ended = True
            self._hang_up()
        return self._decode(data, final)


def _hang_up() -> None:
    """What the system does where it knows whose terminal it was."""
    os.kill(os.getpid(), signal.SIGHUP if hasattr(signal, "SIGHUP") else signal.SIGTERM)
