"""What somebody is told before anything is changed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from state.changes.accounts import CreateAccount
from state.changes.base import Change
from state.changes.handshakes import InviteAccountToOrganization
from state.changes.organization import CreateOrganization
from state.observed import CONTROL_TOWER, Account, AccountCreation, Identity, Observed, Organization, Surroundings
from state.observed.handshake import Handshake
from state.observed.seen import NOT_ASKED, Known, Unknown
from state.setup import MemberAccount, Setup
from state.setup.guardrails import Guardrails, Level
from tests.rehearsing import UNGUARDED, signed_in, suggested
from wizard.claims.accounts import MemberAccountExists
from wizard.claims.base import Blocked, Satisfied
from wizard.narration import plan_lines, plan_record
from wizard.plan.finding import Finding
from wizard.plan.findings import findings

OWNER = "999988887777"
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
SETUP = Setup(name="acme", home_region="eu-west-1", guardrails=UNGUARDED)
ANNA = Observed(identity=Identity(OWNER, f"arn:aws:iam::{OWNER}:user/anna"))
ESTABLISHED = replace(
    ANNA,
    organization=Organization("o-1", "", "ALL", OWNER, ""),
    accounts=(Account(OWNER, "acme-root", "root@acme.example", "ACTIVE", "INVITED"),),
)
SHOP = CreateAccount("shop", "aws+shop@acme.example", "OrganizationAccountAccessRole")


def with_(observed: Observed, surroundings: Surroundings) -> Observed:
    return replace(observed, surroundings=surroundings)


def found(observed: Observed, *changes: Change, setup: Setup = SETUP) -> tuple[Finding, ...]:
    return findings(setup, observed, changes)


def the_only(observed: Observed, *changes: Change, setup: Setup = SETUP) -> Finding:
    (finding,) = found(observed, *changes, setup=setup)
    for text in (finding.what, finding.remedy):
        assert text[0].isupper() or text[0].isdigit()
        assert text.endswith(".")
    return finding


@pytest.mark.parametrize("observed", [ANNA, ESTABLISHED])
def test_where_nothing_is_known_to_be_wrong_nothing_is_said(observed: Observed) -> None:
    sound = Surroundings(
        account_quota=Known(10),
        account_plan=Known("PAID"),
        invitations_received=Known(()),
        root_access_keys=Known(value=False),
        root_mfa=Known(value=True),
    )

    assert found(observed, CreateOrganization(), SHOP) == ()
    assert found(with_(observed, sound), CreateOrganization(), SHOP) == ()


def test_an_account_in_use_is_named_before_it_becomes_the_management_account_and_not_afterwards() -> None:
    used = Surroundings(buckets=Known(3), instances=Known(1), iam_users=Known(5))
    finding = the_only(with_(ANNA, used), CreateOrganization())

    assert finding.serious
    assert "3 buckets, 1 instance in eu-west-1, 5 IAM users" in finding.what
    assert "invite this one" in finding.remedy
    assert found(with_(ESTABLISHED, used), SHOP) == ()
    fresh = Surroundings(buckets=Known(0), instances=Known(0), iam_users=Known(2))
    assert found(with_(ANNA, fresh), CreateOrganization()) == ()


def test_what_could_not_be_counted_is_said_before_it() -> None:
    hidden = Unknown("You are not authorized.", "Ask an administrator.")
    seen = found(with_(ANNA, Surroundings(buckets=hidden, instances=hidden)), CreateOrganization())

    assert [each.what.partition(":")[0] for each in seen] == [
        "It could not be seen whether this account has buckets already",
        "It could not be seen whether instances run in this account already",
    ]


def test_the_root_user_is_told_that_it_cannot_enter_the_new_accounts() -> None:
    finding = the_only(Observed(identity=Identity(OWNER, f"arn:aws:iam::{OWNER}:root")))

    assert "assume no role" in finding.what
    assert "administrator" in finding.remedy


@pytest.mark.parametrize(
    ("surroundings", "word"),
    [
        (Surroundings(root_access_keys=Known(value=True)), "access keys"),
        (Surroundings(root_mfa=Known(value=False)), "multi-factor"),
    ],
)
def test_an_unguarded_root_user_is_serious(surroundings: Surroundings, word: str) -> None:
    finding = the_only(with_(ANNA, surroundings))

    assert word in finding.what
    assert finding.serious


def test_a_free_plan_ends_with_the_organization_unless_it_is_there_already() -> None:
    free = with_(ANNA, Surroundings(account_plan=Known("FREE")))

    finding = the_only(free, CreateOrganization())

    assert finding.serious
    assert "credits expire at once" in finding.what
    assert "Upgrade to the Paid plan by hand first" in finding.remedy
    assert found(free) == ()


def test_an_open_invitation_elsewhere_is_told_before_an_organization_is_made() -> None:
    invitation = Handshake("h-1", "OPEN", OWNER, NOON, NOON + timedelta(days=15), sender_id="123456789012")
    invited = with_(ANNA, Surroundings(invitations_received=Known((invitation, replace(invitation, state="DECLINED")))))

    finding = the_only(invited, CreateOrganization())

    assert "123456789012" in finding.what
    assert "h-1, until 2026-01-16" in finding.what
    assert found(invited) == ()


def organization_of(closed: int, open_invitations: int, quota: int | None) -> Observed:
    members = [Account(f"{number:012}", "", f"{number}@x.example", "ACTIVE") for number in range(4)]
    gone = [Account(f"{number:012}", "", f"{number}@x.example", "CLOSED") for number in range(50, 50 + closed)]
    invitations = [Handshake(f"h-{number}", "OPEN", str(number), NOON, NOON) for number in range(open_invitations)]
    return replace(
        ESTABLISHED,
        accounts=(*ESTABLISHED.accounts, *members, *gone),
        handshakes=(*invitations, Handshake("h-x", "EXPIRED", "x", NOON, NOON)),
        creations=(AccountCreation("car-1", "coming", "IN_PROGRESS", NOON),),
        surroundings=Surroundings(account_quota=NOT_ASKED if quota is None else Known(quota)),
    )


def test_what_does_not_fit_the_quota_is_reckoned_up() -> None:
    full = organization_of(closed=2, open_invitations=1, quota=10)

    finding = the_only(full, SHOP, InviteAccountToOrganization("444455556666"))

    assert finding.serious
    assert finding.what == (
        "5 in the organization + 2 closed, which count for 90 days + 1 being created + 1 invited + 1 to be created + "
        "1 to be invited make 11 accounts, and AWS says that it allows this organization 10."
    )
    assert found(full, SHOP) == ()


def test_without_a_known_quota_the_usual_one_is_reckoned_with_but_not_insisted_on() -> None:
    finding = the_only(organization_of(closed=3, open_invitations=1, quota=None), SHOP)

    assert "AWS allows a new organization 10" in finding.what
    assert not finding.serious


def test_a_full_organization_is_no_news_when_nothing_is_to_be_added() -> None:
    assert found(organization_of(closed=9, open_invitations=9, quota=10)) == ()


def test_more_invitations_than_a_day_takes_are_told() -> None:
    wanted = [InviteAccountToOrganization(f"{number:012}") for number in range(21)]

    few = found(with_(ESTABLISHED, Surroundings(account_quota=Known(20))), *wanted)

    assert [each.what for each in few if "a day" in each.what] == [
        "21 accounts would be invited, and AWS takes 20 invitations a day."
    ]
    enough = found(with_(ESTABLISHED, Surroundings(account_quota=Known(50))), *wanted)
    assert [each.what for each in enough if "a day" in each.what] == []


def test_whoever_invites_for_the_first_time_is_told_of_the_address_to_verify() -> None:
    invite = InviteAccountToOrganization("444455556666")
    finding = the_only(ESTABLISHED, invite)
    invited_before = replace(
        ESTABLISHED, accounts=(*ESTABLISHED.accounts, Account("1" * 12, "a", "", "ACTIVE", "INVITED"))
    )

    assert "verified" in finding.what
    assert "Settings" in finding.remedy
    assert not finding.serious
    assert found(ESTABLISHED, SHOP) == ()
    assert found(invited_before, invite) == ()


def test_under_control_tower_accounts_are_left_to_it() -> None:
    governed = replace(ESTABLISHED, trusted_services=("cloudtrail.amazonaws.com", CONTROL_TOWER))
    there = replace(governed, accounts=(Account("111111111111", "shop", SHOP.email, "ACTIVE"),))
    claim = MemberAccountExists(SHOP)

    verdict = claim.assess(governed)

    assert isinstance(verdict, Blocked)
    assert "Account Factory" in verdict.remedy
    assert isinstance(claim.assess(there), Satisfied)
    assert "Control Tower" in the_only(governed).what


def test_an_account_of_the_same_name_and_another_address_is_pointed_out() -> None:
    wanted = MemberAccount(account_name="shop", email=SHOP.email, organizational_unit="Root")
    setup = replace(SETUP, accounts=(wanted,))
    namesake = Account("111111111111", "Shop", "old@acme.example", "ACTIVE")
    observed = replace(ESTABLISHED, accounts=(*ESTABLISHED.accounts, namesake))

    finding = the_only(observed, SHOP, setup=setup)

    assert "old@acme.example" in finding.what
    assert not finding.serious
    assert found(observed, setup=setup) == ()


def test_what_is_serious_comes_first() -> None:
    setup = replace(SETUP, accounts=(MemberAccount(account_name="shop", email=SHOP.email, organizational_unit="Root"),))
    namesake = Account("111111111111", "shop", "old@acme.example", "ACTIVE")
    observed = replace(ESTABLISHED, accounts=(namesake,), trusted_services=(CONTROL_TOWER,))

    assert [each.serious for each in found(observed, SHOP, setup=setup)] == [True, False]


def told(home: Path, scenario: str) -> Collection[str]:
    with signed_in(home, suggested(), scenario) as onboarding:
        plan = onboarding.plan()
        assert onboarding.identity is not None
        record = plan_record(plan, onboarding.identity)
    lines = list(plan_lines(plan))
    assert [each["what"] for each in record["findings"]] == [finding.what for finding in plan.findings]
    return lines


def test_a_plan_on_an_ordinary_day_begins_with_the_changes(tmp_path: Path) -> None:
    assert next(iter(told(tmp_path, "default"))).endswith("changes would be made:")


@pytest.mark.parametrize(
    ("scenario", "word"),
    [
        ("free-plan", "Free plan"),
        ("root-user", "root user"),
        ("quota-too-small", "make"),
        ("control-tower", "Control Tower governs this organization."),
    ],
)
def test_a_plan_begins_with_what_to_know(tmp_path: Path, scenario: str, word: str) -> None:
    lines = list(told(tmp_path, scenario))

    assert lines[0] == "Before you begin:"
    assert lines[1].startswith("  ! ")
    assert word in lines[1]


def test_accounts_that_the_setup_does_not_name_and_that_its_policies_bind_are_named(tmp_path: Path) -> None:
    guarded = replace(suggested(), guardrails=Guardrails(level=Level.ESSENTIAL))
    with signed_in(tmp_path, guarded, "existing-organization") as onboarding:
        plan = onboarding.plan()
    (finding,) = [each for each in plan.findings if "Policies at the root also bind" in each.what]

    assert finding.serious
    assert "shop-production" in finding.what


def test_what_could_not_be_seen_is_told_before_the_call_that_cannot_be_undone() -> None:
    unseen = Surroundings(account_plan=Unknown("AWS does not permit freetier:GetAccountPlanState.", "Ask for it."))
    finding = the_only(with_(ANNA, unseen), CreateOrganization())

    assert finding.what.startswith("It could not be seen whether this account is on the Free plan")
    assert "does not permit" in finding.what
    assert finding.remedy == "Ask for it."
