"""A run as rows: how far it is, each account, and what is in the way. Text only; no widget in sight."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from textual.content import Content

from screens.runs.board import IN_MOTION, Lane, phases
from screens.runs.run_view import Row as Change
from screens.runs.run_view import RowState, RunView, duration
from screens.widgets.glyphs import Glyphs
from screens.widgets.listing import Line
from screens.widgets.row import Cell, Row, bar
from wizard.plan.duration import expected_seconds, in_words

STYLES = {RowState.DONE: "$good", RowState.FAILED: "bold $bad", RowState.LATER: "$forever", RowState.TO_DO: "$muted"}
PEOPLE, BLOCKED, FAILED = "person:", "blocked:", "failed:"
"""What the keys of rows begin with that are no accounts."""


@dataclass(frozen=True, slots=True)
class RunRows:
    """As they look at one moment, on one terminal."""

    glyphs: Glyphs
    wide: bool
    now: float
    """In seconds, by the clock that only goes forward."""

    def lines(self, view: RunView, every: Iterable[Lane]) -> Iterator[Line]:
        """A row for each account, then what is in the way, then people who have to act."""
        glyphs = self.glyphs
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
        state, wide = lane.state, self.wide
        style = STYLES.get(state, "$accent")
        name = Content.assemble((f"{self.sign(state)} ", style), (lane.name, "bold $title"))
        progress = bar(lane.done, len(lane.rows), 14 if wide else 8, self.glyphs.bar)
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
            seconds = moving.seconds(self.now) or 0
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

    def sign(self, state: RowState) -> str:
        """The sign beside what stands so."""
        glyphs = self.glyphs
        return {
            RowState.DONE: glyphs.done,
            RowState.FAILED: glyphs.failed,
            RowState.TO_DO: glyphs.untouched,
            RowState.LATER: glyphs.waiting,
        }.get(state, glyphs.under_way)

    def stamp(self, at: object, state: RowState) -> Content:
        """The beginning of a line of the log."""
        return Content.assemble((f"{at:%H:%M:%S} ", "$muted"), (f"{self.sign(state)} ", STYLES.get(state, "$accent")))

    def _phase(self, name: str, rows: Iterable[Change]) -> Content:
        states = [row.state for row in rows]
        glyphs, done = self.glyphs, sum(state is RowState.DONE for state in states)
        if RowState.FAILED in states:
            return Content.styled(f"{glyphs.failed} {name} {done}/{len(states)}", "$bad")
        if done == len(states):
            return Content.assemble((f"{glyphs.done} ", "$good"), (name, "$body"))
        if any(state in IN_MOTION for state in states):
            return Content.styled(f"{glyphs.under_way} {name} {done}/{len(states)}", "bold $accent")
        if all(state in (RowState.DONE, RowState.LATER) for state in states):
            return Content.styled(f"{glyphs.waiting} {name} {done}/{len(states)}", "$forever")
        return Content.styled(f"{glyphs.untouched} {name} {done}/{len(states)}", "$muted")

    def progress(self, view: RunView, *, rehearsed: bool) -> Content:
        """How much of all that can be done now is done, and for how long the run has gone on."""
        done = view.count(RowState.DONE)
        every = [row for row in view.rows.values() if row.state is not RowState.LATER]
        words = [(f"  {done}", "bold $title"), (f" of {len(every)}", "$body")]
        words.append((f"   {duration(view.seconds(self.now))}{self._left(view, rehearsed)}", "$muted"))
        return Content.assemble(" ", bar(done, len(every), 48 if self.wide else 30, self.glyphs.bar), *words)

    def _left(self, view: RunView, rehearsed: bool) -> str:
        """How much longer, as a range; nothing in a rehearsal, whose clock runs faster than the day's."""
        if rehearsed or not view.under_way:
            return " so far" if view.under_way else ""
        left = [row.change for row in view.rows.values() if row.state not in (RowState.DONE, RowState.LATER)]
        takes, whole = in_words(expected_seconds(left)), expected_seconds(view.changes)[1]
        late = view.seconds(self.now) > whole
        return " so far, longer than usual" if late else f" so far, {takes} left" if takes else " so far"

    def phases(self, view: RunView) -> Content:
        """What comes after what, and how far each is."""
        parts = [self._phase(name, rows) for name, rows in phases(view)]
        between = Content.styled(f" {self.glyphs.bar[1] * 2} " if self.wide else "  ", "$faint")
        return Content.assemble(" ", between.join(parts))
