"""What is wrong with the people of a setup, their permission sets, and what is assigned to them.

API: the service models of sso-admin and identitystore, which botocore checks in part only.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from datetime import date
from difflib import get_close_matches

from state.errors import Advice
from state.setup import Setup
from state.setup.people import MANAGEMENT, Assignment, PeopleFrom, PermissionSet, Person
from state.setup.ready_made_sets import READY_MADE
from state.setup.region_rules import region_problem
from state.setup.text_rules import Fault, contact_email_problem, quoted

USER_NAME = re.compile(r"[^\s<>;:%]{1,100}")  # no spaces (user guide, addusers); AWS's pattern takes no <>;:%
RESERVED = frozenset({"administrator", "awsadministrators"})
GROUP_NAME = re.compile(r"[^<>;:%\r\n\t]{1,128}")
SET_NAME = re.compile(r"[\w+=,.@-]{1,32}", re.ASCII)
POLICY_NAME = re.compile(r"[\w+=,.@/-]{1,128}", re.ASCII)
MOST_POLICIES = 10
"""Of a role (IAM user guide, reference_iam-quotas); Identity Center itself takes more, and then fails."""
MOST_INLINE = 10240
MOST_DESCRIPTION = 700
MOST_ADDRESS = 240
HOURS = range(1, 13)
POWERFUL = frozenset({"AdministratorAccess", "PowerUserAccess", "IAMFullAccess"})
"""Policies that in the management account lead into every account: each lets one change who may enter."""


def people_faults(setup: Setup) -> Iterator[Fault]:
    """Everything that is wrong with them, in the order of the setup's fields."""
    yield from _center(setup)
    for number, person in enumerate(setup.people):
        for key, fault in _person(setup, person):
            yield ("people", number, key), fault, True
    yield from _twice("people", "user_name", [each.user_name for each in setup.people])
    yield from _twice("people", "email", [each.address for each in setup.people])
    for number, one in enumerate(setup.permission_sets):
        for key, fault, serious in _permission_set(one):
            yield ("permission_sets", number, key), fault, serious
    yield from _twice("permission_sets", "name", [each.name for each in setup.permission_sets])
    for number, assignment in enumerate(setup.assignments):
        for where, fault, serious in _assignment(setup, assignment):
            yield ("assignments", number, *where), fault, serious


def _center(setup: Setup) -> Iterator[Fault]:
    wish = setup.identity_center
    if wish.region and (fault := region_problem(wish.region)):
        yield ("identity_center", "region"), Advice(fault.what, "Write a Region, or leave it out."), True
    for key, day in (("settings_done", wish.settings_done), ("bill_shown", wish.bill_shown)):
        if fault := _day_problem(day):
            yield ("identity_center", key), fault, True


def _day_problem(text: str) -> Advice | None:
    try:
        good = not text or date.fromisoformat(text).isoformat() == text
    except ValueError:
        good = False
    return None if good else Advice(f"{quoted(text)} is not a day.", "Write it as 2026-11-30, or leave it out.")


def _person(setup: Setup, person: Person) -> Iterator[tuple[str, Advice]]:
    if fault := user_name_problem(person.user_name):
        yield "user_name", fault
    elif person.address:
        if fault := contact_email_problem(person.address):
            yield "email" if person.email else "user_name", fault
    elif setup.identity_center.people_from is PeopleFrom.DIRECTORY:
        what = f"{quoted(person.user_name)} has no email address, and without one nobody can set a password."
        yield "email", Advice(what, "Write the address, or use it as the user name.")
    if len(person.name) > 128 or not person.name.isprintable():
        yield "name", Advice(f"{quoted(person.name)} cannot be a name.", "Write at most 128 characters on one line.")
    for group in person.groups:
        if fault := group_name_problem(group):
            yield "groups", fault
    if fault := _day_problem(person.signed_in):
        yield "signed_in", fault


def user_name_problem(text: str) -> Advice | None:
    """A user name (API: identitystore.UserName; user guide, addusers)."""
    if not text:
        return Advice("The user name is missing.", "Write what the person types at the sign-in, best their address.")
    if text.lower() in RESERVED:
        return Advice(f"AWS keeps the user name {quoted(text)} for itself.", "Use the person's email address.")
    if not USER_NAME.fullmatch(text) or not text.isprintable():
        return Advice(f"{quoted(text)} cannot be a user name.", "Write at most 100 characters without spaces.")
    return None


def group_name_problem(text: str) -> Advice | None:
    """A group's name (API: identitystore.GroupDisplayName, shorter)."""
    if GROUP_NAME.fullmatch(text) and text.isprintable() and text.strip() == text:
        if text.lower() not in RESERVED:
            return None
        return Advice(f"AWS keeps the name {quoted(text)} for itself.", "Choose another name for the group.")
    return Advice(f"{quoted(text)} cannot be the name of a group.", "Write 1 to 128 characters on one line.")


def _twice(group: str, key: str, names: Iterable[str]) -> Iterator[Fault]:
    """AWS does not document whether case counts in these names; two that differ in case only are one in its console."""
    seen: dict[str, int] = {}
    for number, name in enumerate(names):
        if name and seen.setdefault(name.lower(), number) != number:
            what = f"{quoted(name)} is there twice, upper and lower case aside."
            yield (group, number, key), Advice(what, "Remove one of the two, or give it another name."), True


def _permission_set(one: PermissionSet) -> Iterator[tuple[str, Advice, bool]]:
    if not SET_NAME.fullmatch(one.name):
        what = f"{quoted(one.name)} cannot be the name of a permission set." if one.name else "The name is missing."
        yield "name", Advice(what, "Write 1 to 32 letters, digits or any of _ + = , . @ -."), True
    if len(one.description) > MOST_DESCRIPTION or not all(" " <= letter <= "ÿ" for letter in one.description):
        what = "The description has a character that AWS refuses, or is too long."
        yield "description", Advice(what, f"Write at most {MOST_DESCRIPTION} Latin characters on one line."), True
    if one.session_hours not in HOURS:
        what = f"A session cannot last {one.session_hours} hours."
        yield "session_hours", Advice(what, f"Write {HOURS[0]} to {HOURS[-1]}."), True
    yield from _contents(one)
    if one.opens and not (one.opens.startswith("https://") and one.opens.isprintable() and " " not in one.opens):
        what = f"{quoted(one.opens)} is no address in the console."
        yield "opens", Advice(what, "Write one that begins with https://, or leave it out."), True
    elif len(one.opens) > MOST_ADDRESS:
        what = f"The address has {len(one.opens)} characters, and AWS takes {MOST_ADDRESS}."
        yield "opens", Advice(what, "Write a shorter one, or leave it out."), True


def _contents(one: PermissionSet) -> Iterator[tuple[str, Advice, bool]]:
    for name in one.policies:
        if not POLICY_NAME.fullmatch(name) or name.startswith("/"):
            what = f"{quoted(name)} is not the name of one of AWS's policies."
            yield "policies", Advice(what, "Write it as IAM shows it, such as ReadOnlyAccess, no ARN."), True
    if len(one.policies) > MOST_POLICIES:
        what = f"A role takes {MOST_POLICIES} policies, and the permission set has {len(one.policies)}."
        yield "policies", Advice(what, "Put what they have in common into an inline policy."), True
    if one.inline_policy and (fault := _inline_problem(one.inline_policy)):
        yield "inline_policy", fault, True
    if not one.policies and not one.inline_policy:
        what = f"The permission set {quoted(one.name)} allows nothing."
        yield "name", Advice(what, "Give it policies, or an inline policy."), False


def _inline_problem(text: str) -> Advice | None:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return Advice("The inline policy is not JSON.", "Copy it from the policy editor in the console of IAM.")
    if not isinstance(document, dict) or not document.get("Statement"):
        return Advice("The inline policy has no statement.", "Copy it from the policy editor in the console of IAM.")
    if len(json.dumps(document, separators=(",", ":"))) > MOST_INLINE:
        return Advice(f"The inline policy is longer than {MOST_INLINE} characters.", "Make it shorter.")
    return None


def _assignment(setup: Setup, one: Assignment) -> Iterator[Fault]:
    sets = [each.name for each in (*setup.permission_sets, *READY_MADE)]
    known = setup.permission_set(one.permission_set)
    if known is None:
        yield ("permission_set",), _unknown("permission set", one.permission_set, sets, "permission_sets"), True
    accounts = [MANAGEMENT, *(each.account_name for each in setup.accounts)]
    accounts += [each.account for each in setup.invitations if not each.withdrawn]
    for number, name in enumerate(one.accounts):
        if name not in accounts:
            yield ("accounts", number), _unknown("account", name, accounts, "accounts"), True
    users = [each.user_name for each in setup.people]
    for number, name in enumerate(one.people):
        if name not in users and not one.withdrawn:
            yield ("people", number), _unknown("person", name, users, "people"), True
    for number, name in enumerate(one.groups):
        if fault := group_name_problem(name):
            yield ("groups", number), fault, True
    if not one.accounts or not (one.people or one.groups):
        what = "It gives nothing: it names no account, or nobody."
        yield (), Advice(what, "Name accounts and people or groups, or remove it."), False
    if MANAGEMENT in one.accounts and not one.withdrawn:
        yield from _in_the_management_account(one, known)


def _in_the_management_account(one: Assignment, known: PermissionSet | None) -> Iterator[Fault]:
    """What AWS advises (user guide, delegated-admin): named users, and sets of its own."""
    if one.groups:
        what = f"In the management account {quoted(one.permission_set)} is given to a group."
        advice = "Name the people: whoever may add somebody to the group could reach every account."
        yield ("groups",), Advice(what, advice), True
    if known and POWERFUL & {*known.policies} and len(one.accounts) > 1:
        what = (
            f"{quoted(one.permission_set)} is given in the management account, where it leads into every account, and "
            "in others too."
        )
        yield ("accounts",), Advice(what, "Use a permission set of its own there: OrganizationAdministrator."), False


def _unknown(kind: str, name: str, names: list[str], where: str) -> Advice:
    nearest = next(iter(get_close_matches(name[:100], names, n=1, cutoff=0.6)), "")
    meant = f"Write {quoted(nearest)} if that is meant, or add it to {where}." if nearest else f"Add it to {where}."
    return Advice(f"There is no {kind} {quoted(name)} in this setup.", meant)
