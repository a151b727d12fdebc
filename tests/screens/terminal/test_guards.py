"""A program that holds credentials: what a crash, a signal or a stray byte may cost."""

from __future__ import annotations

import os
import re
import signal
import sys
from pathlib import Path

import pexpect
import pytest

from screens.terminal.guards import _forgiving_decoder, forgiving
from screens.widgets.dialogue import MessageDialogue
from state.saved.setups import SavedSetups
from tests.rehearsing import rehearsals, small, suggested
from tests.samples import examples, sample
from tests.screens.faces import wizard
from tests.screens.terminal.broken_page import PLANTED
from tests.screens.terminal.byte_stream import play
from tests.screens.terminal.pseudo import ROOT, ended, shown_by, terminal, waiting_for_aws
from tests.screens.terminal.test_input_gate import REPORTS


def test_a_defect_in_a_page_ends_in_one_sentence_and_a_file_without_variables(tmp_path: Path) -> None:
    child = terminal(tmp_path, "tests.screens.terminal.broken_page", begins="This is a defect")

    assert ended(child) == 1
    after = shown_by(child).rpartition("\x1b[?1049l")[2]
    report = (tmp_path / "crash.txt").read_text()
    assert "orgwizard acme --rehearse" in after
    assert "crash.txt" in after
    assert "Traceback" not in shown_by(child)
    assert f"a text of {len(PLANTED)} letters" in report
    assert PLANTED not in report + shown_by(child)


@pytest.mark.parametrize("number", sample([signal.SIGTERM, signal.SIGHUP], 2))
def test_what_was_typed_is_saved_at_a_signal_and_nothing_that_the_terminal_reports_by_itself(
    tmp_path: Path, number: signal.Signals
) -> None:
    child = terminal(tmp_path)
    child.send("\x1b[Z\x1b[Z")  # to the home Region
    child.expect("The AWS Region your team works in")
    for report in REPORTS:
        child.send(report)
    os.write(child.child_fd, b"\x1b[M \xe9\xff" * 3)
    child.send("9")
    child.expect("eu-west-19")
    child.kill(number)

    assert ended(child) == 128 + number
    assert "\x1b[?1049l" in str(child.before)
    assert SavedSetups(tmp_path, rehearsal=True).read("acme").home_region == "eu-west-19"


def test_where_the_locale_has_no_unicode_everything_is_ascii_and_a_size_that_was_exported_is_not_believed(
    tmp_path: Path,
) -> None:
    child = terminal(tmp_path, LC_ALL="C", PYTHONCOERCECLOCALE="0", PYTHONUTF8="0", COLUMNS="200", LINES="60")
    child.send("\x1bOQ")
    child.expect("Guardrails")
    child.send("\x1b[F")
    child.expect("To the shell")
    child.send("\x11")

    assert ended(child) == 0
    shown = shown_by(child)
    assert shown.isascii()
    assert re.findall(r"\\u[0-9a-f]{4}", shown) == []
    assert max(int(row) for row in re.findall(r"\x1b\[(\d+);\d+H", shown)) == 24


def test_the_menu_leads_to_the_shell_and_back(tmp_path: Path) -> None:
    rehearsals(tmp_path).begin(suggested()).close()
    shell = pexpect.spawn(
        "bash", ["--norc", "-i"], cwd=str(ROOT), dimensions=(30, 80), encoding="utf-8", codec_errors="replace",
        timeout=30, env={**os.environ, "TERM": "xterm-256color", "ORGWIZARD_HOME": str(tmp_path), "PS1": "ready> "},
    )  # fmt: skip
    shell.expect("ready> ")
    shell.sendline(f"{sys.executable} -m wizard.cli --rehearse acme")
    shell.expect("Home Region")
    shell.send("\x1a")
    shell.send("\x1bOQ\x1b[F")
    shell.expect("To the shell")
    shell.send("\x1b[A\r")
    shell.expect("Stopped")
    shell.sendline("fg")
    shell.expect("Home Region")
    shell.send("\x11")
    shell.expect("ready> ")
    shell.sendline("exit $?")

    assert ended(shell) == 0


async def test_without_a_shell_that_brings_it_back_it_does_not_stop(tmp_path: Path) -> None:
    async with wizard(tmp_path) as (app, pilot):
        app.menu_chosen("suspend")
        await pilot.pause()
        assert any("no shell behind this terminal" in note.message for note in app._notifications)


async def test_in_a_dialogue_the_key_that_shells_know_says_where_the_shell_is(tmp_path: Path) -> None:
    async with wizard(tmp_path) as (app, pilot):
        app.push_screen(MessageDialogue("Something", "To read."))
        await pilot.pause()
        await pilot.press("ctrl+z")
        await pilot.pause()
        assert any("does not lead to the shell" in note.message for note in app._notifications)


def test_bytes_that_are_no_text_become_the_replacement_character() -> None:
    assert _forgiving_decoder("utf-8")().decode(b"a\xffb") == "a\N{REPLACEMENT CHARACTER}b"


def test_the_driver_of_this_system_is_made_forgiving() -> None:
    from textual.drivers import linux_driver

    forgiving(linux_driver.LinuxDriver)

    assert vars(linux_driver)["getincrementaldecoder"] is _forgiving_decoder


def test_whoever_leaves_while_a_call_hangs_does_not_wait_for_its_answer(tmp_path: Path) -> None:
    with waiting_for_aws(tmp_path) as child:
        child.send("\x11")

        assert ended(child) == 0
        assert "orgwizard acme" in str(child.before).rpartition("\x1b[?1049l")[2]


def test_nothing_heavy_is_imported_before_the_first_paint_nor_for_the_list_of_saved_setups(tmp_path: Path) -> None:
    heavy = (
        "boto3",
        "pydantic",
        "yaml",
        "filelock",
        "wizard.narration",
        "wizard.engine",
        "wizard.plan",
        "state.setup.file",
    )
    SavedSetups(tmp_path, rehearsal=True).create(small())
    program = (
        "import sys; from wizard.cli import main; main(['--rehearse']); "
        f"print('imported', [name for name in {(*heavy, 'wizard.guardrails', 'state.changes')} if name in sys.modules])"
    )
    child = pexpect.spawn(
        sys.executable,
        ["-c", program],
        cwd=str(ROOT),
        dimensions=(24, 80),
        encoding="utf-8",
        timeout=30,
        env={**os.environ, "TERM": "xterm-256color", "ORGWIZARD_HOME": str(tmp_path)},
    )

    child.expect("acme.*not begun at AWS")
    child.send("\x11")

    child.expect("imported")
    assert "[]" in child.read()


async def test_no_color_gives_no_colour_and_still_shows_the_highlighted_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with wizard(tmp_path) as (app, _pilot):
        tree = app.screen.query_one("#tree")
        lines = tree.region.size.height
        segments = [segment for number in range(lines) for segment in tree.render_line(number)]
        for each in app._filters:
            segments = each.apply(segments, app.screen.background_colors[1]) if each.enabled else segments
        styles = [segment.style for segment in segments if segment.style is not None]
        reversed_text = "".join(segment.text for segment in segments if segment.style and segment.style.reverse)

    assert app.theme == "monochrome"
    assert all(style.color is None or style.color.is_default for style in styles)
    assert "Management account" in reversed_text
    assert "Security" not in reversed_text


@pytest.mark.parametrize("seed", range(1))
def test_no_bytes_of_a_terminal_end_the_program_or_lose_the_setup(tmp_path: Path, seed: int) -> None:
    assert play(tmp_path, seed, examples(20))
