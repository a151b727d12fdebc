"""What keeps a crash, a signal or a stray byte from costing more than it must."""

from __future__ import annotations

import asyncio
import signal
import sys
from codecs import IncrementalDecoder, getincrementaldecoder
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from screens.terminal.background import Answers
from wizard.refusals.redaction import without_secrets

if TYPE_CHECKING:
    from rich.segment import Segments
    from textual.app import App
    from textual.driver import Driver

ENDING_SIGNALS = ("SIGTERM", "SIGHUP")


def traceback_without_locals(app: App[Any]) -> Segments:
    """The exception being handled, rendered without local variables, which may hold secrets, and without those that a
    library wrote into its message."""
    import rich
    from rich.segment import Segments
    from rich.traceback import Traceback

    kind, error, where = sys.exc_info()
    assert kind is not None and error is not None  # noqa: S101, PT018 - called while one is being handled
    trace = Traceback.extract(kind, error, where, show_locals=False)
    for stack in trace.stacks:
        stack.exc_value = without_secrets(stack.exc_value)
        stack.notes = [without_secrets(note) for note in stack.notes]
    traceback = Traceback(trace, show_locals=False, width=None, suppress=[rich])
    return Segments(app.console.render(traceback, app.console.options))


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


def forgiving(driver_class: type[Driver], told: Callable[[bool], None] | None = None) -> type[Driver]:
    """`driver_class`, whose input is decoded with U+FFFD in the place of bytes that are no UTF-8.

    A terminal that was attached anew may report the mouse in the old way, with raw bytes; strict decoding would end
    the program. What the terminal answers about its background is `told`, and is no input.
    """
    module = sys.modules[driver_class.__module__]
    if hasattr(module, "getincrementaldecoder"):
        vars(module)["getincrementaldecoder"] = partial(_forgiving_decoder, told=told)
    return driver_class


def _forgiving_decoder(encoding: str, told: Callable[[bool], None] | None = None) -> Callable[[], Any]:
    if told is None:
        return partial(getincrementaldecoder(encoding), errors="replace")
    return partial(_Decoder, getincrementaldecoder(encoding)(errors="replace"), Answers(told))


class _Decoder:
    """Text from bytes, without the terminal's answers."""

    def __init__(self, decoder: IncrementalDecoder, answers: Answers) -> None:
        self._decoder = decoder
        self._answers = answers

    def decode(self, data: bytes, final: bool = False) -> str:
        """As an incremental decoder does."""
        return self._answers.without(self._decoder.decode(data, final))
