"""Everything that is wrong with a setup, all at once, before AWS is asked anything.

The rules for single texts are in `state.setup.text_rules` and can be imported from here too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from difflib import get_close_matches

from state.errors import Advice
from state.setup import ROOT, Invitation, MemberAccount, Setup, ancestors_and_self, management_role_name, unit_name
from state.setup.access_rules import access_faults
from state.setup.guardrail_rules import guardrail_faults
from state.setup.people_rules import people_faults
from state.setup.region_rules import home_region_problem, partition_advice
from state.setup.text_rules import (
    LIMITS,
    Limit,
    Where,
    account_id_problem,
    account_name_problem,
    email_pattern_problem,
    email_problem,
    handshake_id_problem,
    invitation_target_problem,
    name_problem,
    quoted,
    reserved_domain_problem,
    role_name_problem,
    tag_key_problem,
    tag_value_problem,
    unit_path_problem,
)

__all__ = [
    "LIMITS",
    "Advice",
    "Limit",
    "Problem",
    "account_id_problem",
    "account_name_problem",
    "email_pattern_problem",
    "email_problem",
    "handshake_id_problem",
    "invitation_target_problem",
    "name_problem",
    "problems_of",
    "quoted",
    "reserved_domain_problem",
    "role_name_problem",
    "tag_key_problem",
    "tag_value_problem",
    "unit_path_problem",
]


@dataclass(frozen=True, slots=True)
class Problem(Advice):
    """One thing that is wrong with a setup, and what to write instead."""

    where: Where
    """Path into the setup, such as ("accounts", 3, "email"); () for the whole."""
    serious: bool = True
    """False for a warning, which stops nothing."""
    serious_for_real: bool = False
    """True where it will do in a rehearsal and must not reach AWS."""

    def stops(self, *, rehearsal: bool) -> bool:
        """Whether nothing is planned or done before it is corrected."""
        return self.serious or (self.serious_for_real and not rehearsal)


def problems_of(setup: Setup) -> tuple[Problem, ...]:
    """Everything that is wrong with `setup`, in the order of its fields. Raises nothing, whatever was typed."""
    return tuple(_problems(setup))


def _problems(setup: Setup) -> Iterator[Problem]:
    yield from _at(("name",), name_problem(setup.name))
    yield from _at(("home_region",), home_region_problem(setup.home_region))
    yield from _at(("home_region",), partition_advice(setup.home_region), serious=False)
    yield from _email_pattern(setup)
    yield from _at(("organization_access_role",), role_name_problem(setup.organization_access_role))
    if setup.management_account_id:
        yield from _at(("management_account_id",), account_id_problem(setup.management_account_id))
    yield from _units(setup)
    paths = _usable_paths(setup)
    for number, account in enumerate(setup.accounts):
        yield from _account(("accounts", number), setup, account, paths)
    yield from _names_used_twice(setup.accounts)
    for number, invitation in enumerate(setup.invitations):
        yield from _invitation(("invitations", number), setup, invitation, paths)
    yield from _addresses_used_twice(setup)
    for where, fault, serious in access_faults(setup.access):
        yield from _at(where, fault, serious=serious)
    for where, fault, serious in people_faults(setup):
        yield from _at(where, fault, serious=serious)
    for where, fault in guardrail_faults(setup):
        yield from _at(where, fault)
    yield from _quota(setup)


def _at(where: Where, fault: Advice | None, *, serious: bool = True) -> Iterator[Problem]:
    if fault is not None:
        yield Problem(fault.what, fault.remedy, where=where, serious=serious)


def _unreachable(where: Where, address: str, *, needed: bool = True) -> Iterator[Problem]:
    """Of a new address that nobody can ever own. Where none is `needed`, it stays a warning."""
    for problem in _at(where, reserved_domain_problem(address), serious=False):
        yield replace(problem, serious_for_real=needed)


def _email_pattern(setup: Setup) -> Iterator[Problem]:
    where = ("email_pattern",)
    in_need = [account.account_name for account in setup.accounts if not account.email]
    if setup.email_pattern:
        fault = email_pattern_problem(setup.email_pattern)
        yield from _at(where, fault)
        if fault is None:
            yield from _unreachable(where, setup.email_pattern, needed=bool(in_need))
    elif in_need:
        names = ", ".join(quoted(name) for name in in_need[:5]) + (", …" if len(in_need) > 5 else "")
        yield Problem(
            f"There is no email pattern, and these accounts have no email address of their own: {names}.",
            "Write a pattern such as aws+{account}@your-company.com, or give each account its own address.",
            where=where,
        )


def _units(setup: Setup) -> Iterator[Problem]:
    """Units that AWS has already are called what they are called."""
    seen: set[str] = set()
    spellings: dict[str, str] = {}
    there = setup.organizational_unit_ids
    for number, path in enumerate(setup.organizational_units):
        where = ("organizational_units", number)
        fault = None if path in there else unit_path_problem(path)
        yield from _at(where, fault)
        if fault is not None:
            continue
        if path in seen:
            yield Problem(
                f"The organizational unit {quoted(path)} is there twice.", "Remove one of the two.", where=where
            )
        seen.add(path)
        spelled = (each for each in ancestors_and_self(path) if spellings.setdefault(each.casefold(), each) != each)
        twin = next((each for each in spelled if not {each, spellings[each.casefold()]} <= there.keys()), None)
        if twin is not None:
            yield Problem(
                f"The organizational units {quoted(spellings[twin.casefold()])} and {quoted(twin)} differ only in "
                "upper and lower case.",
                "Spell them alike where the same unit is meant, or choose another name.",
                where=where,
            )


def _usable_paths(setup: Setup) -> dict[str, None]:
    """Root and every well-formed unit with the units above it, as an ordered set."""
    usable = {ROOT: None}
    for path in setup.organizational_units:
        if path in setup.organizational_unit_ids or unit_path_problem(path) is None:
            usable.update(dict.fromkeys(ancestors_and_self(path)))
    return usable


def _placement(where: Where, path: str, paths: dict[str, None]) -> Iterator[Problem]:
    """Whether the unit that an account or an invitation names is there."""
    if path in paths:
        return
    where = (*where, "organizational_unit")
    if not path:
        yield Problem("The organizational unit is missing.", f"Write a unit's path, or {ROOT} for none.", where=where)
        return
    nearest = _nearest_unit(path, paths)
    yield Problem(
        f"There is no organizational unit {quoted(path)} in this setup.",
        (f"Write {quoted(nearest)} if that is meant, or add" if nearest else "Add")
        + f" the unit to organizational_units, or write {ROOT} for none.",
        where=where,
    )


def _nearest_unit(path: str, paths: dict[str, None]) -> str:
    """The existing path somebody may have meant by `path`, or ''."""
    wanted = path[:200].casefold()
    whole = {existing.casefold(): existing for existing in paths}
    by_name = {unit_name(existing).casefold(): existing for existing in paths}
    for spellings, text in ((whole, wanted), (by_name, unit_name(wanted))):
        for spelling in get_close_matches(text, spellings, n=1, cutoff=0.7):
            return spellings[spelling]
    return ""


def _account(where: Where, setup: Setup, account: MemberAccount, paths: dict[str, None]) -> Iterator[Problem]:
    if account.management_role or not account.account_id:
        yield from _at((*where, "account_name"), account_name_problem(account.account_name))
    email = _email(setup, account)
    if email and not account.account_id:
        fault = email_problem(email)
        yield from _at((*where, "email"), fault)
        if account.email and fault is None and email != setup.email_of(replace(account, email="")):
            yield from _unreachable((*where, "email"), email)
    if account.account_id:
        yield from _at((*where, "account_id"), account_id_problem(account.account_id))
    yield from _placement(where, account.organizational_unit, paths)
    if account.organization_access_role:
        yield from _at(
            (*where, "organization_access_role"),
            role_name_problem(account.organization_access_role),
        )
    yield from _tags((*where, "tags"), account.tags)


def _email(setup: Setup, account: MemberAccount) -> str:
    """The account's address; empty when it comes from a pattern that is wrong itself."""
    pattern_is_wrong = email_pattern_problem(setup.email_pattern) is not None
    return "" if pattern_is_wrong and not account.email else setup.email_of(account)


def _tags(where: Where, tags: dict[str, str]) -> Iterator[Problem]:
    limit = LIMITS["tags on an account"]
    if len(tags) > limit.most:
        yield Problem(
            f"The account has {len(tags)} tags; AWS takes at most {limit.most}.",
            f"Remove {len(tags) - limit.most} of them.",
            where=where,
        )
    for key, value in tags.items():
        yield from _at((*where, key), tag_key_problem(key))
        yield from _at((*where, key), tag_value_problem(value))


def _names_used_twice(accounts: tuple[MemberAccount, ...]) -> Iterator[Problem]:
    """Names and the management account's roles made from them; IAM's names are unique without regard to case."""
    by_name: dict[str, int] = {}
    by_role: dict[str, int] = {}
    for number, account in enumerate(accounts):
        name, where = account.account_name, ("accounts", number, "account_name")
        if account_name_problem(name) is not None:
            continue
        role = management_role_name(name)
        namesake = accounts[by_name.setdefault(name.lower(), number)]
        rival = accounts[by_role.setdefault(role.lower(), number)] if account.management_role else account
        if namesake is not account and not (account.account_id and namesake.account_id):
            yield Problem(
                f"Two accounts are called {quoted(name)}, upper and lower case aside.",
                "Give each account a name of its own: an account whose creation was interrupted is found again by it.",
                where=where,
            )
        elif rival is not account:
            yield Problem(
                f"The accounts {quoted(rival.account_name)} and {quoted(name)} would both get the role "
                f"{quoted(role)} in the management account: what IAM does not take in a name becomes a hyphen.",
                "Choose a name that differs in letters or digits. An account that exists keeps its own name in AWS.",
                where=where,
            )


def _invitation(where: Where, setup: Setup, invitation: Invitation, paths: dict[str, None]) -> Iterator[Problem]:
    target = invitation.account
    fault = invitation_target_problem(target)
    yield from _at((*where, "account"), fault)
    if fault is None and "@" in target:
        yield from _unreachable((*where, "account"), target)
    if target and target == setup.management_account_id:
        yield Problem(
            f"Account {quoted(target)} is the management account; it is in the organization from the beginning.",
            "Remove the invitation, or write the id of the account that should join.",
            where=(*where, "account"),
        )
    yield from _placement(where, invitation.organizational_unit, paths)
    if invitation.send_again_after:
        yield from _at((*where, "send_again_after"), handshake_id_problem(invitation.send_again_after))
    if invitation.send_again_after and invitation.withdrawn:
        yield Problem(
            f"The invitation of {quoted(target)} shall be withdrawn and sent again.",
            "Leave out withdrawn to invite the account, or send_again_after to withdraw the invitation.",
            where=(*where, "withdrawn"),
        )


def _addresses_used_twice(setup: Setup) -> Iterator[Problem]:
    """AWS compares addresses without regard to case, and no two of its accounts share one."""
    used_by: dict[str, tuple[Where, str]] = {}
    for where, address, user in _addresses(setup):
        first_where, first_user = used_by.setdefault(address.lower(), (where, user))
        if first_where != where:
            yield Problem(
                f"{quoted(address)} is used twice: for {first_user} and for {user}.",
                "Give each account an address of its own, or remove one of the two.",
                where=where,
            )


def _addresses(setup: Setup) -> Iterable[tuple[Where, str, str]]:
    """Where an address or an id is used, which, and for what in words."""
    for number, account in enumerate(setup.accounts):
        email = _email(setup, account)
        if email and (account.account_id or email_problem(email) is None):
            yield ("accounts", number, "email"), email, f"the new account {quoted(account.account_name)}"
    for number, invitation in enumerate(setup.invitations):
        if invitation_target_problem(invitation.account) is None:
            yield ("invitations", number, "account"), invitation.account, f"invitation {number + 1}"


def _quota(setup: Setup) -> Iterator[Problem]:
    limit = LIMITS["accounts in an organization"]
    total = 1 + len(setup.accounts) + len(setup.invitations)
    if total > limit.most:
        yield Problem(
            f"With the management account and the invitations this makes {total} accounts; AWS allows an organization "
            f"{limit.most} until you ask for more, and a new one sometimes fewer.",
            "Ask for a higher quota in Service Quotas (AWS Organizations, default maximum number of accounts) "
            "once the organization exists; what does not fit waits meanwhile.",
            where=(),
            serious=False,
        )
