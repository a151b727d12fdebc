"""The inventory says what AWS says; what could not be looked at is unknown, with the reason, and never left out."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path

import jsonschema
import yaml

from state.changes.life import CloseAccount
from state.inventory import CheckEntry, IdentityCenterEntry, Inventory, OrganizationEntry, Unseen
from state.inventory.schema import inventory_type, json_schema
from state.observed import Observed
from state.observed.identity_center import Group, IdentityCenter, Instance, KnownAssignment, KnownPermissionSet
from state.observed.seen import NOT_ASKED, Absent, Known, Unknown, value_of
from state.saved.journal import Outcome
from state.setup import Setup
from tests.command_line import orgwizard
from tests.rehearsing import EXISTING_ACCOUNT, UNGUARDED, apply_all, exported, rehearsals, signed_in, small
from tests.wizard.exports.company import STRANGER, company, company_taken, files_of, text_of
from wizard.exports.taking_stock import Past, inventory_of
from wizard.exports.trusts import asks_for_mfa, lets_in_without_mfa, statements_of
from wizard.gateway import READING_FOR_EXPORT
from wizard.onboarding.exporting import take
from wizard.onboarding.tending import JOURNAL
from wizard.plan.life import Act


def inventory() -> Inventory:
    return company_taken().inventory


def test_it_is_what_its_published_schema_says_and_reads_back_as_it_was(tmp_path: Path) -> None:
    told = json.loads(orgwizard(tmp_path, "schema", "inventory").stdout)
    document = json.loads(text_of("inventory"))

    assert told == json.loads(json.dumps(json_schema()))
    jsonschema.Draft202012Validator(told, format_checker=jsonschema.FormatChecker()).validate(document)
    assert asdict(inventory_type().validate_python(document)) == asdict(inventory())


def test_json_and_yaml_say_the_same() -> None:
    assert yaml.safe_load(text_of("inventory-yaml")) == json.loads(text_of("inventory"))


def test_an_account_has_the_tags_that_aws_has_and_not_those_that_the_setup_wishes() -> None:
    account = inventory().account(STRANGER)

    assert account is not None
    assert account.tags == {"owner": "dept-7"}
    organization = inventory().organization
    assert isinstance(organization, OrganizationEntry)
    assert organization.root_tags == {"cost-centre": "42"}


def test_where_an_account_comes_from_is_told_by_what_was_done_and_not_by_what_the_setup_names(tmp_path: Path) -> None:
    origins = {account.name: account.origin for account in inventory().accounts}

    assert origins["shop"] == "created"
    assert origins["elsewhere"] == "adopted"
    with signed_in(tmp_path, small()) as onboarding:
        apply_all(onboarding)
        observed = onboarding.look(READING_FOR_EXPORT)
        elsewhere = inventory_of(onboarding.setup, observed, Past(()))
        unrecorded = inventory_of(onboarding.setup, observed, Past(None))
    assert {account.origin for account in elsewhere.accounts} == {"management", "adopted"}
    assert any(isinstance(account.origin, Unseen) for account in unrecorded.accounts)


def test_a_role_says_whom_its_document_trusts_and_whether_with_mfa() -> None:
    shop = next(account for account in inventory().accounts if account.name == "shop")
    into, inside = inventory().role_into(shop, "management"), inventory().role_into(shop, "access")

    assert into is not None
    assert inside is not None
    assert asks_for_mfa(into)
    assert not lets_in_without_mfa(into)
    assert into.leads_to == [inside.arn]
    assert lets_in_without_mfa(inside), "AWS makes it without a condition"


def test_mfa_that_is_only_asked_of_sessions_that_could_have_it_is_not_asked_of_keys() -> None:
    def trust(condition: dict[str, object], effect: str = "Allow") -> str:
        return json.dumps({"Statement": {"Effect": effect, "Principal": "*", "Action": "*", "Condition": condition}})

    key = "AWS:multifactorAuthPresent"
    assert statements_of(trust({"Bool": {key: "true"}}))[0].mfa
    assert statements_of(trust({"bool": {key: [True]}}))[0].mfa
    assert not statements_of(trust({"BoolIfExists": {key: "true"}}))[0].mfa
    assert not statements_of(trust({"Bool": {key: "false"}}))[0].mfa
    assert statements_of(trust({"BoolIfExists": {key: "false"}}, "Deny"))[0].mfa
    assert statements_of(trust({"NumericLessThan": {"aws:MultiFactorAuthAge": "3600"}}))[0].mfa


def test_an_invited_account_shows_with_the_role_that_leads_into_it(tmp_path: Path) -> None:
    with signed_in(tmp_path, small()) as onboarding:
        apply_all(onboarding)
    with signed_in(tmp_path, small()) as onboarding:
        apply_all(onboarding)
        taken = take(onboarding, "inventory").inventory
    joined = taken.account(EXISTING_ACCOUNT)

    assert joined is not None
    assert (joined.origin, joined.joined_method) == ("invited", "INVITED")
    assert joined.management_role == f"{EXISTING_ACCOUNT}-access"
    assert joined.access_role == "OrganizationAccountAccessRole", "its owner made it on joining"


def test_every_policy_is_there_with_the_ids_of_what_it_is_attached_to() -> None:
    policies = inventory().policies
    assert isinstance(policies, list)
    by_name = {policy.name: policy for policy in policies}
    full, ours = by_name["FullAWSAccess"], next(each for each in policies if each.name.startswith("orgwizard-"))

    assert isinstance(full.targets, list)
    assert STRANGER in full.targets
    assert full.aws_managed
    assert ours.targets == [inventory().root_id]
    assert isinstance(ours.document, dict)


def test_who_acts_for_services_and_which_services_may_act_is_told() -> None:
    delegated, trusted = inventory().delegated_administrators, inventory().trusted_access

    assert isinstance(delegated, list)
    assert [(each.account, each.services) for each in delegated] == [(STRANGER, ["guardduty.amazonaws.com"])]
    assert isinstance(trusted, list)
    assert "cloudtrail.amazonaws.com" in trusted


def test_a_guardrail_is_known_absent_or_unknown_with_a_reason() -> None:
    guardrails = {each.item: each for each in inventory().guardrails}

    assert guardrails["deny-leaving"].standing == "known"
    assert guardrails["account-alias"].standing == "unknown", "the setup leaves it alone, and nobody looks"
    assert guardrails["allowed-regions"].standing == "absent", "the setup leaves it alone, and no policy says so"
    assert guardrails["block-public-access"].standing == "waiting", "one account has not joined"
    assert all(each.because for each in guardrails.values())


def test_an_open_invitation_has_its_clock_and_says_on_whom_it_waits() -> None:
    (invitation,) = inventory().invitations
    waits = [each for each in inventory().waits if each.until]

    assert invitation.expires_at
    assert waits
    assert waits[0].message


def test_what_nothing_takes_back_has_its_date_and_whoever_was_signed_in() -> None:
    decisions = inventory().decisions

    assert [each.what for each in decisions] == ["Create the organization", *(d.what for d in decisions[1:])]
    assert all(isinstance(each.by, str) and each.by.startswith("arn:aws:") for each in decisions)
    assert all(each.at.endswith("+00:00") for each in decisions)


def test_an_account_that_was_closed_is_among_it_also_where_nobody_has_the_setup_open(tmp_path: Path) -> None:
    change, at = CloseAccount(STRANGER, "elsewhere"), datetime(2026, 11, 3, tzinfo=UTC)
    with closing(rehearsals(tmp_path).begin(small())) as onboarding:
        journal = onboarding._saved.journal_called(JOURNAL.format(Act.CLOSE, STRANGER))
        journal.conclude(journal.intend(change, at, "arn:aws:iam::999988887777:user/anna"), Outcome.PERFORMED, at)
        pasts = onboarding.past, rehearsals(tmp_path).past("acme")

    for past in pasts:
        (decision,) = inventory_of(small(), Observed(), past).decisions
        assert decision.what == change.full_title
        assert decision.by == "arn:aws:iam::999988887777:user/anna"


def test_what_may_not_be_read_is_unknown_with_the_reason_and_not_left_out(tmp_path: Path) -> None:
    with signed_in(tmp_path, small()) as onboarding:
        apply_all(onboarding)
        observed = onboarding.look(READING_FOR_EXPORT)
        hidden = Unknown("AWS refused to list them.", "Ask for the permission.")
        survey = replace(
            observed.survey, policies=hidden, delegated_administrators=hidden, trails=hidden, trusted_services=hidden
        )
        told = inventory_of(onboarding.setup, replace(observed, survey=survey), Past(()))

    reason = Unseen("AWS refused to list them.")
    assert told.policies == told.delegated_administrators == told.trails == told.trusted_access == reason


def test_without_an_organization_the_inventory_is_empty_and_still_whole(tmp_path: Path) -> None:
    with signed_in(tmp_path, small()) as onboarding:
        document = json.loads(exported(onboarding, "inventory"))

    jsonschema.validate(document, json_schema())
    assert document["organization"] is None
    assert document["waits"]


def test_a_rehearsal_marks_what_is_taken_from_it(tmp_path: Path) -> None:
    setup: Setup = company()
    onboarding = rehearsals(tmp_path).begin(setup)
    assert "rehearsal" in exported(onboarding, "setup")
    onboarding.close()
    assert inventory().rehearsal


def test_identity_center_is_told_by_names_and_becomes_profiles_and_links() -> None:
    taken = company_taken()
    shop = next(account for account in taken.inventory.accounts if account.name == "shop")
    center = IdentityCenter(
        instance=Instance("arn:aws:sso:::instance/ssoins-1", "d-1234567890", "eu-west-1"),
        permission_sets=(KnownPermissionSet("Admin", "arn:set"),),
        groups=(Group("g-1", "Admins"),),
        assignments=frozenset({KnownAssignment(shop.id, "arn:set", "g-1")}),
    )

    told = inventory_of(company(), Observed(identity_center=Known(center)), Past(())).identity_center
    assert isinstance(told, IdentityCenterEntry)
    assert told.start_url == "https://d-1234567890.awsapps.com/start"
    assert [(each.permission_set, each.principal) for each in told.assignments] == [("Admin", "Admins")]
    with_center = replace(taken, inventory=replace(taken.inventory, identity_center=told))
    assert "[profile acme-shop-admin]" in text_of("aws-config", with_center)
    assert "role_name=Admin" in files_of("hand-over", with_center)["acme-hand-over.html"]
    nobody = inventory_of(company(), Observed(identity_center=Absent()), Past(()))
    assert nobody.identity_center is None


def test_the_hand_over_has_a_card_for_each_to_be_filled_in_by_hand() -> None:
    taken = company_taken()
    why = "It has a password and 1 MFA device."
    user = CheckEntry(account="999988887777", check="anna-emergency", status="met", because=why)
    carded = replace(taken, inventory=replace(taken.inventory, break_glass=[user]))
    told = ("anna-emergency", "Password is kept", "MFA device is kept", "switchrole?account=", "Try it twice a year")

    for text in files_of("hand-over", carded).values():
        assert not [each for each in told if each not in text]


def test_what_the_setup_leaves_alone_is_in_force_absent_or_unknown_by_what_aws_shows(tmp_path: Path) -> None:
    left = ("deny-leaving", "central-root-access", "audit-trail", "deny-root-user", "block-public-access")
    with signed_in(tmp_path, company()) as onboarding:
        apply_all(onboarding)
        observed = onboarding.look(READING_FOR_EXPORT)
        nothing = replace(onboarding.setup, guardrails=UNGUARDED)

        def standing(observed: Observed) -> list[str]:
            told = {each.item: each for each in inventory_of(nothing, observed, onboarding.past).guardrails}
            assert all(told[each].chosen == "leave" for each in left)
            return [told[each].standing for each in left]

    survey = observed.survey
    policies = value_of(survey.policies) or ()
    without = tuple(each for each in policies if each.policy_name != "orgwizard-deny-leaving")
    hidden = tuple(replace(each, content=Unknown("AWS refused it.", "")) for each in without)
    none = replace(survey, policies=Known(without), root_features=Known(()), trails=Known(()))
    nobody = replace(survey, policies=Known(hidden), root_features=NOT_ASKED, trails=NOT_ASKED)

    assert standing(observed) == ["known", "known", "unknown", "known", "unknown"]
    assert standing(replace(observed, survey=none)) == ["absent", "absent", "absent", "known", "unknown"]
    assert standing(replace(observed, survey=nobody)) == ["unknown"] * 5
