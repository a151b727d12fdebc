"""Who can still do X? A dozen telling actions, and what the service control policies leave open of them.

An answer is about these policies only: whoever they leave it open to still needs the permission in IAM, which an
administrator has.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wizard.policies.callers import Caller, Cast
from wizard.policies.evaluator import decide
from wizard.policies.policy_text import Document


@dataclass(frozen=True, slots=True)
class Subject:
    """The account that is asked about, and what is in its reach."""

    cast: Cast
    log_bucket: str
    """The name of the data bunker's bucket for the trail."""
    trail_arn: str
    another_region: str
    """A Region that the team does not work in; the home Region is the cast's."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One line of the table."""

    question: str
    """Such as `stop the audit trail`, to be read after `Who can still …?`."""
    who: str
    allowed: bool | None
    """None when it cannot be told."""
    because: str
    """A whole sentence."""


@dataclass(frozen=True, slots=True)
class _Question:
    question: str
    action: str
    resource: str
    region: str
    callers: tuple[Caller, ...]


def answers(levels: Sequence[Sequence[Document]], subject: Subject) -> tuple[Answer, ...]:
    """Every question for every caller it is telling of; `levels` as `decide` takes them, for the account's place."""
    return tuple(_answers(levels, subject))


def _answers(levels: Sequence[Sequence[Document]], subject: Subject) -> Iterator[Answer]:
    for each in (*_of_the_account(subject), *_of_the_bunker(subject), *_of_regions(subject)):
        for caller in each.callers:
            decision = decide(levels, caller.wants(each.action, each.resource, each.region))
            yield Answer(each.question, caller.who, decision.allowed, decision.because)


def _of_the_account(subject: Subject) -> tuple[_Question, ...]:
    cast = subject.cast
    people = (cast.administrator, cast.identity_center, cast.root_user)
    home, worldwide = cast.home_region, cast.global_region
    account = f"arn:{cast.partition}:iam::{cast.account_id}"
    access_role = f"{account}:role/{cast.access_role}"
    insiders = (*people, cast.access)
    return (
        _Question(
            "take the account out of the organization", "organizations:LeaveOrganization", "*", worldwide, insiders
        ),
        _Question("close the account from within", "account:CloseAccount", "*", worldwide, insiders),
        _Question("work as the root user", "s3:ListAllMyBuckets", "*", home, (cast.root_user,)),
        _Question(
            "delete the root user's credentials",
            "iam:DeleteLoginProfile",
            f"{account}:root",
            worldwide,
            (cast.central_root,),
        ),
        _Question(
            "change the organization access role", "iam:UpdateAssumeRolePolicy", access_role, worldwide, insiders
        ),
    )


def _of_the_bunker(subject: Subject) -> tuple[_Question, ...]:
    cast = subject.cast
    home = cast.home_region
    bucket = f"arn:{cast.partition}:s3:::{subject.log_bucket}"
    insiders = (cast.administrator, cast.identity_center, cast.root_user, cast.access)
    return (
        _Question("stop the audit trail", "cloudtrail:StopLogging", subject.trail_arn, home, insiders),
        _Question("delete the log bucket", "s3:DeleteBucket", bucket, home, insiders),
        _Question("delete logs for good", "s3:DeleteObjectVersion", f"{bucket}/AWSLogs/a.gz", home, insiders),
        _Question("let logs expire sooner", "s3:PutLifecycleConfiguration", bucket, home, insiders),
    )


def _of_regions(subject: Subject) -> tuple[_Question, ...]:
    cast = subject.cast
    away, home, worldwide = subject.another_region, cast.home_region, cast.global_region
    people = (cast.administrator, cast.identity_center)
    return (
        _Question(f"launch an instance in {away}", "ec2:RunInstances", "*", away, (*people, cast.access)),
        _Question(f"launch an instance in {home}", "ec2:RunInstances", "*", home, people),
        _Question(f"record configuration in {away}", "config:PutEvaluations", "*", away, (cast.service_linked,)),
        _Question(
            "manage IAM", "iam:CreateRole", f"arn:{cast.partition}:iam::{cast.account_id}:role/app", worldwide, people
        ),
        _Question("see what it costs", "ce:GetCostAndUsage", "*", worldwide, people),
        _Question("open a support case", "support:CreateCase", "*", worldwide, people),
        _Question(
            "assume a role",
            "sts:AssumeRole",
            f"arn:{cast.partition}:iam::{cast.account_id}:role/app",
            worldwide,
            people,
        ),
        _Question(f"have a model answer from {away}", "bedrock:InvokeModel", "*", away, people),
    )
