"""The command line against moto over HTTP, with nothing but boto3's own environment to lead it there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import urllib.request
from pathlib import Path


def orgwizard(home: Path, url: str, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "ORGWIZARD_HOME": str(home / "state"),
        "AWS_ENDPOINT_URL": url,
        "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
        "AWS_SECRET_ACCESS_KEY": "example",
    }
    command = [sys.executable, "-m", "wizard.cli", *words]
    return subprocess.run(command, capture_output=True, text=True, env=environment, cwd=home, timeout=100, check=False)


def test_a_setup_is_applied_exported_and_applied_again(tmp_path: Path, moto_url: str) -> None:
    urllib.request.urlopen(urllib.request.Request(f"{moto_url}/moto-api/reset", method="POST")).close()  # noqa: S310
    written = orgwizard(tmp_path, moto_url, "new", "acme", "--template", "minimal", "--home-region", "eu-west-1",
                        "--email-pattern", "aws+{account}@acme.example")  # fmt: skip
    assert written.returncode == 0, written.stderr
    with (tmp_path / "acme.yaml").open("a") as setup:
        setup.write("guardrails: {level: none}  # moto does not know half of what they take\n")

    applied = orgwizard(tmp_path, moto_url, "apply", "acme.yaml", "--yes")
    inventory = orgwizard(tmp_path, moto_url, "export", "acme", "--format", "inventory")
    again = orgwizard(tmp_path, moto_url, "plan", "acme", "--json")

    assert (applied.returncode, inventory.returncode, again.returncode) == (0, 0, 0), applied.stderr
    assert json.loads(inventory.stdout)["roles"]
    assert json.loads(again.stdout)["changes"] == []
    assert "AKIAIOSFODNN7EXAMPLE" not in applied.stdout + applied.stderr
