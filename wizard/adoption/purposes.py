"""What accounts are for, guessed from what they and their units are called. A guess is told as one, and asked."""

from __future__ import annotations

import re
from collections.abc import Iterable

from state.observed import Account
from state.setup import Purpose

WORDS: tuple[tuple[Purpose, frozenset[str]], ...] = (
    (Purpose.DATA_BUNKER, frozenset({"backup", "backups", "bunker", "log", "logarchive", "logging", "logs"})),
    (
        Purpose.SHARED_SERVICES,
        frozenset(
            {"ci", "cicd", "deploy", "deployment", "identity", "infra", "infrastructure", "network", "networking"}
            | {"pipelines", "platform", "services", "shared", "tooling", "tools"}
        ),
    ),
    (
        Purpose.SANDBOX,
        frozenset({"experiments", "lab", "labs", "playground", "sandbox", "sandboxes", "training", "trial"}),
    ),
    (
        Purpose.WORKLOAD,
        frozenset(
            {"app", "apps", "customer", "customers", "dev", "development", "integration", "live", "preprod", "prod"}
            | {"production", "products", "qa", "stage", "staging", "test", "testing", "uat", "workload", "workloads"}
        ),
    ),
)
"""In the order in which they are tried: an account's own name before its units', and the rarer before the common."""


def purposes_of(accounts: Iterable[Account]) -> dict[str, Purpose]:
    """A guess for each account, by its id. There is one data bunker at most: the first of those it could be."""
    found: dict[str, Purpose] = {}
    for account in accounts:
        guess = _guess(account.account_name) or _guess(account.unit_path) or Purpose.OTHER
        taken = guess is Purpose.DATA_BUNKER and guess in found.values()
        found[account.account_id] = Purpose.OTHER if taken else guess
    return found


def _guess(text: str) -> Purpose | None:
    words = set(re.findall(r"[a-z]+", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text).lower()))
    return next((purpose for purpose, known in WORDS if words & known), None)
