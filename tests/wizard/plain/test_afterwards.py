"""In plain mode, from Finish: one account is closed by its name, and what was made is taken back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from prompt_toolkit.input import PipeInput, create_pipe_input

from tests.rehearsing import apply_all, finished, rehearsals, signed_in, small
from wizard.plain import converse
from wizard.plain.conversation import Conversation
from wizard.plain.session import Session

TO_FINISH = ("2", "1", "10")


@pytest.fixture
def keyboard() -> Iterator[PipeInput]:
    with create_pipe_input() as pipe:
        yield pipe


def test_one_account_is_closed_by_its_name_and_the_rest_is_taken_back(
    tmp_path: Path, keyboard: PipeInput, capsys: pytest.CaptureFixture[str]
) -> None:
    with signed_in(tmp_path, replace(small(), invitations=())) as onboarding:
        apply_all(onboarding)
    lines = (*TO_FINISH, "o", "shop", "4", "acme", "o", "shop", "4", "shop", "u", "n", "acme", "", "q")
    keyboard.send_text("".join(line + "\r" for line in lines))

    converse(Session(Conversation(keyboard), rehearsals(tmp_path), "acme"))

    said = " ".join(capsys.readouterr().out.split())
    assert "is gone for ever" in said
    assert said.count("Not done.") == 1
    assert [each.account_name for each in rehearsals(tmp_path).answers("acme").accounts] == ["bank"]
    assert "Taken back. The answers stay" in said


def test_what_comes_next_is_said_and_the_answers_of_a_rehearsal_serve_for_real(
    tmp_path: Path, keyboard: PipeInput, capsys: pytest.CaptureFixture[str]
) -> None:
    with signed_in(tmp_path, small(), "invitation-unanswered") as onboarding:
        apply_all(onboarding)
    lines = ("10", "f", "n", "f", "y", "", "q")
    keyboard.send_text("".join(line + "\r" for line in lines))

    converse(Session(Conversation(keyboard), rehearsals(tmp_path), "acme"))

    said = " ".join(capsys.readouterr().out.split())
    assert "1. Send the message: it is for the owner of 444455556666; m here." in said
    assert "acme on the real AWS is open. Enter goes on to page 1, Structure." in said
    real = rehearsals(tmp_path).for_real()
    assert real.answers("acme") == replace(small(), email_pattern="", management_account_id="")


def test_what_was_finished_is_compared_with_aws_once_when_it_is_opened_again(
    tmp_path: Path, keyboard: PipeInput, capsys: pytest.CaptureFixture[str]
) -> None:
    finished(tmp_path, replace(small(), invitations=()), moved="shop")
    keyboard.send_text("".join(line + "\r" for line in ("10", "10", "q")))

    converse(Session(Conversation(keyboard), rehearsals(tmp_path), "acme"))

    said = " ".join(capsys.readouterr().out.split())
    assert said.count("Changed by somebody:") == 1
    assert "MoveAccount, by arn:aws:iam::999988887777:user/anna" in said


def test_of_a_few_files_each_is_named_and_of_many_their_number(
    tmp_path: Path, keyboard: PipeInput, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    finished(tmp_path, replace(small(), invitations=()))
    lines = (*TO_FINISH, "setup", str(folder), "a", str(folder), "", "q")
    keyboard.send_text("".join(line + "\r" for line in lines))

    converse(Session(Conversation(keyboard), rehearsals(tmp_path), "acme"))

    said = " ".join(capsys.readouterr().out.split())
    count = sum(each.is_file() for each in folder.rglob("*"))
    assert count > 20
    assert f"Wrote {folder}/acme.yaml." in said
    assert f"Wrote {count} files into {folder}: acme.yaml" in said
    assert said.count("Wrote ") == 2
