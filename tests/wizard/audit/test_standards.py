"""Two lists that auditors go by: met is what was seen, and everything else is the team's to do."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest

from state.changes.organization import CreateOrganization
from state.inventory.schema import json_schema
from state.setup import Invitation, Setup
from state.setup.guardrails import Contact, Guardrails, Level
from tests.guarding import bunker_and_shop
from tests.rehearsing import EXISTING_ACCOUNT, apply_all, exported, signed_in
from wizard.audit import standards
from wizard.audit.standards import Line
from wizard.guardrails.auditing import Status
from wizard.onboarding.onboarding import Onboarding
from wizard.plan.assessment import assess_all
from wizard.plan.claims import claims_of

CONTACT = Contact(full_name="Anna", title="Security", email="security@acme.example", phone="+49 30 123456")
STRICT = Guardrails(
    level=Level.STRICT, security_contact=CONTACT, monthly_budget_usd=200, budget_email="billing@acme.example"
)
MET_BY_STRICT = {
    *("Account.1", "CloudTrail.1", "CloudTrail.4", "EC2.7", "IAM.4", "IAM.9", "IAM.15", "IAM.16", "S3.1"),
    *("ACCT.01", "ACCT.02", "ACCT.06", "ACCT.07", "ACCT.08", "ACCT.10", "ACCT.17"),
}


def judged(onboarding: Onboarding) -> dict[str, Line]:
    setup, observed = onboarding.setup, onboarding.look()
    return {line.item: line for line in standards.lines(setup, observed, assess_all(claims_of(setup), observed))}


def met(lines: dict[str, Line]) -> set[str]:
    return {item for item, line in lines.items() if line.status is Status.MET}


def guarded(guardrails: Guardrails, existing_account: str = "") -> Setup:
    invitations = (Invitation(account=existing_account, organizational_unit="Workloads"),) if existing_account else ()
    return replace(bunker_and_shop(guardrails), invitations=invitations)


def test_both_lists_are_whole_and_every_line_says_why_in_a_sentence(tmp_path: Path) -> None:
    with signed_in(tmp_path, guarded(STRICT)) as onboarding:
        lines = judged(onboarding)

    assert [item for item in lines if item.startswith("ACCT.")] == [f"ACCT.{number:02}" for number in range(1, 18)]
    assert len(lines) == 18 + 17
    assert all(line.because[0].isupper() and line.because.endswith(".") for line in lines.values())
    assert met(lines) == set()


def test_after_strict_exactly_what_was_seen_is_met(tmp_path: Path) -> None:
    with signed_in(tmp_path, guarded(STRICT)) as onboarding:
        apply_all(onboarding)
        assert met(judged(onboarding)) == MET_BY_STRICT


def test_without_guardrails_nothing_is_met(tmp_path: Path) -> None:
    with signed_in(tmp_path, guarded(Guardrails(level=Level.NONE))) as onboarding:
        apply_all(onboarding)
        assert met(judged(onboarding)) == set()


def test_an_account_that_nobody_looks_into_keeps_a_line_open(tmp_path: Path) -> None:
    with signed_in(tmp_path, guarded(STRICT), "existing-organization") as onboarding:
        apply_all(onboarding)
        lines = judged(onboarding)

    assert "S3.1" not in met(lines)
    assert "not looked at by this program" in lines["S3.1"].because


def test_a_line_about_trails_does_not_apply_where_there_is_none(tmp_path: Path) -> None:
    with signed_in(tmp_path, guarded(STRICT)) as onboarding:
        list(onboarding.apply(frozenset({CreateOrganization()})))
        lines = judged(onboarding)

    assert lines["CloudTrail.4"].status is Status.NOT_APPLICABLE


@pytest.mark.parametrize("level", Level)
def test_the_inventory_tells_policies_baseline_and_benchmarks_the_same_way_every_time(
    tmp_path: Path, level: Level
) -> None:
    with signed_in(tmp_path, guarded(replace(STRICT, level=level))) as onboarding:
        apply_all(onboarding)
        text = exported(onboarding, "inventory")
        assert exported(onboarding, "inventory") == text

    document = json.loads(text)
    jsonschema.validate(document, json_schema())
    assert {check["status"] for check in document["baseline"]} <= {"met"}
    ours = [policy for policy in document["policies"] if policy["name"].startswith("orgwizard-")]
    assert bool(ours) is (level is not Level.NONE)
    assert all(policy["targets"] and policy["sha256"] for policy in ours)


def test_the_baseline_names_every_account_by_its_id(tmp_path: Path) -> None:
    with signed_in(tmp_path, guarded(STRICT, EXISTING_ACCOUNT)) as onboarding:
        apply_all(onboarding)
        document = json.loads(exported(onboarding, "inventory"))

    ids = {account["id"] for account in document["accounts"]}
    assert {check["account"] for check in document["baseline"]} <= ids | {EXISTING_ACCOUNT}, "one is only invited"
    assert len({check["account"] for check in document["baseline"]}) == len(ids) + 1
