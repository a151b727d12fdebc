"""The management account's root user is safe: it has MFA and no access keys. Only the root user can see to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from state.observed import Observed
from state.setup import ROOT
from state.setup.guardrails import CANNOT_TAKE_BACK, Item
from wizard.claims.base import Blocked, Claim, Satisfied, Verdict, Waiting
from wizard.claims.identity_center import ROOT_USERS_HOLDER
from wizard.claims.reads import Answer, Inside, Reads
from wizard.claims.settings import SettingClaim
from wizard.guardrails.auditing import BASELINE, CIS, Audited, Facts, Judge, Judged, Status
from wizard.guardrails.base import Group, Guardrail, Wanted, Words
from wizard.guardrails.deny_root_user import NAME as DENY_ROOT_USER
from wizard.guardrails.policies import policy_key
from wizard.guardrails.root_credentials import ROOT_CREDENTIALS

MFA, ACCESS_KEYS = "root-user:mfa", "root-user:access-keys"
BILLING_ACCESS = (
    "Then choose Account, and next to IAM user and role access to Billing information choose Edit, Activate IAM "
    "access: until then nobody but the root user sees the bill, whatever IAM allows. No AWS API tells whether it is "
    "activated."
)
UNSEEN_BILLING_ACCESS = (
    "Whether others than the root user may see the bill, AWS does not tell: it activates that itself, under Account, "
    "IAM user and role access to Billing information."
)
NOT_SHOWN = Blocked(
    "It could not be seen: AWS did not say how the management account's root user is protected.",
    "Look in the account's security credentials, signed in as the root user; or turn this guardrail off.",
)


@dataclass(frozen=True, slots=True)
class RootUser:
    """Of the management account (API: iam.GetAccountSummary)."""

    has_mfa: bool
    has_access_keys: bool

    @classmethod
    def of(cls, content: Answer) -> RootUser:
        """From what `_read` gives."""
        return cls(bool(content["mfa"]), bool(content["access_keys"]))


def _read(inside: Inside) -> dict[str, bool]:
    def understand(answer: Answer) -> dict[str, bool]:
        summary = answer["SummaryMap"]
        return {"mfa": bool(summary["AccountMFAEnabled"]), "access_keys": bool(summary["AccountAccessKeysPresent"])}

    return inside.own.ask("iam", "GetAccountSummary", understand)


ROOT_USER = Reads("root-user", _read, RootUser.of, ("iam:GetAccountSummary",))


@dataclass(frozen=True)
class ManagementRootHasMfa(SettingClaim[RootUser]):
    """The management account's root user signs in with MFA. Only the root user can see to it, in the console."""

    reads = ROOT_USER

    @property
    def key(self) -> str:
        return MFA

    @property
    def title(self) -> str:
        return "The management account's root user has MFA"

    def judge(self, present: RootUser | None, _observed: Observed) -> Verdict:
        if present is None:
            return NOT_SHOWN
        if present.has_mfa:
            return Satisfied(f"AWS says that it has. {UNSEEN_BILLING_ACCESS}")
        return Waiting(
            "The root user of the management account signs in with a password alone.",
            on_whom=ROOT_USERS_HOLDER,
            message=(
                "Please give the root user of our AWS management account multi-factor authentication:\n"
                "1. Sign in at https://console.aws.amazon.com as root user, with the account's email address.\n"
                "2. Choose your name at the top right, then Security credentials.\n"
                "3. Under Multi-factor authentication choose Assign MFA device, and follow the steps.\n"
                "4. Do it again with a second device, and keep the two in different places.\n"
                f"5. {BILLING_ACCESS}\n"
                "Nothing has to be sent to us: that there is MFA is seen by itself."
            ),
        )


@dataclass(frozen=True)
class ManagementRootHasNoKeys(SettingClaim[RootUser]):
    """The management account's root user has no access keys. Only the root user can delete them."""

    reads = ROOT_USER

    @property
    def key(self) -> str:
        return ACCESS_KEYS

    @property
    def title(self) -> str:
        return "The management account's root user has no access keys"

    def judge(self, present: RootUser | None, _observed: Observed) -> Verdict:
        if present is None:
            return NOT_SHOWN
        if not present.has_access_keys:
            return Satisfied("AWS says that it has none.")
        return Waiting(
            "The root user of the management account has access keys, and nothing can limit who finds one.",
            on_whom=ROOT_USERS_HOLDER,
            message=(
                "Please delete the access keys of the root user of our AWS management account:\n"
                "1. Sign in at https://console.aws.amazon.com as root user, with the account's email address.\n"
                "2. Choose your name at the top right, then Security credentials.\n"
                "3. Under Access keys, look at Last used. If a program still uses one, give it a role instead.\n"
                "4. Deactivate each key, wait a day, then delete it.\n"
                f"5. {BILLING_ACCESS}"
            ),
        )


def _safe(wanted: Wanted) -> Iterator[Claim]:
    yield ManagementRootHasMfa(wanted.management)
    yield ManagementRootHasNoKeys(wanted.management)


def _root_users(key: str, met: str) -> Judge:
    """About every root user: the management account's, and the members', which are safe without any credentials."""

    def judge(facts: Facts) -> Judged:
        if not facts.holds(key):
            return Status.YOURS, "It is not so yet in the management account, or it was not looked at."
        if facts.everywhere(ROOT_CREDENTIALS.setting, members_only=True):
            not_all = "Whether the other accounts' root users have credentials was not looked at in all."
            return Status.YOURS, f"{met}. {not_all}"
        return Status.MET, f"{met}, and the other accounts' root users have no credentials."

    return judge


def _restricted(facts: Facts) -> Judged:
    left = facts.left_out(Item.DENY_ROOT_USER)
    if left:
        return Status.YOURS, f"A policy stops the accounts' root users. {left}"
    safe = facts.holds(MFA) and facts.holds(ACCESS_KEYS)
    if safe and facts.holds(policy_key(DENY_ROOT_USER, ROOT)):
        return Status.MET, "The management account's has MFA and no access keys; a policy stops all the others."
    return Status.YOURS, "It takes MFA and no access keys in the management account, and the policy against the others."


GUARDRAIL = Guardrail(
    item=Item.MANAGEMENT_ROOT_USER,
    group=Group.ROOT_USERS,
    words=Words(
        "The management root user is safe",
        "No policy limits it, so it needs MFA and no access keys. You do this in the console; it is seen when done.",
        "It costs nothing with an app on a phone; a hardware key, which is safer, costs 30 to 60 USD.",
        CANNOT_TAKE_BACK[Item.MANAGEMENT_ROOT_USER],
    ),
    applied=_safe,
    reads=(ROOT_USER,),
    audited=(
        Audited(
            CIS,
            "IAM.4",
            "No access keys of root users",
            _root_users(ACCESS_KEYS, "The management account's root user has no access keys"),
        ),
        Audited(CIS, "IAM.9", "MFA of root users", _root_users(MFA, "The management account's root user has MFA")),
        Audited(BASELINE, "ACCT.02", "The root user restricted", _restricted),
    ),
)
