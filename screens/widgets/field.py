"""One labelled line of input, with its message under it."""

from __future__ import annotations

from collections.abc import Callable

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Input, Label, Static

from screens.widgets.secret_line import SecretLine
from screens.widgets.typing_line import TypingLine
from state.errors import Advice

Check = Callable[[str], Advice | None]


class Field(Vertical):
    """Judged when it is left, and then on every keystroke while it is in error."""

    class Answered(Message):
        """The field was left with another value than before."""

        def __init__(self, field: Field, value: str) -> None:
            super().__init__()
            self.field = field
            self.value = value

        @property
        def control(self) -> Field:
            """The field, for `@on` selectors."""
            return self.field

    class Entered(Message):
        """Enter was pressed in the field, whose value is good or not."""

    def __init__(
        self,
        label: str,
        value: str = "",
        *,
        id: str,  # noqa: A002
        check: Check | None = None,
        hint: str = "",
        placeholder: str = "",
        masked: bool = False,
    ) -> None:
        super().__init__(id=id)
        self.label = label
        self.hint = hint
        self.check = check
        self.committed = value
        self._placeholder = placeholder
        self._line = SecretLine if masked else TypingLine

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield Label(self.label, markup=False)
            line = self._line
            yield line(
                self.committed,
                placeholder=self._placeholder,
                compact=True,
                select_on_focus=False,
                password=line is SecretLine,
            )
        yield Static("", classes="message", markup=False)

    @property
    def input(self) -> Input:
        """The line itself."""
        return self.query_one(Input)

    @property
    def value(self) -> str:
        """What is typed, without the spaces around it."""
        return self.input.value.strip() if self.is_mounted else self.committed

    @value.setter
    def value(self, text: str) -> None:
        self.committed = text
        self.input.value = text

    @property
    def in_error(self) -> bool:
        """Whether a message stands under the field."""
        return self.has_class("-error")

    def judge(self) -> bool:
        """Show or clear the message; whether the value is good."""
        fault = self.check(self.value) if self.check else None
        self.tell(fault)
        return fault is None

    def tell(self, fault: Advice | None) -> None:
        """Put a message under the field, or take it away."""
        self.set_class(fault is not None, "-error")
        self.query_one(".message", Static).update(f"{fault.what} {fault.remedy}" if fault else "")

    def commit(self) -> None:
        """The field is left: judge it, and tell when its value is new."""
        self.judge()
        if self.value != self.committed:
            self.committed = self.value
            self.post_message(self.Answered(self, self.value))

    @on(Input.Changed)
    def _typed(self) -> None:
        if self.in_error:
            self.judge()

    @on(Input.Blurred)
    def _left(self) -> None:
        self.commit()

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        self.commit()
        self.post_message(self.Entered())
