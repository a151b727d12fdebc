"""Terraform itself, with the real AWS provider, has nothing to change in what was exported.

Where either is missing the test is left out. TERRAFORM_PLUGINS names a directory for `terraform init -plugin-dir`.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import urllib.request
from collections.abc import Mapping
from pathlib import Path

import boto3
import pytest

from tests.command_line import process

SETUP = """\
version: 1
name: acme
home_region: eu-west-1
email_pattern: aws+{account}@bandwerk.se
organizational_units: [Workloads/Production, Security]
accounts:
  - {account_name: shop, organizational_unit: Workloads/Production}
  - {account_name: vault, organizational_unit: Security}
guardrails: {level: none}
"""
TERRAFORM, PLUGINS = shutil.which("terraform"), os.environ.get("TERRAFORM_PLUGINS", "")
pytestmark = pytest.mark.skipif(not (TERRAFORM and PLUGINS), reason="no terraform, or no AWS provider for it")


def terraform(folder: Path, aws: Mapping[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "CHECKPOINT_DISABLE": "1", **aws}
    return subprocess.run(
        [str(TERRAFORM), *words], capture_output=True, text=True, cwd=folder, env=environment, timeout=100, check=False
    )


@pytest.fixture
def aws(tmp_path: Path, moto_url: str) -> dict[str, str]:
    """An organization in moto, made by the program; with a policy, tags and a service that may act in it."""
    urllib.request.urlopen(urllib.request.Request(f"{moto_url}/moto-api/reset", method="POST")).close()  # noqa: S310
    there = {
        "AWS_ENDPOINT_URL": moto_url,
        "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
        "AWS_SECRET_ACCESS_KEY": "example",
    }
    (tmp_path / "acme.yaml").write_text(SETUP)
    applied = process(tmp_path, "apply", "acme.yaml", "--yes", "--account", "123456789012", **there)
    assert applied.returncode == 0, applied.stderr
    organizations = boto3.client(
        "organizations", "eu-west-1", aws_access_key_id="x", aws_secret_access_key="x", endpoint_url=moto_url
    )
    account = next(each["Id"] for each in organizations.list_accounts()["Accounts"] if each["Name"] == "shop")
    organizations.tag_resource(ResourceId=account, Tags=[{"Key": "${x}", "Value": "%{ if true }"}])
    deny = {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "s3:*", "Resource": "${aws:username}"}]}
    policy = organizations.create_policy(
        Content=json.dumps(deny), Description='With "quotes"', Name="no ${s3}", Type="SERVICE_CONTROL_POLICY"
    )["Policy"]["PolicySummary"]["Id"]
    organizations.attach_policy(PolicyId=policy, TargetId=account)
    return there


def test_a_plan_imports_everything_and_changes_nothing(tmp_path: Path, aws: dict[str, str]) -> None:
    written = process(tmp_path, "export", "acme", "--format", "terraform", "--output", ".", **aws)
    assert written.returncode == 0, written.stderr
    folder = tmp_path / "acme-terraform"

    started = terraform(folder, aws, "init", "-input=false", f"-plugin-dir={PLUGINS}")
    assert started.returncode == 0, started.stderr
    assert terraform(folder, aws, "fmt", "-check", "-diff").stdout == ""
    assert terraform(folder, aws, "validate").returncode == 0
    planned = terraform(folder, aws, "plan", "-detailed-exitcode", "-no-color", "-input=false")

    summary = re.search(r"Plan: (\d+) to import, (\d+) to add, (\d+) to change, (\d+) to destroy", planned.stdout)
    assert summary, planned.stdout[-3000:] + planned.stderr
    assert summary.group(2, 3, 4) == ("0", "0", "0"), planned.stdout[-6000:]
    assert f"It says: {summary.group(1)} to import" in written.stderr
