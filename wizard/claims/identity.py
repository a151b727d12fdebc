"""Who may not carry a setup out, and why. Pure; nothing is written to AWS for anybody that this names."""

from __future__ import annotations

from collections.abc import Iterator

from state.observed import Identity, Organization
from wizard.claims.base import Blocked

ROOT_USER = "root user"
TEMPORARY_ADMINISTRATOR = "orgwizard-admin"
"""The IAM user with which a team begins that has only a root user, until people sign in as themselves."""
NOTHING_WITHOUT_MFA = (
    '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","NotAction":["iam:ListMFADevices","sts:GetSessionToken"],'
    '"Resource":"*","Condition":{"BoolIfExists":{"aws:MultiFactorAuthPresent":"false"}}}]}'
)
"""A user's policy under which a key without a code from the device does nothing (IAM user guide,
id_credentials_mfa_configure-api-require). A missing key counts as no MFA, so BoolIfExists and not Bool."""
ADMINISTRATOR_STEPS = (
    (
        "In the console, signed in as the root user, open IAM, then Users, then Create user. Name it orgwizard-admin "
        "and tick Provide user access to the console."
    ),
    "Under Set permissions choose Attach policies directly, tick AdministratorAccess, and create the user.",
    (
        "Open the user, then Security credentials, and assign an MFA device: an authenticator app, since passkeys do "
        "not work from a terminal. Then sign out of the root user, and in as orgwizard-admin."
    ),
    (
        "Best, without any key: with version 2.32 of the AWS CLI or later, run `aws login --profile orgwizard-admin` "
        "here; it signs in through the browser. Or open CloudShell in the console and run orgwizard there: it has the "
        "user's own sign-in."
    ),
    (
        "Only where neither works, with a key: on the user's page choose Add permissions, Create inline policy, JSON, "
        f"and paste {NOTHING_WITHOUT_MFA} so that the key alone opens nothing. Then, under Security "
        "credentials, create an access key for the command line, run `aws configure --profile orgwizard-admin`, paste "
        "both parts, and give a code when you sign in here."
    ),
    "Come back and sign in with the profile orgwizard-admin.",
    (
        "It is for the beginning only. Add yourself on the page People, as an administrator of the organization: you "
        "are led from enabling IAM Identity Center to your own sign-in with MFA, and then to deleting orgwizard-admin."
    ),
)
"""How a root user makes an administrator by hand, the ways that leave no key first (IAM user guide, id_users_create;
AWS CLI user guide, cli-configure-sign-in)."""


def unfit(identity: Identity, organization: Organization | None, planned: str) -> Blocked | None:
    """Why this identity may carry nothing out; None when it may.

    `organization` is the one that its account is in, if any; `planned` the id of the setup's management account, empty
    while none has been confirmed.
    """
    return next(reasons(identity, organization, planned), None)


def reasons(identity: Identity, organization: Organization | None, planned: str) -> Iterator[Blocked]:
    """Each reason, the most telling first."""
    if planned and identity.account_id != planned:
        yield wrong_account(identity, organization, planned)
    elif organization is not None and organization.management_account_id != identity.account_id:
        yield member_account(identity, organization)
    if identity.kind == ROOT_USER:
        yield root_user(identity)
    elif identity.kind == "federated-user":
        yield federated_user(identity)


def wrong_account(identity: Identity, organization: Organization | None, planned: str) -> Blocked:
    """Another account than the one that shall own the organization."""
    inside = organization is not None and organization.management_account_id == planned
    where = ", as one of its members" if inside else ""
    return Blocked(
        f"You are signed in to account {identity.account_id}{where}, but the management account of this setup is "
        f"{planned}.",
        f"Sign in to account {planned}, or change management_account_id in the setup if another account shall own the "
        "organization.",
    )


def member_account(identity: Identity, organization: Organization) -> Blocked:
    """A member account can neither change its organization nor own one (API: organizations.CreateOrganization).

    Who signed up in the way of 2026 has a project in an organization that AWS manages: a member account without a root
    user (account management guide, sign-up-for-aws and activate-advanced-features).
    """
    owner = organization.management_account_id
    return Blocked(
        f"Account {identity.account_id} is a member of organization {organization.organization_id}, which account "
        f"{owner} owns.",
        f"Sign in to account {owner} to work on that organization, or to an account that is in no organization to make "
        "a new one. If nobody here made that organization, AWS manages it: whoever signs up the new way (since August "
        "2026, settings.aws.com) gets such a project, and its owner gets hold of the organization there with Activate "
        "advanced features, which needs a paid plan and cannot be undone.",
    )


def root_user(identity: Identity) -> Blocked:
    """A root user can assume no role and is not for daily use (IAM user guide, id_root-user)."""
    return Blocked(
        f"You are signed in as the root user of account {identity.account_id}. Nothing is changed as the root user: it "
        "can assume no role, so it could not enter the accounts it makes, and no policy limits what a leaked key of "
        "its does.",
        "Make an administrator and sign in as that: an IAM user orgwizard-admin with AdministratorAccess and MFA will "
        "do. `orgwizard whoami` lists the steps, and so does the page Sign in.",
    )


def federated_user(identity: Identity) -> Blocked:
    """Sessions of GetFederationToken (API: sts.GetFederationToken)."""
    return Blocked(
        f"You are signed in as {identity.principal}, a session of GetFederationToken, which may neither call IAM nor "
        "assume roles.",
        "Sign in as an IAM user with MFA, or with a role.",
    )
