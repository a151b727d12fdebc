"""A second person on the command line and in plain mode: told who is at it, let in where that is safe."""

from __future__ import annotations

import json
import signal
from pathlib import Path

import pytest

from tests.command_line import orgwizard
from tests.elsewhere import applying_elsewhere, until_stopped
from tests.rehearsing import signed_in, small
from tests.wizard.plain.test_plain import Terminal

on_linux = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="only Linux shows what a process does")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Where `orgwizard` of the command line's tests keeps what it saves, with acme looked at."""
    home = tmp_path / "state"
    with signed_in(home, small()) as onboarding:
        onboarding.look()
    return home


def test_status_tells_who_is_applying_and_how_far_it_is(tmp_path: Path, home: Path) -> None:
    with applying_elsewhere(home, rehearsal=True) as other:
        told = orgwizard(tmp_path, "status", "acme", "--rehearse")
        record = json.loads(orgwizard(tmp_path, "status", "acme", "--rehearse", "--json").stdout)["setups"]
        nobody = orgwizard(tmp_path, "status", "--json").stdout

    assert told.returncode == 0
    assert f"(process {other.pid}) has been applying acme since" in told.stdout
    assert "The organization exists with all features" in told.stdout
    assert record[0]["open_elsewhere"]["pid"] == other.pid
    assert record[0]["open_elsewhere"]["can_be_taken_over"] is False
    assert json.loads(nobody)["setups"] == []


def test_apply_waits_for_no_one_and_says_to_come_back(tmp_path: Path, home: Path) -> None:
    with applying_elsewhere(home, rehearsal=True) as other:
        refused = orgwizard(tmp_path, "apply", "acme", "--rehearse", "--yes", "--take-over")

        assert other.poll() is None
    assert refused.returncode == 3
    assert "has been applying acme since" in refused.stderr
    assert "orgwizard status acme --rehearse" in refused.stderr


@on_linux
def test_apply_takes_over_from_a_stopped_process_when_told_to(tmp_path: Path, home: Path) -> None:
    with applying_elsewhere(home, rehearsal=True) as other:
        other.send_signal(signal.SIGSTOP)
        until_stopped(other)
        refused = orgwizard(tmp_path, "apply", "acme", "--rehearse", "--yes")
        applied = orgwizard(tmp_path, "apply", "acme", "--rehearse", "--yes", "--take-over")

        assert other.wait(30) == -signal.SIGKILL
    assert refused.returncode == 3
    assert "--take-over" in refused.stderr
    assert applied.returncode == 3, applied.stderr
    assert "has to accept the invitation" in applied.stdout


@on_linux
def test_plain_mode_shows_how_it_stands_and_offers_to_take_over(home: Path) -> None:
    with applying_elsewhere(home, rehearsal=True) as other:
        other.send_signal(signal.SIGSTOP)
        until_stopped(other)
        terminal = Terminal(home, "acme", "--rehearse", "--plain")
        terminal.process.expect_exact("has been applying acme since")
        terminal.answer("Shall every line of it be read?", "y")
        terminal.process.expect_exact("The organization exists")
        terminal.answer("Take acme over?", "y")
        terminal.process.expect_exact("Opened acme")
        terminal.process.terminate(force=True)

        assert other.wait(30) == -signal.SIGKILL


def test_plain_mode_shows_how_it_stands_and_asks_for_another_setup(home: Path) -> None:
    with applying_elsewhere(home, rehearsal=True) as other:
        terminal = Terminal(home, "acme", "--rehearse", "--plain")
        terminal.process.expect_exact("has been applying acme since")
        terminal.answer("Shall every line of it be read?", "")
        terminal.process.expect_exact("Which (")
        terminal.process.terminate(force=True)

        assert other.poll() is None
