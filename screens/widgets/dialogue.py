"""Dialogues that only tell or ask for a choice. They dismiss with an answer and store nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Input, Label, OptionList, Static

from screens.widgets.act import Act, Acts
from screens.widgets.field import Field
from screens.widgets.leaving import Answer, LeavesOnce
from screens.widgets.listing import Line, Listing
from screens.widgets.prose import Block, Prose, heading, labelled, quiet, to_copy
from screens.widgets.row import Row
from screens.widgets.sized import SizedScreen
from screens.widgets.typing_line import TypingLine
from wizard.pages import Page

MOST_COLUMNS, COLUMNS_AROUND = 78, 8
"""Of a box, and of what stands around its text."""


class Dialogue(SizedScreen[Answer], LeavesOnce[Answer]):
    """A box in the middle. Escape closes it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Close"),
        Binding("ctrl+z", "app.say_how_to_suspend", show=False),
    ]
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

    @on(Field.Entered)
    def _field_entered(self, event: Field.Entered) -> None:
        event.stop()
        self.field_entered()

    def field_entered(self) -> None:
        """Enter in a field goes to the next one."""
        self.focus_next()


class MessageDialogue(Dialogue[None]):
    """Something to read."""

    def __init__(self, title: str, text: str, remedy: str = "") -> None:
        super().__init__(title)
        self.text = text
        self.remedy = remedy

    def compose_box(self) -> ComposeResult:
        with VerticalScroll(id="message-text"):
            yield Static(self.text, markup=False)
            if self.remedy:
                yield Static(self.remedy, classes="remedy", markup=False)
        yield Acts(Act("Close", "close", main=True), classes="acts")

    def on_mount(self) -> None:
        """Enter closes it."""
        self.query_one("#close").focus()

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
        yield Acts(Act("Close", "close"), Act("Copy", "copy", main=True))

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        self.dismiss(event.button.id == "copy")


class HelpDialogue(Dialogue[str]):
    """Why a page exists, where AWS documents it, and the keys that count on it. Dismisses with an address to copy."""

    KEYS = (
        ("Tab, Shift+Tab", "to the next and the previous pane, field or button"),
        ("Up, Down, j, k", "to another row; Home, End, PageUp and PageDown too"),
        ("/", "find a row; Escape shows all of them again"),
        ("1 to 9, 0", "to a page by its number; 0 is the tenth"),
        ("F2 or Menu", "everything as a list; Ctrl+P the same, by typing"),
        ("Ctrl+Q", "leave; everything is saved"),
    )

    BINDINGS: ClassVar[list[BindingType]] = [Binding("c", "copy", "Copy", show=False)]

    def __init__(self, page: Page, keys: Sequence[tuple[str, str]]) -> None:
        super().__init__(f"{page.title}: why this page exists")
        self.page = page
        self.keys_here = keys

    def compose_box(self) -> ComposeResult:
        with VerticalScroll(id="help-text"):
            yield Static(Prose(self._blocks()), markup=False)
        yield Acts(Act("Copy the address", "copy"), Act("Close", "close", main=True))

    def _blocks(self) -> Iterator[Block]:
        yield Block(self.page.why)
        yield Block("")
        yield quiet("AWS documents it at")
        yield to_copy(self.page.documentation)
        yield from heading("The keys of this page")
        yield from (labelled(key, what, 18) for key, what in self.keys_here)
        yield from heading("The keys of every page")
        yield from (labelled(key, what, 18) for key, what in self.KEYS)

    def on_mount(self) -> None:
        """Up and down scroll at once."""
        self.query_one("#help-text").focus()

    def action_copy(self) -> None:
        """Take the address along."""
        self.dismiss(self.page.documentation)

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        self.dismiss(self.page.documentation if event.button.id == "copy" else None)


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to choose."""

    key: str
    title: str
    hint: str = ""


class ChoiceDialogue(Dialogue[str]):
    """One of several answers, as a list."""

    FOOT = "Enter chooses; Esc leaves it as it was"

    def __init__(self, title: str, text: str, choices: Sequence[Choice], chosen: str = "") -> None:
        super().__init__(title)
        self.text = text
        self.choices = choices
        self.chosen = chosen

    def compose_box(self) -> ComposeResult:
        if self.text:
            yield Static(self.text, classes="dialogue-text", markup=False)
        yield Listing(id="choices")
        yield Static("", id="choice-hint", classes="dialogue-hint", markup=False)

    def on_mount(self) -> None:
        """Point at the present answer."""
        listed = self.query_one(Listing)
        keys = [choice.key for choice in self.choices]
        at = self.chosen if self.chosen in keys else keys[0] if keys else None
        lines = (Line(each.key, Row(f"{each.title}"), f"{each.title} {each.hint}") for each in self.choices)
        listed.show_lines(lines, at)
        self._make_room_for_hints()
        listed.focus()

    def _make_room_for_hints(self) -> None:
        """For the longest of them from the beginning, so that nothing jumps and nothing is cut."""
        hint = self.query_one("#choice-hint")
        width = min(MOST_COLUMNS, self.app.size.width) - COLUMNS_AROUND
        lines = [len(Content(choice.hint).wrap(width)) for choice in self.choices if choice.hint]
        hint.display = bool(lines)
        hint.styles.height = max(lines, default=0)

    @on(OptionList.OptionHighlighted)
    def _highlighted(self, event: OptionList.OptionHighlighted) -> None:
        hint = next((choice.hint for choice in self.choices if choice.key == event.option_id), "")
        self.query_one("#choice-hint", Static).update(hint)

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option_id)


class JudgedDialogue(Dialogue[Answer]):
    """A line or two are typed, and judged with Enter or the button."""

    def judge(self) -> None:
        """Dismiss with what is typed, or say what is wrong with it."""
        raise NotImplementedError

    def field_entered(self) -> None:
        self.judge()

    @on(Input.Submitted)
    def _submitted(self) -> None:
        self.judge()

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "confirm":
            self.judge()
        else:
            self.dismiss(None)


class ConfirmDialogue(JudgedDialogue[bool]):
    """Unlocks something by typing the setup's name."""

    FOOT = "Esc goes back, nothing happens"

    def __init__(self, title: str, text: str, name: str, button: str) -> None:
        super().__init__(title)
        self.blocks: list[Block] = [Block(text)]
        self.wanted = name
        self.button = button

    def compose_box(self) -> ComposeResult:
        with VerticalScroll(id="confirm-text"):
            yield Static(Prose(self.blocks), markup=False)
        with Vertical(classes="foot"):
            with Horizontal(id="confirm-line"):
                yield Label(f"Type {self.wanted}", markup=False)
                yield TypingLine(compact=True, id="typed")
            yield Static("", classes="message", markup=False)
            yield Acts(Act("Cancel", "cancel"), Act(self.button, "confirm", main=True))

    def on_mount(self) -> None:
        """Typing starts at once."""
        self.query_one("#typed").focus()

    def judge(self) -> None:
        if self.query_one("#typed", Input).value.strip() == self.wanted:
            self.dismiss(True)
        else:
            self.query_one(".message", Static).update(f"That is not the name. Type {self.wanted}, or press Escape.")
