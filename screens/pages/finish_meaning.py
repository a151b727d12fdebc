"""What Finish says beside the accounts: how far it is, what waits, and what differs by now. Text only; no widget."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from screens.widgets.glyphs import Glyphs
from screens.widgets.prose import Block, item, quiet
from screens.widgets.row import bar
from screens.widgets.words import counted
from state.errors import OrgwizardError
from state.observed import Observed
from state.saved.progress import ClaimStatus, ProgressLine
from state.setup import Setup
from wizard.audit import standards
from wizard.checking import Checked
from wizard.guardrails.auditing import BASELINE, CIS
from wizard.onboarding.since_last_time import since_last_time
from wizard.plan.assessment import assess_all
from wizard.plan.claims import claims_of


def how_far(lines: Sequence[ProgressLine]) -> str:
    """How much is as the present answers want it, in a sentence."""
    if not lines:
        return "So far there are only your answers: nothing has been looked at or changed at AWS."
    done, every = _count(lines, ClaimStatus.DONE), len(lines)
    if done == every:
        return "Everything is as the setup wants it."
    waits = _count(lines, ClaimStatus.WAITING)
    told = f"; {waits} wait{'s' if waits == 1 else ''} for a person" if waits else ""
    return f"{done} of {every} as the setup wants it{told}."


def _count(lines: Sequence[ProgressLine], status: ClaimStatus) -> int:
    return sum(line.status is status for line in lines)


def what_waits(lines: Sequence[ProgressLine], glyphs: Glyphs) -> Iterator[Block]:
    """What waits for a person, what is wrong, and how much is left."""
    if not lines:
        yield Block("Nothing has been begun at AWS.")
        return
    waiting = [line for line in lines if line.status is ClaimStatus.WAITING]
    wrong = [line for line in lines if line.status is ClaimStatus.PROBLEM]
    left = _count(lines, ClaimStatus.LEFT)
    yield from (item(glyphs.waiting, "$forever", line.sentence) for line in waiting)
    yield from (item(glyphs.failed, "$bad", line.sentence) for line in wrong)
    if left:
        yield item(glyphs.untouched, "$muted", f"{counted(left, 'thing')} not made yet: see Review")
    if later := _count(lines, ClaimStatus.LATER):
        yield item(glyphs.waiting, "$muted", f"{counted(later, 'thing')} can be made only after that")
    if not (waiting or wrong or left or later):
        yield Block("Nothing and nobody.")


def compared_with_aws(name: str, outcome: Checked | OrgwizardError | None, *, comparing: bool) -> Iterator[Block]:
    """What differs from the setup by now."""
    if comparing:
        yield quiet("AWS is being compared with the setup; you can go on meanwhile.")
    elif outcome is not None:
        yield from (Block(line) for line in since_last_time(name, outcome))
    if comparing or outcome is not None:
        yield Block("")


def in_numbers(setup: Setup, lines: Sequence[ProgressLine], glyphs: Glyphs) -> Iterator[Block]:
    """How much there is."""
    if lines:
        done, every = _count(lines, ClaimStatus.DONE), len(lines)
        yield Block(bar(done, every, 20, glyphs.bar))
        yield Block(f"{done} of {every} as wanted")
        yield Block("")
    yield Block(counted(len(setup.unit_paths()), "unit"))
    yield Block(counted(len(setup.accounts), "account"))
    yield Block(counted(len(setup.invitations), "invitation"))


def checklist(setup: Setup, observed: Observed) -> str:
    """What auditors ask, line by line, as AWS was last looked at."""
    judged = standards.lines(setup, observed, assess_all(claims_of(setup), observed))
    parts: list[str] = []
    for name in (CIS, BASELINE):
        lines = [f"{line.item} {line.title}: {line.status}. {line.because}" for line in judged if line.standard == name]
        parts.append("\n".join((f"{name}: {standards.summary(judged, name)}", *lines)))
    return "\n\n".join(parts)
