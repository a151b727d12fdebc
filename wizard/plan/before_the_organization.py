"""What somebody should know before the one call that cannot be undone: which account becomes the management account."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from state.changes.base import Change
from state.changes.organization import CreateOrganization
from state.observed import Observed, Surroundings
from state.observed.seen import NOT_ASKED, Seen, Unknown, value_of
from wizard.plan.finding import Finding

MORE_THAN_ADMINISTRATORS = 4
"""IAM users of whom at least one is probably neither an administrator nor a spare one."""


def before_the_organization(observed: Observed, changes: Collection[Change], region: str) -> Iterator[Finding]:
    """Nothing, once there is an organization; `region` is the home Region."""
    if CreateOrganization() in changes:
        surroundings = observed.surroundings
        yield from _ending_of_the_free_plan(surroundings)
        yield from _in_use(surroundings, region)
        yield from _not_seen(surroundings)
        yield from _invitations_received(surroundings)


def _ending_of_the_free_plan(surroundings: Surroundings) -> Iterator[Finding]:
    """A Free plan ends with an organization, and its credits with it (billing guide, free-tier-plans)."""
    if value_of(surroundings.account_plan) == "FREE":
        yield Finding(
            "This account is on the Free plan. Creating an organization ends it, and its credits expire at once.",
            "Upgrade to the Paid plan by hand first, in the Billing console under Free Tier: then the credits stay.",
            serious=True,
        )


def _not_seen(surroundings: Surroundings) -> Iterator[Finding]:
    """The one call that cannot be undone is not approved in the belief that somebody has looked."""
    looked_for: tuple[tuple[str, Seen[Any]], ...] = (
        ("whether this account is on the Free plan, whose credits an organization ends", surroundings.account_plan),
        ("whether this account is invited into another organization", surroundings.invitations_received),
        ("whether the root user of this account has MFA, and no access keys", surroundings.root_mfa),
        ("whether this account has buckets already", surroundings.buckets),
        ("whether instances run in this account already", surroundings.instances),
    )
    for what, seen in looked_for:
        if isinstance(seen, Unknown) and seen is not NOT_ASKED:
            yield Finding(f"It could not be seen {what}: {seen.what}", seen.remedy, serious=False)


def _invitations_received(surroundings: Surroundings) -> Iterator[Finding]:
    for invitation in value_of(surroundings.invitations_received) or ():
        if invitation.pending:
            sender = (
                f"the organization of account {invitation.sender_id}" if invitation.sender_id else "an organization"
            )
            yield Finding(
                f"This account is invited to join {sender} ({invitation.handshake_id}, until "
                f"{invitation.expires_at:%Y-%m-%d}). It cannot join once it owns an organization itself.",
                "Ask whoever sent it whether this account is meant to join; decline it otherwise, under Invitations in "
                "the console of AWS Organizations.",
                serious=True,
            )


def _in_use(surroundings: Surroundings, region: str) -> Iterator[Finding]:
    """No policy of the organization binds what is in its management account (user guide,
    orgs_best-practices_mgmt-acct)."""
    buckets, instances, users = (
        value_of(each) or 0 for each in (surroundings.buckets, surroundings.instances, surroundings.iam_users)
    )
    found = [
        f"{number} {what}{'' if number == 1 else 's'}{where}"
        for number, what, where in (
            (buckets, "bucket", ""),
            (instances, "instance", f" in {region}" if region else ""),
            (users if users >= MORE_THAN_ADMINISTRATORS else 0, "IAM user", ""),
        )
        if number
    ]
    if found:
        yield Finding(
            f"This account is in use already: it has {', '.join(found)}. No policy of the organization would ever "
            "protect them, because none binds the management account, and which account that is cannot be changed.",
            "Sign in with a fresh account that holds nothing, and invite this one into the organization. Or go on, if "
            "what is there may stay unprotected by policies.",
            serious=True,
        )
