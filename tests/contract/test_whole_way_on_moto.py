"""The command line against moto over HTTP, with nothing but boto3's own environment to lead it there."""

from __future__ import annotations

import json
from pathlib import Path

from tests.command_line import orgwizard, process
from tests.moto_server import emptied


def test_a_setup_is_applied_exported_and_applied_again(tmp_path: Path, moto_url: str) -> None:
    emptied(moto_url)
    written = orgwizard(tmp_path, "new", "acme", "--template", "minimal", "--home-region", "eu-west-1",
                        "--email-pattern", "aws+{account}@your-company.com")  # fmt: skip
    assert written.returncode == 0, written.stderr
    with (tmp_path / "acme.yaml").open("a") as setup:
        setup.write("guardrails: {level: none}  # moto does not know half of what they take\n")

    aws = {
        "AWS_ENDPOINT_URL": moto_url,
        "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
        "AWS_SECRET_ACCESS_KEY": "example",
    }
    applied = process(tmp_path, "apply", "acme.yaml", "--yes", "--account", "123456789012", **aws)
    inventory = process(tmp_path, "export", "acme", "--format", "inventory", **aws)
    again = process(tmp_path, "plan", "acme", "--json", **aws)

    assert (applied.returncode, inventory.returncode, again.returncode) == (0, 0, 0), applied.stderr
    assert json.loads(inventory.stdout)["roles"]
    assert json.loads(again.stdout)["changes"] == []
    assert "AKIAIOSFODNN7EXAMPLE" not in applied.stdout + applied.stderr
