"""The runs that an application holds: one that carries the setup out, and one of something aside.

They belong to the application, so that they go on whichever screen is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Protocol

from textual import on
from textual.app import App
from textual.worker import Worker, WorkerState

from screens.runs.running import RunEvent, RunLeft, RunMoved, drain
from state.errors import OrgwizardError

if TYPE_CHECKING:  # the engine comes with the first run, not before the first screen
    from screens.runs.run_view import RunView
    from state.changes.base import Change
    from wizard.engine.events import Event
    from wizard.onboarding.onboarding import Onboarding
    from wizard.plan import Plan


class Aside(Protocol):
    """Something that is carried out beside the setup: an invitation accepted, or what was made taken back."""

    def run(self, approved: frozenset[Change]) -> Iterator[Event]:
        """Do what was approved."""
        ...


class AppWithRuns(App[int]):
    """Starts runs, passes on what they tell to every screen, and stops them."""

    onboarding: Onboarding | None = None
    plan: Plan | None = None
    run_view: RunView | None = None
    aside: RunView | None = None
    """The run of something aside, such as one with an invited account's own credentials."""

    @property
    def run_under_way(self) -> bool:
        """Whether anything is being carried out."""
        return any(view is not None and view.under_way for view in (self.run_view, self.aside))

    def start_run(self, plan: Plan) -> None:
        """Carry out a plan that was approved; the thread posts what the engine tells."""
        self.plan = None
        self._run(view_of(plan))

    def run_again(self) -> None:
        """Go on with the same approved changes after a stop or a failure."""
        from screens.runs.run_view import RunView

        if self.run_view is not None and not self.run_view.under_way:
            if self.onboarding is not None:
                self.onboarding.ask_again()
            self._run(RunView(self.run_view.changes, self.run_view.later))

    def _run(self, view: RunView) -> None:
        onboarding = self.onboarding
        assert onboarding is not None  # noqa: S101 - a plan was made for it
        self.run_view = view
        approved = approved_in(view)
        self._drain(lambda: drain(lambda: onboarding.apply(approved), view, self.post_message), "run")

    def start_aside(self, aside: Aside, plan: Plan) -> None:
        """Carry out a plan of something else than the setup, as was approved."""
        view = self.aside = view_of(plan)
        approved = plan.approved()
        self._drain(lambda: drain(lambda: aside.run(approved), view, self.post_message), "aside")

    def _drain(self, work: Callable[[], None], group: str) -> None:
        self.run_worker(work, thread=True, exit_on_error=False, group=group)

    @on(RunEvent)
    def _run_event(self, message: RunEvent) -> None:
        message.view.take(message.event)
        self._run_moved(message.view)

    @on(RunLeft)
    def _run_left(self, message: RunLeft) -> None:
        if message.error is not None:
            message.view.broken(message.error)
        elif message.view.under_way:
            message.view.stopped()
        self._run_moved(message.view)
        self.run_left(message.view)

    def run_left(self, view: RunView) -> None:
        """A run is over without an end of its own."""

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """A run ended in a way nobody foresaw."""
        view = {"run": self.run_view, "aside": self.aside}.get(event.worker.group)
        if view is not None and event.state is WorkerState.ERROR:
            view.broken(as_error(event.worker.error))
            self._run_moved(view)

    def _run_moved(self, view: RunView) -> None:
        if view is self.run_view or view is self.aside:
            for screen in self.screen_stack:
                screen.post_message(RunMoved())

    def stop_run(self) -> None:
        """Stop asking for events; AWS finishes what it was asked for."""
        for view in (self.run_view, self.aside):
            if view is not None and view.under_way:
                view.stop_asked.set()
        if self.run_under_way and self.onboarding is not None:
            self.onboarding.stop()


def as_error(error: BaseException | None) -> OrgwizardError:
    """Whatever a thread ended with, as something that can be shown."""
    if isinstance(error, OrgwizardError):
        return error
    return OrgwizardError(
        f"Something unexpected happened: {type(error).__name__}.",
        "Nothing that was done is lost. Try again; if it happens again, please report it.",
    )


def view_of(plan: Plan) -> RunView:
    """A run of this plan, of which nothing has been told yet."""
    from screens.runs.run_view import RunView

    return RunView([change for change, _ in plan.changes], [change for change, _ in plan.later])


def approved_in(view: RunView) -> frozenset[Change]:
    """What was approved for a run."""
    return frozenset((*view.changes, *view.later))
