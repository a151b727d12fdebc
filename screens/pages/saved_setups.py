"""A saved setup on Start: its row, and how each of its claims stood when AWS was last looked at."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content

from screens.widgets.glyphs import Glyphs
from screens.widgets.prose import Block, item, quiet
from screens.widgets.row import Cell, Row, bar, quiet_line
from state.saved.progress import ClaimStatus
from state.saved.setups import SetupSummary
from wizard.progress_words import cut_short

STATUS_WORDS = {
    ClaimStatus.DONE: ("done", "$good"),
    ClaimStatus.WAITING: ("waits", "$forever"),
    ClaimStatus.LATER: ("later", "$muted"),
    ClaimStatus.LEFT: ("not yet", "$muted"),
    ClaimStatus.PROBLEM: ("problem", "bold $bad"),
}


def saved_row(summary: SetupSummary, glyphs: Glyphs, *, rehearsal: bool) -> Row:
    """Its name, how it stands, and how much is done. With `rehearsal` it says that it is one."""
    kind = "  REHEARSAL" if rehearsal else ""
    state, style = _state(summary, glyphs.waiting)
    name = Content.assemble((summary.name, "bold $title"), (kind, "bold $band-text"))
    first = (Cell(name), Cell(Content.styled(state, style), 18, right=True))
    progress = summary.progress
    if progress is None:
        saved = f"saved {summary.saved_at:%Y-%m-%d %H:%M}" if summary.saved_at else ""
        return Row(*first, below=[quiet_line(saved)])
    done, every = progress.count(ClaimStatus.DONE), len(progress.lines)
    below = Content.assemble("  ", bar(done, every, 20, glyphs.bar), (f"  {done} of {every}", "$muted"))
    return Row(*first, below=[below])


def how_it_stands(summary: SetupSummary, glyphs: Glyphs, *, open_here: bool) -> Iterable[Block]:
    """A line for each claim of the highlighted setup, as it stood when AWS was last looked at."""
    if summary.trouble:
        yield item(glyphs.failed, "$bad", summary.trouble)
        return
    if summary.hold and not open_here:
        yield item(glyphs.problem, "bold $forever", f"Open elsewhere: {summary.hold.sentence(summary.name)}")
        yield Block(summary.hold.advice)
        yield Block("")
    elif summary.progress is not None and summary.progress.run_since is not None:
        yield item(glyphs.waiting, "$forever", Content.styled(cut_short(summary.progress), "$forever"))
        yield Block("")
    if summary.progress is None:
        yield Block("Only the answers so far. Nothing has been looked at or changed at AWS.")
        return
    yield quiet(f"As seen on {summary.progress.at:%Y-%m-%d at %H:%M} UTC:")
    for line in summary.progress.lines:
        word, style = STATUS_WORDS[line.status]
        before = Content.assemble((f"{glyphs.for_status(line.status)} {word:<8} ", style))
        yield Block(line.title, before)


def _state(summary: SetupSummary, waiting: str) -> tuple[str, str]:
    progress = summary.progress
    if summary.trouble:
        return "cannot be read", "$bad"
    if progress is None:
        return "not begun at AWS", "$muted"
    if progress.run_since is not None and not summary.hold:
        return f"{waiting} cut short", "$forever"
    if progress.count(ClaimStatus.PROBLEM):
        return "needs you", "$bad"
    if progress.count(ClaimStatus.WAITING):
        return f"{waiting} waits", "$forever"
    return ("done", "$good") if progress.count(ClaimStatus.DONE) == len(progress.lines) else ("not finished", "$muted")
