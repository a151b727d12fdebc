"""The pages of the wizard in their order: what each asks, why, and how it stands. Faces are known by name only."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from state.page_key import PageKey
from state.saved.progress import ClaimStatus, ProgressLine

if TYPE_CHECKING:
    from wizard.onboarding.onboarding import Onboarding

GUIDE = "https://docs.aws.amazon.com/organizations/latest/userguide/"


class Mark(StrEnum):
    """How a page stands, for the stepper."""

    DONE = "done"
    PROBLEM = "problem"
    WAITING = "waiting"
    LEFT = "not applied"
    """AWS was changed for this setup before, and is not as the present answers want it."""
    UNTOUCHED = "to do"


@dataclass(frozen=True, slots=True)
class PageMark:
    """A mark and how many things it is about; 0 where there is nothing to count."""

    mark: Mark
    count: int = 0

    @property
    def words(self) -> str:
        """`done`, `1 problem`, `2 waiting`, `3 not applied`; empty for a page that nobody has been at."""
        if self.mark is Mark.UNTOUCHED:
            return ""
        if not self.count:
            return self.mark.value
        return f"{self.count} {self.mark.value}{'s' if self.mark is Mark.PROBLEM and self.count > 1 else ''}"


@dataclass(frozen=True, slots=True)
class Page:
    """One screen of the wizard."""

    key: PageKey
    title: str
    question: str
    why: str
    """For somebody who asks what this page is for: whole sentences."""
    documentation: str
    """Where AWS documents it."""
    answered: Callable[[Onboarding], bool]
    """Whether somebody has been here and left nothing open, as far as the answers alone tell."""

    @property
    def number(self) -> int:
        """Start is 0, Structure 1, and so on."""
        return [page.key for page in PAGES].index(self.key)

    @property
    def reference(self) -> str:
        """How a sentence names it: `page 2, Sign in`."""
        return f"page {self.number}, {self.title}"

    def mark(self, onboarding: Onboarding) -> PageMark:
        """How it stands: what is wrong with the answers first, then what AWS showed of them when it was last looked
        at."""
        problems = problems_in(onboarding, self.key)
        if problems:
            return PageMark(Mark.PROBLEM, problems)
        lines = onboarding.progress_lines
        seen = _as_seen(lines if self.key in ABOUT_ALL else [line for line in lines if line.page == self.key])
        if seen.mark in (Mark.PROBLEM, Mark.WAITING) or (seen.mark is Mark.LEFT and _begun_at_aws(lines)):
            return seen
        return PageMark(Mark.DONE if self.answered(onboarding) else Mark.UNTOUCHED)


ABOUT_ALL = (PageKey.REVIEW, PageKey.APPLY, PageKey.FINISH)
"""Pages about everything that a setup claims; to the others belongs what is answered there."""


def problems_in(onboarding: Onboarding, key: PageKey) -> int:
    """How many serious problems of the answers are corrected on this page. On Review all of them are told."""
    problems = [problem for problem in onboarding.problems() if problem.serious]
    if key is PageKey.SIGN_IN and onboarding.unfit is not None:
        return 1
    return len(problems) if key is PageKey.REVIEW else sum(page_of(problem.where) == key for problem in problems)


def page_of(where: tuple[str | int, ...]) -> PageKey:
    """The page on which the answer at this place in the setup is given."""
    return PLACES.get(str(where[0]) if where else "", PageKey.STRUCTURE)


PLACES = {
    "accounts": PageKey.ACCOUNTS,
    "organization_access_role": PageKey.ACCOUNTS,
    "invitations": PageKey.INVITATIONS,
    "management_account_id": PageKey.SIGN_IN,
    "access": PageKey.ACCOUNTS,
    "identity_center": PageKey.PEOPLE,
    "people": PageKey.PEOPLE,
    "permission_sets": PageKey.PEOPLE,
    "assignments": PageKey.PEOPLE,
    "guardrails": PageKey.GUARDRAILS,
}
"""The first part of a place in the setup to its page; everything else is asked on Structure."""


def _as_seen(lines: Collection[ProgressLine]) -> PageMark:
    """What the lines of a page come to."""
    statuses = [line.status for line in lines]
    for status, mark in (
        (ClaimStatus.PROBLEM, Mark.PROBLEM),
        (ClaimStatus.WAITING, Mark.WAITING),
        (ClaimStatus.LEFT, Mark.LEFT),
        (ClaimStatus.LATER, Mark.WAITING),
    ):
        if status in statuses:
            return PageMark(mark, statuses.count(status))
    return PageMark(Mark.DONE if statuses else Mark.UNTOUCHED)


def _begun_at_aws(lines: Collection[ProgressLine]) -> bool:
    """Whether anything is there already. Before, what is left to do is the plan, and no news."""
    return any(line.status is ClaimStatus.DONE for line in lines)


def _everything_done(onboarding: Onboarding) -> bool:
    return _as_seen(onboarding.progress_lines).mark is Mark.DONE


def _all_done_of(key: PageKey) -> Callable[[Onboarding], bool]:
    def done(onboarding: Onboarding) -> bool:
        return _as_seen([line for line in onboarding.progress_lines if line.page == key]).mark is Mark.DONE

    return done


def _has_structure(onboarding: Onboarding) -> bool:
    setup = onboarding.setup
    return bool(setup.organizational_units or setup.accounts or setup.invitations)


PAGES: tuple[Page, ...] = (
    Page(
        PageKey.START,
        "Start",
        "Which setup would you like to work on?",
        "A setup is everything you want of one AWS organization: your answers, and how far they have been carried "
        "out. It is saved on this machine as you type, and can be picked up again days later.",
        GUIDE + "orgs_introduction.html",
        lambda _onboarding: True,
    ),
    Page(
        PageKey.STRUCTURE,
        "Structure",
        "Which accounts do you need, and how are they grouped?",
        "Separate accounts limit what one breach can reach, and keep workloads, logs and money apart. Organizational "
        "units group accounts that share rules. An account can be moved to another unit later at no cost, but an "
        "account can never be deleted, only closed, and its email address is used up for good.",
        GUIDE + "orgs_best-practices.html",
        _has_structure,
    ),
    Page(
        PageKey.SIGN_IN,
        "Sign in",
        "Which credentials lead to the management account?",
        "The account you sign in to becomes the management account: it owns the organization and pays for every "
        "account in it, and this cannot be changed later. It should hold nothing but identity and billing. The "
        "program uses credentials that are on this machine already, or that you give it here. What you give is in "
        "memory only; a typed access key goes into the system's keyring if you say so, and into no file.",
        GUIDE + "orgs_best-practices_mgmt-acct.html",
        lambda onboarding: onboarding.identity_confirmed,
    ),
    Page(
        PageKey.ORGANIZATION,
        "Organization",
        "What is there already?",
        "Before anything is changed, the program looks at what AWS shows: no organization yet, one that can be "
        "adopted as it is, one with consolidated billing only, or somebody else's organization.",
        GUIDE + "orgs_manage_org_create.html",
        _all_done_of(PageKey.ORGANIZATION),
    ),
    Page(
        PageKey.INVITATIONS,
        "Invitations",
        "Which existing accounts should join?",
        "An account that exists already joins by invitation: its owner has 15 days to accept. From then on your "
        "organization pays its bill and your policies apply to it. Once its owner has let you in, your guardrails set "
        "things in it too: Review shows each of them before.",
        GUIDE + "orgs_manage_accounts_invites.html",
        lambda onboarding: bool(onboarding.setup.invitations),
    ),
    Page(
        PageKey.ACCOUNTS,
        "Accounts & roles",
        "Which accounts should be created, and who gets in?",
        "AWS creates each account with an administrator role, the organization access role, that trusts the "
        "management account. For each account the program makes one role in the management account that may assume "
        "exactly that role, and only for people who signed in with multi-factor authentication (MFA).",
        GUIDE + "orgs_manage_accounts_create.html",
        lambda onboarding: bool(onboarding.setup.accounts),
    ),
    Page(
        PageKey.PEOPLE,
        "People",
        "Who signs in, and what may each do where?",
        "With IAM Identity Center each person signs in once, with MFA, and gets into the accounts that are given to "
        "them and no others. Leave the page empty if nobody shall: IAM users with MFA get in through the roles of "
        "Accounts & roles. A person has to enable Identity Center in the console, in one Region, and that is final; "
        "the program says where, waits, and then makes people, permission sets and access.",
        "https://docs.aws.amazon.com/singlesignon/latest/userguide/what-is.html",
        lambda onboarding: onboarding.setup.wants_identity_center,
    ),
    Page(
        PageKey.GUARDRAILS,
        "Guardrails",
        "Which protections are set?",
        "Guardrails hold for everybody in an account, its administrators included: limits on what can be done, logs "
        "that nobody can empty, defaults that are safe. A level presets them, and each can be chosen on its own. "
        "Essential costs nothing beyond storage. Nothing that you have set more strictly yourself is loosened.",
        GUIDE + "orgs_manage_policies_scps.html",
        _all_done_of(PageKey.GUARDRAILS),
    ),
    Page(
        PageKey.REVIEW,
        "Review",
        "Is this what you want to happen?",
        "Everything that would be changed, compared with AWS as it is now. Nothing has been changed so far. Nothing "
        "happens that you have not seen and approved here.",
        GUIDE + "orgs_reference_limits.html",
        _everything_done,
    ),
    Page(
        PageKey.APPLY,
        "Apply",
        "What is happening now?",
        "The approved changes are made one after the other. You can stop at any time: what AWS was already asked for "
        "goes on there, everything is recorded, and starting again never does anything twice.",
        GUIDE + "orgs_manage_accounts_create.html",
        _everything_done,
    ),
    Page(
        PageKey.FINISH,
        "Finish",
        "What do you have now, and what comes next?",
        "What exists, what still waits and on whom, and files to keep: your setup, which can be applied again, and an "
        "inventory of the accounts and roles for other tools.",
        GUIDE + "orgs_best-practices.html",
        _everything_done,
    ),
)


def page_named(key: str) -> Page:
    """The page with this key. Raises KeyError."""
    return {str(page.key): page for page in PAGES}[key]


def where_it_stood(onboarding: Onboarding) -> Page:
    """The page with which a setup is best picked up: what to correct, to sign in again, or what came of it."""
    serious = next((problem for problem in onboarding.problems() if problem.serious), None)
    if serious is not None:
        return page_named(page_of(serious.where))
    if onboarding.progress is None:
        return page_named(PageKey.STRUCTURE)
    return page_named(PageKey.FINISH if _everything_done(onboarding) else PageKey.SIGN_IN)


def number_of(key: str) -> int:
    """Start is 0, Structure 1, and so on."""
    return page_named(key).number


def digit_of(key: str) -> str:
    """The key that goes to the page: the last digit of its number, 0 for the tenth; none for Start."""
    number = number_of(key)
    return str(number % 10) if 0 < number <= 10 else ""


def next_page(key: str) -> Page | None:
    """The page suggested after this one; None after the last."""
    number = number_of(key) + 1
    return PAGES[number] if number < len(PAGES) else None


def previous_page(key: str) -> Page | None:
    """The page before this one; None before the first."""
    number = number_of(key)
    return PAGES[number - 1] if number else None
