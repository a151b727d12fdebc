"""The steps and how each stands: a list at the side where there is room, else one line."""

from __future__ import annotations

from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from screens.widgets.glyphs import Glyphs
from wizard.pages import PAGES, Mark, PageMark, number_of, page_named

Marks = dict[str, PageMark]
LINE = 27
"""Columns of a line in the list."""
NUMBERED = tuple(page for page in PAGES if page.key != "start")


class PageChosen(Message):
    """Somebody wants to go to a step."""

    def __init__(self, key: str) -> None:
        super().__init__()
        self.key = key


class PageList(OptionList):
    """The steps as a list."""

    hint = "The steps, in the suggested order. Enter opens one; any order will do."

    def __init__(self, glyphs: Glyphs, here: str) -> None:
        super().__init__(id="side")
        self.glyphs = glyphs
        self.here = here

    def show(self, marks: Marks) -> None:
        """Write every step's line anew."""
        prompts = [self._line(page.key, marks[page.key]) for page in NUMBERED]
        if self.option_count == len(NUMBERED):
            for number, prompt in enumerate(prompts):
                self.replace_option_prompt_at_index(number, prompt)
            return
        self.add_options(Option(prompt, id=page.key) for page, prompt in zip(NUMBERED, prompts, strict=True))
        self.highlighted = max(0, number_of(self.here) - 1)

    def _line(self, key: str, mark: PageMark) -> Content:
        pointer = self.glyphs.here if key == self.here else " "
        title = f"{pointer} {number_of(key)} {page_named(key).title}"
        words = f"{self.glyphs.of(mark.mark)} {mark.words}" if mark.words else self.glyphs.of(mark.mark)
        if len(title) + len(words) > LINE:
            words = f"{self.glyphs.of(mark.mark)} {mark.count or ''}".rstrip()
        gap = max(1, LINE - len(title) - len(words))
        style = "bold" if key == self.here else ""
        return Content.assemble((title, style), " " * gap, (words, STYLES[mark.mark]))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter or a click."""
        event.stop()
        self.post_message(PageChosen(event.option_id or ""))


class PageStrip(Static, can_focus=True):
    """The steps in one line: numbers with a sign each, and the present one in words."""

    BINDINGS = [  # noqa: RUF012
        Binding("left", "move(-1)", show=False),
        Binding("right", "move(1)", show=False),
        Binding("enter", "choose", show=False),
    ]
    hint = "The steps. Left and right choose one, Enter opens it; any order will do."

    def __init__(self, glyphs: Glyphs, here: str) -> None:
        super().__init__("", id="strip", markup=False)
        self.glyphs = glyphs
        self.here = here
        self.pointed = here
        self.marks: Marks = {}
        self.columns: list[tuple[int, int, str]] = []

    def show(self, marks: Marks) -> None:
        """Write the line anew."""
        self.marks = marks
        content = Content(" ")
        self.columns = []
        for page in NUMBERED:
            text = self._part(page.key)
            style = "bold reverse" if self.has_focus and page.key == self.pointed else ""
            self.columns.append((content.cell_length, content.cell_length + len(text), page.key))
            content += Content.styled(text, style or STYLES[marks[page.key].mark]) + Content("  ")
        self.update(content)

    def _part(self, key: str) -> str:
        sign = self.glyphs.of(self.marks[key].mark)
        if key == self.here:
            words = self.marks[key].words
            return f"{self.glyphs.here}{number_of(key)} {page_named(key).title}{': ' + words if words else ''}"
        if key == self.pointed and self.has_focus:
            return f"{number_of(key)}{sign} {page_named(key).title}"
        return f"{number_of(key)}{sign}"

    def action_move(self, by: int) -> None:
        """Point at the step before or after."""
        keys = [page.key.value for page in NUMBERED]
        self.pointed = keys[(keys.index(self.pointed) + by) % len(keys)] if self.pointed in keys else keys[0]
        self.show(self.marks)

    def action_choose(self) -> None:
        """Open the step pointed at."""
        self.post_message(PageChosen(self.pointed))

    def on_focus(self) -> None:
        """Show what is pointed at."""
        self.show(self.marks)

    def on_blur(self) -> None:
        """Point at nothing but the present step."""
        self.pointed = self.here
        self.show(self.marks)

    def on_click(self, event: events.Click) -> None:
        """Open the step under the pointer."""
        for start, end, key in self.columns:
            if start <= event.x < end:
                self.post_message(PageChosen(key))


STYLES = {Mark.DONE: "$text-success", Mark.PROBLEM: "bold $text-error", Mark.WAITING: "$text-warning"} | {
    Mark.LEFT: "$text-warning",
    Mark.UNTOUCHED: "",
}
