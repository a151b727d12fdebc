"""A sign-in that expired half-way: what was under way pauses, somebody signs in again, and it goes on."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.worker import Worker, WorkerState

from screens.runs import AppWithRuns, as_error
from state.errors import OrgwizardError
from wizard.errors import CredentialsExpired, NoCredentials

if TYPE_CHECKING:
    from screens.runs.run_view import RunView

SIGNING_IN = "signing-in-again"
PAUSED = "Paused. Nothing is lost: what was done is recorded, and AWS goes on with what it was asked for."


def needs_new_sign_in(error: OrgwizardError | None) -> bool:
    """Whether signing in again is what helps."""
    return isinstance(error, CredentialsExpired | NoCredentials)


class AppThatPauses(AppWithRuns):
    """Asks for a new sign-in where the old one ended, and goes straight back."""

    _then: Callable[[], None] | None = None
    """What goes on once somebody has signed in again."""

    def go_to(self, key: str, *, remember: bool = True) -> None:
        """Show a page."""
        raise NotImplementedError

    def run_left(self, view: RunView) -> None:
        """The run ended without an end of its own; one that only lacks a sign-in waits for it."""
        if view is self.run_view and needs_new_sign_in(view.broke):
            self.ask_to_sign_in_again(view.broke, self._go_on_with_run)

    def ask_to_sign_in_again(self, error: OrgwizardError | None, then: Callable[[], None]) -> None:
        """Say why nothing goes on, and offer ways to sign in again; `then` follows once somebody has."""
        from screens.widgets.dialogue import Choice, ChoiceDialogue

        self._then = then
        before = self.onboarding.source if self.onboarding else None
        again = (
            (Choice("same", f"Sign in again: {before.title}", "After `aws sso login` or the like, if it needs that."),)
            if before
            else ()
        )
        choices = (
            *again,
            Choice("other", "Sign in another way", "Goes to Sign in, and straight back once you are."),
            Choice("stay", "Stay paused", "You can look around, or leave and come back days later."),
        )
        text = f"{error.message} {error.remedy}\n\n{PAUSED}" if error else PAUSED
        self.push_screen(ChoiceDialogue("The sign-in has ended", text, choices), self._sign_in_again_by)

    def _sign_in_again_by(self, choice: str | None) -> None:
        onboarding = self.onboarding
        if choice == "other":
            self.go_to("sign-in")
        elif choice == "same" and onboarding is not None and (source := onboarding.source) is not None:
            self.notify(f"Asking AWS who {source.title} is.", markup=False)
            self.run_worker(
                lambda: onboarding.sign_in(source), thread=True, exit_on_error=False, exclusive=True, group=SIGNING_IN
            )

    def goes_on_after_sign_in(self) -> bool:
        """Go on with what was paused, if anything was and the new identity will do."""
        then, onboarding = self._then, self.onboarding
        if then is None or onboarding is None or not onboarding.identity_confirmed or onboarding.unfit is not None:
            return False
        self._then = None
        then()
        return True

    def _go_on_with_run(self) -> None:
        self.run_again()
        self.go_to("apply")

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """The new sign-in is through, or was refused: then it is asked for again."""
        if event.worker.group != SIGNING_IN:
            return
        if event.state is WorkerState.SUCCESS:
            self.goes_on_after_sign_in()
        elif event.state is WorkerState.ERROR and self._then is not None:
            self.ask_to_sign_in_again(as_error(event.worker.error), self._then)
