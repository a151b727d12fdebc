"""Two lists that auditors go by, and how the organization stands against each line of them. Pure, and honest: what the
program does not look at is the team's to do.

The lines are those of the CIS AWS Foundations Benchmark v5.0.0 and v3.0.0 with Security Hub's ids (Security Hub user
guide, cis-aws-foundations-benchmark), and of the AWS Startup Security Baseline, ACCT.01 to ACCT.17 (prescriptive
guidance, securing-your-account).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from state.observed import AccountState, Observed
from state.observed.settings import MANAGEMENT_ACCOUNT, SettingName
from state.setup import Setup
from state.setup.guardrails import Item
from wizard.claims.base import Claim, Satisfied, Verdict
from wizard.guardrails import policy_texts
from wizard.guardrails.data_bunker import TRAIL

CIS = "CIS AWS Foundations"
BASELINE = "Startup Security Baseline"


class Status(StrEnum):
    """How a line stands."""

    MET = "met"
    NOT_APPLICABLE = "not applicable"
    YOURS = "yours to do"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a list."""

    standard: str
    item: str
    """Security Hub's id, or ACCT.01 to ACCT.17."""
    title: str
    status: Status
    because: str
    """A whole sentence."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What lines are judged by."""

    setup: Setup
    observed: Observed
    verdicts: Mapping[str, Verdict]
    """By the claim's key."""

    def holds(self, key: str) -> bool:
        """Whether a claim was made, and holds."""
        return isinstance(self.verdicts.get(key), Satisfied)

    def everywhere(self, setting: SettingName, *, members_only: bool = False) -> str:
        """In which accounts of the organization a setting does not hold or is not looked at, as a sentence; empty
        for none."""
        if self.observed.organization is None:
            return "There is no organization yet."
        management = self.observed.organization.management_account_id
        without = sorted(
            account.account_name
            for account in self.observed.accounts
            if account.state == AccountState.ACTIVE
            and not (members_only and account.account_id == management)
            and not any(
                self.holds(f"{setting}:{reference.lower()}")
                for reference in (
                    (MANAGEMENT_ACCOUNT,) if account.account_id == management else (account.email, account.account_id)
                )
            )
        )
        shown = ", ".join(without[:5]) + (f" and {len(without) - 5} more" if len(without) > 5 else "")
        return f"Not set, or not looked at by this program, in {shown}." if without else ""

    def policy(self, item: Item) -> bool:
        """Whether the policy of a protection is in force."""
        return any(
            self.holds(f"policy:{text.policy_name}:{path}")
            for each, _, text, path in policy_texts(self.setup)
            if each is item
        )

    @property
    def trails(self) -> Mapping[str, Mapping[str, object]] | None:
        """The management account's trails by name; None when they were not looked at."""
        setting = self.observed.setting(MANAGEMENT_ACCOUNT, SettingName.TRAILS)
        return None if setting is None or setting.trouble else (setting.content or {})


Judged = tuple[Status, str]
Judge = Callable[[Facts], Judged]


def lines(setup: Setup, observed: Observed, assessed: tuple[tuple[Claim, Verdict], ...]) -> tuple[Line, ...]:
    """Every line of both lists; `assessed` are the verdicts of all the setup's claims."""
    facts = Facts(setup, observed, {claim.key: verdict for claim, verdict in assessed})
    return tuple(Line(benchmark, item, title, *judge(facts)) for benchmark, item, title, judge in _LINES)


def _yours(why: str) -> Judge:
    return lambda _facts: (Status.YOURS, why)


def _in_every_account(setting: SettingName, met: str) -> Judge:
    def judge(facts: Facts) -> Judged:
        missing = facts.everywhere(setting)
        return (Status.YOURS, missing) if missing else (Status.MET, met)

    return judge


def _in_the_home_region(setting: SettingName, rest: str) -> Judge:
    """Settings of a Region are made in the home Region only."""

    def judge(facts: Facts) -> Judged:
        missing = facts.everywhere(setting)
        if missing:
            return Status.YOURS, missing
        return Status.YOURS, f"It is set in {facts.setup.home_region} in every account. {rest}"

    return judge


def _no_root_keys(facts: Facts) -> Judged:
    return _root_users(facts, "root-user:access-keys", "The management account's root user has no access keys")


def _root_mfa(facts: Facts) -> Judged:
    return _root_users(facts, "root-user:mfa", "The management account's root user has MFA")


def _root_users(facts: Facts, key: str, met: str) -> Judged:
    if not facts.holds(key):
        return Status.YOURS, "It is not so yet in the management account, or it was not looked at."
    missing = facts.everywhere(SettingName.ROOT_CREDENTIALS, members_only=True)
    if missing:
        return Status.YOURS, f"{met}. Whether the other accounts' root users have credentials was not looked at in all."
    return Status.MET, f"{met}, and the other accounts' root users have no credentials."


def _trail(facts: Facts) -> Judged:
    ours = (facts.trails or {}).get(TRAIL)
    if ours and ours["organization"] and ours["multi_region"] and ours["logging"]:
        return Status.MET, f"Trail {TRAIL} records every account and every Region."
    if facts.holds("audit-trail"):
        return Status.YOURS, "A trail of your own records the organization; see that it has all management events."
    return Status.YOURS, "No trail of the whole organization is known to record."


def _about_trails(yours: str, aspect: str = "") -> Judge:
    """A line about each trail; where there is none, there is nothing to judge."""

    def judge(facts: Facts) -> Judged:
        if facts.trails is None:
            return Status.YOURS, "Trails were not looked at."
        if not facts.trails:
            return Status.NOT_APPLICABLE, "The management account has no trail, and this is about trails."
        lacking = [name for name, trail in facts.trails.items() if not (aspect and trail[aspect])]
        if not lacking:
            return (
                Status.MET,
                "It is so for every trail of the management account; other accounts' own are not looked at.",
            )
        return Status.YOURS, f"{yours} It concerns {', '.join(sorted(lacking))}."

    return judge


def _root_user_restricted(facts: Facts) -> Judged:
    safe = facts.holds("root-user:mfa") and facts.holds("root-user:access-keys")
    if safe and facts.policy(Item.DENY_ROOT_USER):
        return Status.MET, "The management account's has MFA and no access keys; a policy stops all the others."
    return Status.YOURS, "It takes MFA and no access keys in the management account, and the policy against the others."


def _budget(facts: Facts) -> Judged:
    if facts.holds(f"{SettingName.BUDGETS}:{MANAGEMENT_ACCOUNT}"):
        return Status.MET, "A budget warns somebody."
    return Status.YOURS, "No budget that warns somebody is known."


def _regions(facts: Facts) -> Judged:
    if facts.policy(Item.ALLOWED_REGIONS):
        return Status.MET, "A policy denies every Region but yours; it does not bind the management account."
    return Status.YOURS, "Choose the guardrail for Regions, or disable Regions you do not use."


_CONTACT = _in_every_account(SettingName.SECURITY_CONTACT, "Every account has a security contact.")
_PASSWORDS = _in_every_account(
    SettingName.PASSWORD_POLICY, "Every account has a password policy that is strict enough."
)
_NOT_PUBLIC = _in_every_account(SettingName.PUBLIC_ACCESS_BLOCK, "Public access is blocked in every account.")
_NOT_LOOKED_AT = "This program does not look at it."
_LINES: tuple[tuple[str, str, str, Judge], ...] = (
    (CIS, "Account.1", "A security contact for each account", _CONTACT),
    (CIS, "CloudTrail.1", "A trail of all Regions with management events", _trail),
    (
        CIS,
        "CloudTrail.2",
        "Trails encrypted with a key of AWS KMS",
        _about_trails("The bucket encrypts with S3's keys; whether a KMS key does beside it is not looked at."),
    ),
    (CIS, "CloudTrail.4", "Log file validation of trails", _about_trails("Turn it on.", "validation")),
    (CIS, "CloudTrail.7", "Access logging of the trail's bucket", _about_trails(_NOT_LOOKED_AT)),
    (CIS, "Config.1", "AWS Config records", _yours(f"{_NOT_LOOKED_AT} AWS charges for each recorded item.")),
    (CIS, "EC2.2", "Default security groups allow nothing", _yours(_NOT_LOOKED_AT)),
    (CIS, "EC2.6", "Flow logs in each VPC", _yours(_NOT_LOOKED_AT)),
    (
        CIS,
        "EC2.7",
        "EBS encryption by default",
        _in_the_home_region(SettingName.EBS_ENCRYPTION, "Turn it on in other Regions that you use."),
    ),
    (
        CIS,
        "EC2.8",
        "Instances need IMDSv2",
        _in_the_home_region(SettingName.INSTANCE_METADATA, "Instances that run already, and other Regions, are yours."),
    ),
    (CIS, "IAM.4", "No access keys of root users", _no_root_keys),
    (CIS, "IAM.6", "Hardware MFA of root users", _yours("AWS does not say which kind of MFA device it is.")),
    (CIS, "IAM.9", "MFA of root users", _root_mfa),
    (CIS, "IAM.15", "Passwords of 14 characters or more", _PASSWORDS),
    (CIS, "IAM.16", "No password used again", _PASSWORDS),
    (CIS, "IAM.18", "A role for cases with AWS Support", _yours(_NOT_LOOKED_AT)),
    (
        CIS,
        "IAM.28",
        "IAM Access Analyzer in each Region",
        _yours(f"{_NOT_LOOKED_AT} Its external access part is free."),
    ),
    (CIS, "S3.1", "Public access to S3 blocked in each account", _NOT_PUBLIC),
    (BASELINE, "ACCT.01", "Contacts of the account", _CONTACT),
    (BASELINE, "ACCT.02", "The root user restricted", _root_user_restricted),
    (BASELINE, "ACCT.03", "Console access for each person", _yours("Give people IAM Identity Center or IAM users.")),
    (BASELINE, "ACCT.04", "Permissions by groups and roles", _yours(_NOT_LOOKED_AT)),
    (
        BASELINE,
        "ACCT.05",
        "MFA for everybody",
        _yours("Roles made here ask for it; your users' sign-in is not looked at."),
    ),
    (BASELINE, "ACCT.06", "A password policy", _PASSWORDS),
    (BASELINE, "ACCT.07", "What happens recorded by CloudTrail", _trail),
    (BASELINE, "ACCT.08", "No public access to private buckets", _NOT_PUBLIC),
    (BASELINE, "ACCT.09", "Unused VPCs and their like deleted", _yours(_NOT_LOOKED_AT)),
    (BASELINE, "ACCT.10", "A budget with alerts", _budget),
    (BASELINE, "ACCT.11", "IAM Access Analyzer", _yours(f"{_NOT_LOOKED_AT} Its external access part is free.")),
    (BASELINE, "ACCT.12", "Trusted Advisor read", _yours(_NOT_LOOKED_AT)),
    (
        BASELINE,
        "ACCT.13",
        "Credentials that live short",
        _yours("Roles made here give such; IAM users' keys are not looked at."),
    ),
    (BASELINE, "ACCT.14", "GuardDuty", _yours(f"{_NOT_LOOKED_AT} It is free for 30 days, then charged by volume.")),
    (BASELINE, "ACCT.15", "Security Hub", _yours(f"{_NOT_LOOKED_AT} It needs AWS Config, which is charged.")),
    (BASELINE, "ACCT.16", "Cost Anomaly Detection", _yours(f"{_NOT_LOOKED_AT} It is free.")),
    (BASELINE, "ACCT.17", "Only the Regions that are used", _regions),
)


def summary(judged: tuple[Line, ...], benchmark: str) -> str:
    """How many lines of a list stand how: `7 met, 11 yours to do`."""
    counts = [
        (status, sum(line.standard == benchmark and line.status is status for line in judged)) for status in Status
    ]
    return ", ".join(f"{number} {status}" for status, number in counts if number)
