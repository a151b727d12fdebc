"""Edits of who is on the team, and who may do what where. What is asked of each is in `people_questions`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from state.errors import Advice
from state.setup import Purpose, Setup
from state.setup.people import MANAGEMENT, AccountAssignment, Assignment, PermissionSet, Person, given_by
from state.setup.people_rules import user_name_problem
from state.setup.ready_made_sets import READY_MADE
from wizard.edits import Pasted, Rejected
from wizard.edits.access import names_in

IsGiven = Callable[[AccountAssignment], bool]
"""Whether AWS gave it when it was last looked at: then leaving it out would leave it in force."""
ADMINISTRATORS, DEVELOPERS, SECURITY = "administrators", "developers", "security"
ADMINISTERS = "OrganizationAdministrator"
"""The permission set of whoever administers the organization: of the management account's own, for named people."""

# Words

MEANINGS = {
    "AdministratorAccess": "may do everything",
    "PowerUserAccess": "uses all services, makes no users or roles",
    "ReadOnlyAccess": "sees everything and reads stored data too",
    "SecurityAudit": "sees the configuration, reads no stored data",
    "job-function/ViewOnlyAccess": "sees what there is, reads no stored data",
    "job-function/Billing": "sees and pays the bill",
}
"""AWS's policies in words (their texts, as AWS publishes them)."""


def meaning_of(one: PermissionSet) -> str:
    """What somebody may do with it, in a few words."""
    known = [MEANINGS.get(name, f"what AWS's policy {name} allows") for name in one.policies]
    own = ["what its inline policy says"] if one.inline_policy and not one.policies else []
    return one.description.rstrip(".") if one.description else ", ".join([*known, *own]) or "nothing"


def sets_to_choose(setup: Setup) -> tuple[PermissionSet, ...]:
    """The ready-made ones and the setup's own, each name once."""
    own = {each.name: each for each in setup.permission_sets}
    ready = [own.pop(each.name, each) for each in READY_MADE]
    return (*ready, *own.values())


def codes_of(setup: Setup) -> dict[str, str]:
    """One to three letters for each permission set, for a cell of the table: its capitals, else its first letters."""
    codes: dict[str, str] = {}
    for one in sets_to_choose(setup):
        capitals = "".join(letter for letter in one.name if letter.isupper())[:2]
        code = capitals or one.name[:2]
        number = 2
        while code in codes.values():
            code, number = f"{(capitals or one.name)[:2]}{number}", number + 1
        codes[one.name] = code
    return codes


# Who and where


def accounts_to_give(setup: Setup) -> tuple[str, ...]:
    """Accounts as assignments name them, the management account first."""
    invited = (each.account for each in setup.invitations if not each.withdrawn)
    return (MANAGEMENT, *(each.account_name for each in setup.accounts), *invited)


def groups_of(setup: Setup) -> tuple[str, ...]:
    """Every group that the setup names, those of people first."""
    of_people = (group for person in setup.people for group in person.groups)
    assigned = (each.principal for each in given_by(setup.assignments).wanted if each.is_group)
    return tuple(dict.fromkeys((*of_people, *assigned)))


@dataclass(frozen=True, slots=True)
class Spot:
    """One person or group in one account: a cell of the table."""

    principal: str
    account: str
    is_group: bool = False

    def has(self, one: AccountAssignment) -> bool:
        """Whether the assignment is this one's."""
        return (one.principal, one.account, one.is_group) == (self.principal, self.account, self.is_group)


def sets_of(setup: Setup, spot: Spot) -> tuple[str, ...]:
    """What somebody is given there by name."""
    return tuple(each.permission_set for each in given_by(setup.assignments).wanted if spot.has(each))


def sets_by_group(setup: Setup, person: Person, account: str) -> tuple[tuple[str, str], ...]:
    """(permission set, group) of what the person has there by a group."""
    found = ((name, group) for group in person.groups for name in sets_of(setup, Spot(group, account, is_group=True)))
    return tuple(found)


def with_sets(setup: Setup, spot: Spot, names: Iterable[str], given: IsGiven) -> Setup:
    """Somebody has exactly these there by name. What AWS gave already is taken away there with the next run."""
    before = given_by(setup.assignments)
    here = {each for each in before.wanted if spot.has(each)}
    wanted = [AccountAssignment(spot.account, name, spot.principal, spot.is_group) for name in names]
    gone = [each for each in here if each not in wanted and given(each)]
    kept = [each for each in before.wanted if each not in here]
    withdrawn = [each for each in (*before.withdrawn, *sorted(gone)) if each not in wanted]
    return _with_assignments(setup, (*kept, *wanted), withdrawn)


def _with_assignments(
    setup: Setup, wanted: Iterable[AccountAssignment], withdrawn: Iterable[AccountAssignment]
) -> Setup:
    """The same access, written as shortly as it can be: accounts in which the same people have the same."""
    assignments = (*_written(setup, wanted, withdrawn=False), *_written(setup, withdrawn, withdrawn=True))
    return replace(setup, assignments=assignments)


def _written(setup: Setup, accesses: Iterable[AccountAssignment], *, withdrawn: bool) -> Iterable[Assignment]:
    who: dict[tuple[str, str], list[AccountAssignment]] = {}
    for each in dict.fromkeys(accesses):
        who.setdefault((each.permission_set, each.account), []).append(each)
    order = accounts_to_give(setup)
    together: dict[tuple[str, tuple[AccountAssignment, ...]], list[str]] = {}
    for (name, account), there in who.items():
        anywhere = tuple(sorted(replace(one, account="") for one in there))
        together.setdefault((name, anywhere), []).append(account)
    for (name, principals), accounts in together.items():
        yield Assignment(
            permission_set=name,
            accounts=tuple(sorted(accounts, key=lambda one: order.index(one) if one in order else len(order))),
            people=tuple(one.principal for one in principals if not one.is_group),
            groups=tuple(one.principal for one in principals if one.is_group),
            withdrawn=withdrawn,
        )


# People


def add_person(setup: Setup, person: Person) -> Setup:
    """With one more person."""
    return replace(setup, people=(*setup.people, person))


def with_new_person(setup: Setup) -> Setup:
    """With a person to be named, who administers the organization where nobody else does yet."""
    more = add_person(setup, Person(user_name=""))
    somebody = any(each.account == MANAGEMENT for each in given_by(setup.assignments).wanted)
    return more if somebody else administering(more, len(setup.people), yes=True)


def administers(setup: Setup, number: int) -> bool:
    """Whether the `number`-th person administers the organization."""
    return ADMINISTERS in sets_of(setup, Spot(setup.people[number].user_name, MANAGEMENT))


def administering(setup: Setup, number: int, *, yes: bool) -> Setup:
    """Whether a new person administers the organization, as it was said."""
    spot = Spot(setup.people[number].user_name, MANAGEMENT)
    names = [each for each in sets_of(setup, spot) if each != ADMINISTERS]
    return with_sets(setup, spot, [*names, *([ADMINISTERS] if yes else [])], lambda _one: False)


def replace_person(setup: Setup, number: int, person: Person) -> Setup:
    """With `person` in the place of the `number`-th; what that one may do goes along under another user name."""
    old = setup.people[number].user_name
    people = (*setup.people[:number], person, *setup.people[number + 1 :])
    assignments = (
        replace(each, people=tuple(person.user_name if name == old else name for name in each.people))
        for each in setup.assignments
    )
    return replace(setup, people=people, assignments=tuple(assignments))


def remove_person(setup: Setup, number: int, given: IsGiven) -> Setup:
    """Without the `number`-th person. What AWS gave to that one is taken away there with the next run."""
    name = setup.people[number].user_name
    before = given_by(setup.assignments)
    theirs = [each for each in before.wanted if each.principal == name and not each.is_group]
    fewer = replace(setup, people=(*setup.people[:number], *setup.people[number + 1 :]))
    kept = (each for each in before.wanted if each not in theirs)
    return _with_assignments(fewer, kept, [*before.withdrawn, *(each for each in theirs if given(each))])


def paste_people(setup: Setup, text: str) -> Pasted:
    """Lines of `user name or address, name, groups`, of which only the first is needed; several groups with spaces."""
    added, rejected = 0, list[Rejected]()
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        mark = next((mark for mark in ("\t", ";") if mark in line), ",")
        user_name, name, groups, *_ = [*(part.strip() for part in line.split(mark)), "", ""]
        fault = user_name_problem(user_name)
        if fault is None and any(each.user_name.lower() == user_name.lower() for each in setup.people):
            fault = Advice(f"{user_name} is in the list already.", "Leave this line out.")
        if fault is not None:
            rejected.append(Rejected(number, line, fault))
        else:
            setup = add_person(setup, Person(user_name=user_name, name=name, groups=names_in(groups)))
            added += 1
    return Pasted(setup, added, tuple(rejected))


# What small teams usually give


def usual_access(setup: Setup) -> Setup:
    """With the usual access for each kind of account, given to three groups; what is given already stays.

    The management account has named people only, so nothing is given there.
    """
    before = given_by(setup.assignments)
    members = [(each.account_name, each.purpose) for each in setup.accounts]
    members += [(each.account, each.purpose) for each in setup.invitations if not each.withdrawn]
    usual = (
        AccountAssignment(title, name, group, is_group=True)
        for title, purpose in members
        for group, name in _usual_in(title, purpose)
    )
    return _with_assignments(setup, (*before.wanted, *usual), before.withdrawn)


def _usual_in(title: str, purpose: Purpose) -> tuple[tuple[str, str], ...]:
    """(group, permission set). Nobody works in the data bunker; in production developers look on."""
    audit = (SECURITY, "SecurityAudit")
    if purpose is Purpose.DATA_BUNKER:
        return (audit,)
    works = purpose is Purpose.SANDBOX or (purpose is Purpose.WORKLOAD and "prod" not in title.lower())
    return (
        (ADMINISTRATORS, "AdministratorAccess"),
        (DEVELOPERS, "DeveloperAccess" if works else "ReadOnly"),
        audit,
    )
