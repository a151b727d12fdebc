"""What was written is taken by what it is for; a broken file is not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import hcl2
import pytest

from state.inventory import AccountEntry, Unseen
from tests.rehearsing import signed_in, small
from tests.wizard.exports import reading_back as read
from tests.wizard.exports.company import STRANGER, company_taken, files_of, text_of
from wizard.exports import FORMATS
from wizard.onboarding.exporting import take


def faults(template: str) -> list[str]:
    """Errors and warnings in the home Region: no other may have the resources."""
    from cfnlint.api import ManualArgs, lint  # with all its rules

    return [str(each) for each in lint(template, config=ManualArgs(regions=["eu-west-1"]))]


def test_cfn_lint_finds_nothing_wrong_with_the_templates_and_something_with_a_broken_one() -> None:
    template = read.the(files_of("cloudformation"), "-cloudformation.yaml")

    assert faults(template) == []
    assert faults(read.the(files_of("cloudformation"), "-data-bunker.yaml")) == []
    assert faults(read.the(files_of("github-oidc"), "-stack.yaml")) == []
    assert faults(template.replace("AccountName", "AcountName"))


def test_everything_in_the_template_is_retained_and_imported_by_its_id() -> None:
    template = read.from_yaml(read.the(files_of("cloudformation"), "-cloudformation.yaml"))["Resources"]
    to_import = read.as_json(read.the(files_of("cloudformation"), "-to-import.json"))

    bunker = read.from_yaml(read.the(files_of("cloudformation"), "-data-bunker.yaml"))["Resources"]
    imports_there = read.as_json(read.the(files_of("cloudformation"), "-data-bunker-imports.json"))

    assert {each["DeletionPolicy"] for each in (*template.values(), *bunker.values())} == {"Retain"}
    assert [each["LogicalResourceId"] for each in to_import] == list(template)
    assert [each["LogicalResourceId"] for each in imports_there] == list(bunker)
    found_by = [each["ResourceIdentifier"] for each in to_import]
    assert {"AccountId": STRANGER} in found_by
    assert {"TrailName": "orgwizard-organization-trail"} in found_by
    assert [each["Type"].split(":")[-1] for each in bunker.values()] == ["Bucket", "BucketPolicy"] * 2


def test_of_the_data_bunker_everything_known_is_taken_over_and_the_rest_is_named() -> None:
    taken = company_taken()
    bunker = taken.inventory.data_bunker
    assert bunker is not None
    first, second = bunker.buckets
    dated = [{"ID": "x", "Status": "Enabled", "Transitions": [{"Date": "2027-01-01", "StorageClass": "GLACIER"}]}]
    unlike = {"encryption": "aws:kms", "lifecycle": dated, "policy": {"unknown": "AWS refused it."}, "exists": "locked"}
    there = replace(bunker, buckets=[replace(first, settings={**first.settings, **unlike}), second])
    files = FORMATS["terraform"].write(replace(taken, inventory=replace(taken.inventory, data_bunker=there)))
    told = read.the(files, "data_bunker.tf")

    assert len(read.resources(told, "aws_s3_bucket")) == 2
    for kind, number in (("policy", 1), ("lifecycle_configuration", 1), ("public_access_block", 2), ("versioning", 2)):
        assert len(read.resources(told, f"aws_s3_bucket_{kind}")) == number
    assert all(word in told for word in ("AWS refused it.", "it is aws:kms", "rules that this program", "its mode"))


def test_a_broken_terraform_file_is_refused_by_the_reader_that_takes_ours() -> None:
    text = read.the(files_of("terraform"), "accounts.tf")

    assert hcl2.loads(text)
    with pytest.raises(Exception, match="Unexpected"):
        hcl2.loads(text.replace("}\n", "", 1))


def test_nothing_in_terraform_can_close_an_account_or_move_a_unit() -> None:
    for name, kind in (("accounts", "aws_organizations_account"), ("units", "aws_organizations_organizational_unit")):
        for each in read.resources(read.the(files_of("terraform"), f"/{name}.tf"), kind).values():
            assert each["lifecycle"][0]["prevent_destroy"] is True


def test_the_services_that_may_act_are_exactly_those_that_act_today() -> None:
    organization = read.resources(read.the(files_of("terraform"), "organization.tf"), "aws_organizations_organization")
    told = [read.hcl_text(each) for each in organization['"this"']["aws_service_access_principals"]]

    assert told == company_taken().inventory.trusted_access


def test_an_account_that_is_closed_is_imported_by_nothing() -> None:
    def closed(account: AccountEntry) -> AccountEntry:
        return replace(account, state="PENDING_CLOSURE") if account.id == STRANGER else account

    taken = company_taken()
    inventory = replace(taken.inventory, accounts=[closed(each) for each in taken.inventory.accounts])
    for name in ("terraform", "cloudformation", "org-formation"):
        files = FORMATS[name].write(replace(taken, inventory=inventory))
        assert f'id = "{STRANGER}"' not in "".join(files.values())
        assert f'"AccountId": "{STRANGER}"' not in "".join(files.values())


def test_what_could_not_be_read_is_said_in_the_file_and_not_undone_by_it() -> None:
    taken, reason = company_taken(), Unseen("AWS refused to list them.")
    inventory = replace(taken.inventory, policies=reason, trusted_access=reason, trails=reason)
    files = FORMATS["terraform"].write(replace(taken, inventory=inventory))

    assert "AWS refused to list them." in read.the(files, "policies.tf")
    assert "AWS refused to list them." in read.the(files, "audit.tf")
    assert "aws_service_access_principals," not in read.the(files, "organization.tf").partition("lifecycle")[0]
    assert "aws_service_access_principals" in read.the(files, "organization.tf").partition("lifecycle")[2]
    for name in FORMATS:
        assert FORMATS[name].write(replace(taken, inventory=inventory))


def test_the_hand_over_fetches_nothing_runs_nothing_and_links_only_to_aws() -> None:
    text = read.the(files_of("hand-over"), ".html")
    page = read.Page(text)

    assert not {"script", "img", "link", "iframe", "form", "object"} & set(page.tags)
    assert "url(" not in text
    hosts = {
        each.split("/")[2].rpartition(".amazon")[0] or each.split("/")[2] for each in page.addresses if "//" in each
    }
    assert {host.split(".")[-1] for host in hosts} <= {"aws", "docs", "support", "repost", "signin", "console"}


def test_the_hand_over_shows_every_account_with_its_ways_in_and_everything_that_waits() -> None:
    text = read.the(files_of("hand-over"), ".md")
    inventory = company_taken().inventory

    assert all(account.id in text for account in inventory.accounts)
    assert "`acme-shop`" in text
    assert all(each.what in text for each in inventory.waits)
    assert all(each.title in text for each in inventory.guardrails)
    assert "of 16" in text


@pytest.mark.parametrize("partition", ["aws-cn", "aws-us-gov", "aws-eusc", "aws-new"])
def test_in_another_partition_every_arn_and_address_is_of_that_partition(partition: str) -> None:
    taken = company_taken()
    files = FORMATS["hand-over"].write(replace(taken, inventory=replace(taken.inventory, partition=partition)))
    page = read.Page(read.the(files, ".html"))

    assert not [each for each in page.addresses if "signin.aws.amazon.com" in each or "console.aws.amazon" in each]


def test_no_format_needs_an_organization(tmp_path: Path) -> None:
    with signed_in(tmp_path, small()) as onboarding:
        taken = take(onboarding, *FORMATS)

    for chosen in FORMATS.values():
        assert chosen.write(taken)
        assert chosen.proof(taken).command
    assert text_of("steampipe", taken)
