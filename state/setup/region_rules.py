"""Which Regions there are, and which of them an organization can be at home in."""

from __future__ import annotations

from state.errors import Advice
from state.setup.partitions import PARTITION_NAMES, REGIONS, REGIONS_FOR_EVERYBODY, partition_of
from state.setup.text_rules import quoted

EVERY_REGION = frozenset().union(*REGIONS.values())


def region_problem(text: str) -> Advice | None:
    """A Region by its code. A mistyped one would only be found out half-way."""
    if text in EVERY_REGION:
        return None
    what = f"{quoted(text)} is not an AWS Region." if text else "The Region is missing."
    nearest = _nearest(text)
    meant = f"Did you mean {nearest}? " if nearest else ""
    return Advice(what, f"{meant}Write the code of a Region, such as eu-west-1 or us-east-1.")


def home_region_problem(text: str) -> Advice | None:
    """The home Region: of the trail, of Identity Center and of the log bucket. It has to be enabled in every account
    from its birth (account management reference, manage-acct-regions; CloudTrail user guide,
    creating-trail-organization)."""
    if not text:
        return Advice(
            "The home Region is missing.", "Write the code of the Region your team works in, such as eu-west-1."
        )
    fault = region_problem(text)
    if fault is not None or partition_of(text) != "aws" or text in REGIONS_FOR_EVERYBODY:
        return fault
    home = _nearest(text, REGIONS_FOR_EVERYBODY) or "eu-west-1"
    return Advice(
        f"{text} has to be enabled in each account by itself, so an organization cannot be at home there: its trail "
        "and Identity Center need a Region that every account has.",
        f"Choose such a Region as home, {home} for example. Enable {text} in the accounts that work there, and name it "
        "among the allowed Regions if you restrict them.",
    )


def partition_advice(region: str) -> Advice | None:
    """What is otherwise where a Region is not in the partition that most people mean by AWS."""
    name = PARTITION_NAMES.get(partition_of(region))
    if name is None or region not in EVERY_REGION:
        return None
    return Advice(
        f"{region} is in {name}, which is apart from the rest of AWS: other accounts, other credentials, a sign-up of "
        "its own, and not every service that guardrails use.",
        "Sign in with credentials of that partition, and look in Review at what it does not have. Choose another home "
        "Region if you meant the rest of AWS.",
    )


def _nearest(text: str, among: frozenset[str] = EVERY_REGION) -> str:
    """The Region that was probably meant; empty where none is near."""
    from difflib import get_close_matches  # seldom needed, and not before somebody has mistyped

    return next(iter(get_close_matches(text.lower().replace("_", "-"), sorted(among), n=1, cutoff=0.7)), "")
