"""Small edits of a setup: each takes one and gives another. Nothing here judges; `state.setup.validation` does."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from state.errors import Advice
from state.setup import (
    ROOT,
    Invitation,
    MemberAccount,
    Purpose,
    Setup,
    ancestors_and_self,
    parent_path,
    path_below,
    unit_name,
)
from state.setup.guardrails import GuardrailScope
from state.setup.text_rules import account_written
from state.setup.validation import account_name_problem, email_problem, invitation_target_problem, unit_path_problem
from wizard.edits.memory import with_memory_of

# Organizational units


def add_unit(setup: Setup, path: str) -> Setup:
    """With the unit at `path`; the units above it come along."""
    if path in setup.unit_paths():
        return setup
    return replace(setup, organizational_units=(*setup.organizational_units, path))


def rename_unit(setup: Setup, old: str, new: str) -> Setup:
    """The unit at `old` is called `new` from now on, with everything in it. Moving a unit is the same edit."""

    def renamed(path: str) -> str:
        return new + path[len(old) :] if path == old or path.startswith(f"{old}/") else path

    paths = tuple(dict.fromkeys(renamed(path) for path in setup.unit_paths()))
    unit_ids = {renamed(path): unit_id for path, unit_id in setup.organizational_unit_ids.items()}
    changed = replace(setup, organizational_units=_without_implied(paths), organizational_unit_ids=unit_ids)
    return _scopes_follow(_placed_anew(changed, renamed), "units", renamed)


def remove_unit(setup: Setup, path: str) -> Setup:
    """Without the unit at `path` and those below; the accounts in them move to the unit above."""
    above = parent_path(path)

    def left(place: str) -> bool:
        return place != path and not place.startswith(f"{path}/")

    paths = [place for place in setup.unit_paths() if left(place)]
    unit_ids = {place: unit_id for place, unit_id in setup.organizational_unit_ids.items() if left(place)}
    smaller = replace(setup, organizational_units=_without_implied(paths), organizational_unit_ids=unit_ids)
    return _placed_anew(smaller, lambda place: place if left(place) else above)


def _placed_anew(setup: Setup, where: Callable[[str], str]) -> Setup:
    return replace(
        setup,
        accounts=tuple(replace(a, organizational_unit=where(a.organizational_unit)) for a in setup.accounts),
        invitations=tuple(replace(i, organizational_unit=where(i.organizational_unit)) for i in setup.invitations),
    )


def _scopes_follow(setup: Setup, field: str, renamed: Callable[[str], str]) -> Setup:
    """Guardrails that are narrowed to units, or lifted from accounts, still mean the same ones. One that is gone stays
    named until somebody decides: a guardrail never holds for more or for less without a word."""

    def anew(scope: GuardrailScope) -> GuardrailScope:
        return replace(scope, **{field: tuple(dict.fromkeys(renamed(each) for each in getattr(scope, field)))})

    scopes = {item: anew(scope) for item, scope in setup.guardrails.scopes.items()}
    return replace(setup, guardrails=replace(setup.guardrails, scopes=scopes)) if scopes else setup


def _without_implied(paths: Iterable[str]) -> tuple[str, ...]:
    """Only the paths that no longer path brings along, so that a setup file says nothing twice."""
    listed = tuple(paths)
    implied = {above for path in listed for above in ancestors_and_self(path) if above != path}
    return tuple(path for path in listed if path not in implied)


# Accounts and invitations


def add_account(setup: Setup, account: MemberAccount) -> Setup:
    """With one more account."""
    return replace(setup, accounts=(*setup.accounts, account))


def replace_account(setup: Setup, number: int, account: MemberAccount) -> Setup:
    """With `account` in the place of the `number`-th."""
    changed = replace(setup, accounts=(*setup.accounts[:number], account, *setup.accounts[number + 1 :]))
    return access_follows(changed, setup.accounts[number].account_name, account.account_name)


def remove_account(setup: Setup, number: int) -> Setup:
    """Without the `number`-th account."""
    fewer = replace(setup, accounts=setup.accounts[:number] + setup.accounts[number + 1 :])
    return access_follows(fewer, setup.accounts[number].account_name, "")


def add_invitation(setup: Setup, invitation: Invitation) -> Setup:
    """With one more invitation."""
    return replace(setup, invitations=(*setup.invitations, invitation))


def replace_invitation(setup: Setup, number: int, invitation: Invitation) -> Setup:
    """With `invitation` in the place of the `number`-th."""
    changed = replace(setup, invitations=(*setup.invitations[:number], invitation, *setup.invitations[number + 1 :]))
    return access_follows(changed, setup.invitations[number].account, invitation.account)


def remove_invitation(setup: Setup, number: int) -> Setup:
    """Without the `number`-th invitation."""
    fewer = replace(setup, invitations=setup.invitations[:number] + setup.invitations[number + 1 :])
    return access_follows(fewer, setup.invitations[number].account, "")


def access_follows(setup: Setup, old: str, new: str) -> Setup:
    """The account has another name, or is gone where that is empty; what people may do in it follows, and so do the
    exceptions of guardrails."""
    if old == new:
        return setup
    if new:
        setup = _scopes_follow(setup, "except_accounts", lambda each: new if each.lower() == old.lower() else each)

    def renamed(accounts: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(new if each == old else each for each in accounts if new or each != old)

    anew = (replace(each, accounts=renamed(each.accounts)) for each in setup.assignments)
    return replace(setup, assignments=tuple(each for each in anew if each.accounts))


def sole_sandbox_unit(setup: Setup) -> str:
    """Where an invited account most likely belongs: the unit called Sandbox, or the root."""
    return next((path for path in setup.unit_paths() if unit_name(path).lower() == "sandbox"), ROOT)


# Several at once


@dataclass(frozen=True, slots=True)
class Rejected:
    """A pasted line that could not be taken."""

    line_number: int
    text: str
    fault: Advice


@dataclass(frozen=True, slots=True)
class Pasted:
    """What became of several pasted lines."""

    setup: Setup
    added: int
    rejected: tuple[Rejected, ...]


def paste_accounts(setup: Setup, text: str) -> Pasted:
    """Lines of `name, email, unit, purpose`, of which only the name is needed. Units that are new are added."""
    return _paste(setup, text, _account_from)


def paste_invitations(setup: Setup, text: str) -> Pasted:
    """Lines of `account id or email, unit`, of which only the first is needed. Units that are new are added."""
    return _paste(setup, text, _invitation_from)


def _paste(setup: Setup, text: str, add: Callable[[Setup, list[str]], Setup | Advice]) -> Pasted:
    added = 0
    rejected: list[Rejected] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        result = add(setup, _fields(line))
        if isinstance(result, Advice):
            rejected.append(Rejected(number, line, result))
        else:
            setup, added = result, added + 1
    return Pasted(setup, added, tuple(rejected))


def _fields(line: str) -> list[str]:
    """Split at tabs when there are any (a spreadsheet), or else at semicolons or commas; padded to four."""
    separator = next((mark for mark in ("\t", ";") if mark in line), ",")
    return [*(part.strip() for part in line.split(separator)), "", "", ""]


def _account_from(setup: Setup, fields: list[str]) -> Setup | Advice:
    name, email, unit, purpose = fields[:4]
    fault = account_name_problem(name) or (email_problem(email) if email else None) or _unit_fault(unit)
    if fault is not None:
        return fault
    if any(account.account_name.lower() == name.lower() for account in setup.accounts):
        return Advice(f"There is an account called {name} already.", "Give this one another name, or edit that one.")
    if purpose and purpose not in list(Purpose):
        return Advice(f"There is no purpose {purpose}.", f"Write one of {', '.join(Purpose)}, or leave it out.")
    account = MemberAccount(
        account_name=name, email=email, organizational_unit=unit or ROOT, purpose=Purpose(purpose or "other")
    )
    return add_account(_with_unit(setup, unit), account)


def _invitation_from(setup: Setup, fields: list[str]) -> Setup | Advice:
    target, unit = account_written(fields[0]), fields[1]
    fault = invitation_target_problem(target) or _unit_fault(unit)
    if fault is not None:
        return fault
    if any(invitation.account.lower() == target.lower() for invitation in setup.invitations):
        return Advice(f"Account {target} is in the list already.", "Leave this line out.")
    place = unit or sole_sandbox_unit(setup)
    return add_invitation(_with_unit(setup, place), Invitation(account=target, organizational_unit=place))


def _unit_fault(unit: str) -> Advice | None:
    return unit_path_problem(unit) if unit and unit != ROOT else None


def _with_unit(setup: Setup, unit: str) -> Setup:
    return add_unit(setup, unit) if unit and unit != ROOT else setup


# Moving


def move(setup: Setup, kind: str, key: str, place: str) -> Setup:
    """Put a unit (by its path), an account or an invitation (by its number) inside of the unit at `place`."""
    if kind == "unit":
        return rename_unit(setup, key, path_below(place, unit_name(key)))
    number = int(key)
    if kind == "account":
        return replace_account(setup, number, replace(setup.accounts[number], organizational_unit=place))
    return replace_invitation(setup, number, replace(setup.invitations[number], organizational_unit=place))


def with_structure_of(setup: Setup, other: Setup) -> Setup:
    """With the units and accounts of `other`; invitations stay, and the units they are for stay with them.

    An account that is invited as the sandbox takes the place of a new one, and accounts that exist stay known.
    """
    has_sandbox = any(each.purpose is Purpose.SANDBOX and not each.withdrawn for each in setup.invitations)
    accounts = tuple(each for each in other.accounts if not (has_sandbox and each.purpose is Purpose.SANDBOX))
    bigger = replace(setup, organizational_units=other.organizational_units, accounts=accounts)
    for gone in {each.account_name for each in setup.accounts} - {each.account_name for each in accounts}:
        bigger = access_follows(bigger, gone, "")
    for invitation in setup.invitations:
        if invitation.organizational_unit != ROOT:
            bigger = add_unit(bigger, invitation.organizational_unit)
    return with_memory_of(bigger, setup)
