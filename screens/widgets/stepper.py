"""The steps and how each stands: a list at the side where there is room, else one line."""

from __future__ import annotations

from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from screens.widgets.glyphs import Glyphs
from wizard.pages import FLOW, Mark, StepMark, number_of, step_named

Marks = dict[str, StepMark]
LINE = 27
"""Columns of a line in the list."""
STEPS = tuple(step for step in FLOW if step.key != "start")


class StepChosen(Message):
    """Somebody wants to go to a step."""

    def __init__(self, key: str) -> None:
        super().__init__()
        self.key = key


class StepList(OptionList):
    """The steps as a list."""

    hint = "The steps, in the suggested order. Enter opens one; any order will do."

    def __init__(self, glyphs: Glyphs, here: str) -> None:
        super().__init__(id="side")
        self.glyphs = glyphs
        self.here = here

    def show(self, marks: Marks) -> None:
        """Write every step's line anew."""
        prompts = [self._line(step.key, marks[step.key]) for step in STEPS]
        if self.option_count == len(STEPS):
            for number, prompt in enumerate(prompts):
                self.replace_option_prompt_at_index(number, prompt)
            return
        self.add_options(Option(prompt, id=step.key) for step, prompt in zip(STEPS, prompts, strict=True))
        self.highlighted = max(0, number_of(self.here) - 1)

    def _line(self, key: str, mark: StepMark) -> Content:
        pointer = self.glyphs.here if key == self.here else " "
        title = f"{pointer} {number_of(key)} {step_named(key).title}"
        words = f"{self.glyphs.of(mark.mark)} {mark.words}" if mark.words else self.glyphs.of(mark.mark)
        if len(title) + len(words) > LINE:
            words = f"{self.glyphs.of(mark.mark)} {mark.count or ''}".rstrip()
        gap = max(1, LINE - len(title) - len(words))
        style = "bold" if key == self.here else ""
        return Content.assemble((title, style), " " * gap, (words, STYLES[mark.mark]))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter or a click."""
        event.stop()
        self.post_message(StepChosen(event.option_id or ""))


class StepStrip(Static, can_focus=True):
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
        for step in STEPS:
            text = self._part(step.key)
            style = "bold reverse" if self.has_focus and step.key == self.pointed else ""
            self.columns.append((content.cell_length, content.cell_length + len(text), step.key))
            content += Content.styled(text, style or STYLES[marks[step.key].mark]) + Content("  ")
        self.update(content)

    def _part(self, key: str) -> str:
        sign = self.glyphs.of(self.marks[key].mark)
        if key == self.here:
            words = self.marks[key].words
            return f"{self.glyphs.here}{number_of(key)} {step_named(key).title}{': ' + words if words else ''}"
        if key == self.pointed and self.has_focus:
            return f"{number_of(key)}{sign} {step_named(key).title}"
        return f"{number_of(key)}{sign}"

    def action_move(self, by: int) -> None:
        """Point at the step before or after."""
        keys = [step.key for step in STEPS]
        self.pointed = keys[(keys.index(self.pointed) + by) % len(keys)] if self.pointed in keys else keys[0]
        self.show(self.marks)

    def action_choose(self) -> None:
        """Open the step pointed at."""
        self.post_message(StepChosen(self.pointed))

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
                self.post_message(StepChosen(key))


STYLES = {Mark.DONE: "$text-success", Mark.PROBLEM: "bold $text-error", Mark.WAITING: "$text-warning"} | {
    Mark.UNTOUCHED: ""
}
