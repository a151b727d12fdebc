"""A second opinion on guardrails: moto, as far as it has the operations, reads back what the simulated AWS does.

moto 5.2 has neither trusted access for central root access, nor instance metadata defaults, nor AssumeRoot; and calls
of S3 Control have the account's id before the host's name, which leads nowhere from 127.0.0.1.
"""

from __future__ import annotations

from pathlib import Path

from state.observed import Observed
from state.saved.journal import Journal
from state.setup import Setup
from state.setup.guardrails import Choice, Item, Level
from tests.contract.conftest import Aws
from tests.guarding import bunker_and_shop, guardrails
from tests.stage import ending_of
from wizard.aws.gateway import AwsGateway
from wizard.claims.base import Satisfied
from wizard.engine import run
from wizard.engine.events import Ending
from wizard.plan import make_plan
from wizard.plan.claims import claims_of, scope_of

KNOWN_TO_MOTO = (
    Item.DENY_LEAVING,
    Item.DENY_ROOT_USER,
    Item.PROTECT_ACCESS_ROLES,
    Item.AUDIT_TRAIL,
    Item.PROTECT_AUDIT_TRAIL,
    Item.PROTECT_DATA_BUNKER,
    Item.BACKUPS,
    Item.EBS_ENCRYPTION,
    Item.PASSWORD_POLICY,
    Item.ALLOWED_REGIONS,
    Item.QUARANTINE,
)
MOST_RUNS = 2
"""moto makes buckets as S3 did before 2023, neither encrypted nor private, so that a second review has more."""


def known_to_moto() -> Setup:
    return bunker_and_shop(guardrails(Level.NONE, dict.fromkeys(KNOWN_TO_MOTO, Choice.APPLY)))


def look(aws: Aws, setup: Setup) -> Observed:
    return aws.gateway.observe(aws.sections, scope_of(setup), Observed())


def test_what_moto_has_of_the_guardrails_is_applied_and_read_back(aws: Aws, tmp_path: Path) -> None:
    assert isinstance(aws.gateway, AwsGateway)
    setup = known_to_moto()
    assert isinstance(aws.gateway, AwsGateway)
    claims, endings = claims_of(setup), []
    for number in range(MOST_RUNS):
        approved = make_plan(claims, look(aws, setup)).approved()
        journal = Journal(tmp_path / f"{number}.jsonl")
        events = list(run(claims, scope_of(setup), aws.gateway, journal, aws.gateway.clock, approved))
        endings.append(ending_of(events))
        if endings[-1] is Ending.DONE:
            break

    assert endings[-1] is Ending.DONE, endings
    again = make_plan(claims, look(aws, setup))
    assert again.approved() == frozenset()
    assert [claim.title for claim, verdict in again.verdicts if not isinstance(verdict, Satisfied)] == []
