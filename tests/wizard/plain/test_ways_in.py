"""The same ways in, one line at a time, with a keyboard made of text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from prompt_toolkit.input import PipeInput, create_pipe_input

from state.setup.access_key import session_token_problem
from tests.rehearsing import suggested
from wizard.gateway.world import Way
from wizard.onboarding import Onboardings
from wizard.onboarding.ways_in import offers
from wizard.plain import converse
from wizard.plain.conversation import Conversation
from wizard.plain.session import Session
from wizard.plain.ways_in import token_in
from wizard.simulated.rehearsal import Rehearsal

KEY_ID, SECRET = "AKIAREHEARSALANNA000", "rehearsal/rehearsal/rehearsal/rehearsal/"


@pytest.fixture
def keyboard() -> Iterator[PipeInput]:
    with create_pipe_input() as pipe:
        yield pipe


def visit(home: Path, keyboard: PipeInput, rehearsal: Rehearsal, *lines: str) -> None:
    """One visit to the Sign in step of acme, until q."""
    keyboard.send_text("".join(line + "\r" for line in ("2", *lines, "q")))
    onboardings = Onboardings(home, True, lambda _rehearsal, _world: rehearsal)
    onboardings.begin(suggested()).close()
    converse(Session(Conversation(keyboard), onboardings, "acme"))


def number_of(rehearsal: Rehearsal, way: Way | str) -> str:
    """What to type to choose a way, or a source by its key."""
    keys = [getattr(each, "way", getattr(each, "key", "")) for each in offers(rehearsal)]
    return str(keys.index(way) + 1)


def told(capsys: pytest.CaptureFixture[str]) -> str:
    return " ".join(capsys.readouterr().out.split())


def test_a_code_is_asked_for_and_a_wrong_one_asked_again(
    tmp_path: Path, keyboard: PipeInput, capsys: pytest.CaptureFixture[str]
) -> None:
    rehearsal = Rehearsal()
    visit(tmp_path, keyboard, rehearsal, number_of(rehearsal, "rehearsal:mfa"), "12", "654321", "123456", "y")

    said = told(capsys)
    assert "An MFA code has six digits." in said
    assert "AWS did not take the MFA code" in said
    assert "Account 999988887777 is the management account." in said


def test_a_device_code_leads_to_an_identity(
    tmp_path: Path, keyboard: PipeInput, capsys: pytest.CaptureFixture[str]
) -> None:
    rehearsal = Rehearsal()
    number = number_of(rehearsal, Way.IDENTITY_CENTER)
    visit(tmp_path, keyboard, rehearsal, number, "", "", "", "1", "1", "y")

    said = told(capsys)
    assert "https://acme.awsapps.com/start/#/device?user_code=" in said
    assert "Identity Center role, by" in said
    assert "Account 999988887777 is the management account." in said


@pytest.mark.parametrize(("answer", "sentence"), [("DENIED", "was denied"), ("", "has run out")])
def test_a_device_code_that_comes_to_nothing_leads_back_to_the_credentials(
    tmp_path: Path, keyboard: PipeInput, capsys: pytest.CaptureFixture[str], answer: str, sentence: str
) -> None:
    rehearsal = Rehearsal()
    rehearsal.world.climate.device_answer = answer
    visit(tmp_path, keyboard, rehearsal, number_of(rehearsal, Way.IDENTITY_CENTER), "", "", "", "1", "y")

    said = told(capsys)
    assert sentence in said
    assert "(acme-root) as user/anna, IAM user" in said


def test_a_typed_key_is_masked_and_becomes_a_session_with_mfa(
    tmp_path: Path, keyboard: PipeInput, capsys: pytest.CaptureFixture[str]
) -> None:
    rehearsal = Rehearsal()
    number = number_of(rehearsal, Way.ACCESS_KEY)
    visit(tmp_path, keyboard, rehearsal, number, KEY_ID, SECRET, "y", "123456", "y")

    said = told(capsys)
    assert "*" * 40 in said
    assert SECRET not in said.replace(f"{KEY_ID}, {SECRET}", "")
    assert rehearsal.aws.calls["GetSessionToken"] == 1
    assert "Account 999988887777 is the management account." in said
    assert not any(SECRET in path.read_text() for path in tmp_path.rglob("*") if path.is_file())


def test_without_an_account_the_way_to_one_is_told(
    tmp_path: Path, keyboard: PipeInput, capsys: pytest.CaptureFixture[str]
) -> None:
    rehearsal = Rehearsal()
    visit(tmp_path, keyboard, rehearsal, number_of(rehearsal, Way.NO_ACCOUNT), "", "1", "y")

    assert "https://signin.aws.amazon.com/signup" in told(capsys)


def test_lines_that_set_variables_are_taken_as_they_are_pasted(
    tmp_path: Path, keyboard: PipeInput, capsys: pytest.CaptureFixture[str]
) -> None:
    rehearsal = Rehearsal()
    block = ("", f'export AWS_ACCESS_KEY_ID="{KEY_ID}"', f"$Env:AWS_SECRET_ACCESS_KEY = '{SECRET}'")
    visit(tmp_path, keyboard, rehearsal, number_of(rehearsal, Way.ACCESS_KEY), *block, "n", "y")

    said = told(capsys)
    assert SECRET not in said.replace(f"{KEY_ID}, {SECRET}", "")
    assert "Account 999988887777 is the management account." in said


@pytest.mark.parametrize("before", ["", 'export AWS_SESSION_TOKEN="'])
def test_a_token_that_was_broken_into_lines_is_put_together(keyboard: PipeInput, before: str) -> None:
    token = "FwoGZXIvYXdzEJr0wEaDNe1b2abcdef" * 5
    keyboard.send_text(f"{before}{token[:60]}\r{token[60:120]}\r  {token[120:]}\r\r")

    typed = Conversation(keyboard).ask_secret(
        "Session token", lambda text: session_token_problem("ASIAIOSFODNN7EXAMPLE", token_in(text)), wraps=True
    )

    assert token_in(typed) == token
