"""Apply: a row for each account while AWS is at work. The run goes on without this page: it is the application's."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import OptionList, Static

from screens.dialogues.questions import QuestionsDialogue, edit_account
from screens.pages.page_screen import PageScreen
from screens.pages.run_meaning import RunMeaning
from screens.pages.run_rows import BLOCKED, FAILED, PEOPLE, RunRows
from screens.runs.board import Lane, lanes
from screens.runs.run_view import Obstacle, RowState, RunView
from screens.runs.run_view import Row as Change
from screens.runs.running import RunMoved
from screens.runs.signing_in_again import needs_new_sign_in
from screens.widgets.act import Act, Acts
from screens.widgets.keyline import Keys
from screens.widgets.listing import Listing
from screens.widgets.prose import Block, quiet, spaced, trimmed
from screens.widgets.reading import Reading
from screens.widgets.sized import WIDE
from state.changes.accounts import CreateAccount
from state.page_key import PageKey
from state.setup import Setup
from wizard.claims.base import Blocked, Waiting
from wizard.edits import remove_account
from wizard.engine.events import Ending
from wizard.guardrails.words import value_asking
from wizard.progress_words import message_to_send, run_before

NOTHING = "Nothing has been approved yet. Go to Review: it shows every change, and starts the run."
LOG_LINES = 60


class ApplyScreen(PageScreen):
    """What is happening now?"""

    PAGE = "apply"
    LEAD = "You may leave: it goes on where it stopped, and nothing is done twice."
    AUTO_FOCUS = "#rows, #to-review"
    HINTS: ClassVar[dict[str, str]] = {"rows": "Up and down choose an account; what is going on in it stands below."}
    KEYS: ClassVar[Keys] = (("s", "Stop", "act('stop')"), ("r", "Go on", "act('retry')"))
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "act('stop')", "stop after what is under way", show=False),
        Binding("r", "act('retry')", "try again with the same approved changes", show=False),
        Binding("e", "act('change')", "change the answer behind what failed", show=False),
        Binding("x", "act('leave-out')", "leave the account that failed out of the plan", show=False),
        Binding("c", "act('copy')", "copy what is said about the highlighted row", show=False),
        Binding("m", "act('message')", "copy the message to whoever has to act", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._followed: str | None = ""
        """The row that the highlight was put on, as long as nobody has moved it."""
        self._lanes: dict[str, Lane] = {}
        self._logged = -1
        """How many lines of the log are shown; none were yet."""

    def compose_body(self) -> ComposeResult:
        yield Static("", id="progress", markup=False)
        yield Static("", id="phases", markup=False)
        yield Static("", id="status", markup=False)
        yield Listing("Accounts", id="rows")
        with Horizontal(id="below"):
            yield Reading(id="says")
            with Vertical(id="log-side"):
                yield Reading("Log", id="log")
        yield Acts(
            Act("Stop", "stop", "Nothing new is begun. AWS finishes what it was asked for. Key: s"),
            Act("Change the answer", "change", "Corrects the answer behind what failed. Key: e"),
            Act("Leave it out", "leave-out", "Takes the account that failed out of the plan. Key: x"),
            Act("Copy", "copy", "Copies what is said about the highlighted row. Key: c"),
            Act("Message", "message", "Copies the message to whoever has to act. Key: m"),
            Act("Review", "to-review", "Compares with AWS, and asks for approval."),
            Act("Sign in again", "sign-in-again", "Then the run goes on with the same approved changes.", main=True),
            Act("Try again", "retry", "Goes on with the same approved changes; nothing is done twice.", main=True),
            self.next_act(),
        )

    def begin(self) -> None:
        """One line a second; nothing that moves."""
        self.set_interval(1, self._tick)

    @property
    def view(self) -> RunView | None:
        """The run being shown."""
        return self.wizard.run_view

    @property
    def listing(self) -> Listing:
        """The accounts."""
        return self.query_one("#rows", Listing)

    @property
    def rows(self) -> RunRows:
        """How rows look now."""
        return RunRows(self.wizard.glyphs, self.app.size.width >= WIDE, time.monotonic())

    @property
    def meaning(self) -> RunMeaning:
        """What they mean now."""
        return RunMeaning(self.rows)

    # Showing

    def show(self) -> None:
        """Write everything anew; rows that look the same are not sent again."""
        view = self.view
        for selector in ("#rows", "#progress", "#phases", "#status", "#log-side"):
            self.query_one(selector).set_class(view is None, "-hidden")
        if view is None:
            told, title = self._before(), "Not running" if self.onboarding.begun else "Nothing yet"
            self.query_one("#says", Reading).show(spaced(told), title)
            self.show_acts()
            if self.listing.has_focus:  # Textual gave it the focus before it was hidden, and keys would go nowhere
                self.query_one("#to-review").focus()
            return
        status = self.query_one("#status", Static)
        every = lanes(view, self.setup)
        self._lanes = {lane.name: lane for lane in every}
        self.query_one("#progress", Static).update(
            self.rows.progress(view, rehearsed=self.onboarding.rehearsal), layout=False
        )
        self.query_one("#phases", Static).update(self.rows.phases(view), layout=False)
        status.update(self.meaning.status(view, any(lane.failed for lane in every)))
        self.listing.show_lines(self.rows.lines(view, every))
        self._follow(view, every)
        self.show_meaning()
        self._show_log(view)

    def _before(self) -> Iterable[str]:
        """What there is to say where no run is shown."""
        onboarding = self.onboarding
        return run_before(onboarding.progress, onboarding.progress_lines) if onboarding.begun else (NOTHING,)

    def _show_log(self, view: RunView) -> None:
        names = {row.change: lane.name for lane in self._lanes.values() for row in lane.rows}
        blocks = [
            Block(Content.assemble((names.get(change, ""), "$body"), f"  {change.title}"), self.rows.stamp(at, state))
            for at, change, state in view.log[-LOG_LINES:]
        ]
        log = self.query_one("#log", Reading)
        if len(view.log) != self._logged:
            self._logged = len(view.log)
            log.show(blocks or [quiet("What is made stands here, line by line.")], keep=True)
            log.scroll_end(animate=False)
            last = view.log[-1] if view.log else None
            narrow = self.app.size.width < WIDE
            self.query_one("#says", Reading).count(f"{last[0]:%H:%M:%S} {last[1].title}" if last and narrow else "")

    def _follow(self, view: RunView, every: Iterable[Lane]) -> None:
        """Keep what is under way in sight, unless somebody has chosen a row to look at."""
        if not view.under_way or self._followed is None:
            return
        moving = next((lane.name for lane in every if lane.moving is not None), self._followed)
        self._followed = moving
        self.listing.point_at(moving)

    # What the highlighted row says

    def show_meaning(self) -> None:
        view, says = self.view, self.query_one("#says", Reading)
        chosen = self.listing.chosen
        if self._followed is not None and self._followed and chosen and chosen != self._followed:
            self._followed = None
        lane, line = self._lanes.get(chosen), self.line
        if view is not None and lane is not None:
            failed = lane.failed is not None
            says.set_class(failed, "-failed")
            title = f"{lane.name}: your move" if failed else lane.name
            says.show(trimmed(list(self.meaning.lane(lane, view))), title, keep=True)
        elif view is not None and isinstance(line, Change):
            says.set_class(True, "-failed")
            says.show(self.meaning.failure(line, view), f"{chosen.split(':', 2)[-1]}: your move", keep=True)
        elif (obstacle := self.obstacle) is not None:
            says.set_class(isinstance(obstacle.verdict, Blocked), "-failed")
            says.show(self.meaning.obstacle(obstacle), obstacle.claim.title, keep=True)
        self.show_acts()

    @property
    def obstacle(self) -> Obstacle | None:
        """What waits for a person or is in the way, where such a row is highlighted."""
        chosen, view = self.listing.chosen, self.view
        if view is None:
            return None
        return view.people.get(chosen.removeprefix(PEOPLE)) or view.blocked.get(chosen.removeprefix(BLOCKED))

    @property
    def line(self) -> Change | Obstacle | None:
        """What failed, waits for a person or is in the way, where such a row is highlighted."""
        chosen = self.listing.chosen
        if chosen.startswith(FAILED):
            number, name = chosen.removeprefix(FAILED).split(":", 1)
            failures = self._lanes[name].failures if name in self._lanes else ()
            return failures[int(number)] if int(number) < len(failures) else None
        lane = self._lanes.get(chosen)
        return lane.failed if lane is not None else self.obstacle

    def about(self) -> str:
        """What is said about the highlighted row, with AWS's request id, to be copied."""
        lane = self._lanes.get(self.listing.chosen)
        told = self.line or (lane.moving if lane else None)
        return told.says if told is not None else str(self.query_one("#says-text", Static).visual)

    def show_acts(self) -> None:
        """Which buttons can be pressed now."""
        view = self.view
        ended = view is not None and not view.under_way
        line = self.line if view else None
        failed = line if isinstance(line, Change) else None
        unapproved = bool(view and view.ended and view.ended.ending is Ending.UNAPPROVED)
        finished = bool(view and view.ended and view.ended.ending is Ending.DONE)
        waiting = bool(view and view.ended and view.ended.ending is Ending.WAITING)
        paused = ended and view is not None and needs_new_sign_in(view.broke)
        retry = ended and not unapproved and not finished and not paused
        again = bool(view and (view.count(RowState.FAILED) or view.broke))
        self.query_one("#retry", Act).relabel("Try again" if again else "Go on")
        self.offer(
            stop=view is not None and view.under_way,
            sign_in_again=paused,
            retry=retry,
            change=ended and line is not None,
            leave_out=ended and failed is not None and isinstance(failed.change, CreateAccount),
            copy=line is not None,
            message=bool(self._message()),
            to_review=view is None or unapproved or ended,
            next=ended and (finished or waiting or not retry),
        )

    def glance(self) -> tuple[str, Iterable[Block]]:
        failed = [lane.name for lane in self._lanes.values() if lane.failed is not None]
        if self.view is None:
            return "Whose move", self.meaning.whose_move_before(self.onboarding.progress_lines)
        return "Whose move", self.meaning.whose_move(self.view, failed)

    @on(OptionList.OptionHighlighted, "#rows")
    def _highlighted(self) -> None:
        self.show_meaning()

    def resized(self) -> None:
        self.show()

    def _tick(self) -> None:
        if self.view is not None and self.view.under_way and self.is_current:
            self.show()

    @on(RunMoved)
    def run_moved(self) -> None:
        """The run told something."""
        view = self.view
        if view is None:
            return
        if view.under_way:
            self.show()
            return
        self.show()
        self.show_frame()
        self._point_at_trouble(view)
        self.app.bell()

    def _point_at_trouble(self, view: RunView) -> None:
        failed = next((lane.name for lane in self._lanes.values() if lane.failed is not None), "")
        blocked = next((f"{BLOCKED}{key}" for key in view.blocked), "")
        people = next((f"{PEOPLE}{key}" for key in view.people), "")
        if target := failed or blocked or people:
            self.listing.point_at(target)
        self.show_meaning()

    # Doing

    def act(self, key: str) -> None:
        match key:
            case "stop":
                self.wizard.stop_run()
                self.show()
            case "sign-in-again":
                self.wizard.signing_in_again.mind(self.view) if self.view else None
            case "retry":
                self._followed = ""
                self.wizard.run_again()
                self.show()
                self.listing.focus()
            case "change":
                self._change()
            case "leave-out":
                self._leave_out()
            case "copy":
                self.wizard.copy(self.about(), "message.txt")
            case "message":
                self._copy_message()
            case "to-review":
                self.wizard.plan = None
                self.wizard.go_to("review")

    def _copy_message(self) -> None:
        if message := self._message():
            self.wizard.copy(message, "message.txt")

    def _message(self) -> str:
        """What is to be sent to the first who has to act."""
        if self.view is None:
            return message_to_send(self.onboarding.progress_lines)
        verdicts = (each.verdict for each in self.view.people.values())
        return next((each.message for each in verdicts if isinstance(each, Waiting) and each.message), "")

    def _failed_account(self) -> int | None:
        """The number of the account that could not be created."""
        change = self.line.change if isinstance(self.line, Change) else None
        wanted = change.account_name if isinstance(change, CreateAccount) else None
        return next((n for n, each in enumerate(self.setup.accounts) if each.account_name == wanted), None)

    def _change(self) -> None:
        """Correct the answer behind the row right here, or go to the page where it is given."""
        number = self._failed_account()
        if number is not None:
            self.app.push_screen(edit_account(self.setup, number, begin_at="email"), self._changed)
        elif self.line is not None and (asked := value_asking(self.line.answer)) is not None:
            first = next(each.key for each in asked.questions if each.where == self.line.answer)
            dialogue = QuestionsDialogue(asked.title, self.setup, asked.questions, asked.meaning, begin_at=first)
            self.app.push_screen(dialogue, self._changed)
        else:
            self.wizard.go_to(self.line.page if self.line is not None else PageKey.STRUCTURE)

    def _changed(self, setup: Setup | None) -> None:
        """Another answer makes another plan, to be approved anew."""
        if setup is not None and setup != self.setup:
            self.answer(setup)
            self.wizard.go_to("review")
            self.notify("The answer is changed. Approve the plan anew to go on.", markup=False)

    def _leave_out(self) -> None:
        number = self._failed_account()
        if number is not None:
            name = self.setup.accounts[number].account_name
            self.answer(remove_account(self.setup, number))
            self.wizard.go_to("review")
            self.notify(f"{name} is left out. Approve the plan anew to go on; ^z takes it back.", markup=False)
