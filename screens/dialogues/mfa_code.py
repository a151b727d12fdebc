"""Asks for the code of an MFA device, in place. Dismisses with the code."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Input, Static

from screens.widgets.act import Act, Acts
from screens.widgets.dialogue import JudgedDialogue
from screens.widgets.typing_line import TypingLine
from state.setup.sign_in_rules import mfa_code_problem


class MfaCodeDialogue(JudgedDialogue[str]):
    """Six digits."""

    def __init__(self, serial: str, trouble: str = "") -> None:
        """`trouble` is what was wrong with the code before."""
        super().__init__("Code of your MFA device")
        self.serial = serial
        self.trouble = trouble

    def compose_box(self) -> ComposeResult:
        yield Static(f"AWS asks for the six digits that this device shows now:\n{self.serial}", markup=False)
        yield Static("Type the code and press Enter. It is used once and kept nowhere.", classes="remedy", markup=False)
        yield TypingLine(compact=True, id="code", max_length=16)
        yield Static(self.trouble, classes="message", markup=False)
        yield Acts(Act("Sign in", "confirm", main=True), Act("Cancel", "cancel"), classes="acts")

    def on_mount(self) -> None:
        """Typing starts at once."""
        self.query_one("#code").focus()

    def judge(self) -> None:
        code = self.query_one("#code", Input).value.replace(" ", "")
        fault = mfa_code_problem(code)
        if fault is None:
            self.dismiss(code)
        else:
            self.query_one(".message", Static).update(f"{fault.what} {fault.remedy}")
