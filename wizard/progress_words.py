"""How far a setup has come, in sentences: what the list of setups tells, and the start, which know no engine."""

from __future__ import annotations

from collections.abc import Iterator

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
    return f"{done} of {of} {things} {'is' if done == 1 else 'are'} as the setup wants {'it' if done == 1 else 'them'}."


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


def progress_line(line: ProgressLine) -> str:
    """One claim's status: `done: Account shop exists. It is 111122223333.`"""
    return f"{WORDS[line.status]}: {line.title}. {line.sentence}"


def progress_lines(progress: Progress) -> Iterator[str]:
    """How each claim stood when somebody last looked."""
    yield from map(progress_line, progress.lines)
