"""Asks for an access key. Dismisses with it and with whether it shall be kept; stores nothing itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.widgets import Button, Static
from textual.worker import Worker, WorkerState

from screens.widgets.act import Act, Acts
from screens.widgets.dialogue import Choice, Dialogue
from screens.widgets.field import Field
from screens.widgets.picker import Picker
from state.errors import Advice
from state.setup.access_key import AccessKey, access_key_id_problem, secret_access_key_problem, session_token_problem
from state.setup.pasted_key import access_key_in
from wizard.onboarding.ways_in import KEY_OF_WHOM

AFTERWARDS = (
    Choice("no", "Forget it", "It is in memory only, and gone when you leave."),
    Choice("yes", "Keep it", "It is put into this machine's keyring, and into no file."),
)


@dataclass(frozen=True, slots=True)
class TypedKey:
    """What was typed in."""

    key: AccessKey
    keep: bool


class AccessKeyDialogue(Dialogue[TypedKey]):
    """Id, secret, and the session token of a temporary key."""

    def __init__(self, why_not_kept: Callable[[], str]) -> None:
        """`why_not_kept` asks the system, so it is called in a thread."""
        super().__init__("Sign in with an access key")
        self.why_not_kept = why_not_kept

    def compose_box(self) -> ComposeResult:
        yield Field("Access key id", id="key-id", check=access_key_id_problem, placeholder="AKIA... or ASIA...")
        yield Field("Secret", id="key-secret", check=secret_access_key_problem, masked=True)
        yield Field(
            "Session token", id="key-token", check=self._token_problem, masked=True, placeholder="only with ASIA..."
        )
        yield Picker("Afterwards", AFTERWARDS, "no", id="afterwards")
        yield Static("", id="not-kept", classes="dialogue-text", markup=False)
        yield Static(
            KEY_OF_WHOM,
            classes="dialogue-hint",
            markup=False,
        )
        yield Acts(Act("Sign in", "confirm", main=True), Act("Cancel", "cancel"), classes="acts")

    def on_mount(self) -> None:
        """Typing starts at once; whether there is a keyring is found out meanwhile."""
        self.query_one("#afterwards").display = False
        self.query_one("#key-id Input").focus()
        self.run_worker(self.why_not_kept, thread=True, exit_on_error=False, group="keyring")

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Offer the keyring where there is one, and say where there is none."""
        if event.worker.group != "keyring" or event.state not in (WorkerState.SUCCESS, WorkerState.ERROR):
            return
        found = event.state is WorkerState.SUCCESS
        words = str(event.worker.result) if found else "The keyring does not answer: the key lives in memory only."
        self.query_one("#not-kept", Static).update(words)
        self.query_one("#not-kept").display = bool(words)
        self.query_one("#afterwards").display = not words

    def take_paste(self, text: str) -> bool:
        """Lines that set variables, as an access portal offers them, fill every field they name."""
        key = access_key_in(text)
        if key is None:
            return False
        fields = dict(
            zip(self.query(Field), (key.access_key_id, key.secret_access_key, key.session_token), strict=True)
        )
        for field, value in fields.items():
            if value or (field.id == "key-token" and key.long_term):
                field.value = value
        named = [field.label for field, value in fields.items() if value]
        self.notify(f"Found in the paste: {', '.join(named)}.", markup=False)
        wanting = (field.input for field in fields if not field.value and field.id != "key-token")
        next(wanting, self.query_one("#confirm")).focus()
        return True

    def _token_problem(self, text: str) -> Advice | None:
        return session_token_problem(self.query_one("#key-id", Field).value, text)

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "cancel":
            self.dismiss(None)
            return
        fields = list(self.query(Field))
        good = [field.judge() for field in fields]
        if not all(good):
            fields[good.index(False)].input.focus()
            return
        kept = self.query_one("#afterwards").display and self.query_one("#afterwards", Picker).value == "yes"
        self.dismiss(TypedKey(AccessKey(*(field.value for field in fields)), kept))
