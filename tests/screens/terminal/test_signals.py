"""A signal at any moment, in a real pseudo-terminal: the terminal is left usable, the answers are saved, and the next
start goes on."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import termios
import time
from contextlib import closing
from pathlib import Path

import pexpect
import pytest

from state.saved.setups import SavedSetups
from tests.rehearsing import apply_all, ending, rehearsals, signed_in, suggested
from tests.samples import examples, sample
from tests.screens.terminal.pseudo import ROOT

MODES = (("\x1b[?1049h", "\x1b[?1049l"), ("\x1b[?25l", "\x1b[?25h"), ("\x1b[?1003h", "\x1b[?1003l"),
         ("\x1b[?2004h", "\x1b[?2004l"))  # fmt: skip
"""What is switched on and back: the alternate screen, the hidden cursor, mouse reports, bracketed paste."""
COOKED = termios.ECHO | termios.ICANON | termios.ISIG
SIGNALS = (signal.SIGTERM, signal.SIGHUP)
MOMENTS = [0.0, *(random.Random(number).uniform(0, 0.5) for number in range(examples(1) - 1))]
"""Seconds after the terminal was taken over."""


class Pty:
    """A program in a terminal of its own, and all that it wrote."""

    def __init__(self, home: Path, *words: str) -> None:
        self.child = pexpect.spawn(
            sys.executable,
            list(words),
            cwd=str(ROOT),
            dimensions=(24, 80),
            encoding="utf-8",
            codec_errors="replace",
            timeout=30,
            env={**os.environ, "TERM": "xterm-256color", "ORGWIZARD_HOME": str(home)},
        )
        self.child.delaybeforesend = None
        self.before = termios.tcgetattr(self.child.child_fd)[3] & COOKED
        self.text = ""

    def until(self, text: str) -> None:
        self.child.expect_exact(text)
        self.text += str(self.child.before) + text

    def read_for(self, seconds: float) -> None:
        """As a terminal does: what is written is taken at once."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            try:
                self.text += self.child.read_nonblocking(65536, left)
            except pexpect.TIMEOUT:
                return

    def ended(self) -> int | None:
        self.child.expect(pexpect.EOF)
        self.text += str(self.child.before)
        self.child.wait()
        return self.child.exitstatus

    def left_on(self) -> list[str]:
        """Modes of the terminal that were not switched back."""
        modes = [repr(on) for on, off in MODES if self.text.rfind(on) > self.text.rfind(off)]
        return modes + (["raw"] if termios.tcgetattr(self.child.child_fd)[3] & COOKED != self.before else [])


def wizard_in(home: Path) -> Pty:
    rehearsals(home).begin(suggested()).close()
    return Pty(home, "-m", "wizard.cli", "--rehearse", "acme")


def assert_it_ended_well(pty: Pty, number: signal.Signals) -> None:
    assert pty.ended() == 128 + number
    assert pty.left_on() == []
    assert "Traceback" not in pty.text
    assert f"Ended by {number.name}." in pty.text


@pytest.mark.parametrize("moment", MOMENTS, ids=lambda moment: f"{moment:.2f}")
def test_a_signal_at_any_moment_gives_the_terminal_back_and_the_next_start_resumes(
    tmp_path: Path, moment: float
) -> None:
    number = random.Random(moment).choice([signal.SIGTERM, signal.SIGHUP])
    pty = wizard_in(tmp_path)
    pty.until("\x1b[?1049h")
    pty.read_for(moment)
    pty.child.kill(number)
    assert_it_ended_well(pty, number)
    with closing(rehearsals(tmp_path).resume("acme")) as again:
        assert again.setup == suggested()


@pytest.mark.parametrize("number", sample(SIGNALS, 2, 1))
def test_a_signal_during_a_run_stops_it_and_the_next_run_goes_on(tmp_path: Path, number: signal.Signals) -> None:
    rehearsals(tmp_path).begin(suggested()).close()
    pty = Pty(tmp_path, "-m", "tests.screens.runs.apply_on_screen", str(tmp_path))
    pty.until("AWS works on it")
    pty.read_for(0.3)
    pty.child.kill(number)
    assert_it_ended_well(pty, number)

    with signed_in(tmp_path, suggested()) as onboarding:
        assert onboarding.progress is not None
        assert ending(apply_all(onboarding)) == "done"
        assert len(onboarding.look().accounts) == len(suggested().accounts) + 1


def test_a_terminal_that_is_gone_ends_the_program_with_the_answers_saved(tmp_path: Path) -> None:
    pty = wizard_in(tmp_path)
    pty.until("Home Region")
    pty.child.send("\x1b[Z\x1b[Z")  # to the home Region
    pty.until("The AWS Region your team works in")
    pty.child.send("9")
    pty.read_for(0.5)
    os.close(pty.child.child_fd)
    assert pty.child.pid is not None
    pid, status = os.waitpid(pty.child.pid, 0)
    pty.child.child_fd, pty.child.closed, pty.child.terminated = -1, True, True

    assert pid == pty.child.pid
    assert os.waitstatus_to_exitcode(status) in (128 + signal.SIGHUP, -signal.SIGHUP)
    assert SavedSetups(tmp_path, rehearsal=True).read("acme").home_region == "eu-west-19"


def test_a_terminal_that_goes_without_a_signal_ends_the_program_too(tmp_path: Path) -> None:
    """It is nobody's controlling terminal, so that the system tells nobody when it goes."""
    outside, inside = os.openpty()
    command = [sys.executable, "-m", "wizard.cli", "--rehearse"]
    environment = {**os.environ, "TERM": "xterm-256color", "ORGWIZARD_HOME": str(tmp_path)}
    with subprocess.Popen(
        command, stdin=inside, stdout=inside, stderr=inside, cwd=ROOT, env=environment, start_new_session=True
    ) as process:
        os.close(inside)
        text = b""
        while b"What would you like" not in text:
            text += os.read(outside, 65536)
        os.close(outside)

        assert process.wait(timeout=30) == 128 + signal.SIGHUP
