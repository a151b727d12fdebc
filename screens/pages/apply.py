"""Apply: a row for each account while AWS is at work. The run goes on without this page: it is the application's."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import OptionList, Static

from screens.dialogues.questions import edit_account
from screens.pages.page_screen import PageScreen
from screens.runs.board import IN_MOTION, Lane, lanes, phases
from screens.runs.pausing import needs_new_sign_in
from screens.runs.run_view import Obstacle, RowState, RunView, duration, typical
from screens.runs.run_view import Row as Change
from screens.widgets.act import Act, Acts
from screens.widgets.keyline import Keys
from screens.widgets.listing import Line, Listing
from screens.widgets.prose import Block, Prose, heading, item, quiet, shortened, trimmed
from screens.widgets.reading import Reading
from screens.widgets.row import Cell, Row, bar
from screens.widgets.sized import WIDE
from state.changes.accounts import CreateAccount
from state.page_key import PageKey
from state.setup import Setup
from wizard.claims.base import Blocked, Waiting
from wizard.edits import remove_account
from wizard.engine.events import Ending
from wizard.plan.duration import expected_seconds, in_words
from wizard.progress_words import cut_short

NOTHING = "Nothing has been approved yet. Go to Review: it shows every change, and starts the run."
BEGUN = (
    "An earlier run is recorded, and what it did is kept. Go to Review: it shows what is left, and goes on with it. "
    "Nothing is made twice."
)
STYLES = {RowState.DONE: "$good", RowState.FAILED: "bold $bad", RowState.LATER: "$forever", RowState.TO_DO: "$muted"}
PEOPLE, BLOCKED, FAILED = "person:", "blocked:", "failed:"
"""What the keys of rows begin with that are no accounts."""
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
            Act("Review", "to-review", "Compares with AWS again, and approves anew."),
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

    # Showing

    def show(self) -> None:
        """Write everything anew; rows that look the same are not sent again."""
        view = self.view
        for selector in ("#rows", "#progress", "#phases", "#status", "#log-side"):
            self.query_one(selector).set_class(view is None, "-hidden")
        if view is None:
            begun = cut_short(self.onboarding.progress) or BEGUN
            told, title = (begun, "Not running") if self.onboarding.begun else (NOTHING, "Nothing yet")
            self.query_one("#says", Reading).show([Block(told)], title)
            self.show_acts()
            if self.listing.has_focus:  # Textual gave it the focus before it was hidden, and keys would go nowhere
                self.query_one("#to-review").focus()
            return
        status = self.query_one("#status", Static)
        every = lanes(view, self.setup)
        self._lanes = {lane.name: lane for lane in every}
        self._show_progress(view)
        status.update(self._status(view))
        self.listing.show_lines(self._lines(view, every))
        self._follow(view, every)
        self.show_meaning()
        self._show_log(view)

    def _show_progress(self, view: RunView) -> None:
        done, glyphs = view.count(RowState.DONE), self.wizard.glyphs
        now = [row for row in view.rows.values() if row.state is not RowState.LATER]
        wide = self.app.size.width >= WIDE
        words = [(f"  {done}", "bold $title"), (f" of {len(now)}", "$body")]
        words.append((f"   {duration(view.seconds(time.monotonic()))}{self._left(view)}", "$muted"))
        line = Content.assemble(" ", bar(done, len(now), 48 if wide else 30, glyphs.bar), *words)
        self.query_one("#progress", Static).update(line, layout=False)
        parts = [self._phase(name, rows) for name, rows in phases(view)]
        between = Content.styled(f" {glyphs.bar[1] * 2} " if wide else "  ", "$faint")
        self.query_one("#phases", Static).update(Content.assemble(" ", between.join(parts)), layout=False)

    def _left(self, view: RunView) -> str:
        """How much longer, as a range; nothing in a rehearsal, whose clock runs faster than the day's."""
        if self.onboarding.rehearsal or not view.under_way:
            return " so far" if view.under_way else ""
        left = [row.change for row in view.rows.values() if row.state not in (RowState.DONE, RowState.LATER)]
        takes = in_words(expected_seconds(left))
        whole = expected_seconds(view.changes)[1]
        late = view.seconds(time.monotonic()) > whole
        return " so far, longer than usual" if late else f" so far, {takes} left" if takes else " so far"

    def _phase(self, name: str, rows: Iterable[Change]) -> Content:
        states = [row.state for row in rows]
        glyphs, done = self.wizard.glyphs, sum(state is RowState.DONE for state in states)
        if RowState.FAILED in states:
            return Content.styled(f"{glyphs.failed} {name} {done}/{len(states)}", "$bad")
        if done == len(states):
            return Content.assemble((f"{glyphs.done} ", "$good"), (name, "$body"))
        if any(state in IN_MOTION for state in states):
            return Content.styled(f"{glyphs.under_way} {name} {done}/{len(states)}", "bold $accent")
        if all(state in (RowState.DONE, RowState.LATER) for state in states):
            return Content.styled(f"{glyphs.waiting} {name} {done}/{len(states)}", "$forever")
        return Content.styled(f"{glyphs.untouched} {name} {done}/{len(states)}", "$muted")

    def _status(self, view: RunView) -> Prose:
        stopping = view.under_way and view.stop_asked.is_set()
        now = "Stopping after what is under way. AWS finishes what it was asked for." if stopping else view.status
        if view.broke is not None:
            return Prose(
                [
                    item(self.wizard.glyphs.failed, "$bad", Content.styled(shortened(now), "bold $title")),
                    Block(view.broke.remedy, "  "),
                ]
            )
        if view.under_way and not stopping and not any(lane.failed for lane in self._lanes.values()):
            return Prose([Content.assemble(("AWS's move: ", "bold $accent"), "nothing for you to do.")])
        return Prose([Content.styled(now, "$body" if view.under_way else "bold $title")])

    def _lines(self, view: RunView, every: Iterable[Lane]) -> Iterator[Line]:
        glyphs = self.wizard.glyphs
        for lane in every:
            yield Line(lane.name, self._lane_row(lane))
            for number, row in enumerate(lane.failures if len(lane.failures) > 1 else ()):
                words = Content.assemble((f"  {glyphs.failed} ", "bold $bad"), (row.change.title, "$body"))
                yield Line(f"{FAILED}{number}:{lane.name}", Row(words))
        for key, obstacle in view.blocked.items():
            words = Content.assemble((f"{glyphs.failed} ", "bold $bad"), (obstacle.claim.title, "$body"))
            yield Line(f"{BLOCKED}{key}", Row(words), f"{obstacle.claim.title} {obstacle.says}")
        for key, obstacle in view.people.items():
            words = Content.styled(f"{glyphs.waiting} waits: {obstacle.claim.title}", "$forever")
            yield Line(f"{PEOPLE}{key}", Row(words))

    def _lane_row(self, lane: Lane) -> Row:
        state, wide = lane.state, self.app.size.width >= WIDE
        style = STYLES.get(state, "$accent")
        name = Content.assemble((f"{self._sign(state)} ", style), (lane.name, "bold $title"))
        progress = bar(lane.done, len(lane.rows), 14 if wide else 8, self.wizard.glyphs.bar)
        count = Cell(Content.styled(f"{lane.done}/{len(lane.rows)}", "$body"), 8, right=True)
        words, took = self._doing(lane)
        told = Cell(Content.styled(words, style if state is not RowState.DONE else "$muted"))
        timing = Cell(Content.styled(took, "$muted"), 7, right=True)
        width = 24 if wide else 21
        return Row(Cell(name, width), Cell(progress, progress.cell_length), count, Cell("", 3), told, timing)

    def _doing(self, lane: Lane) -> tuple[str, str]:
        """What is going on in an account, and for how long."""
        moving = lane.moving
        if lane.failed is not None:
            return "needs you", ""
        if moving is not None:
            seconds = moving.seconds(time.monotonic()) or 0
            again = moving.state is RowState.AGAIN
            words = "waiting until AWS lets it" if again else moving.change.title
            return words, duration(seconds) if seconds >= 1 else ""
        match lane.state:
            case RowState.DONE:
                return "done", ""
            case RowState.LATER:
                return "after an answer", ""
            case _:
                return "to do" if not lane.done else "the next follows", ""

    def _sign(self, state: RowState) -> str:
        glyphs = self.wizard.glyphs
        return {
            RowState.DONE: glyphs.done,
            RowState.FAILED: glyphs.failed,
            RowState.TO_DO: glyphs.untouched,
            RowState.LATER: glyphs.waiting,
        }.get(state, glyphs.under_way)

    def _show_log(self, view: RunView) -> None:
        names = {row.change: lane.name for lane in self._lanes.values() for row in lane.rows}
        blocks = [
            Block(Content.assemble((names.get(change, ""), "$body"), f"  {change.title}"), self._stamp(at, state))
            for at, change, state in view.log[-LOG_LINES:]
        ]
        log = self.query_one("#log", Reading)
        if len(view.log) != getattr(self, "_logged", -1):
            self._logged = len(view.log)
            log.show(blocks or [quiet("What is made stands here, line by line.")], keep=True)
            log.scroll_end(animate=False)
            last = view.log[-1] if view.log else None
            narrow = self.app.size.width < WIDE
            self.query_one("#says", Reading).count(f"{last[0]:%H:%M:%S} {last[1].title}" if last and narrow else "")

    def _stamp(self, at: object, state: RowState) -> Content:
        return Content.assemble((f"{at:%H:%M:%S} ", "$muted"), (f"{self._sign(state)} ", STYLES.get(state, "$accent")))

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
            says.show(trimmed(list(self._about(lane, view))), title, keep=True)
        elif view is not None and isinstance(line, Change):
            says.set_class(True, "-failed")
            says.show(self._about_failure(line, view), f"{chosen.split(':', 2)[-1]}: your move", keep=True)
        elif (obstacle := self.obstacle) is not None:
            says.set_class(isinstance(obstacle.verdict, Blocked), "-failed")
            says.show(self._about_obstacle(obstacle), obstacle.claim.title, keep=True)
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

    def _about_obstacle(self, obstacle: Obstacle) -> Iterator[Block]:
        glyphs, verdict = self.wizard.glyphs, obstacle.verdict
        if isinstance(verdict, Blocked):
            yield item(glyphs.failed, "$bad", Content.styled(verdict.what, "$bad"))
            yield Block("")
            yield Block(verdict.remedy)
            return
        until = f" Until {verdict.until:%Y-%m-%d %H:%M} UTC." if verdict.until else ""
        yield item(glyphs.waiting, "$forever", f"Waiting for {verdict.on_whom}. {verdict.reason}{until}")
        yield Block("")
        yield from (Block(line) for line in verdict.message.splitlines())

    def _about(self, lane: Lane, view: RunView) -> Iterator[Block]:
        glyphs, failed, moving = self.wizard.glyphs, lane.failed, lane.moving
        if failed is not None:
            yield from self._about_failure(failed, view)
        elif moving is not None:
            took = duration(moving.seconds(time.monotonic()) or 0)
            yield item(glyphs.under_way, "$accent", Content.styled(moving.change.title, "$accent"))
            yield Block(Content.styled(f"{took}, {typical(moving.change)}", "$muted"), "  ")
            if moving.state is RowState.AGAIN and moving.error is not None:
                yield Block("AWS still prepares it. That is normal; it is looked at again by itself.")
            elif moving.receipt:
                yield Block(f"AWS works on it. Its request id is {moving.receipt}.")
        yield Block("")
        for row in lane.rows:
            seconds = row.seconds(time.monotonic())
            took = f"  {duration(seconds)}" if seconds is not None and seconds >= 1 and row is not moving else ""
            style = STYLES.get(row.state, "$accent")
            words = Content.assemble(
                (row.change.title, "$body"), (took, "$muted"), (f"  {row.note}" if row.note else "", "$muted")
            )
            yield item(self._sign(row.state), style, words)

    def _about_failure(self, row: Change, view: RunView) -> Iterator[Block]:
        yield item(self.wizard.glyphs.failed, "bold $bad", Content.styled(row.change.title, "bold $bad"))
        if row.error is not None:
            yield Block(row.error.message)
            yield Block(row.error.remedy)
        yield from self._what_you_can_do(row, view)

    def _what_you_can_do(self, row: Change, view: RunView) -> Iterator[Block]:
        yield from heading("What you can do")
        if view.under_way:
            yield quiet("The other accounts go on meanwhile. Once this run has ended:")
        creating = row.change if isinstance(row.change, CreateAccount) else None
        for key, words in (
            ("e", "change the answer"),
            ("r", "try again"),
            *((("x", f"leave {creating.account_name} out"),) if creating else ()),
            ("c", "copy AWS's answer"),
        ):
            yield Block(words, Content.styled(f"{key} ", "bold $accent"))

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
        return "Whose move", self._whose_move()

    def _whose_move(self) -> Iterator[Block]:
        view, glyphs = self.view, self.wizard.glyphs
        if view is None:
            yield Block(Content.styled("Yours", "bold $accent"))
            yield Block("Approve the plan on Review.")
            return
        failed = [lane.name for lane in self._lanes.values() if lane.failed is not None]
        if failed or view.blocked or view.broke:
            yield Block(Content.styled(f"Yours{': ' + ', '.join(failed) if failed else ''}", "bold $bad"))
            yield Block("What happened and what to do stands beside.")
            yield Block("")
        if view.under_way:
            yield Block(Content.styled("AWS's", "bold $accent"))
            yield Block("Nothing for you to do.")
            yield Block("")
        elif not failed and not view.blocked and not view.broke:
            yield Block(Content.styled("Yours", "bold $accent"))
            yield Block("Go on to Finish." if view.ended else "Go on where it stopped.")
            yield Block("")
        for obstacle in view.people.values():
            if isinstance(waiting := obstacle.verdict, Waiting):
                until = f" Until {waiting.until:%d %B}." if waiting.until else ""
                yield item(glyphs.waiting, "$forever", Content.styled(f"Later, {waiting.on_whom}", "$forever"))
                yield Block(f"Has to answer.{until}")
                if waiting.message:
                    yield Block("message to send", Content.styled("m ", "bold $accent"))

    @on(OptionList.OptionHighlighted, "#rows")
    def _highlighted(self) -> None:
        self.show_meaning()

    def resized(self) -> None:
        self.show()

    def _tick(self) -> None:
        if self.view is not None and self.view.under_way and self.is_current:
            self.show()

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
                self.wizard.run_left(self.view) if self.view else None
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
        people = self.view.people.values() if self.view else ()
        return next(
            (each.verdict.message for each in people if isinstance(each.verdict, Waiting) and each.verdict.message), ""
        )

    def _failed_account(self) -> int | None:
        """The number of the account that could not be created."""
        change = self.line.change if isinstance(self.line, Change) else None
        wanted = change.account_name if isinstance(change, CreateAccount) else None
        return next((n for n, each in enumerate(self.setup.accounts) if each.account_name == wanted), None)

    def _change(self) -> None:
        """Correct the account behind the row right here, or go to the page where the answer is given."""
        number = self._failed_account()
        if number is None:
            self.wizard.go_to(self.line.page if self.line is not None else PageKey.STRUCTURE)
            return
        self.app.push_screen(edit_account(self.setup, number, begin_at="email"), self._changed)

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
