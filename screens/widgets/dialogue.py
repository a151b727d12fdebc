"""Dialogues that only tell or ask for a choice. They dismiss with an answer and store nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Input, OptionList, Static
from textual.widgets.option_list import Option

from screens.widgets.act import Act, Acts
from screens.widgets.typing_line import TypingLine
from wizard.pages import Page

Answer = TypeVar("Answer")


class Dialogue(ModalScreen[Answer]):
    """A box in the middle. Escape closes it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "Close")]
    FOOT: ClassVar[str] = "Esc closes"
    """What the lower border says about leaving."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.dialogue_title = title

    def compose(self) -> ComposeResult:
        box = Vertical(classes="dialogue")
        box.border_title = Content(self.dialogue_title)
        box.border_subtitle = Content(self.FOOT)
        with box:
            yield from self.compose_box()

    def compose_box(self) -> ComposeResult:
        """What is in the box."""
        yield Static("")

    def action_leave(self) -> None:
        """Close without an answer."""
        self.dismiss(None)


class MessageDialogue(Dialogue[None]):
    """Something to read."""

    def __init__(self, title: str, text: str, remedy: str = "") -> None:
        super().__init__(title)
        self.text = text
        self.remedy = remedy

    def compose_box(self) -> ComposeResult:
        with VerticalScroll(can_focus=False):
            yield Static(self.text, markup=False)
            if self.remedy:
                yield Static(self.remedy, classes="remedy", markup=False)
        yield Acts(Act("Close", "close", main=True), classes="acts")

    @on(Button.Pressed)
    def _close(self) -> None:
        self.dismiss(None)


class CopyDialogue(Dialogue[bool]):
    """Something to read and take along; dismisses with whether it shall be copied."""

    def __init__(self, title: str, text: str, copied: str) -> None:
        super().__init__(title)
        self.text = text
        self.copied = copied

    def compose_box(self) -> ComposeResult:
        yield Static(self.text, classes="dialogue-text", markup=False)
        with VerticalScroll(id="copied"):
            yield Static(self.copied, markup=False)
        yield Acts(Act("Copy", "copy", main=True), Act("Close", "close"), classes="acts")

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        self.dismiss(event.button.id == "copy")


class HelpDialogue(Dialogue[None]):
    """Why a step exists, where AWS documents it, and the keys."""

    KEYS = (
        ("Tab, Shift+Tab", "to the next and the previous field or button"),
        ("Enter", "opens or presses what is chosen"),
        ("Escape", "goes back; nothing is lost"),
        ("Ctrl+N", "goes on to the next step"),
        ("F1 or ?", "this help"),
        ("F2 or Menu", "everything as a list"),
        ("Ctrl+P", "the same, by typing"),
        ("Ctrl+Q", "leaves; everything is saved"),
    )

    def __init__(self, page: Page, ascii_only: bool = False) -> None:
        super().__init__(f"{page.title}: why this step exists")
        self.page = page
        self.ascii_only = ascii_only

    def compose_box(self) -> ComposeResult:
        with VerticalScroll(can_focus=False):
            yield Static(self.page.why, markup=False)
            yield Static(f"AWS documents it at\n{self.page.documentation}", classes="remedy", markup=False)
            keys = "\n".join(f"{key:<15} {what}" for key, what in self.KEYS)
            yield Static(keys, markup=False)
        yield Acts(Act("Close", "close", main=True), classes="acts")

    @on(Button.Pressed)
    def _close(self) -> None:
        self.dismiss(None)


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to choose."""

    key: str
    title: str
    hint: str = ""


class ChoiceDialogue(Dialogue[str]):
    """One of several answers, as a list."""

    def __init__(self, title: str, text: str, choices: Sequence[Choice], chosen: str = "") -> None:
        super().__init__(title)
        self.text = text
        self.choices = choices
        self.chosen = chosen

    def compose_box(self) -> ComposeResult:
        if self.text:
            yield Static(self.text, classes="dialogue-text", markup=False)
        yield OptionList(*(Option(_choice(choice), id=choice.key) for choice in self.choices))

    def on_mount(self) -> None:
        """Point at the present answer."""
        keys = [choice.key for choice in self.choices]
        self.query_one(OptionList).highlighted = keys.index(self.chosen) if self.chosen in keys else 0

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option_id)


def _choice(choice: Choice) -> Content:
    if not choice.hint:
        return Content(choice.title)
    return Content.assemble((choice.title, "bold"), "\n", choice.hint)


class ConfirmDialogue(Dialogue[bool]):
    """Unlocks something by typing the setup's name."""

    def __init__(self, title: str, text: str, name: str, button: str) -> None:
        super().__init__(title)
        self.text = text
        self.wanted = name
        self.button = button

    def compose_box(self) -> ComposeResult:
        with VerticalScroll(can_focus=False):
            yield Static(self.text, markup=False)
        yield Static(f"Type {self.wanted} and press Enter.", classes="remedy", markup=False)
        yield TypingLine(compact=True, id="typed")
        yield Static("", classes="message", markup=False)
        yield Acts(Act(self.button, "confirm", main=True), Act("Cancel", "cancel"), classes="acts")

    def on_mount(self) -> None:
        """Typing starts at once."""
        self.query_one("#typed").focus()

    @on(Input.Submitted)
    def _submitted(self) -> None:
        self._judge()

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "confirm":
            self._judge()
        else:
            self.dismiss(False)

    def _judge(self) -> None:
        if self.query_one("#typed", Input).value.strip() == self.wanted:
            self.dismiss(True)
        else:
            self.query_one(".message", Static).update(f"That is not the name. Type {self.wanted}, or press Escape.")
