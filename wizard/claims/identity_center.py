"""IAM Identity Center is enabled, may give access to accounts, and lets new people in.

The first and the last are a person's to do: AWS has no call for them (API: sso-admin.CreateInstance makes instances of
single accounts only; user guide, identity-center-and-orgs).
"""

from __future__ import annotations

from dataclasses import dataclass

from state.changes.identity_center import IDENTITY_STORE, INSTANCE, CenterChange, UpdateInstance
from state.observed import Observed, Section
from state.observed.draft import Draft
from state.observed.identity_center import IdentityCenter, Instance, InstanceStatus
from state.observed.seen import Absent, Known, Unknown, value_of
from state.page_key import PageKey
from state.setup.partitions import REGIONS_FOR_EVERYBODY
from state.setup.people import PeopleFrom
from wizard.claims.base import Blocked, Claim, Needed, Satisfied, Verdict, Waiting, not_seen
from wizard.claims.organization import ORGANIZATION

ENABLED = "identity-center"
ALLOWED = "permission-sets-allowed"
SETTINGS = "sign-in-settings"
ADMINISTRATOR = "whoever signs in to the console of the management account"
ROOT_USERS_HOLDER = "whoever holds the root user's password of the management account"
CONSOLES = {
    "aws": "console.aws.amazon.com",
    "aws-cn": "console.amazonaws.cn",
    "aws-us-gov": "console.amazonaws-us-gov.com",
}


def console_address(region: str, partition: str) -> str:
    """Identity Center in the console, in this very Region. The documented address opens whichever was used last."""
    host = CONSOLES.get(partition, CONSOLES["aws"])
    return f"https://{region}.{host}/singlesignon/home?region={region}"


@dataclass(frozen=True)
class CenterClaim(Claim):
    """Something about Identity Center. What could not be looked at is never taken for missing."""

    page = CenterChange.page

    def assess(self, observed: Observed) -> Verdict:
        match observed.identity_center:
            case Unknown() as unknown:
                return not_seen(unknown)
            case Absent():
                return self.judge(None, observed)
            case Known(center):
                return self.judge(center, observed)

    def judge(self, center: IdentityCenter | None, observed: Observed) -> Verdict:
        """What this claim makes of it; None while it is not enabled."""
        raise NotImplementedError


@dataclass(frozen=True)
class IdentityCenterEnabled(CenterClaim):
    """The organization has an Identity Center, in whichever Region."""

    region: str
    """Where it should be enabled, as long as it is not."""

    key = ENABLED
    title = "IAM Identity Center is enabled"
    requires = (ORGANIZATION,)

    def judge(self, center: IdentityCenter | None, observed: Observed) -> Verdict:
        if center is None:
            return Waiting(
                f"IAM Identity Center has to be enabled in the console, in {self.region}. The Region is final.",
                on_whom=ADMINISTRATOR,
                message=self.message(observed),
            )
        instance = center.instance
        match instance.status:
            case InstanceStatus.ACTIVE:
                elsewhere = "" if instance.region == self.region else f", not in {self.region}: that cannot be changed"
                return Satisfied(f"It is enabled in {instance.region}{elsewhere}.")
            case InstanceStatus.CREATE_IN_PROGRESS:
                looked = frozenset({Section.IDENTITY_CENTER})
                return Waiting("AWS is enabling IAM Identity Center.", look_again_after=10, then_look_at=looked)
            case _:
                why = f": {instance.status_reason}" if instance.status_reason else "."
                return Blocked(
                    f"IAM Identity Center is {instance.status}{why}",
                    "Open it in the console of the management account, correct what it says there, then look again.",
                )

    def message(self, observed: Observed) -> str:
        """What to press, where, and what to leave as it is."""
        owner = observed.organization.management_account_id if observed.organization else "(unknown)"
        partition = observed.identity.partition if observed.identity else "aws"
        return (
            f"Please enable IAM Identity Center for our organization. Sign in to the console of account {owner} as an "
            "administrator, then open\n"
            f"  {console_address(self.region, partition)}\n"
            f"1. Check that the Region at the top right is {self.region}. It can never be changed: another one means "
            "to delete everything and begin again.\n"
            '2. Leave "Enable multi-account permissions" on, and the encryption key as it is.\n'
            "3. Choose Enable.\n"
            f"Then let orgwizard look again.{self._opt_in(partition)}"
        )

    def _opt_in(self, partition: str) -> str:
        """A Region that accounts have to enable is a bad home: every account would have to (user guide, regions)."""
        if partition != "aws" or self.region in REGIONS_FOR_EVERYBODY:
            return ""
        return (
            f"\nThink twice: {self.region} is a Region that every account has to enable first. Better is one that all "
            "accounts have, such as eu-central-1 or us-east-1; write it under identity_center in the setup."
        )

    def once_answered(self, draft: Draft) -> None:
        instance = Instance(INSTANCE, IDENTITY_STORE, self.region)
        draft.put_identity_center(Known(IdentityCenter(instance=instance)))


@dataclass(frozen=True)
class BillIsShown(Claim):
    """Others than the root user see the bill: a switch that only the root user has, and that no call tells of
    (billing guide, control-access-billing). Whatever IAM allows, without it everybody else sees nothing."""

    people: tuple[str, ...]
    """Who is to see it: those who are named for the management account."""
    done: str
    """The day on which somebody said so; empty while nobody did."""

    key = "bill-shown"
    title = "People who may see the bill see it"
    page = PageKey.PEOPLE
    requires = (ORGANIZATION,)

    def assess(self, observed: Observed) -> Verdict:
        if self.done:
            return Satisfied(f"Somebody said so on {self.done}; AWS has no call that tells it.")
        owner = observed.organization.management_account_id if observed.organization else "(unknown)"
        partition = observed.identity.partition if observed.identity else "aws"
        return Waiting(
            f"The bill is shown to nobody but the root user, not to {' or '.join(self.people)} either, until that one "
            "lets others see it; nobody has said that it does.",
            on_whom=ROOT_USERS_HOLDER,
            message=(
                f"Please let others than the root user of account {owner} see our AWS bill:\n"
                f"1. Sign in at https://{CONSOLES.get(partition, CONSOLES['aws'])} as root user, with the account's "
                "email address and MFA.\n"
                "2. Choose your name at the top right, then Account.\n"
                "3. Next to IAM user and role access to Billing information choose Edit, tick Activate IAM access, and "
                "Update.\n"
                "Then tell us: AWS does not say it. On the page People, Settings, the day is written down, or in the "
                "setup: identity_center, bill_shown."
            ),
        )


@dataclass(frozen=True)
class PermissionSetsAllowed(CenterClaim):
    """Accounts may be assigned: a choice on the console's page that somebody may have switched off."""

    key = ALLOWED
    title = "Identity Center may give access to accounts"
    requires = (ENABLED,)
    may_need = (UpdateInstance(),)

    def judge(self, center: IdentityCenter | None, _observed: Observed) -> Verdict:
        if center is not None and center.instance.permission_sets_enabled:
            return Satisfied("Multi-account permissions are on.")
        return Needed(UpdateInstance())


@dataclass(frozen=True)
class SignInSettingsMade(CenterClaim):
    """Somebody said that new people can set a password, and that MFA is asked for. AWS itself tells nobody."""

    people_from: PeopleFrom
    done: str
    """The day on which somebody said so; empty while nobody did."""

    key = SETTINGS
    title = "New people can sign in, with MFA"
    requires = (ENABLED,)

    def assess(self, observed: Observed) -> Verdict:
        if self.done:
            return Satisfied(f"Somebody said so on {self.done}; AWS has no call that tells it.")
        center = value_of(observed.identity_center)
        region = center.instance.region if center else ""
        return Waiting(
            "The sign-in settings of Identity Center have to be made in the console; nobody has said that they are.",
            on_whom=ADMINISTRATOR,
            message=self.message(region, observed.identity.partition if observed.identity else "aws"),
        )

    def message(self, region: str, partition: str) -> str:
        """Which settings, and why."""
        address = console_address(region, partition)
        ends = "Then say so on the page People, or write the day into the setup: identity_center, settings_done."
        if self.people_from is PeopleFrom.IDENTITY_PROVIDER:
            return (
                f"Open {address}\n"
                "1. Settings, Identity source: check that your identity provider is connected (SAML), and that it "
                "provisions people and groups (SCIM).\n"
                "2. In the identity provider: see that everybody signs in with MFA.\n"
                f"{ends}"
            )
        return (
            f"Open {address}\n"
            "1. Settings, Authentication, Standard authentication, Configure: switch on Send email OTP. Without it "
            "people that a program has made get no mail, and nobody of them can set a password.\n"
            "2. On the same page, Multi-factor authentication, Configure: choose Every time they sign in, and Require "
            "them to register an MFA device at sign in.\n"
            f"{ends}"
        )

    def once_answered(self, draft: Draft) -> None:
        """Nothing in AWS follows from it."""
