"""Names as nobody in their right mind gives them are names in every export, and nothing else."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from state.inventory import AccountEntry, Inventory, PolicyEntry
from state.text.printable import printable
from tests.hostile import HALF, obeyed
from tests.samples import examples
from tests.wizard.exports import reading_back as read
from tests.wizard.exports.company import PIECES, called, company_taken
from wizard.exports import FORMATS, Files

NAMES = st.lists(st.sampled_from(PIECES), min_size=1, max_size=4).map("".join)


def names(things: list[AccountEntry]) -> list[str]:
    return sorted(each.name for each in things)


def own(inventory: Inventory) -> list[PolicyEntry]:
    assert isinstance(inventory.policies, list)
    return [policy for policy in inventory.policies if not policy.aws_managed]


@settings(max_examples=examples(3), deadline=None, phases=[Phase.explicit, Phase.generate])
@given(NAMES)
@example("".join(PIECES))
@example(HALF)
@example(" ")
def test_every_format_gives_back_the_names_that_went_in(name: str) -> None:
    taken = called(name)
    written = {each: FORMATS[each].write(taken) for each in FORMATS}

    for each, files in written.items():
        for file, text in files.items():
            text.encode()
            assert obeyed(text) == set(), (each, file)
    data_is_the_same(taken.inventory, written)
    documents_are_the_same(taken.inventory, written)
    tools_are_given_the_same(taken.inventory, written)


def data_is_the_same(inventory: Inventory, written: dict[str, Files]) -> None:
    """Where the language has escapes for everything."""
    expected = names(inventory.accounts)
    for told in (
        read.as_json(read.the(written["inventory"], ".json")),
        read.from_yaml(read.the(written["inventory-yaml"], ".yaml")),
    ):
        assert sorted(account["name"] for account in told["accounts"]) == expected
        assert [unit["name"] for unit in told["units"]] == [unit.name for unit in inventory.units]
    template = read.from_yaml(read.the(written["cloudformation"], "-cloudformation.yaml"))["Resources"].values()
    accounts = [each["Properties"] for each in template if each["Type"].endswith("::Account")]
    assert sorted(account["AccountName"] for account in accounts) == expected
    assert all(account["Tags"][0]["Key"].startswith("k") for account in accounts)
    organization = read.from_yaml(read.the(written["org-formation"], ".yml"))["Organization"].values()
    assert sorted(e["Properties"]["AccountName"] for e in organization if e["Type"].endswith("Account")) == expected
    catalogue = read.all_from_yaml(read.the(written["backstage"], ".yaml"))
    assert sorted(each["metadata"]["title"] for each in catalogue if each["kind"] == "Resource") == expected
    assert all(
        re.fullmatch(r"[a-zA-Z0-9]([-_.a-zA-Z0-9]*[a-zA-Z0-9])?", each["metadata"]["name"]) for each in catalogue
    )
    assert all(len(each["metadata"]["name"]) <= 63 for each in catalogue)
    accelerator = read.from_yaml(read.the(written["lza"], "organization-config.yaml"))
    assert [each["name"] for each in accelerator["serviceControlPolicies"]] == [each.name for each in own(inventory)]


def documents_are_the_same(inventory: Inventory, written: dict[str, Files]) -> None:
    """Where there are none, what cannot be shown stands as an escape of ours."""
    expected = sorted(printable(name) for name in names(inventory.accounts))
    page = read.Page(read.the(written["hand-over"], ".html"))
    assert sorted(page.titles) == expected
    assert "script" not in page.tags
    assert not [each for each in page.addresses if not each.startswith(("https://", "#"))]
    titles = set(read.markdown_titles(read.the(written["hand-over"], ".md")))
    assert {" ".join(name.split()) for name in expected} <= {" ".join(title.split()) for title in titles}
    rows = list(read.rows(read.the(written["csv"], "-accounts.csv")))
    assert sorted(re.sub(r"^'(?=[=+@-])", "", row["name"]) for row in rows) == expected
    drawn = sorted(map(printable, [*names(inventory.accounts), *(unit.name for unit in inventory.units), "Root"]))
    assert sorted(read.svg_names(read.the(written["diagram"], ".svg"))) == drawn
    assert sorted(read.mermaid_names(read.the(written["diagram"], ".mmd"))) == drawn
    assert sorted(read.dot_names(read.the(written["diagram"], ".dot"))) == drawn


def tools_are_given_the_same(inventory: Inventory, written: dict[str, Files]) -> None:
    """What is computed with, and what is made of letters and digits."""
    whole = [name.replace(HALF, "\ufffd") for name in names(inventory.accounts)]
    accounts = read.resources(read.the(written["terraform"], "accounts.tf"), "aws_organizations_account")
    assert sorted(read.hcl_text(each["name"]) for each in accounts.values()) == sorted(whole)
    units = read.resources(read.the(written["terraform"], "units.tf"), "aws_organizations_organizational_unit")
    assert sorted(map(read.hcl_text, (each["name"] for each in units.values()))) == sorted(
        unit.name.replace(HALF, "\ufffd") for unit in inventory.units
    )
    for text in (text for file, text in written["terraform"].items() if file.endswith(".tf")):
        read.hcl(text)
    connections = read.hcl(read.the(written["steampipe"], ".spc"))["connection"]
    assert all(re.fullmatch(r'"[a-z][a-z0-9_]*"', key) for each in connections for key in each)
    sections = read.profiles(read.the(written["aws-config"], "-aws-config"))
    assert {section["role_arn"].split(":")[4] for section in sections.values()} >= {"999988887777"}
    assert all(re.fullmatch(r"profile [a-z0-9-]+", section) for section in sections)
    ids = {each["uid"] for each in read.from_yaml(read.the(written["prowler"], "-providers.yaml"))}
    assert ids == {each["account_id"] for each in read.from_yaml(read.the(written["c7n-org"], ".yml"))["accounts"]}
    assert read.profiles(read.the(written["granted"], "/config")).keys() == sections.keys()
    for file, text in written["github-oidc"].items():
        if file.endswith((".yml", ".yaml")):
            assert "${{" not in text
            read.from_yaml(text)


@pytest.mark.parametrize("name", FORMATS)
def test_accounts_of_one_name_are_told_apart(name: str) -> None:
    taken = company_taken()
    same = [replace(account, name="same") for account in taken.inventory.accounts]
    files = FORMATS[name].write(replace(taken, inventory=replace(taken.inventory, accounts=same)))

    if name == "terraform":
        assert len(read.resources(read.the(files, "accounts.tf"), "aws_organizations_account")) == len(same)
    if name == "aws-config":
        assert len(read.profiles(read.the(files, "-aws-config"))) == 4
    assert files
