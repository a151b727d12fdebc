"""There is a place for backups: a bucket in the data bunker to which the other accounts write."""

from __future__ import annotations

from collections.abc import Iterator

from state.observed.settings import BACKUPS, as_value, audit_logs_of, backups_of, bucket_name
from state.observed.stand_ins import ORGANIZATION_ID, account_id_of
from state.setup import Setup
from state.setup.guardrails import CANNOT_TAKE_BACK, Item
from wizard.claims.accounts import account_key
from wizard.claims.base import Claim
from wizard.edits.guardrails import BUCKETS
from wizard.guardrails.base import STORAGE, Group, Guardrail, Value, ValueWords, Wanted, Words
from wizard.guardrails.bucket_lifecycle import Keeping
from wizard.guardrails.bucket_reads import bucket_reads
from wizard.guardrails.buckets import bucket_claims
from wizard.policies.buckets import backups_bucket_policy


def _there(wanted: Wanted) -> Iterator[Claim]:
    """For the accounts that are created, those to come included."""
    place = wanted.bunker
    if place is None:
        return
    others = [each.account for each in wanted.created if each != place]
    writers = [account_id_of(account) for account in others]
    called = backups_of(wanted.setup.guardrails)
    bucket = bucket_name(called, account_id_of(place.account))
    policy = backups_bucket_policy(wanted.partition, bucket, ORGANIZATION_ID, writers)
    keys = tuple(account_key(account) for account in others)
    yield from bucket_claims(wanted, called, as_value(policy), keeping=Keeping(), writers=keys)


def _names(setup: Setup) -> str:
    guardrails = setup.guardrails
    usual = not (guardrails.audit_bucket_suffix or guardrails.backup_bucket_suffix)
    return "as usual" if usual else f"{audit_logs_of(guardrails)}, {backups_of(guardrails)}"


GUARDRAIL = Guardrail(
    item=Item.BACKUPS,
    group=Group.DATA_BUNKER,
    words=Words(
        "There is a place for backups",
        "A bucket in the data bunker to which the other accounts write; none of them can delete what is there.",
        "It costs nothing while it is empty; storing backups costs what they weigh.",
        CANNOT_TAKE_BACK[Item.BACKUPS],
    ),
    applied=_there,
    reads=bucket_reads(BACKUPS),
    value=ValueWords(
        Value.BUCKETS,
        "Names of the buckets",
        "What the names of the data bunker's buckets have more than usual. It is only needed where a bucket cannot be "
        "made, because somebody else's account has one of that name already. A bucket that was made keeps its name.",
        BUCKETS,
        _names,
    ),
    costs=lambda _setup: (STORAGE,),
)
