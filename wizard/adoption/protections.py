"""Which guardrails hold in an organization that exists already, and in which of its accounts."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable
from dataclasses import replace
from enum import StrEnum

from state.observed import Observed
from state.observed.seen import value_of
from state.observed.settings import (
    AUDIT_LOGS,
    MANAGEMENT_ACCOUNT,
    BucketAspect,
    Setting,
    audit_logs_of,
    bucket_setting,
)
from state.setup import MemberAccount, Setup
from state.setup.guardrail_rules import guardrail_faults
from state.setup.guardrails import PRESETS, Choice, Contact, Guardrails, Item, Level
from wizard.adoption.structure import with_invitations
from wizard.claims.base import Claim, Needed, Satisfied
from wizard.guardrails import GUARDRAILS, guardrail_claims
from wizard.guardrails.allowed_regions import NAME as REGIONS_POLICY
from wizard.guardrails.base import Wanted
from wizard.guardrails.budget import BUDGET, BUDGETS, Budget
from wizard.guardrails.in_each_account import InEachAccount
from wizard.guardrails.security_contact import SECURITY_CONTACT, AlternateContact
from wizard.policies.conditions import texts

ANYTHING = Guardrails(
    level=Level.NONE,
    choices=dict.fromkeys(Item, Choice.APPLY),
    security_contact=Contact(full_name="-"),
    monthly_budget_usd=1,
    budget_email="-",
)
"""Every guardrail, so that all they are about is looked at. Nobody is asked to make it so."""
LEAVES_NO_TRACE = frozenset({Item.MANAGEMENT_ROOT_USER, Item.ROOT_CREDENTIALS})
"""What holds by something not being there: nobody need have chosen it."""
IN_EACH = tuple(each for each in GUARDRAILS if isinstance(each, InEachAccount))
_LOG_BUCKET = re.compile(rf"{AUDIT_LOGS}-(?P<suffix>[a-z0-9]{{1,20}})-(?P<account_id>\d{{12}})")
PUBLIC = Item.ACCOUNT_ALIAS
"""An alias is there for many reasons, and is public: it takes more than the management account's to want them all."""


class Presence(StrEnum):
    """How a guardrail stands where nobody has chosen it yet."""

    HELD = "held"
    OPEN = "open"
    """Nothing would be changed for it, and it does not hold either."""
    CHANGES = "changes"
    """Something would be changed."""


def with_the_log_bucket(setup: Setup, observed: Observed) -> Setup:
    """`setup` with the name of the data bunker's bucket for audit logs, where the organization's trail writes to one
    that has more in it than the usual name: a bucket that was made keeps its name."""
    bunker = setup.data_bunker
    for trail in value_of(observed.survey.trails) or ():
        found = _LOG_BUCKET.fullmatch(trail.bucket)
        if bunker is not None and found is not None and found["account_id"] == bunker.account_id:
            return replace(setup, guardrails=replace(setup.guardrails, audit_bucket_suffix=found["suffix"]))
    return setup


def to_look_at(setup: Setup) -> Setup:
    """`setup` with every guardrail in every account that has a role: what has to be read to tell which hold."""
    accounts = tuple(replace(each, guardrails=each.management_role) for each in setup.accounts)
    guardrails = replace(ANYTHING, audit_bucket_suffix=setup.guardrails.audit_bucket_suffix)
    return replace(setup, accounts=accounts, guardrails=guardrails)


def with_protections(setup: Setup, observed: Observed) -> Setup:
    """`setup` with the guardrails that hold, which takes no change, and with the level that says so in fewest words."""
    values = _values(setup, observed)
    setup = replace(setup, guardrails=values)
    entered = [each for each in setup.accounts if each.management_role and _ready(each.account_id, observed)]
    inside = _held_inside(setup, entered, observed)
    guarded = {each.account_id for each in entered if _holds_all(inside, setup, each, observed)}
    accounts = tuple(replace(each, guardrails=each.account_id in guarded) for each in setup.accounts)
    setup = with_invitations(replace(setup, accounts=accounts), observed, bool(inside))
    present = {each.item: presence_of(each.item, setup, observed) for each in GUARDRAILS}
    by_chance = (each.item for each in IN_EACH if present[each.item] is Presence.HELD and each.item not in inside)
    present |= dict.fromkeys(inside, Presence.HELD) | dict.fromkeys(list(by_chance), Presence.OPEN)
    return replace(setup, guardrails=_in_fewest_words(values, present))


def _ready(account_id: str, observed: Observed) -> bool:
    readiness = observed.readiness_of(account_id)
    return readiness is not None and readiness.ready


def presence_of(item: Item, setup: Setup, observed: Observed) -> Presence:
    """How one guardrail would stand if it were the only one. Locks are told with the trail whose logs they lock."""
    with_it = {item, Item.AUDIT_TRAIL} if item is Item.OBJECT_LOCK else {item}
    alone = replace(setup.guardrails, level=Level.NONE, choices=dict.fromkeys(with_it, Choice.APPLY))
    presence = _presence(guardrail_claims(replace(setup, guardrails=alone)), observed)
    return Presence.OPEN if presence is Presence.HELD and item in LEAVES_NO_TRACE else presence


def _presence(claims: Iterable[Claim], observed: Observed) -> Presence:
    verdicts = [claim.assess(observed) for claim in claims]
    if any(isinstance(verdict, Needed) for verdict in verdicts):
        return Presence.CHANGES
    return Presence.HELD if verdicts and all(isinstance(each, Satisfied) for each in verdicts) else Presence.OPEN


def _held_inside(setup: Setup, entered: list[MemberAccount], observed: Observed) -> frozenset[Item]:
    """What is set account by account: in the management account, and in most of those that can be entered."""
    if not entered and (setup.accounts or setup.invitations):
        return frozenset()
    wanted = Wanted(replace(setup, guardrails=ANYTHING))

    def held(guardrail: InEachAccount) -> bool:
        before = (*guardrail.before, guardrail.claim(Wanted(setup), wanted.management))
        if _presence(before, observed) is not Presence.HELD:
            return False
        times = sum(_holds_all({guardrail.item}, setup, each, observed) for each in entered)
        return times * 2 > len(entered) if entered else guardrail.item is not PUBLIC

    return frozenset(guardrail.item for guardrail in IN_EACH if held(guardrail))


def _holds_all(items: Iterable[Item], setup: Setup, account: MemberAccount, observed: Observed) -> bool:
    """Whether what these items set is set in this account."""
    wanted = Wanted(replace(setup, accounts=(replace(account, guardrails=True),), invitations=()))
    chosen = set(items)
    claims = [guardrail.claim(wanted, wanted.created[0]) for guardrail in IN_EACH if guardrail.item in chosen]
    return all(isinstance(claim.assess(observed), Satisfied) for claim in claims)


# What some guardrails have to be told


def _values(setup: Setup, observed: Observed) -> Guardrails:
    """The values that AWS has, where a setup can have them; nothing is chosen yet."""
    amount, told = _budget(observed)
    values = Guardrails(
        level=Level.NONE,
        allowed_regions=_regions(setup, observed),
        object_lock_days=_locked_days(setup, observed),
        audit_bucket_suffix=setup.guardrails.audit_bucket_suffix,
        security_contact=_contact(observed),
        monthly_budget_usd=amount,
        budget_email=told,
    )
    chosen = replace(setup, guardrails=replace(values, choices=ANYTHING.choices))
    wrong = {where[1] for where, _ in guardrail_faults(chosen)}
    none = Guardrails()
    return replace(
        values,
        allowed_regions=none.allowed_regions if "allowed_regions" in wrong else values.allowed_regions,
        object_lock_days=none.object_lock_days if "object_lock_days" in wrong else values.object_lock_days,
        security_contact=none.security_contact if "security_contact" in wrong else values.security_contact,
        monthly_budget_usd=0 if wrong & {"monthly_budget_usd", "budget_email"} else values.monthly_budget_usd,
        budget_email="" if wrong & {"monthly_budget_usd", "budget_email"} else values.budget_email,
    )


def _contact(observed: Observed) -> Contact:
    content = _content(observed.setting(MANAGEMENT_ACCOUNT, SECURITY_CONTACT.setting))
    if not isinstance(content, dict):
        return Contact()
    there = AlternateContact.of(content)
    return Contact(full_name=there.full_name, title=there.title, email=there.email, phone=there.phone)


def _budget(observed: Observed) -> tuple[int, str]:
    """The program's own, or else the lowest that tells anybody."""
    content = _content(observed.setting(MANAGEMENT_ACCOUNT, BUDGETS.setting))
    budgets = [each for each in Budget.all_of(content) if each.emails] if isinstance(content, dict) else []
    in_order = sorted(budgets, key=lambda each: (each.name != BUDGET, float(each.amount)))
    return (math.ceil(float(in_order[0].amount)), in_order[0].emails[0]) if in_order else (0, "")


def _regions(setup: Setup, observed: Observed) -> tuple[str, ...]:
    """Those that the program's own policy allows, beside the home Region."""
    policy = next((each for each in observed.policies if each.policy_name == REGIONS_POLICY), None)
    statements = json.loads(policy.content).get("Statement") if policy is not None and policy.content else None
    condition = statements[0].get("Condition", {}) if isinstance(statements, list) and statements else {}
    allowed = texts(condition.get("StringNotEquals", {}).get("aws:RequestedRegion", ()))
    return tuple(region for region in allowed if region != setup.home_region)


def _locked_days(setup: Setup, observed: Observed) -> int:
    bunker = setup.data_bunker
    name = bucket_setting(audit_logs_of(setup.guardrails), BucketAspect.LOCKED_DAYS)
    days = _content(observed.setting(bunker.account_id, name)) if bunker else None
    return days if isinstance(days, int) and days else Guardrails().object_lock_days


def _content(setting: Setting | None) -> object:
    return setting.content if setting else None


# Level and choices


def _in_fewest_words(values: Guardrails, present: dict[Item, Presence]) -> Guardrails:
    """The level from which the fewest guardrails differ. What is open may go either way: nothing is changed for it."""
    return min((_from_level(values, level, present) for level in LEVELS), key=lambda each: len(each.choices))


LEVELS = (Level.NONE, Level.ESSENTIAL, Level.STRICT)
"""Of two that fit alike, the first."""


def _from_level(values: Guardrails, level: Level, present: dict[Item, Presence]) -> Guardrails:
    preset = PRESETS[level]
    held = {item: Choice.APPLY for item in Item if present[item] is Presence.HELD and item not in preset}
    missing = {item: Choice.LEAVE for item in Item if present[item] is Presence.CHANGES and item in preset}
    return replace(
        values, level=level, choices={item: (held | missing)[item] for item in Item if item in held | missing}
    )
