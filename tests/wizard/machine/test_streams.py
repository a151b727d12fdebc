"""Standard streams that are closed, full or not read cost what they would have carried, and nothing else."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
import warnings
from pathlib import Path

import pytest

from tests.rehearsing import rehearsals, small
from wizard.cli import main
from wizard.machine import streams

FULL = Path("/dev/full")
needs_a_full_device = pytest.mark.skipif(not FULL.exists(), reason="this system has no device that is always full")


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ORGWIZARD_HOME", str(tmp_path))


@needs_a_full_device
def test_a_result_that_cannot_be_written_is_told_and_is_status_1(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with FULL.open("w") as full:
        monkeypatch.setattr(sys, "stdout", full)
        assert main(["templates"]) == 1
    assert "Standard output could not be written: No space left on device." in capsys.readouterr().err


@pytest.mark.parametrize("words", [["templates"], ["list"], ["doctor", "--rehearse"], ["apply", "-", "--rehearse"], []])
def test_streams_that_are_closed_are_told_and_no_defect(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    monkeypatch.setattr(sys, "stdout", None)

    assert main(words) in (0, 1, 2)

    assert "defect" not in capsys.readouterr().err


def test_without_standard_error_the_status_still_tells(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", None)

    assert main(["plan", "nobody"]) == 2
    assert main(["list"]) == 0


@needs_a_full_device
@pytest.mark.parametrize("lost", ["stdout", "stderr"])
def test_a_run_is_not_broken_off_by_what_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lost: str
) -> None:
    rehearsals(tmp_path).begin(small()).close()
    with FULL.open("w") as full:
        monkeypatch.setattr(sys, lost, full)
        status = main(["apply", "acme", "--rehearse", "--yes", "--json"])
        assert status == (1 if lost == "stdout" else 3)  # an invitation waits for a person

    progress = rehearsals(tmp_path).summaries()[0].progress
    assert progress is not None
    assert sum(line.status.value == "done" for line in progress.lines) > 5


def test_a_reader_that_has_gone_is_nothing_to_complain_about(tmp_path: Path) -> None:
    ours, theirs = os.pipe()
    os.close(ours)
    command = [sys.executable, "-m", "wizard.cli", "templates"]
    done = subprocess.run(
        command, stdout=theirs, stderr=subprocess.PIPE, env={**os.environ, "ORGWIZARD_HOME": str(tmp_path)}, check=False
    )
    os.close(theirs)

    assert (done.returncode, done.stderr) == (1, b"")


def test_results_that_are_no_terminals_are_utf_8_whatever_the_locale_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (tmp_path / "out").open("w", encoding="ascii") as file:
        monkeypatch.setattr(sys, "stdout", file)
        streams.prepare()
        streams.out("Zürich → 日本")
    assert (tmp_path / "out").read_text(encoding="utf-8") == "Zürich → 日本\n"


def test_what_was_typed_before_the_question_does_not_answer_it(monkeypatch: pytest.MonkeyPatch) -> None:
    keyboard, ours = pty.openpty()
    os.write(keyboard, b"acme\n")
    with os.fdopen(ours, "r") as stdin:
        monkeypatch.setattr(sys, "stdin", stdin)
        assert select.select([stdin], [], [], 10)[0], "the line has come"

        streams.forget_typed_ahead()

        assert not select.select([stdin], [], [], 0)[0]
        os.write(keyboard, b"no\n")
        assert stdin.readline() == "no\n"
    os.close(keyboard)


def test_a_librarys_note_to_programmers_is_never_written_between_the_lines() -> None:
    with warnings.catch_warnings(record=True) as noted:
        warnings.resetwarnings()
        streams.prepare()
        warnings.warn("tzname CET identified but not understood", stacklevel=1)

    assert noted == []
