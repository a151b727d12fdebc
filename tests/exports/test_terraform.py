"""Terraform itself, with the real AWS provider, has nothing to change in what was exported, whatever things are called.

It finds the provider as Terraform does, by its own configuration; TERRAFORM_PLUGINS may name a directory to take it
from instead (`terraform init -plugin-dir`). Where either is missing the tests are left out.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import pytest

from tests.command_line import process
from tests.exports import tools
from tests.moto_server import emptied
from tests.moto_server import moto_url as moto_url

SETUP = """\
version: 1
name: acme
home_region: eu-west-1
email_pattern: aws+{account}@your-company.com
organizational_units: [Workloads/Production, Security]
accounts:
  - {account_name: shop, organizational_unit: Workloads/Production}
  - {account_name: vault, organizational_unit: Security, purpose: data-bunker}
guardrails:
  level: none
  choices: {audit-trail: apply, protect-audit-trail: apply, protect-data-bunker: apply, backups: apply}
"""
TWICE = 2
"""moto makes buckets as S3 did before 2023, neither encrypted nor private, so that a second review has more."""
PATHS = """\
provider "aws" {
  alias             = "data_bunker"
  s3_use_path_style = true
}
"""
"""moto has no host's name for each bucket."""
OWNER = "123456789012"
HOSTILE = (
    *("${x} %{ if true }", "\"quotes\" 'and' `more`", "<b>markup</b> ] \\", "\U0001f600 é", "x" * 128, "a/b", "012"),
)
PROVIDER = 'terraform {\n  required_providers {\n    aws = {\n      source = "hashicorp/aws"\n    }\n  }\n}\n'


@dataclass(frozen=True)
class Terraform:
    """A Terraform that has a provider."""

    program: str
    from_where: tuple[str, ...]
    """What `init` is told of where the provider is."""

    def __call__(self, folder: Path, *words: str, **environment: str) -> tuple[int, str]:
        """The status and all that it said."""
        own = {name: os.environ[name] for name in ("HOME", "TF_CLI_CONFIG_FILE", "XDG_DATA_DIRS") if name in os.environ}
        nobody = {"AWS_CONFIG_FILE": str(folder / "none"), "AWS_SHARED_CREDENTIALS_FILE": str(folder / "none")}
        quiet = {"CHECKPOINT_DISABLE": "1", "TF_IN_AUTOMATION": "1"}
        return tools.run(self.program, *words, folder=folder, **{**own, **nobody, **quiet, **environment})

    def started(self, folder: Path) -> tuple[int, str]:
        """`init`."""
        return self(folder, "init", "-input=false", "-no-color", *self.from_where)


@pytest.fixture(scope="session")
def terraform(tmp_path_factory: pytest.TempPathFactory) -> Terraform:
    """Skips the test where there is none, or where it finds no provider for AWS."""
    named = os.environ.get("TERRAFORM_PLUGINS")
    found = Terraform(tools.program("terraform", "tofu"), (f"-plugin-dir={named}",) if named else ())
    folder = tmp_path_factory.mktemp("provider")
    (folder / "versions.tf").write_text(PROVIDER)
    status, said = found.started(folder)
    if status:
        reason = next((line for line in said.splitlines() if "Error" in line), said[-200:])
        pytest.skip(f"TERRAFORM_PLUGINS is not set, or Terraform finds no AWS provider there: {reason.strip('│╷ ')}")
    return found


@pytest.fixture
def aws(tmp_path: Path, moto_url: str) -> dict[str, str]:
    """An organization in moto, made by the program; then things in it that are named as nobody would."""
    emptied(moto_url)
    there = {
        "AWS_ENDPOINT_URL": moto_url,
        "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
        "AWS_SECRET_ACCESS_KEY": "example",
    }
    (tmp_path / "acme.yaml").write_text(SETUP)
    for _ in range(TWICE):
        applied = process(tmp_path, "apply", "acme.yaml", "--yes", "--account", OWNER, **there)
    assert applied.returncode == 0, applied.stderr
    _name_things(moto_url)
    return there


def _name_things(url: str) -> None:
    organizations = boto3.client(
        "organizations", "eu-west-1", aws_access_key_id="x", aws_secret_access_key="x", endpoint_url=url
    )
    root = organizations.list_roots()["Roots"][0]["Id"]
    for number, name in enumerate(HOSTILE):
        organizations.create_organizational_unit(ParentId=root, Name=name)
        account = organizations.create_account(AccountName=name[:50], Email=f"x{number}@acme.example")
        account_id = account["CreateAccountStatus"]["AccountId"]
        organizations.tag_resource(ResourceId=account_id, Tags=[{"Key": f"k{name[:60]}", "Value": name}])
        deny = {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "s3:*", "Resource": f"*{name}"}]}
        policy = organizations.create_policy(
            Content=json.dumps(deny), Description=name, Name=name, Type="SERVICE_CONTROL_POLICY"
        )["Policy"]["PolicySummary"]["Id"]
        organizations.attach_policy(PolicyId=policy, TargetId=account_id)


def exported(tmp_path: Path, aws: Mapping[str, str]) -> tuple[Path, int]:
    """The directory, and how many imports it is said to be."""
    written = process(tmp_path, "export", "acme", "--format", "terraform", "--output", ".", **aws)
    assert written.returncode == 0, written.stderr
    promised = re.search(r"It says: (\d+) to import", written.stderr)
    assert promised
    return tmp_path / "acme-terraform", int(promised[1])


def in_the_data_bunker(folder: Path, aws: Mapping[str, str]) -> dict[str, str]:
    """A session there under the name of the exported profile: the provider assumes no role where moto is. And paths."""
    url = aws["AWS_ENDPOINT_URL"]
    inventory = json.loads(process(folder.parent, "export", "acme", "--format", "inventory", **aws).stdout)
    role = f"arn:aws:iam::{inventory['data_bunker']['account']}:role/OrganizationAccountAccessRole"
    sts = boto3.client("sts", "eu-west-1", aws_access_key_id="x", aws_secret_access_key="x", endpoint_url=url)
    session = sts.assume_role(RoleArn=role, RoleSessionName="terraform")["Credentials"]
    (folder / "config").write_text(
        f"[profile acme-vault]\naws_access_key_id = {session['AccessKeyId']}\n"
        f"aws_secret_access_key = {session['SecretAccessKey']}\naws_session_token = {session['SessionToken']}\n"
    )
    (folder / "paths_override.tf").write_text(PATHS)
    there = boto3.Session(session["AccessKeyId"], session["SecretAccessKey"], session["SessionToken"], "eu-west-1")
    _tell_lifecycles_as_s3_does(there.client("s3", endpoint_url=url), inventory)
    return {**aws, "AWS_CONFIG_FILE": str(folder / "config")}


def _tell_lifecycles_as_s3_does(s3: Any, inventory: dict[str, Any]) -> None:
    """A filter that takes everything is a prefix of nothing there, and nothing at all in moto."""
    for bucket in inventory["data_bunker"]["buckets"]:
        rules = s3.get_bucket_lifecycle_configuration(Bucket=bucket["name"])["Rules"]
        told = [{**rule, "Filter": {"Prefix": ""}} for rule in rules]
        s3.put_bucket_lifecycle_configuration(Bucket=bucket["name"], LifecycleConfiguration={"Rules": told})


def planned(said: str) -> tuple[int, ...]:
    """To import, to add, to change, to destroy."""
    summary = re.search(r"Plan: (\d+) to import, (\d+) to add, (\d+) to change, (\d+) to destroy", said)
    assert summary, said[-3000:]
    return tuple(map(int, summary.groups()))


def test_a_plan_imports_everything_and_changes_nothing(
    tmp_path: Path, terraform: Terraform, aws: dict[str, str]
) -> None:
    folder, imports = exported(tmp_path, aws)

    status, said = terraform.started(folder)
    assert status == 0, said
    status, said = terraform(folder, "fmt", "-check", "-diff")
    assert status == 0, said
    status, said = terraform(folder, "validate", "-no-color")
    assert status == 0, said
    signed_in = in_the_data_bunker(folder, aws)
    status, said = terraform(folder, "plan", "-detailed-exitcode", "-no-color", "-input=false", **signed_in)
    changed = [line for line in said.splitlines() if re.match(r"\s*([~+-] |# .* (updated|replaced|created))", line)]
    assert planned(said) == (imports, 0, 0, 0), "\n".join(changed)
    assert status == 2
    for kind in ("", "_versioning", "_server_side_encryption_configuration", "_public_access_block", "_policy"):
        assert said.count(f"# aws_s3_bucket{kind}.org_") == 2
    assert said.count("# aws_cloudtrail.") == 1

    units = folder / "units.tf"
    units.write_text(units.read_text().replace("parent_id", "parent", 1))
    assert terraform(folder, "validate", "-no-color")[0] != 0
