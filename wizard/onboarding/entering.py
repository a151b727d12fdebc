"""How one gets into an account: every way that exists, with the text to copy. One function for every face."""

from __future__ import annotations

import json
from dataclasses import dataclass

from state.observed import Identity, Observed
from state.setup import MemberAccount, Setup, management_role_name
from wizard.edits.access import who_may_enter
from wizard.exports.trusts import statements_of
from wizard.exports.ways import slug
from wizard.policies.trusts import permission_for_callers


@dataclass(frozen=True, slots=True)
class WayToEnter:
    """One way, ready to be used."""

    title: str
    """`In a terminal`."""
    sentences: tuple[str, ...]
    """What to do with the text, whole sentences."""
    text: str
    """To be copied."""
    command: str = ""
    """What to try first."""
    then: str = "Then try"
    """What the command is for."""


def ways_to_enter(setup: Setup, observed: Observed, account: MemberAccount) -> tuple[WayToEnter, ...]:
    """Ways into an account of the setup that exists; none while its id is unknown.

    The role in the management account leads on to the access role in the account. The console's Switch role cannot go
    that way: it starts each switch from one's own user (IAM user guide, id_roles_use_switch-role-console). The command
    line interface can (its user guide, cli-configure-role).
    """
    found, identity = observed.account_with_email(setup.email_of(account)), observed.identity
    if found is None or identity is None or not found.account_id.isdigit():
        return ()
    seen = observed.role_named(management_role_name(account.account_name))
    asked = setup.callers_of(account.purpose).with_mfa
    mfa = any(each.mfa for each in statements_of(seen.trust_policy)) if seen else asked
    return (_in_a_terminal(setup, identity, account, found.account_id, mfa=mfa),)


def _in_a_terminal(
    setup: Setup, identity: Identity, account: MemberAccount, account_id: str, *, mfa: bool
) -> WayToEnter:
    """With MFA where the document of the role in the management account asks for it."""
    profile = f"{setup.name}-{slug(account.account_name)}"
    partition, owner = identity.partition, identity.account_id
    role, access_role = management_role_name(account.account_name), setup.organization_access_role_of(account)
    callers = setup.callers_of(account.purpose)
    serial = f"mfa_serial = arn:{partition}:iam::{owner}:mfa/YOUR-DEVICE\n" if mfa else ""
    device = " and MFA device" if mfa else ""
    text = (
        f"[profile {profile}-access]\n"
        f"role_arn = arn:{partition}:iam::{owner}:role/{role}\n"
        f"source_profile = YOUR-PROFILE\n{serial}"
        f"\n[profile {profile}]\n"
        f"role_arn = arn:{partition}:iam::{account_id}:role/{access_role}\n"
        f"source_profile = {profile}-access\n"
        f"region = {setup.home_region}\n"
    )
    return WayToEnter(
        "In a terminal",
        (
            f"Who may: {who_may_enter(callers)}; a session lasts an hour there.",
            f"Add the text to ~/.aws/config, with your own profile{device} in it.",
        ),
        text,
        f"aws sts get-caller-identity --profile {profile}",
    )


def permission_to_enter(setup: Setup, identity: Identity, account: MemberAccount) -> WayToEnter | None:
    """What callers need beside the role's trust, which names the account and so admits nobody by itself; None where
    only groups are named, which are given it."""
    callers = setup.callers_of(account.purpose)
    if callers.groups and not (callers.users or callers.roles or callers.permission_sets):
        return None
    role = management_role_name(account.account_name)
    document = json.loads(permission_for_callers(identity.partition, identity.account_id, (role,)))
    groups = (
        f" {', '.join(callers.groups)} {'have' if len(callers.groups) > 1 else 'has'} it." if callers.groups else ""
    )
    return WayToEnter(
        "What they need for it",
        (f"A policy with this statement, unless they are administrators.{groups}",),
        json.dumps(document["Statement"][0], indent=1),
        f"orgwizard permissions {setup.name} --for callers",
        "For every account",
    )
