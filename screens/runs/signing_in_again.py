"""A sign-in that expired half-way: what was under way pauses, somebody signs in again, and it goes on."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.worker import Worker, WorkerState

from state.errors import OrgwizardError
from wizard.errors import CredentialsExpired, NoCredentials

if TYPE_CHECKING:
    from screens.runs import AppWithRuns
    from screens.runs.run_view import RunView
    from wizard.onboarding.onboarding import Onboarding

GROUP = "signing-in-again"
PAUSED = "Paused. Nothing is lost: what was done is recorded, and AWS goes on with what it was asked for."


def needs_new_sign_in(error: OrgwizardError | None) -> bool:
    """Whether signing in again is what helps."""
    return isinstance(error, CredentialsExpired | NoCredentials)


def fits(onboarding: Onboarding | None) -> bool:
    """Whether somebody is signed in who may go on with the open setup."""
    return onboarding is not None and onboarding.identity_confirmed and onboarding.unfit is None


class SigningInAgain:
    """Asks for a new sign-in where the old one ended, and goes straight back."""

    def __init__(self, app: AppWithRuns, go_to: Callable[[str], None]) -> None:
        self._app = app
        self._go_to = go_to
        self._then: Callable[[], None] | None = None
        """What goes on once somebody has signed in again."""

    def forget(self) -> None:
        """Another setup is open: what paused was not its."""
        self._then = None

    def mind(self, view: RunView) -> None:
        """Wait for a new sign-in where that is all that a run lacks; the run goes on then."""
        if needs_new_sign_in(view.broke):
            self.ask(view.broke, self._go_on_with_run)

    def _go_on_with_run(self) -> None:
        self._app.run_again()
        self._go_to("apply")

    def ask(self, error: OrgwizardError | None, then: Callable[[], None]) -> None:
        """Say why nothing goes on, and offer ways to sign in again; `then` follows once somebody has."""
        from screens.widgets.dialogue import Choice, ChoiceDialogue

        self._then = then
        onboarding = self._app.onboarding
        before = onboarding.source if onboarding else None
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
        self._app.push_screen(ChoiceDialogue("The sign-in has ended", text, choices), self._by)

    def _by(self, choice: str | None) -> None:
        onboarding = self._app.onboarding
        if choice == "other":
            self._go_to("sign-in")
        elif choice == "same" and onboarding is not None and (source := onboarding.source) is not None:
            self._app.notify(f"Asking AWS who {source.title} is.", markup=False)
            self._app.run_worker(
                lambda: onboarding.sign_in(source), thread=True, exit_on_error=False, exclusive=True, group=GROUP
            )

    def goes_on(self) -> bool:
        """Go on with what was paused, if anything was and the new identity will do."""
        then = self._then
        if then is None or not fits(self._app.onboarding):
            return False
        self._then = None
        then()
        return True

    def hear(self, event: Worker.StateChanged) -> None:
        """The new sign-in is through, or was refused: then it is asked for again."""
        from screens.runs import as_error

        if event.state is WorkerState.SUCCESS:
            self.goes_on()
        elif event.state is WorkerState.ERROR and self._then is not None:
            self.ask(as_error(event.worker.error), self._then)
