"""The ordered registry of the wizard's steps: what each asks, why, and how it stands. Faces are known by name only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from state.errors import WrongInput
from state.observed import SERVICE_CONTROL_POLICY
from state.saved.progress import Standing
from state.setup import management_role_name
from wizard.claims.organization import policy_type_key
from wizard.guardrails import guardrail_claims

if TYPE_CHECKING:
    from wizard.onboarding import Onboarding

GUIDE = "https://docs.aws.amazon.com/organizations/latest/userguide/"


class Mark(StrEnum):
    """How a step of the wizard stands, for the stepper."""

    DONE = "done"
    PROBLEM = "problem"
    WAITING = "waiting"
    UNTOUCHED = "to do"


@dataclass(frozen=True, slots=True)
class PageMark:
    """A mark and how many things it is about; 0 where there is nothing to count."""

    mark: Mark
    count: int = 0

    @property
    def words(self) -> str:
        """`done`, `1 problem`, `2 waiting`; empty for a step that nobody has been at."""
        if self.mark is Mark.UNTOUCHED:
            return ""
        if not self.count:
            return self.mark.value
        return f"{self.count} {self.mark.value}{'s' if self.mark is Mark.PROBLEM and self.count > 1 else ''}"


@dataclass(frozen=True, slots=True)
class Page:
    """One step of the wizard."""

    key: str
    title: str
    question: str
    why: str
    """For somebody who asks what this step is for: whole sentences."""
    documentation: str
    """Where AWS documents it."""
    needs_aws: bool
    standing: Callable[[Onboarding], PageMark]


def problems_in(onboarding: Onboarding, page_key: str) -> int:
    """How many serious problems of the answers are corrected on this step."""
    return sum(problem.serious and page_of(problem.where) == page_key for problem in onboarding.problems())


def page_of(where: tuple[str | int, ...]) -> str:
    """The step on which the answer at this place in the setup is given."""
    first = where[0] if where else ""
    places = {
        "accounts": "accounts",
        "organization_access_role": "accounts",
        "invitations": "invitations",
        "management_account_id": "sign-in",
        "access": "accounts",
        "guardrails": "guardrails",
    }
    return places.get(str(first), "structure")


def _start(_onboarding: Onboarding) -> PageMark:
    return PageMark(Mark.DONE)


def _structure(onboarding: Onboarding) -> PageMark:
    setup = onboarding.setup
    begun = bool(setup.organizational_units or setup.accounts or setup.invitations)
    return _answers(onboarding, "structure", begun)


def _sign_in(onboarding: Onboarding) -> PageMark:
    if onboarding.identity is None:
        return _answers(onboarding, "sign-in", False)
    if onboarding.unfit is not None:
        return PageMark(Mark.PROBLEM, 1)
    return PageMark(Mark.DONE if onboarding.identity_confirmed else Mark.UNTOUCHED)


def _organization(onboarding: Onboarding) -> PageMark:
    return _as_seen(onboarding, lambda key: key == "organization")


def _invitations(onboarding: Onboarding) -> PageMark:
    keys = {f"account:{invitation.account.lower()}" for invitation in onboarding.setup.invitations}
    seen = _as_seen(onboarding, lambda key: key in keys)
    answers = _answers(onboarding, "invitations", bool(keys))
    return seen if seen.mark in (Mark.PROBLEM, Mark.WAITING) and answers.mark is not Mark.PROBLEM else answers


def _accounts(onboarding: Onboarding) -> PageMark:
    setup = onboarding.setup
    keys = {f"account:{setup.email_of(account).lower()}" for account in setup.accounts}
    keys |= {f"role:{management_role_name(account.account_name)}" for account in setup.accounts}
    seen = _as_seen(onboarding, lambda key: key in keys)
    answers = _answers(onboarding, "accounts", bool(setup.accounts))
    return seen if seen.mark is Mark.PROBLEM and answers.mark is not Mark.PROBLEM else answers


def _guardrails(onboarding: Onboarding) -> PageMark:
    answers = _answers(onboarding, "guardrails", False)
    if answers.mark is Mark.PROBLEM or onboarding.progress is None:
        return answers
    try:
        keys = {policy_type_key(SERVICE_CONTROL_POLICY), *(page.key for page in guardrail_claims(onboarding.setup))}
    except WrongInput:  # a name that no policy can carry, which is told where it is written
        return answers
    return _as_seen(onboarding, lambda key: key in keys)


def _review(onboarding: Onboarding) -> PageMark:
    serious = sum(problem.serious for problem in onboarding.problems())
    if serious:
        return PageMark(Mark.PROBLEM, serious)
    return PageMark(Mark.DONE) if _everything_done(onboarding) else PageMark(Mark.UNTOUCHED)


def _apply(onboarding: Onboarding) -> PageMark:
    progress = onboarding.progress
    if progress is None or not progress.count(Standing.DONE):
        return PageMark(Mark.UNTOUCHED)
    return _as_seen(onboarding, lambda _key: True)


def _finish(onboarding: Onboarding) -> PageMark:
    return PageMark(Mark.DONE) if _everything_done(onboarding) else PageMark(Mark.UNTOUCHED)


def _answers(onboarding: Onboarding, page_key: str, begun: bool) -> PageMark:
    problems = problems_in(onboarding, page_key)
    if problems:
        return PageMark(Mark.PROBLEM, problems)
    return PageMark(Mark.DONE) if begun else PageMark(Mark.UNTOUCHED)


def _as_seen(onboarding: Onboarding, belongs: Callable[[str], bool]) -> PageMark:
    """How AWS stood when it was last looked at, for the lines that belong to a step."""
    lines = [line for line in onboarding.progress.lines if belongs(line.key)] if onboarding.progress else []
    standings = [line.standing for line in lines]
    for standing, mark in ((Standing.PROBLEM, Mark.PROBLEM), (Standing.WAITING, Mark.WAITING)):
        if standing in standings:
            return PageMark(mark, standings.count(standing))
    done = bool(standings) and all(standing is Standing.DONE for standing in standings)
    return PageMark(Mark.DONE) if done else PageMark(Mark.UNTOUCHED)


def _everything_done(onboarding: Onboarding) -> bool:
    progress = onboarding.progress
    return bool(progress and progress.lines and all(line.standing is Standing.DONE for line in progress.lines))


PAGES: tuple[Page, ...] = (
    Page(
        "start",
        "Start",
        "Which setup would you like to work on?",
        "A setup is everything you want of one AWS organization: your answers, and how far they have been carried "
        "out. It is saved on this machine as you type, and can be picked up again days later.",
        GUIDE + "orgs_introduction.html",
        False,
        _start,
    ),
    Page(
        "structure",
        "Structure",
        "Which accounts do you need, and how are they grouped?",
        "Separate accounts limit what one breach can reach, and keep workloads, logs and money apart. Organizational "
        "units group accounts that share rules. An account can be moved to another unit later at no cost, but an "
        "account can never be deleted, only closed, and its email address is used up for good.",
        GUIDE + "orgs_best-practices.html",
        False,
        _structure,
    ),
    Page(
        "sign-in",
        "Sign in",
        "Which credentials lead to the management account?",
        "The account you sign in to becomes the management account: it owns the organization and pays for every "
        "account in it, and this cannot be changed later. It should hold nothing but identity and billing. The "
        "program uses credentials that are on this machine already, or that you give it here. What you give is in "
        "memory only; a typed access key goes into the system's keyring if you say so, and into no file.",
        GUIDE + "orgs_best-practices_mgmt-acct.html",
        True,
        _sign_in,
    ),
    Page(
        "organization",
        "Organization",
        "What is there already?",
        "Before anything is changed, the program looks at what AWS shows: no organization yet, one that can be "
        "adopted as it is, one with consolidated billing only, or somebody else's organization.",
        GUIDE + "orgs_manage_org_create.html",
        True,
        _organization,
    ),
    Page(
        "invitations",
        "Invitations",
        "Which existing accounts should join?",
        "An account that exists already joins by invitation: its owner has 15 days to accept. From then on your "
        "organization pays its bill and your policies apply to it. Nothing inside the account is changed.",
        GUIDE + "orgs_manage_accounts_invites.html",
        False,
        _invitations,
    ),
    Page(
        "accounts",
        "Accounts & roles",
        "Which accounts should be created, and who gets in?",
        "AWS creates each account with an administrator role, the organization access role, that trusts the "
        "management account. For each account the program makes one role in the management account that may assume "
        "exactly that role, and only for people who signed in with multi-factor authentication (MFA).",
        GUIDE + "orgs_manage_accounts_create.html",
        False,
        _accounts,
    ),
    Page(
        "guardrails",
        "Guardrails",
        "Which protections are set?",
        "Guardrails hold for everybody in an account, its administrators included: limits on what can be done, logs "
        "that nobody can empty, defaults that are safe. A level presets them, and each can be chosen on its own. "
        "Essential costs nothing beyond storage. Nothing that you have set more strictly yourself is loosened.",
        GUIDE + "orgs_manage_policies_scps.html",
        False,
        _guardrails,
    ),
    Page(
        "review",
        "Review",
        "Is this what you want to happen?",
        "Everything that would be changed, compared with AWS as it is now. Nothing has been changed so far. Nothing "
        "happens that you have not seen and approved here.",
        GUIDE + "orgs_reference_limits.html",
        True,
        _review,
    ),
    Page(
        "apply",
        "Apply",
        "What is happening now?",
        "The approved changes are made one after the other. You can stop at any time: what AWS was already asked for "
        "goes on there, everything is recorded, and starting again never does anything twice.",
        GUIDE + "orgs_manage_accounts_create.html",
        True,
        _apply,
    ),
    Page(
        "finish",
        "Finish",
        "What do you have now, and what comes next?",
        "What exists, what still waits and on whom, and files to keep: your setup, which can be applied again, and an "
        "inventory of the accounts and roles for other tools.",
        GUIDE + "orgs_best-practices.html",
        False,
        _finish,
    ),
)


def page_named(key: str) -> Page:
    """The step with this key. Raises KeyError."""
    return {page.key: page for page in PAGES}[key]


def where_it_stood(onboarding: Onboarding) -> Page:
    """The step with which a setup is best picked up: what to correct, to sign in again, or what came of it."""
    serious = next((problem for problem in onboarding.problems() if problem.serious), None)
    if serious is not None:
        return page_named(page_of(serious.where))
    if onboarding.progress is None:
        return page_named("structure")
    return page_named("finish" if _everything_done(onboarding) else "sign-in")


def number_of(key: str) -> int:
    """Start is 0, Structure 1, and so on."""
    return [page.key for page in PAGES].index(key)


def next_page(key: str) -> Page | None:
    """The step suggested after this one; None after the last."""
    number = number_of(key) + 1
    return PAGES[number] if number < len(PAGES) else None


def previous_page(key: str) -> Page | None:
    """The step before this one; None before the first."""
    number = number_of(key)
    return PAGES[number - 1] if number else None
