"""What somebody should know before anything is changed. Pure: a setup, a reading and the changes in; findings out."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator

from state.changes.accounts import CreateAccount
from state.changes.base import Change
from state.changes.handshakes import InviteAccountToOrganization
from state.changes.policies import AttachPolicy
from state.observed import CONTROL_TOWER, AccountState, Observed
from state.observed.readiness import ITS_ROLE
from state.observed.seen import Absent, Known, Unknown, value_of
from state.observed.settings import group_policy, setting_words
from state.setup import ROOT, Setup
from state.setup.guardrails import IN_THE_BUNKER, Choice, Item
from wizard.claims.callers import caller_fault
from wizard.claims.identity import ROOT_USER, root_user
from wizard.claims.roles import NO_SUCH_GROUP, no_such_group
from wizard.guardrails import BY_ITEM, GUARDRAILS
from wizard.plan.administrators import about_administrators
from wizard.plan.before_the_organization import before_the_organization
from wizard.plan.claims import callers_that_enter
from wizard.plan.finding import Finding
from wizard.plan.left_open import left_open

MOST_NAMED = 5
DEFAULT_ACCOUNT_QUOTA = 10
"""Of new organizations (user guide, orgs_reference_limits)."""
INVITATIONS_A_DAY = 20
"""Or the quota of accounts, if that is more (user guide, orgs_reference_limits)."""


def findings(setup: Setup, observed: Observed, changes: Collection[Change]) -> tuple[Finding, ...]:
    """Everything worth knowing before `changes` are made, the most serious first. Nothing found: empty."""
    found = [
        *_root_user(observed),
        *before_the_organization(observed, changes, setup.home_region),
        *_not_seen(observed),
        *_account_quota(observed, changes),
        *_invitations_a_day(observed, changes),
        *_address_to_verify(observed, changes),
        *_control_tower(observed),
        *_namesakes(setup, observed, changes),
        *_out_of_their_own_reach(setup, observed),
        *_closed_to_us(setup, observed),
        *_bound_beside_the_setup(setup, observed, changes),
        *_groups_that_lack(setup, observed),
        *_callers_that_lack(setup, observed),
        *_guardrails_that_lack(setup),
        *_center_to_enable(setup, observed),
        *about_administrators(setup, observed),
        *left_open(setup, observed),
        *_warnings(observed, changes),
    ]
    return tuple(sorted(found, key=lambda finding: not finding.serious))


def _root_user(observed: Observed) -> Iterator[Finding]:
    identity, surroundings = observed.identity, observed.surroundings
    if identity is not None and identity.kind == ROOT_USER:
        blocked = root_user(identity)
        yield Finding(blocked.what, blocked.remedy, serious=True)
    if value_of(surroundings.root_access_keys):
        yield Finding(
            "The root user of this account has access keys. Whoever finds one owns the account, and nothing can limit "
            "it.",
            "Sign in as the root user, open Security credentials, and delete its access keys.",
            serious=True,
        )
    if value_of(surroundings.root_mfa) is False:
        yield Finding(
            "The root user of this account signs in without multi-factor authentication.",
            "Sign in as the root user, open Security credentials, and assign an MFA device, better two.",
            serious=True,
        )


FIELDS = {
    "root": "the root of the organization",
    "trusted_services": "which AWS services act in the organization, Control Tower for one",
    "units": "the organizational units",
    "accounts": "the accounts",
    "creations": "which accounts are being created",
    "handshakes": "the invitations",
    "roles": "the roles of this account",
    "policies": "the policies of the organization",
}
"""What the fields of a reading are called, where one could not be looked at."""


def _not_seen(observed: Observed) -> Iterator[Finding]:
    """What could not be looked at is named: that nothing of it is in the plan does not mean that it is in order."""
    for field, why in observed.unseen:
        yield Finding(f"Could not be seen: {FIELDS[field]}. {why.what}", why.remedy, serious=False)
    hidden: dict[Unknown, set[str]] = {}
    for setting in observed.settings:
        if isinstance(setting.seen, Unknown):
            hidden.setdefault(setting.seen, set()).add(setting_words(setting.name))
    for why, names in hidden.items():
        yield Finding(f"Could not be seen: {_some(names)}. {why.what}", why.remedy, serious=False)


def _some(names: Collection[str]) -> str:
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return f"{', '.join(sorted(names)[:MOST_NAMED])}{more}"


def _account_quota(observed: Observed, changes: Collection[Change]) -> Iterator[Finding]:
    """Closed accounts count for 90 days, and open invitations too (user guide, orgs_reference_limits)."""
    closed = sum(account.state in (AccountState.CLOSED, AccountState.PENDING_CLOSURE) for account in observed.accounts)
    parts = {
        "in the organization": max(len(observed.accounts) - closed, 1),
        "closed, which count for 90 days": closed,
        "being created": len(observed.creations),
        "invited": sum(invitation.pending for invitation in observed.invitations),
        "to be created": sum(isinstance(change, CreateAccount) for change in changes),
        "to be invited": sum(isinstance(change, InviteAccountToOrganization) for change in changes),
    }
    planned = parts["to be created"] + parts["to be invited"]
    known = value_of(observed.surroundings.account_quota)
    quota, total = DEFAULT_ACCOUNT_QUOTA if known is None else known, sum(parts.values())
    if total <= quota or not planned:
        return
    arithmetic = " + ".join(f"{number} {what}" for what, number in parts.items() if number)
    allows = f"AWS allows a new organization {quota}; what it allows this one could not be seen"
    who_says = allows if known is None else f"AWS says that it allows this organization {quota}"
    yield Finding(
        f"{arithmetic} make {total} accounts, and {who_says}.",
        "Ask for a higher quota in Service Quotas in us-east-1 (AWS Organizations, default maximum number of "
        "accounts), cancel invitations nobody needs, or go on: what does not fit fails, and can be done later.",
        serious=known is not None,
    )


def _invitations_a_day(observed: Observed, changes: Collection[Change]) -> Iterator[Finding]:
    wanted = sum(isinstance(change, InviteAccountToOrganization) for change in changes)
    most = max(INVITATIONS_A_DAY, value_of(observed.surroundings.account_quota) or 0)
    if wanted > most:
        yield Finding(
            f"{wanted} accounts would be invited, and AWS takes {most} invitations a day.",
            "Go on: the rest is refused, and sent when you come back the day after.",
            serious=False,
        )


def _address_to_verify(observed: Observed, changes: Collection[Change]) -> Iterator[Finding]:
    """No API tells whether it is verified (user guide, about-email-verification); an earlier invitation does."""
    wanted = any(isinstance(change, InviteAccountToOrganization) for change in changes)
    if wanted and not observed.invitations and not observed.invited_members:
        yield Finding(
            "AWS takes invitations only once the management account's email address is verified, and only the console "
            "shows whether it is.",
            "Look under Settings in the console of AWS Organizations, or for a mail from AWS once the organization is "
            "made. Or go on: if it is not verified, the invitations wait and the rest is done.",
            serious=False,
        )


def _control_tower(observed: Observed) -> Iterator[Finding]:
    if CONTROL_TOWER in observed.trusted_services:
        yield Finding(
            "Control Tower governs this organization. Accounts made without it are not enrolled, and policies whose "
            "name begins with aws-guardrails or aws-control-tower are its own.",
            "Make accounts in Control Tower's Account Factory; what exists is recognized here by its address.",
            serious=True,
        )


def _closed_to_us(setup: Setup, observed: Observed) -> Iterator[Finding]:
    """AWS makes the access role in created accounts only (user guide,
    orgs_manage_accounts_create-cross-account-role)."""
    if observed.identity is None or observed.identity.principal == "root":
        return
    owner, role = observed.identity.account_id, setup.organization_access_role
    for invitation in setup.invitations:
        account = observed.account_called(invitation.account)
        readiness = observed.readiness_of(account.account_id) if account else None
        if account is not None and readiness is not None and readiness.final and readiness.missing == ITS_ROLE:
            yield Finding(
                f"Account {account.account_id} has joined, but nobody here can step into it: its role {role} cannot be "
                f"assumed ({readiness.why.rstrip('.')}).",
                f"If you want to manage it from account {owner}, run `orgwizard accept {setup.name} "
                f"{invitation.account} --with-access-role` with that account's credentials. Or ask its owner: in IAM, "
                f"choose Roles, Create role, AWS account, Another AWS account, enter {owner}, choose the policy "
                f"AdministratorAccess, and name the role {role}.",
                serious=False,
            )


def _bound_beside_the_setup(setup: Setup, observed: Observed, changes: Collection[Change]) -> Iterator[Finding]:
    """A policy at the root holds in every account but the management account."""
    if observed.organization is None or not any(
        isinstance(each, AttachPolicy) and each.path == ROOT for each in changes
    ):
        return
    named = {setup.email_of(account).lower() for account in setup.accounts}
    named |= {each.account.lower() for each in setup.invitations}
    known = {account.account_id for account in setup.accounts}
    others = [
        account
        for account in observed.accounts
        if account.state == AccountState.ACTIVE
        and account.account_id not in {observed.organization.management_account_id, *known, *named}
        and account.email.lower() not in named
    ]
    if not others:
        return
    told = ", ".join(f"{account.account_name} ({account.account_id})" for account in others[:MOST_NAMED])
    more = f" and {len(others) - MOST_NAMED} more" if len(others) > MOST_NAMED else ""
    yield Finding(
        f"Policies at the root also bind {len(others)} account{'s' if len(others) > 1 else ''} that this setup does "
        f"not name: {told}{more}. Nobody has looked at what runs there, or whether the access role exists in them.",
        "Ask their owners before you approve, or add the accounts to the setup.",
        serious=True,
    )


def _out_of_their_own_reach(setup: Setup, observed: Observed) -> Iterator[Finding]:
    """A session of Identity Center or of a role never counts as signed in with MFA (IAM user guide,
    id_credentials_mfa_configure-api-require), which the roles ask of everybody while nobody is named."""
    identity, members = observed.identity, (*setup.accounts, *setup.invitations)
    if identity is None or not members or not setup.access.callers.nobody_named:
        return
    role_name = identity.principal.removeprefix("assumed-role/").partition("/")[0]
    if identity.kind == "Identity Center role":
        named = f"its permission set under access in the setup: permission_sets: [{identity.permission_set}]"
    elif identity.kind == "role":
        named = f"it under access in the setup: roles: [{role_name}]"
    else:
        return
    yield Finding(
        "The roles that lead into the accounts ask for MFA, and your own session can never show it: it is the session "
        f"of the role {role_name}. The accounts are made all the same, but you could not use those roles.",
        f"Name {named}; on Accounts & roles, Who may enter.",
        serious=False,
    )


def _namesakes(setup: Setup, observed: Observed, changes: Collection[Change]) -> Iterator[Finding]:
    """AWS lets two accounts have one name; only their addresses differ."""
    emails = {account.account_name.lower(): account.email for account in observed.accounts}
    for wanted in setup.accounts:
        email = emails.get(wanted.account_name.lower())
        to_be_created = any(
            isinstance(change, CreateAccount) and change.account_name == wanted.account_name for change in changes
        )
        if email is not None and to_be_created:
            yield Finding(
                f"There is an account called {wanted.account_name} already, with the address {email}. Another one with "
                f"the address {setup.email_of(wanted)} would be created beside it.",
                f"If that account is meant, write email: {email} in the setup; if not, choose another name to tell "
                "them apart.",
                serious=False,
            )


def _groups_that_lack(setup: Setup, observed: Observed) -> Iterator[Finding]:
    """Before there is an organization their claims only wait for it, and nobody would hear of them."""
    names = {each for callers in (setup.access.callers, setup.access.data_bunker) for each in callers.groups}
    read = {setting.name: setting.content for setting in observed.settings}
    for name in sorted(names):
        if read.get(group_policy(name)) == NO_SUCH_GROUP:
            blocked = no_such_group(name)
            yield Finding(blocked.what, blocked.remedy, serious=True)


def _callers_that_lack(setup: Setup, observed: Observed) -> Iterator[Finding]:
    """As with groups: before there is an organization nobody would hear of them."""
    read = {setting.name: setting.seen for setting in observed.settings}
    for claim in callers_that_enter(setup):
        seen = read.get(claim.setting)
        called = json.loads(seen.value) if isinstance(seen, Known) else None
        if isinstance(seen, (Known, Absent)) and called != claim.name:
            fault = caller_fault(claim.kind, claim.name, called)
            yield Finding(fault.what, fault.remedy, serious=True)


def _guardrails_that_lack(setup: Setup) -> Iterator[Finding]:
    """What was chosen, and is left out because something for it was not given."""
    guardrails = setup.guardrails
    lacking = [item for item in Item if guardrails.choice(item) is Choice.APPLY and not setup.applies(item)]
    without_bunker = [BY_ITEM[item].words.title for item in lacking if item in IN_THE_BUNKER]
    if without_bunker:
        yield Finding(
            f"No account has the purpose data-bunker, so these guardrails are left out: {'; '.join(without_bunker)}.",
            "Give one account that purpose on Accounts & roles, or turn them off on Guardrails.",
            serious=False,
        )
    for item in lacking:
        told = BY_ITEM[item].lacking
        if told is not None:
            yield Finding(told.before.what, told.before.remedy, serious=False)


def _center_to_enable(setup: Setup, observed: Observed) -> Iterator[Finding]:
    """The Region of Identity Center is for good, so it is named before anybody presses the button."""
    if setup.wants_identity_center and isinstance(observed.identity_center, Absent):
        region = setup.identity_center.region or setup.home_region
        yield Finding(
            f"A person has to enable IAM Identity Center in the console, in {region}. That Region is final: another "
            "one later means to delete all people, permission sets and access, and begin again.",
            "If another Region is nearer to your people, choose it on the page People (in the setup file: region, "
            "under identity_center) before anybody enables it. The waiting line says where to press what.",
            serious=False,
        )


def _warnings(observed: Observed, changes: Collection[Change]) -> Iterator[Finding]:
    """What a guardrail has to say about these very changes."""
    for advice in (each for guardrail in GUARDRAILS for each in guardrail.warns(observed, changes)):
        yield Finding(advice.what, advice.remedy, serious=False)
