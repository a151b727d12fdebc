"""What each program reads to do the same work.

python -m tests.benchmarks.peers.inputs 24 DIRECTORY
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from state.setup import Setup
from state.setup.file import write_setup
from tests.benchmarks.accounts import setup_with

ROLE = "OrganizationAccountAccessRole"
OWNER = "123456789012"
"""moto's own account."""


def org_formation(setup: Setup) -> str:
    """organization.yml (org-formation, docs/organization-resources.md)."""
    resources: dict[str, Any] = {
        "MasterAccount": {
            "Type": "OC::ORG::MasterAccount",
            "Properties": {"AccountId": OWNER, "AccountName": "master"},
        },
        "OrganizationRoot": {"Type": "OC::ORG::OrganizationRoot", "Properties": {}},
    }
    for path in setup.unit_paths():
        below = [_Reference(_word(other)) for other in _below(setup, path)]
        inside = [_Reference(_word(name)) for name in _inside(setup, path)]
        properties = {"OrganizationalUnitName": path.rpartition("/")[2]}
        lists = {"OrganizationalUnits": below, "Accounts": inside}
        resources[_word(path)] = {
            "Type": "OC::ORG::OrganizationalUnit",
            "Properties": properties | {name: list_ for name, list_ in lists.items() if list_},
        }
    for account in setup.accounts:
        resources[_word(account.account_name)] = {
            "Type": "OC::ORG::Account",
            "Properties": {"AccountName": account.account_name, "RootEmail": setup.email_of(account)},
        }
    content = {"AWSTemplateFormatVersion": "2010-09-09-OC", "Description": "bench", "Organization": resources}
    return str(yaml.dump(content, Dumper=_WithReferences, sort_keys=False))


def aws_orgs(setup: Setup) -> dict[str, str]:
    """The files of a configuration directory (aws-orgs, samples/spec.d)."""
    owner = {"master_account_id": OWNER, "auth_account_id": OWNER}
    units = [_unit(setup, path) for path in setup.unit_paths() if "/" not in path]
    accounts = [{"Name": each.account_name, "Email": setup.email_of(each)} for each in setup.accounts]
    return {
        "common.yaml": yaml.safe_dump({**owner, "default_domain": "acme.example", "org_access_role": ROLE}),
        "organizational_units.yaml": yaml.safe_dump({"organizational_units": [{"Name": "root", "Child_OU": units}]}),
        "accounts.yaml": yaml.safe_dump({"accounts": accounts}),
    }


def _unit(setup: Setup, path: str) -> dict[str, Any]:
    below = [_unit(setup, other) for other in _below(setup, path)]
    return {"Name": path.rpartition("/")[2], "Accounts": _inside(setup, path), "Child_OU": below}


def terraform(setup: Setup) -> Iterator[str]:
    """main.tf for the provider hashicorp/aws."""
    yield 'provider "aws" { region = "eu-west-1" }'
    yield 'data "aws_caller_identity" "owner" {}'
    yield 'resource "aws_organizations_organization" "all" { feature_set = "ALL" }'
    for path in setup.unit_paths():
        above, _, name = path.rpartition("/")
        yield f'resource "aws_organizations_organizational_unit" "{_word(path)}" {{'
        yield f'  name      = "{name}"'
        yield f"  parent_id = {_terraform_id(above)}\n}}"
    for account in setup.accounts:
        name = _word(account.account_name)
        yield f'resource "aws_organizations_account" "{name}" {{'
        yield f'  name      = "{account.account_name}"\n  email     = "{setup.email_of(account)}"'
        yield f"  parent_id = {_terraform_id(account.organizational_unit)}\n}}"
        owner = "Principal = { AWS = data.aws_caller_identity.owner.account_id }"
        yield f'resource "aws_iam_role" "{name}" {{'
        yield f'  name               = "{account.account_name}-access"'
        yield f"  assume_role_policy = {_terraform_policy(owner)}\n}}"
        door = f'Resource = "arn:aws:iam::${{aws_organizations_account.{name}.id}}:role/{ROLE}"'
        yield f'resource "aws_iam_role_policy" "{name}" {{'
        yield f'  name   = "assume"\n  role   = aws_iam_role.{name}.id'
        yield f"  policy = {_terraform_policy(door)}\n}}"


def _terraform_id(path: str) -> str:
    unit = f"aws_organizations_organizational_unit.{_word(path)}.id"
    return unit if path else "aws_organizations_organization.all.roots[0].id"


def _terraform_policy(rest: str) -> str:
    statement = f'{{ Effect = "Allow", Action = "sts:AssumeRole", {rest} }}'
    return f'jsonencode({{ Version = "2012-10-17", Statement = [{statement}] }})'


def _below(setup: Setup, path: str) -> list[str]:
    return [other for other in setup.unit_paths() if other.rpartition("/")[0] == path]


def _inside(setup: Setup, path: str) -> list[str]:
    return [each.account_name for each in setup.accounts if each.organizational_unit == path]


class _Reference(str):
    """The name of another resource."""

    __slots__ = ()


class _WithReferences(yaml.SafeDumper):
    """Writes CloudFormation's short form of a reference."""


_WithReferences.add_representer(_Reference, lambda dumper, name: dumper.represent_scalar("!Ref", str(name)))


def _word(name: str) -> str:
    return "".join(part.capitalize() for part in name.replace("/", "-").split("-"))


def main(number: int, directory: Path) -> None:
    """Write all of it."""
    setup = setup_with(number)
    files = {
        "bench.yaml": write_setup(setup),
        "organization.yml": org_formation(setup),
        "terraform/main.tf": "\n".join(terraform(setup)) + "\n",
        **{f"aws-orgs/{name}": text for name, text in aws_orgs(setup).items()},
    }
    for name, text in files.items():
        (directory / name).parent.mkdir(parents=True, exist_ok=True)
        (directory / name).write_text(text)


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
