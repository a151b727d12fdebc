"""`orgwizard secrets` lists names and forgets; a key kept by the wizard is found by the next run."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from state.saved.keyring import SecretEntry, Secrets
from tests.keyrings import InMemory, using
from wizard.cli import main

PLANTED = "wJalrXUtnFEMI-planted-secret"
ENTRIES = [SecretEntry(f"access-key-111122223333-{end}", "access key", "111122223333") for end in ("AAAA", "BBBB")]


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> InMemory:
    """Two secrets in a keyring."""
    monkeypatch.setenv("ORGWIZARD_HOME", str(tmp_path))
    backend = InMemory()
    with using(backend):
        for entry in ENTRIES:
            Secrets(tmp_path).put(entry, PLANTED)
    return backend


def run(backend: InMemory, *arguments: str) -> int:
    with using(backend):
        return main(["secrets", *arguments])


def test_names_are_listed_and_no_secret(kept: InMemory, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(kept, "list") == 0
    told = capsys.readouterr().out
    assert told.splitlines() == [f"{each.name}: access key of account 111122223333" for each in ENTRIES]
    assert PLANTED not in told

    assert run(kept, "list", "--json") == 0
    assert [each["name"] for each in json.loads(capsys.readouterr().out)] == [each.name for each in ENTRIES]


def test_one_is_forgotten_or_all(kept: InMemory, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(kept, "forget", ENTRIES[0].name) == 0
    assert [name for _, name in kept.kept] == [ENTRIES[1].name]
    assert run(kept, "forget", "--all") == 0
    assert kept.kept == {}
    capsys.readouterr()

    assert run(kept, "list") == 0
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("arguments", [("forget",), ("forget", "nobody"), ("forget", "x", "--all"), ("list", "x")])
def test_what_cannot_be_meant_is_wrong_usage(kept: InMemory, arguments: tuple[str, ...]) -> None:
    assert run(kept, *arguments) == 2
    assert len(kept.kept) == 2


@pytest.mark.parametrize(("code", "status"), [("12345", 2), ("123456", 0)])
def test_a_code_on_the_command_line_has_six_digits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str, status: int
) -> None:
    monkeypatch.setenv("ORGWIZARD_HOME", str(tmp_path))

    assert main(["list", "--rehearse", "--mfa-code", code]) == status
