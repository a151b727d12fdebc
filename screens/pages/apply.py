"""Step 8: what is happening, line by line. The run belongs to the application and goes on without this screen."""

from __future__ import annotations

import time
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from screens.dialogues.questions import edit_account
from screens.pages.page_screen import PageScreen
from screens.runs.pausing import needs_new_sign_in
from screens.runs.run_view import Obstacle, Row, RowState, RunView, duration, typical
from screens.widgets.act import Act
from screens.widgets.words import shortened
from state.changes.accounts import CreateAccount
from state.setup import Setup
from wizard.claims.base import Blocked
from wizard.engine.events import Ending

NOTHING = "Nothing has been approved yet. Go to Review: it shows every change, and starts the run."
IN_MOTION = (RowState.STARTED, RowState.REQUESTED, RowState.AGAIN)
STYLES = {RowState.DONE: "$text-success", RowState.FAILED: "bold $text-error", RowState.AGAIN: "$text-warning"}


class ApplyScreen(PageScreen):
    """What is happening now?"""

    PAGE = "apply"
    AUTO_FOCUS = "#rows, #to-review"
    HINTS: ClassVar[dict[str, str]] = {
        "rows": "Up and down choose a line; what is to be said about it stands below.",
        "says-scroll": "Up and down scroll.",
    }

    def compose_body(self) -> ComposeResult:
        with Vertical(id="main"):
            yield Static("", id="status", classes="status", markup=False)
            yield OptionList(id="rows")
            with VerticalScroll(id="says-scroll"):
                yield Static("", id="says", classes="status", markup=False)
        yield self.acts(
            Act("Stop after what is under way", "stop", "Nothing new is begun. AWS finishes what it was asked for."),
            Act("Sign in again", "sign-in-again", "Then the run goes on with the same approved changes.", main=True),
            Act("Retry", "retry", "Goes on with the same approved changes; nothing is done twice.", main=True),
            Act(
                "Change the answer",
                "change",
                "Corrects the answer behind this line, or goes to the step where it is given.",
            ),
            Act("Copy", "copy", "Copies what is said about the highlighted line."),
            Act("Review", "to-review", "Compares with AWS again, and approves anew."),
        )

    def __init__(self) -> None:
        super().__init__()
        self._followed: int | None = 0
        """The line that the highlight was put on, as long as nobody has moved it."""

    def begin(self) -> None:
        """One line a second; nothing that moves."""
        self.set_interval(1, self._tick)

    @property
    def view(self) -> RunView | None:
        """The run being shown."""
        return self.wizard.run_view

    # Showing

    def show(self) -> None:
        """Write everything anew."""
        view = self.view
        listed = self.query_one("#rows", OptionList)
        listed.display = view is not None
        self._show_acts(view)
        if view is None:
            self.query_one("#status", Static).update(NOTHING)
            return
        prompts = [self._prompt(row) for row in self._lines(view)]
        if listed.option_count == len(prompts):
            for number, prompt in enumerate(prompts):
                if str(listed.get_option_at_index(number).prompt) != str(prompt):
                    listed.replace_option_prompt_at_index(number, prompt)
        else:
            before = listed.highlighted
            listed.clear_options()
            listed.add_options(Option(prompt) for prompt in prompts)
            listed.highlighted = (before or 0) if prompts else None
        self.query_one("#status", Static).update(self._status(view))
        self._follow(view, listed)
        self._say()

    def _follow(self, view: RunView, listed: OptionList) -> None:
        """Keep what is under way in sight, unless somebody has chosen a line to look at."""
        if not view.under_way or self._followed is None:
            return
        moving = (number for number, row in enumerate(view.rows.values()) if row.state in IN_MOTION)
        number = next(moving, self._followed)
        self._followed = number
        listed.highlighted = number if listed.option_count else None

    def _lines(self, view: RunView) -> list[Row | Obstacle]:
        """The changes, then whom is waited for, then what is in the way."""
        return [*view.rows.values(), *view.people.values(), *view.blocked.values()]

    def _prompt(self, line: Row | Obstacle) -> Content:
        if isinstance(line, Obstacle):
            return Content.assemble((f"{self._kind(line):<18}", "bold $text-warning"), line.claim.title)
        word = f"{self._sign(line.state)} {line.state.value}"
        seconds = line.seconds(time.monotonic())
        took = ""
        if seconds is not None and (line.state in IN_MOTION or seconds >= 1):
            took = duration(seconds)
        expected = typical(line.change) if line.state in (RowState.TO_DO, *IN_MOTION) else ""
        timing = ", ".join(part for part in (took, expected) if part)
        parts = Content.assemble(
            (f"{word:<18}", STYLES.get(line.state, "")),
            line.change.full_title,
            (f"  {timing}" if timing else "", "dim"),
        )
        return shortened(parts, self.line_width, self.wizard.glyphs.ellipsis)

    def _kind(self, obstacle: Obstacle) -> str:
        glyphs = self.wizard.glyphs
        return f"{glyphs.problem} in the way" if isinstance(obstacle.verdict, Blocked) else f"{glyphs.waiting} waits"

    def _sign(self, state: RowState) -> str:
        glyphs = self.wizard.glyphs
        return {
            RowState.DONE: glyphs.done,
            RowState.FAILED: glyphs.failed,
            RowState.TO_DO: glyphs.untouched,
            RowState.LATER: glyphs.waiting,
        }.get(state, glyphs.under_way)

    def _status(self, view: RunView) -> str:
        counts = ", ".join(
            f"{number} {state.value}"
            for state in (RowState.DONE, *IN_MOTION, RowState.TO_DO, RowState.LATER, RowState.FAILED)
            if (number := view.count(state))
        )
        stopping = view.under_way and view.stop_asked.is_set()
        now = "Stopping after what is under way. AWS finishes what it was asked for." if stopping else view.status
        extra = f" {view.broke.remedy}" if view.broke else ""
        return f"{now}{extra}\n{counts or 'no changes'}"

    def _say(self) -> None:
        self.query_one("#says", Static).update(self.about())

    def about(self) -> str:
        """What is to be said about the highlighted line."""
        return self.line.says if self.line else ""

    @property
    def line(self) -> Row | Obstacle | None:
        """The highlighted line."""
        number = self.query_one("#rows", OptionList).highlighted
        lines = self._lines(self.view) if self.view else []
        return lines[number] if number is not None and number < len(lines) else None

    def _show_acts(self, view: RunView | None) -> None:
        ended = view is not None and not view.under_way
        line = self.line
        failed = isinstance(line, Obstacle) or (line is not None and line.error is not None)
        unapproved = bool(view and view.ended and view.ended.ending is Ending.UNAPPROVED)
        finished = bool(view and view.ended and view.ended.ending is Ending.DONE)
        paused = ended and view is not None and needs_new_sign_in(view.broke)
        self.query_one("#sign-in-again").display = paused
        self.query_one("#stop").display = view is not None and view.under_way
        retry = self.query_one("#retry", Act)
        retry.display = ended and not unapproved and not finished and not paused
        retry.relabel("Retry" if view and (view.count(RowState.FAILED) or view.broke) else "Go on")
        self.query_one("#change").display = ended and failed
        self.query_one("#copy").display = failed
        self.query_one("#to-review").display = view is None or unapproved or ended
        self.query_one("#next").display = ended

    @on(OptionList.OptionHighlighted, "#rows")
    def _highlighted(self) -> None:
        if self.query_one("#rows", OptionList).highlighted != self._followed:
            self._followed = None
        self._say()
        self._show_acts(self.view)

    def resized(self) -> None:
        self.show()

    def _tick(self) -> None:
        if self.view is not None and self.view.under_way:
            self.show()

    def run_moved(self) -> None:
        """The run told something."""
        self.show()
        if self.view is not None and not self.view.under_way:
            self.show_standing()
            self._point_at_trouble()

    def _point_at_trouble(self) -> None:
        lines = self._lines(self.view) if self.view else []
        for number, line in enumerate(lines):
            if isinstance(line, Obstacle) or line.state is RowState.FAILED:
                self.query_one("#rows", OptionList).highlighted = number
                return

    # Doing

    def act(self, key: str) -> None:
        match key:
            case "stop":
                self.wizard.stop_run()
                self.show()
            case "sign-in-again":
                self.wizard.run_left(self.view) if self.view else None
            case "retry":
                self._followed = 0
                self.wizard.run_again()
                self.show()
                self.query_one("#rows").focus()
            case "change":
                self._change()
            case "copy":
                self.wizard.copy(self.about(), "message.txt")
            case "to-review":
                self.wizard.plan = None
                self.wizard.go_to("review")

    def _change(self) -> None:
        """Correct the account behind the line right here, or go to the page where the answer is given."""
        line = self.line
        if line is None:
            return
        change = line.change if isinstance(line, Row) else None
        wanted = change.account_name if isinstance(change, CreateAccount) else None
        number = next((n for n, each in enumerate(self.setup.accounts) if each.account_name == wanted), None)
        if number is None:
            self.wizard.go_to(line.page)
            return
        self.app.push_screen(edit_account(self.setup, number, begin_at="email"), self._changed)

    def _changed(self, setup: Setup | None) -> None:
        """Another answer makes another plan, to be approved anew."""
        if setup is not None and setup != self.setup:
            self.answer(setup)
            self.wizard.go_to("review")
            self.notify("The answer is changed. Approve the plan anew to go on.", markup=False)
