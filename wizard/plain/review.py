"""Review: how much would happen, each part of it on request, and the approval."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from state.observed import Observed
from state.page_key import PageKey
from wizard import narration
from wizard.guardrails.words import costs
from wizard.pages import page_named, page_of
from wizard.plain.conversation import FEW, chosen_from, picked
from wizard.plain.lists import Entry, Tended, tend
from wizard.plain.organization import SIGN_IN, signed_in, tell_findings, with_fresh_credentials
from wizard.plain.session import Session, counted
from wizard.plan import Plan
from wizard.plan.duration import expected_seconds, in_words
from wizard.plan.groups import Group, consequences, groups_of, permissions
from wizard.plan.series import Series, in_series


def review(session: Session) -> str | None:
    """Say what would change, and ask for approval."""
    talk = session.talk
    problem_page = _tell_problems(session)
    if problem_page:
        return problem_page
    if not signed_in(session):
        return SIGN_IN
    talk.say("Comparing the setup with AWS as it is now. Nothing is changed.")
    plan = with_fresh_credentials(session, session.onboarding.plan)
    session.approved, session.planned = None, len(plan.changes)
    talk.say(*plan_summary(plan))
    talk.say(costs(session.setup))
    tell_findings(session, plan.findings)
    if not plan.approved():
        session.approved = plan.approved()
        talk.say("There is nothing to approve.")
        return None
    if not _approved(session, plan):
        talk.say("Nothing is approved. Nothing happens without it.")
        return PageKey.REVIEW
    session.approved = plan.approved()
    talk.say(f"Approved. Nothing has been changed yet: {page_named(PageKey.APPLY).reference}, does it.")
    return None


def _tell_problems(session: Session) -> str:
    """Say what is wrong with the answers; the key of the first page where something serious is corrected, or ''."""
    first = ""
    for problem in session.onboarding.problems():
        page = page_named(page_of(problem.where))
        word = "Problem" if problem.serious else "Note"
        session.talk.say(f"{word} on {page.reference}: {problem}")
        first = first or (page.key if problem.serious else "")
    return first


def plan_summary(plan: Plan) -> Iterator[str]:
    """How many changes, of what kind, what is for good, what waits, what is in the way, what is kept."""
    if not plan.changes:
        yield "Nothing would be changed now."
    else:
        takes = in_words(expected_seconds(change for change, _ in plan.changes))
        yield f"{counted(len(plan.changes), 'change')} would be made{f', usually in {takes}' if takes else ''}."
    if plan.later:
        yield f"{len(plan.later)} more would follow once everybody has answered."
    for group in groups_of(plan):
        yield f"  {_group_words(group)}"
    lasting = [change for change, _ in (*plan.changes, *plan.later) if change.irreversible]
    if lasting:
        told = "; ".join(change.full_title for change in lasting[:FEW])
        more = f"; and {len(lasting) - FEW} more" if len(lasting) > FEW else ""
        yield f"{len(lasting)} cannot be undone: {told}{more}."
    for claim, waiting in plan.waiting:
        if waiting.on_a_person:
            yield f"Waiting: {claim.title}. {narration.waiting_words(waiting)}"
    for claim, blocked in plan.blocked:
        yield f"In the way: {claim.title}. {blocked}"
    if plan.kept:
        yield f"{counted(len(plan.kept), 'thing')} kept as {'it is' if len(plan.kept) == 1 else 'they are'}."


def _group_words(group: Group) -> str:
    return f"{page_named(group.page).title}: {counted(len(group.changes), 'change')}."


# Detail, on request


def _approved(session: Session, plan: Plan) -> bool:
    """Whether the setup's name was typed. Everything about the plan can be heard before."""
    talk, name, groups = session.talk, session.onboarding.name, groups_of(plan)
    names = [page_named(group.page).title for group in groups]
    letters: dict[str, Callable[[], None]] = {
        "f": lambda: _tell_consequences(session, plan),
        "n": lambda: talk.say(*([str(finding) for finding in plan.findings] or ["There is nothing to know before."])),
        "k": lambda: talk.say(*([f"{claim.title}. {each.evidence}" for claim, each in plan.kept] or ["Nothing yet."])),
        "p": lambda: talk.say("Takes these permissions:", ", ".join(permissions(plan)) + "."),
        "c": lambda: _show_calls(session, plan),
    }
    prompt = (
        f"Type {name} to approve all of it (number or name reads a part, l every change, / finds, f what follows, "
        "n notes, k what is kept, p permissions, c the exact calls, Enter for no):"
    )
    every = [line for group in groups for line in _told(group)]
    while True:
        answer = talk.ask_afresh(prompt, chosen_from(names, {*letters, name}))
        if answer == name or not answer:
            return answer == name
        if answer in letters:
            letters[answer]()
        elif not talk.looked_up(answer, [change_line(series) for series, _ in every]):
            _read(session, groups[picked(answer, names)])


def _read(session: Session, group: Group) -> None:
    """The changes of a group; each with what follows from it, its call, what it takes and how it is undone."""
    told = _told(group)
    session.talk.number([change_line(series) for series, _ in told])
    tended = Tended(
        "change",
        lambda: [Entry(change_line(series)) for series, _ in told],
        lambda number: _detail(session, *told[number]),
        {},
        "tells more of one",
    )
    tend(session, tended, quietly=True)


def _told(group: Group) -> list[tuple[Series, Observed]]:
    """What is the same in several Regions is one line."""
    observed = dict(group.changes)
    return [(series, observed[series.first]) for series in in_series(observed)]


def change_line(series: Series) -> str:
    """A change, what else should be seen of it, and whether it is for good or protects less."""
    change = series.first
    marks = "".join(f" ({mark})" for mark in narration.marks_of(change))
    detail = f", {change.detail}" if change.detail not in series.full_title else ""
    return f"{series.full_title}{detail}{marks}"


def _detail(session: Session, series: Series, observed: Observed) -> None:
    talk, change = session.talk, series.first
    talk.say(f"{change_line(series)}.", *([change.consequence] if change.consequence else []))
    if series.regions:
        talk.say(f"One call in each of {', '.join(series.regions)}.")
    talk.say(f"To undo it: {change.undo}" if change.undo else "It cannot be undone.")
    talk.say(f"It takes {', '.join(change.needed_actions)}.")
    talk.say("The call:")
    talk.show(change.request(observed).aws_command)


def _tell_consequences(session: Session, plan: Plan) -> None:
    """What follows from the changes, each once."""
    for consequence, (first, *more) in consequences(plan).items():
        like = f", and {len(more)} more like it" if more else ""
        session.talk.say(f"{first.full_title}{like}: {consequence}")


def _show_calls(session: Session, plan: Plan) -> None:
    for change, observed in (*plan.changes, *plan.later):
        session.talk.say(f"{change.full_title}:")
        session.talk.show(change.request(observed).aws_command)
