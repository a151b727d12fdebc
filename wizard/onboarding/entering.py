"""How one gets into an account: every way that exists, with the text to copy. One function for every face."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from state.errors import OrgwizardError
from state.observed import Identity, Observed
from state.observed.seen import Known, value_of
from state.observed.settings import MANAGEMENT_ACCOUNT, break_glass_setting
from state.setup import MemberAccount, Setup, management_role_name
from state.setup.people import MANAGEMENT, given_by
from wizard.edits.access import who_may_enter
from wizard.exports.console import access_portal_address, sign_in_address, switch_role_address
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
    return (
        *_by_identity_center(setup, observed, account.account_name, found.account_id),
        _in_a_terminal(setup, identity, account, found.account_id, mfa=_asks_for_mfa(setup, observed, account)),
        *_by_break_glass(setup, observed, account, found.account_id),
    )


def roles_into(setup: Setup, identity: Identity, account: MemberAccount) -> tuple[str, ...]:
    """ARNs of the roles that lead into an account: through the one in the management account where there is one that
    lets in whoever this is. A session of Identity Center never shows MFA, so it lets that in only by name; the access
    role does. Raises OrgwizardError while the account's id is not known."""
    if not account.account_id:
        raise OrgwizardError(
            f"The setup does not know which account {account.account_name} is: AWS has not shown it yet.",
            f"Make it, or look at it once: orgwizard apply {setup.name}.",
        )
    start, access_role = f"arn:{identity.partition}:iam::", setup.organization_access_role_of(account)
    own = f"{start}{identity.account_id}:role/{management_role_name(account.account_name)}"
    into = f"{start}{account.account_id}:role/{access_role}"
    named = setup.callers_of(account.purpose).permission_sets
    let_in = not identity.center_user or identity.permission_set in named
    return (own, into) if account.management_role and let_in else (into,)


def ways_into_management(setup: Setup, observed: Observed) -> tuple[WayToEnter, ...]:
    """Ways into the management account: by Identity Center alone, for no role leads there."""
    owner = observed.organization.management_account_id if observed.organization else ""
    return tuple(_by_identity_center(setup, observed, MANAGEMENT, owner)) if owner else ()


def _asks_for_mfa(setup: Setup, observed: Observed, account: MemberAccount) -> bool:
    """As the document of the role in the management account has it; before it is there, as the setup wants it."""
    role = observed.role_named(management_role_name(account.account_name))
    if role is None:
        return setup.callers_of(account.purpose).with_mfa
    return any(statement.mfa for statement in statements_of(role.trust_policy))


def portal_address(observed: Observed, account_id: str, permission_set: str) -> str:
    """Straight into the account in a browser; empty where there is no Identity Center to sign in with."""
    portal = _portal(observed)
    return access_portal_address(portal, account_id, permission_set) if portal else ""


def _portal(observed: Observed) -> str:
    """Where people sign in; empty where there is no Identity Center."""
    center, identity = value_of(observed.identity_center), observed.identity
    return center.instance.start_url(identity.partition) if center and identity else ""


def sets_given_in(setup: Setup, observed: Observed, account: str, account_id: str) -> tuple[str, ...]:
    """Permission sets that the setup gives to anybody in the account, which is called as assignments call it, and that
    AWS has given."""
    center = value_of(observed.identity_center)
    wanted = {each.permission_set for each in given_by(setup.assignments).wanted if each.account == account}
    if center is None:
        return ()
    arns = {each.permission_set_arn for each in center.assignments if each.account_id == account_id}
    return tuple(each.name for each in center.permission_sets if each.name in wanted and each.arn in arns)


def _by_identity_center(setup: Setup, observed: Observed, account: str, account_id: str) -> Iterator[WayToEnter]:
    """In a browser and in a terminal, for whoever has a permission set there: no key, and MFA at the sign-in."""
    center, names = value_of(observed.identity_center), sets_given_in(setup, observed, account, account_id)
    if center is None or not names:
        return
    who = f"For whoever has {', '.join(names)} there"
    links = "\n".join(portal_address(observed, account_id, name) for name in names)
    portal = f"The portal itself is {_portal(observed)}."
    yield WayToEnter("In a browser", (f"{who}: sign in, and the console of the account opens. {portal}",), links)
    profile = f"{setup.name}-{'management' if account == MANAGEMENT else slug(account)}"
    session = (
        f"[sso-session {setup.name}]\n"
        f"sso_start_url = {_portal(observed)}\n"
        f"sso_region = {center.instance.region}\n"
        "sso_registration_scopes = sso:account:access\n"
    )
    profiles = (
        f"\n[profile {profile}-{slug(name)}]\n"
        f"sso_session = {setup.name}\nsso_account_id = {account_id}\nsso_role_name = {name}\n"
        f"region = {setup.home_region}\n"
        for name in names
    )
    yield WayToEnter(
        "In a terminal, with Identity Center",
        (f"{who}. Add the text to ~/.aws/config, then sign in: aws sso login --sso-session {setup.name}.",),
        session + "".join(profiles),
        f"aws sts get-caller-identity --profile {profile}-{slug(names[0])}",
    )


def _in_a_terminal(
    setup: Setup, identity: Identity, account: MemberAccount, account_id: str, *, mfa: bool
) -> WayToEnter:
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


def _by_break_glass(setup: Setup, observed: Observed, account: MemberAccount, account_id: str) -> Iterator[WayToEnter]:
    """For the day on which Identity Center does not work: with those users who are there."""
    named = setup.access.break_glass
    told = {name: observed.setting(MANAGEMENT_ACCOUNT, break_glass_setting(name)) for name in named}
    there = [name for name, setting in told.items() if setting is not None and isinstance(setting.seen, Known)]
    identity = observed.identity
    if there and identity is not None:
        role = setup.organization_access_role_of(account)
        sign_in = sign_in_address(identity.partition, identity.account_id)
        yield WayToEnter(
            "When Identity Center does not work",
            (
                f"Whoever holds {' or '.join(there)}: sign in as that IAM user with MFA, at {sign_in}.",
                "Then open the link and choose Switch Role.",
            ),
            switch_role_address(identity.partition, account_id, account.account_name, role),
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
