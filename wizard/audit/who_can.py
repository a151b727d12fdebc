"""Who can still do it, once the guardrails of a setup are in force: pure, and before AWS has given any id."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace

from state.observed import SERVICE_CONTROL_POLICY, Observed, Policy
from state.observed.seen import Unknown
from state.observed.settings import audit_logs_of, bucket_name
from state.observed.stand_ins import account_id_of
from state.setup import Setup, is_account_id
from state.setup.guardrails import Choice, Item
from state.setup.partitions import partition_of
from wizard.guardrails import policies_of
from wizard.guardrails.asked import Asked, asked_accounts
from wizard.guardrails.audit_trail import TRAIL
from wizard.guardrails.policies import STAND_IN_ID
from wizard.policies.callers import Cast
from wizard.policies.policy_text import VERSION, Document
from wizard.policies.questions import Answer, Subject, answers

MADE_UP_ACCOUNT, MADE_UP_BUNKER, MADE_UP_MANAGEMENT = "000000000001", "000000000002", "000000000003"
MADE_UP_OTHER = "000000000004"
"""Ids for accounts to which AWS has given none; nobody has them, so no exception can name one."""
FULL_ACCESS: Document = {
    "Version": VERSION,
    "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}],
}
"""FullAWSAccess, which AWS attaches to the root, every unit and every account."""
OTHER_REGIONS = {
    "aws": ("us-west-2", "eu-central-1", "ap-southeast-2", "sa-east-1", "ca-central-1"),
    "aws-cn": ("cn-northwest-1", "cn-north-1"),
    "aws-us-gov": ("us-gov-east-1", "us-gov-west-1"),
    "aws-eusc": ("eusc-de-east-1",),
}
"""Regions to ask about as one that nobody works in, by partition."""
OF_THE_BUCKET = frozenset({"delete the log bucket", "delete logs for good", "let logs expire sooner"})
"""Questions for the data bunker only: service control policies of another account say nothing about its bucket, which
lets nobody from there in anyhow."""
EXPLANATION = (
    "As far as the service control policies of these guardrails go, and what others have attached beside them. Whoever "
    "they leave it open to still needs the permission in IAM, which an administrator has. They never bind the "
    "management account."
)


@dataclass(frozen=True, slots=True)
class Table:
    """The answers for one account."""

    account_name: str
    answers: tuple[Answer, ...]


def who_can(setup: Setup, observed: Observed | None = None) -> tuple[Table, ...]:
    """For a workload account, for the data bunker, and for each account, invited ones too, that some guardrail leaves
    out. Raises WrongInput for role names that no policy can carry."""
    return tuple(_table(setup, asked, observed or Observed()) for asked in asked_accounts(setup))


def _table(setup: Setup, asked: Asked, observed: Observed) -> Table:
    told = answers(_levels(setup, asked, observed), _subject(setup, asked, observed))
    hidden = observed.looked_at_in_vain(("policies",))
    if hidden is not None:
        told = tuple(_if_nobody_else_denies(answer, hidden) for answer in told)
    if not asked.is_bunker:
        told = tuple(answer for answer in told if answer.question not in OF_THE_BUCKET)
    return Table(asked.name, told)


def _if_nobody_else_denies(answer: Answer, hidden: Unknown) -> Answer:
    """What these guardrails deny is denied whatever else there is; what they leave open, a policy that nobody could
    look at may deny."""
    if answer.allowed is False:
        return answer
    because = f"Which policies are attached could not be seen: {hidden.what} {hidden.remedy}"
    return replace(answer, allowed=None, because=because)


def _levels(setup: Setup, asked: Asked, observed: Observed) -> tuple[tuple[Document, ...], ...]:
    """From the root over each unit to the account, on which nothing of ours is attached: what others have attached, as
    far as it was read, and every policy that is wanted."""
    there = [each for each in observed.policies if each.policy_type == SERVICE_CONTROL_POLICY]
    by_path = {path: _staying(setup, [each for each in there if path in each.paths]) for path in asked.paths}
    account = observed.account_called(asked.reference)
    on_it = [each for each in there if account is not None and account.account_id in each.accounts]
    bunker_id = _bunker_id(setup, observed)
    for item, placed in policies_of(setup):
        if setup.applies(item) and placed.policy_type == SERVICE_CONTROL_POLICY and placed.path in by_path:
            content = placed.text.content.replace(STAND_IN_ID, bunker_id)
            by_path[placed.path].append(json.loads(_with_ids(content, setup, asked, observed)))
    return (*(tuple(by_path[path]) for path in asked.paths), tuple(_staying(setup, on_it)))


def _staying(setup: Setup, there: list[Policy]) -> list[Document]:
    """Of what is attached somewhere, what stays beside what is wanted. AWS insists on one policy at least, so none
    means that nobody has read them; of AWS's own, such as FullAWSAccess, no content is read."""
    ours = {placed.text.policy_name for item, placed in policies_of(setup) if _is_written_anew(setup, item)}
    stay = [json.loads(each.content) if each.content else FULL_ACCESS for each in there if each.policy_name not in ours]
    return stay if there else [FULL_ACCESS]


def _is_written_anew(setup: Setup, item: Item) -> bool:
    """Whether what is attached of it now is not what will be."""
    return setup.applies(item) or setup.guardrails.choice(item) is Choice.TAKE_BACK


def _with_ids(content: str, setup: Setup, asked: Asked, observed: Observed) -> str:
    """With ids for the accounts that AWS has given none; the account that is asked about has the one it is asked by."""
    for reference in (
        *(setup.email_of(each) for each in setup.accounts),
        *(each.account for each in setup.invitations),
    ):
        own = _made_up(asked) if reference == asked.reference else MADE_UP_OTHER
        content = content.replace(account_id_of(reference), _id_of(reference, observed, own))
    return content


def _made_up(asked: Asked) -> str:
    return MADE_UP_BUNKER if asked.is_bunker else MADE_UP_ACCOUNT


def _subject(setup: Setup, asked: Asked, observed: Observed) -> Subject:
    partition, region = partition_of(setup.home_region), setup.home_region
    account_id = _id_of(asked.reference, observed, _made_up(asked))
    management = setup.management_account_id or MADE_UP_MANAGEMENT
    cast = Cast(partition, account_id, region, asked.access_role)
    trail = f"arn:{partition}:cloudtrail:{region}:{management}:trail/{TRAIL}"
    bucket = bucket_name(audit_logs_of(setup.guardrails), _bunker_id(setup, observed))
    return Subject(cast, bucket, trail, _another_region(setup, partition))


def _another_region(setup: Setup, partition: str) -> str:
    used = {setup.home_region, *setup.guardrails.allowed_regions}
    offered = OTHER_REGIONS.get(partition, OTHER_REGIONS["aws"])
    return next((region for region in offered if region not in used), offered[-1])


def _bunker_id(setup: Setup, observed: Observed) -> str:
    bunker = setup.data_bunker
    return _id_of(setup.email_of(bunker), observed, MADE_UP_BUNKER) if bunker else MADE_UP_BUNKER


def _id_of(reference: str, observed: Observed, made_up: str) -> str:
    found = observed.account_called(reference)
    return found.account_id if found else reference if is_account_id(reference) else made_up


def in_words(answer: Answer) -> str:
    """yes, no or cannot tell."""
    return {True: "yes", False: "no", None: "cannot tell"}[answer.allowed]


def grouped(table: Table) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each question of the table as a heading, with a line for each answer: yes or no, of whom, and why."""
    for question in dict.fromkeys(answer.question for answer in table.answers):
        alike: dict[tuple[str, str], list[str]] = {}
        for answer in table.answers:
            if answer.question == question:
                alike.setdefault((in_words(answer), answer.because), []).append(answer.who)
        lines = (f"{word}: {_listed(names)}. {because}" for (word, because), names in alike.items())
        yield f"Who can still {question}?", tuple(lines)


def _listed(names: list[str]) -> str:
    """Names of which each begins with a capital, as one phrase."""
    rest = [name[:1].lower() + name[1:] for name in names[1:]]
    return ", ".join((names[0], *rest[:-1])) + (f" and {rest[-1]}" if rest else "")
