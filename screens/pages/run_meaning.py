"""What a row of a run means: what goes on, what AWS said, and whose move it is. Text only; no widget in sight."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from textual.content import Content

from screens.pages.run_rows import STYLES, RunRows
from screens.runs.board import Lane
from screens.runs.run_view import Obstacle, RowState, RunView, duration, typical
from screens.runs.run_view import Row as Change
from screens.widgets.prose import Block, Prose, heading, item, quiet, shortened
from state.changes.accounts import CreateAccount
from state.saved.progress import ClaimStatus, ProgressLine
from wizard.claims.base import Blocked, Waiting
from wizard.errors import LacksPermission
from wizard.narration import lacking_lines
from wizard.plan.series import Series, in_series


@dataclass(frozen=True, slots=True)
class RunMeaning:
    """In sentences, beside the rows."""

    rows: RunRows

    def status(self, view: RunView, any_failed: bool) -> Prose:
        """How the run stands, in a line or two."""
        stopping = view.under_way and view.stop_asked.is_set()
        now = "Stopping after what is under way. AWS finishes what it was asked for." if stopping else view.status
        if view.broke is not None:
            return Prose(
                [
                    item(self.rows.glyphs.failed, "$bad", Content.styled(shortened(now), "bold $title")),
                    Block(view.broke.remedy, "  "),
                ]
            )
        if view.under_way and not stopping and not any_failed:
            return Prose([Content.assemble(("AWS's move: ", "bold $accent"), "nothing for you to do.")])
        return Prose([Content.styled(now, "$body" if view.under_way else "bold $title")])

    def obstacle(self, obstacle: Obstacle) -> Iterator[Block]:
        """What waits for a person, or is in the way."""
        glyphs, verdict = self.rows.glyphs, obstacle.verdict
        if isinstance(verdict, Blocked):
            yield item(glyphs.failed, "$bad", Content.styled(verdict.what, "$bad"))
            yield Block("")
            yield Block(verdict.remedy)
            return
        until = f" Until {verdict.until:%Y-%m-%d %H:%M} UTC." if verdict.until else ""
        yield item(glyphs.waiting, "$forever", f"Waiting for {verdict.on_whom}. {verdict.reason}{until}")
        yield Block("")
        yield from (Block(line) for line in verdict.message.splitlines())

    def lane(self, lane: Lane, view: RunView) -> Iterator[Block]:
        """What goes on in an account, and each change in it."""
        glyphs, failed, moving = self.rows.glyphs, lane.failed, lane.moving
        if failed is not None:
            yield from self.failure(failed, view)
        elif moving is not None:
            took = duration(moving.seconds(self.rows.now) or 0)
            yield item(glyphs.under_way, "$accent", Content.styled(moving.change.title, "$accent"))
            yield Block(Content.styled(f"{took}, {typical(moving.change)}", "$muted"), "  ")
            if moving.state is RowState.AGAIN and moving.error is not None:
                yield Block("AWS still prepares it. That is normal; it is looked at again by itself.")
            elif moving.receipt:
                yield Block(f"AWS works on it. Its request id is {moving.receipt}.")
        yield Block("")
        for _, alike in groupby(lane.rows, lambda row: row.state):
            rows = {row.change: row for row in alike}
            for series in in_series(rows):
                yield self._made(series, [rows[change] for change in series.changes], moving)

    def _made(self, series: Series, rows: Sequence[Change], moving: Change | None) -> Block:
        """A change, or several in as many Regions that stand alike."""
        row, seconds = rows[0], sum(each.seconds(self.rows.now) or 0 for each in rows)
        took = f"  {duration(seconds)}" if seconds >= 1 and row is not moving else ""
        note = f"  {row.note}" if row.note and len(rows) == 1 else ""
        words = Content.assemble((series.title, "$body"), (took, "$muted"), (note, "$muted"))
        return item(self.rows.sign(row.state), STYLES.get(row.state, "$accent"), words)

    def failure(self, row: Change, view: RunView) -> Iterator[Block]:
        """What was refused and why, and what can be done."""
        yield item(self.rows.glyphs.failed, "bold $bad", Content.styled(row.change.title, "bold $bad"))
        if row.error is not None:
            yield Block(row.error.message)
            yield Block(row.error.remedy)
        if isinstance(row.error, LacksPermission) and view.ended is not None:
            yield from map(Block, lacking_lines(view.ended))
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

    def whose_move_before(self, lines: Sequence[ProgressLine]) -> Iterator[Block]:
        """The same where no run is shown, as far as the last look tells."""
        if not lines or any(line.status in (ClaimStatus.LEFT, ClaimStatus.PROBLEM) for line in lines):
            yield Block(Content.styled("Yours", "bold $accent"))
            yield Block("Approve the plan on Review.")
            return
        for line in lines:
            if line.status is ClaimStatus.WAITING:
                yield from self._has_to_answer(line.whose_move, message=bool(line.message))
        if all(line.status is ClaimStatus.DONE for line in lines):
            yield Block("Nobody's. Everything is done.")

    def _has_to_answer(self, who: str, until: str = "", *, message: bool) -> Iterator[Block]:
        yield item(self.rows.glyphs.waiting, "$forever", Content.styled(f"Later, {who}", "$forever"))
        yield Block(f"Has to answer.{until}")
        if message:
            yield Block("message to send", Content.styled("m ", "bold $accent"))

    def whose_move(self, view: RunView, failed: list[str]) -> Iterator[Block]:
        """What somebody has to do next, if anything."""
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
                yield from self._has_to_answer(waiting.on_whom, until, message=bool(waiting.message))
