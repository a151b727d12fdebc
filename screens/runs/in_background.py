"""Blocking work in a thread, such as a question to AWS, for the screen that composes it: no key waits for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from textual import on
from textual.message import Message
from textual.widget import Widget
from textual.worker import Worker, WorkerState

from screens.runs import as_error
from state.errors import OrgwizardError

Answer = TypeVar("Answer")


class InBackground(Widget):
    """One question at a time: the newest wins. It draws nothing."""

    class Heard(Message):
        """How far the work is, while somebody waits for it."""

        def __init__(self, words: str) -> None:
            super().__init__()
            self.words = words

    DEFAULT_CSS = "InBackground { display: none; }"

    def __init__(self) -> None:
        super().__init__()
        self._asking: Worker[Any] | None = None
        self._then: Callable[[Any], None] | None = None
        self._failed: Callable[[OrgwizardError], None] | None = None

    @property
    def busy(self) -> bool:
        """Whether an answer is still to come."""
        return self._asking is not None

    def ask(
        self, work: Callable[[], Answer], then: Callable[[Answer], None], failed: Callable[[OrgwizardError], None]
    ) -> None:
        """Do `work` in a thread; then call one of the others in the screen's own."""
        self._then, self._failed = then, failed
        self._asking = self.run_worker(work, thread=True, exit_on_error=False, group="background")

    def tell(self, words: str) -> None:
        """How far it is; called in whichever thread knows."""
        self.post_message(self.Heard(words))

    @on(Heard)
    def _nobody_waits_for_it(self, event: Heard) -> None:
        if not self.busy:
            event.stop()

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """The thread is through."""
        if event.worker is not self._asking or event.state not in (WorkerState.SUCCESS, WorkerState.ERROR):
            return
        self._asking = None
        if event.state is WorkerState.ERROR and self._failed is not None:
            self._failed(as_error(event.worker.error))
        elif event.state is WorkerState.SUCCESS and self._then is not None:
            self._then(event.worker.result)
