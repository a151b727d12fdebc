"""How far a setup has come, in sentences: what the list of setups tells, and the start, which know no engine."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from state.saved.progress import ClaimStatus, Progress, ProgressLine

WORDS = {
    ClaimStatus.DONE: "done",
    ClaimStatus.WAITING: "waiting",
    ClaimStatus.LATER: "later",
    ClaimStatus.LEFT: "to do",
    ClaimStatus.PROBLEM: "problem",
}
"""A word in front of a line: what is not done is never told as if it were so."""


def as_wanted(done: int, of: int) -> str:
    """`58 of 76 things are as the setup wants them.`"""
    things = "thing" if of == 1 else "things"
    are, them = ("is", "it") if 1 in (done, of) else ("are", "them")
    return f"{done} of {of} {things} {are} as the setup wants {them}."


def progress_counts(progress: Progress | None, edited: bool = False) -> str:
    """`80 of 83 things are as the setup wants them; 1 waiting, 2 to do (last looked 2026-11-23 12:04 UTC)`.

    `edited` says that the answers are others since.
    """
    if progress is None:
        return "nothing done at AWS yet"
    others = (ClaimStatus.WAITING, ClaimStatus.LATER, ClaimStatus.PROBLEM, ClaimStatus.LEFT)
    counts = [_counted(number, each) for each in others if (number := progress.count(each))]
    told = as_wanted(progress.count(ClaimStatus.DONE), len(progress.lines)).removesuffix(".")
    told += f"; {', '.join(counts)}" if counts else ""
    changed = ", and the answers have changed since" if edited else ""
    since = progress.run_since
    unended = f"; a run begun {since:%Y-%m-%d %H:%M} UTC did not come to its end" if since else ""
    return f"{told} (last looked {progress.at:%Y-%m-%d %H:%M} UTC{changed}{unended})"


def _counted(number: int, status: ClaimStatus) -> str:
    return f"{number} {WORDS[status]}{'s' if status is ClaimStatus.PROBLEM and number > 1 else ''}"


def cut_short(progress: Progress | None) -> str:
    """That a run did not come to its end, how far it came, and what that means; empty where there was none."""
    if progress is None or progress.run_since is None:
        return ""
    done = as_wanted(progress.count(ClaimStatus.DONE), len(progress.lines))
    return (
        f"A run that began on {progress.run_since:%Y-%m-%d at %H:%M} UTC was cut short. {done} What it did is "
        "recorded: Review shows what is left and goes on with it, and nothing is made twice."
    )


def run_before(progress: Progress | None, lines: Sequence[ProgressLine]) -> Iterator[str]:
    """What an earlier run left, in sentences, where none goes on now: what is to be applied, or who is waited for.

    `lines` are about the present answers; `progress` is what was saved of the last look.
    """
    if told := cut_short(progress):
        yield told
        return
    open_ = [line for line in lines if line.status is not ClaimStatus.DONE]
    if lines and not open_:
        yield "Everything is as the setup wants it, and nothing is left to apply. Review looks at AWS again."
    elif not open_ or not {line.status for line in open_} <= {ClaimStatus.WAITING, ClaimStatus.LATER}:
        yield (
            "An earlier run is recorded, and what it did is kept. Go to Review: it shows what is left, and goes on "
            "with it. Nothing is made twice."
        )
    else:
        yield from _who_is_waited_for(open_)


def _who_is_waited_for(open_: Sequence[ProgressLine]) -> Iterator[str]:
    waiting = [line for line in open_ if line.status is ClaimStatus.WAITING]
    yield "An earlier run did all that it could. Nothing is left to apply until somebody has acted:"
    for line in waiting:
        yield f"Waiting for {line.whose_move or 'somebody'}. {line.sentence}"
    if later := len(open_) - len(waiting):
        yield f"{later} more {'thing follows' if later == 1 else 'things follow'} after that."
    yield "Once it is done, Review looks again and goes on from there."


def message_to_send(lines: Iterable[ProgressLine]) -> str:
    """The text for the first who has to act; empty where nobody has to be written to."""
    return next((line.message for line in lines if line.message), "")


def progress_line(line: ProgressLine) -> str:
    """One claim's status: `done: Account shop exists. It is 111122223333.`"""
    return f"{WORDS[line.status]}: {line.title}. {line.sentence}"


def progress_lines(progress: Progress) -> Iterator[str]:
    """How each claim stood when somebody last looked."""
    yield from map(progress_line, progress.lines)
