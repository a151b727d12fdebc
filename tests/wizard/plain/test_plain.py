"""Plain mode at a real terminal that can do nothing, and its conversation with a keyboard made of text."""

from __future__ import annotations

import io
import json
import signal
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pexpect
import pytest
from prompt_toolkit.input import PipeInput, create_pipe_input

from state.changes.units import CreateOrganizationalUnit
from state.saved.setups import SavedSetups
from state.setup.file import parse_setup
from state.setup.region_rules import region_problem
from state.text.printable import printable
from tests.rehearsing import EXISTING_ACCOUNT, rehearsals, small, suggested
from wizard.edits.questions import Offer
from wizard.engine.events import ChangeFailed, ChangePerformed, ChangeStarted, WaitStarted
from wizard.errors import AwsRefused
from wizard.pages import PAGES
from wizard.plain import CONVERSATIONS, converse
from wizard.plain.conversation import Back, Conversation, Leave, in_order
from wizard.plain.running import News
from wizard.plain.session import Session
from wizard.plain.typewriter import Typewriter

MENU = "Which page ("


class Terminal:
    """`orgwizard demo --rehearse --plain` at a dumb terminal of 24 lines of 80 columns."""

    def __init__(self, home: Path, *arguments: str) -> None:
        self.transcript = io.StringIO()
        self.process = pexpect.spawn(
            sys.executable,
            ["-m", "wizard.cli", *(arguments or ("demo", "--rehearse", "--plain"))],
            cwd=home,
            env={"TERM": "dumb", "ORGWIZARD_HOME": str(home), "PATH": "", "LANG": "C.UTF-8", "PYTHONPATH": str(ROOT)},
            encoding="utf-8",
            dimensions=(24, 80),
            timeout=30,
        )
        self.process.logfile_read = self.transcript
        self.process.delaybeforesend = None

    def answer(self, question: str, text: str = "") -> None:
        """Wait for the question, then for its prompt, and type."""
        self.process.expect_exact(question)
        self.process.expect(r": $")
        self.process.send(text + "\r")

    def answers(self, *pairs: tuple[str, str]) -> None:
        for question, text in pairs:
            self.answer(question, text)

    def ended(self) -> int | None:
        self.process.expect(pexpect.EOF)
        self.process.close()
        return self.process.exitstatus

    @property
    def text(self) -> str:
        return self.transcript.getvalue()


ROOT = Path(__file__).parent.parent.parent.parent


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    opened = Terminal(tmp_path)
    yield opened
    opened.process.close(force=True)


def begin(terminal: Terminal, existing_account: str = "", structure: str = "1") -> None:
    """A new setup, with the suggested structure unless told otherwise."""
    terminal.answer("already use an AWS account", "our sandbox" if existing_account else "")
    if existing_account:
        terminal.answer("Its account id", existing_account)
    terminal.answer("Structure (", structure)


def sign_in(terminal: Terminal) -> None:
    terminal.answers((MENU, "2"), ("Sign in with", "1"), ("This cannot be changed", "y"))


def test_an_account_that_people_depend_on_joins_in_a_unit_of_its_own_and_what_changes_in_it_is_said_before(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with create_pipe_input() as keyboard:
        keyboard.send_text("depend\r4444-5555-6666\r\rq\r")
        converse(Session(Conversation(keyboard), rehearsals(tmp_path), "acme"))

    setup = rehearsals(tmp_path).answers("acme")
    assert [(each.account, each.organizational_unit) for each in setup.invitations] == [(EXISTING_ACCOUNT, "Existing")]
    told = " ".join(capsys.readouterr().out.split())
    assert "Look first: whatever signs in as its root user stops working; a bucket that is public now is" in told
    assert told.index("Your organization pays it") < told.index("Saved as acme")


def test_every_page_has_its_questions() -> None:
    assert tuple(CONVERSATIONS) == tuple(page.key for page in PAGES)


# At a terminal


def test_a_whole_rehearsal_from_nothing_to_done_in_few_appended_lines(terminal: Terminal, tmp_path: Path) -> None:
    begin(terminal)
    terminal.answers((MENU, ""), ("Home Region", ""), ("Email pattern", ""), ("Next (", ""))
    terminal.answers((MENU, ""), ("Sign in with", ""), ("This cannot be changed", "y"), (MENU, ""))
    terminal.answers((MENU, ""), ("Next (", ""))
    terminal.answers((MENU, ""), ("Access role", ""), ("Next (", ""))
    terminal.answers((MENU, ""), ("Next (", ""))
    terminal.answers((MENU, ""), ("Level (", ""), ("Next (", ""))
    terminal.answers((MENU, ""), ("Type demo to approve", "demo"))
    terminal.answers((MENU, ""), ("Begin now?", ""))
    terminal.answers((MENU, ""), ("Next (", "1"), ("Directory to write to", ""))
    terminal.answers(("Next (", "inventory"), ("Directory to write to", ""), ("Next (", ""), (MENU, ""))

    assert terminal.ended() == 0
    assert "Everything is as the setup wants it." in terminal.text
    assert not set("\x1b\b✓✗…") & set(terminal.text)
    assert len(terminal.text.splitlines()) < 250
    assert len(terminal.text.split()) < 2000
    exported = (tmp_path / "demo.yaml").read_text()
    assert parse_setup(exported, "demo.yaml").sound("demo.yaml").name == "demo"
    assert len(json.loads((tmp_path / "demo-inventory.json").read_text())["accounts"]) == 7


def test_an_invitation_is_waited_for_and_the_next_visit_goes_on(terminal: Terminal, tmp_path: Path) -> None:
    begin(terminal, EXISTING_ACCOUNT, structure="2")
    sign_in(terminal)
    terminal.answers((MENU, "8"), ("Type demo to approve", "demo"), (MENU, ""), ("Begin now?", "y"))
    terminal.answers((MENU, ""), ("Next (", "m"), ("Next (", "q"))
    assert terminal.ended() == 3
    assert "aws organizations accept-handshake" in terminal.text

    later = Terminal(tmp_path)
    later.answers((MENU, "2"), ("Sign in with", ""), (MENU, "8"), ("Type demo to approve", "demo"))
    later.answers((MENU, ""), ("Begin now?", ""), (MENU, "q"))
    assert later.ended() == 0
    assert "1 waiting" in later.text
    assert "Everything is as the setup wants it." in later.text


def test_ctrl_c_at_a_question_keeps_what_was_answered(terminal: Terminal, tmp_path: Path) -> None:
    begin(terminal)
    terminal.answers((MENU, "1"), ("Home Region", "eu-central-1"))
    terminal.process.expect_exact("Email pattern")
    terminal.process.expect(": $")
    terminal.process.sendintr()

    assert terminal.ended() == 130
    assert " " * 20 not in terminal.text
    assert SavedSetups(tmp_path, rehearsal=True).read("demo").home_region == "eu-central-1"


def test_the_end_of_input_ends_politely(terminal: Terminal) -> None:
    terminal.process.expect(": $")
    terminal.process.sendeof()

    assert terminal.ended() == 0
    assert "Traceback" not in terminal.text


def test_a_hang_up_gives_the_setup_free(terminal: Terminal, tmp_path: Path) -> None:
    begin(terminal)
    terminal.process.expect_exact(MENU)
    terminal.process.expect(": $")
    terminal.process.kill(signal.SIGHUP)

    assert terminal.ended() == 128 + signal.SIGHUP
    assert [summary.holder for summary in SavedSetups(tmp_path, rehearsal=True).summaries()] == [None]


# With a keyboard made of text


@pytest.fixture
def keyboard() -> Iterator[PipeInput]:
    with create_pipe_input() as pipe:
        yield pipe


def typed(keyboard: PipeInput, *lines: str) -> Conversation:
    """A conversation whose other side types these lines."""
    keyboard.send_text("".join(line + "\r" for line in lines))
    return Conversation(keyboard)


def visit(home: Path, keyboard: PipeInput, name: str, *lines: str) -> int:
    """One visit to the rehearsals below `home`, until q."""
    return converse(Session(typed(keyboard, *lines, "q"), rehearsals(home), name))


def test_a_wrong_answer_is_explained_and_asked_again(keyboard: PipeInput, capsys: pytest.CaptureFixture[str]) -> None:
    talk = typed(keyboard, "Frankfurt", "eu-central-1")

    assert talk.ask("Home Region", "eu-west-1", region_problem) == "eu-central-1"
    assert "'Frankfurt' is not an AWS Region." in capsys.readouterr().out


def test_enter_keeps_what_is_shown(keyboard: PipeInput) -> None:
    assert typed(keyboard, "").ask("Home Region", "eu-west-1", region_problem) == "eu-west-1"


def test_a_question_mark_explains_and_asks_again(keyboard: PipeInput, capsys: pytest.CaptureFixture[str]) -> None:
    talk = typed(keyboard, "?", "y")
    talk.subject = PAGES[2]

    assert talk.agree("Sure?")
    assert PAGES[2].documentation in capsys.readouterr().out


def test_back_is_the_question_before_and_from_the_first_out(keyboard: PipeInput) -> None:
    talk = typed(keyboard, "one", "<", "uno", "<", "<")
    given: list[str] = []
    questions = [lambda: given.append(talk.require("First")), lambda: given.append(talk.require("Second"))]

    with pytest.raises(Back):
        in_order(questions)
    assert given == ["one", "uno"]


def test_q_leaves_at_any_question(keyboard: PipeInput) -> None:
    with pytest.raises(Leave):
        typed(keyboard, "q").choose("Which", [Offer("one", "one"), Offer("two", "two")])


def test_what_could_upset_a_terminal_is_shown_and_not_done() -> None:
    assert printable("dev[prod]\x1b[2J\u202e") == "dev[prod]\\x1b[2J\\u202e"


def test_an_answered_line_is_typed_once(keyboard: PipeInput, capsys: pytest.CaptureFixture[str]) -> None:
    keyboard.send_text("abd\x7fc\r")

    assert Conversation(keyboard).ask_line("Name:") == "abc"
    shown = capsys.readouterr().out
    assert shown.count("Name:") == 1
    assert "\x1b" not in shown


def test_the_cursor_moves_by_backspaces_and_by_typing_again() -> None:
    paper = io.StringIO()
    typewriter = Typewriter(paper)

    typewriter.write("name: abd")
    typewriter.flush()
    typewriter.cursor_backward(1)
    typewriter.write("c")
    typewriter.flush()
    typewriter.cursor_backward(3)
    typewriter.flush()
    typewriter.cursor_forward(3)
    typewriter.flush()

    assert paper.getvalue() == "name: abd" + "\bc" + "\b\b\b" + "abc"


def test_units_accounts_and_invitations_are_edited_by_number_and_by_name(tmp_path: Path, keyboard: PipeInput) -> None:
    rehearsals(tmp_path).begin(suggested()).close()

    visit(
        tmp_path, keyboard, "acme",
        "1", "", "", "a", "Sandbox/Two", "1", "1", "Safety", "",
        "4", "s", "555566667777, Sandbox", "666677778888", "", "1", "2", "",
        "5", "", "a", "tests", "tests@acme.example", "1", "2", "", "2", "3", "s", "more,,Workloads/More", "", "",
    )  # fmt: skip
    setup = SavedSetups(tmp_path, rehearsal=True).read("acme")

    assert {"Sandbox/Two", "Safety", "Workloads/More"} <= set(setup.unit_paths())
    assert "Security" not in setup.unit_paths()
    assert [invitation.account for invitation in setup.invitations] == ["666677778888"]
    names = [account.account_name for account in setup.accounts]
    assert "shared-services" not in names
    assert names[-2:] == ["tests", "more"]
    assert setup.email_of(setup.accounts[-2]) == "tests@acme.example"


def test_the_wrong_account_is_named_and_another_one_asked_for(
    tmp_path: Path, keyboard: PipeInput, capsys: pytest.CaptureFixture[str]
) -> None:
    rehearsals(tmp_path).begin(suggested()).close()

    visit(tmp_path, keyboard, "acme", "2", "1", "y", "2", "2", "1")

    assert "but the setup's management account is 999988887777" in " ".join(capsys.readouterr().out.split())


def test_a_setup_is_put_aside_and_its_files_kept(tmp_path: Path, keyboard: PipeInput) -> None:
    rehearsals(tmp_path).begin(suggested()).close()

    assert visit(tmp_path, keyboard, "", "3", "1", "y") == 0
    assert rehearsals(tmp_path).summaries() == ()
    assert list((tmp_path / "discarded").iterdir())


def test_a_damaged_setup_is_told_and_no_traceback(
    tmp_path: Path, keyboard: PipeInput, capsys: pytest.CaptureFixture[str]
) -> None:
    rehearsals(tmp_path).begin(suggested()).close()
    (tmp_path / "rehearsals" / "acme" / "setup.yaml").write_text("version: 99\n")

    assert visit(tmp_path, keyboard, "acme") == 0
    assert "newer" in capsys.readouterr().out


def test_review_names_the_page_where_a_problem_is_corrected(
    tmp_path: Path, keyboard: PipeInput, capsys: pytest.CaptureFixture[str]
) -> None:
    rehearsals(tmp_path).begin(replace(suggested(), email_pattern="")).close()

    visit(tmp_path, keyboard, "acme", "8")
    said = " ".join(capsys.readouterr().out.split())

    assert "Problem on page 1, Structure: There is no email pattern" in said
    assert "Enter for 1 Structure" in said


class Interrupter(Conversation):
    """Presses Ctrl+C as soon as anything is begun."""

    def say(self, *lines: str) -> None:
        super().say(*lines)
        if any("begun: Create the organization." in line for line in lines):
            signal.raise_signal(signal.SIGINT)


def test_ctrl_c_while_applying_stops_and_the_same_visit_goes_on(
    tmp_path: Path, keyboard: PipeInput, capfd: pytest.CaptureFixture[str]
) -> None:
    rehearsals(tmp_path).begin(replace(small(), invitations=())).close()
    answers = ["2", "1", "y", "8", "acme", "", "", "", "", "q"]
    keyboard.send_text("".join(answer + "\r" for answer in answers))

    assert converse(Session(Interrupter(keyboard), rehearsals(tmp_path), "acme")) == 0
    said = capfd.readouterr().out
    stopped = said.index("Stopped. What was done is recorded.")
    assert "things are as the setup wants them" not in said[:stopped].partition("begun: Create")[2]
    assert "Everything is as the setup wants it." in said[stopped:]


MADE = [CreateOrganizationalUnit(f"Unit{number}") for number in range(4)]


class Stopwatch:
    """Time that a test turns."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def test_at_most_a_line_a_second_is_said_with_how_many_of_how_many() -> None:
    clock = Stopwatch()
    news = News(4, clock)

    told: list[str] = []
    for change in MADE:
        told += [line for event in (ChangeStarted(change), ChangePerformed(change)) for line in news.lines(event)]
        clock.seconds += 0.5

    assert told == [
        "0 of 4: begun: Create organizational unit Unit0.",
        "2 of 4: done: Create organizational unit Unit1.",
    ]
    assert list(news.rest()) == ["4 of 4: done: Create organizational unit Unit3."]


def test_what_was_refused_is_said_however_much_happens_and_whose_move_it_is() -> None:
    clock = Stopwatch()
    news = News(4, clock)
    refused = AwsRefused("No.", "Do it by hand.", whose_move="you")

    told = list(news.lines(ChangeStarted(MADE[0])))
    told += news.lines(ChangeFailed(MADE[0], refused))
    told += news.lines(ChangePerformed(MADE[1]))
    clock.seconds += 1
    told += news.lines(ChangePerformed(MADE[2]))

    assert told[1:] == ["Failed: Create organizational unit Unit0. Your move: more at the end."]


def test_a_wait_is_told_when_it_begins_and_once_a_minute() -> None:
    clock = Stopwatch()
    news = News(1, clock)

    told: list[str] = []
    for _ in range(14):
        told += news.lines(WaitStarted("AWS is creating qa.", 5.0))
        clock.seconds += 5

    assert told == ["0 of 1. AWS's move: AWS is creating qa.", "0 of 1. Still: AWS is creating qa."]


def test_a_run_whose_credentials_expired_can_be_left_paused(
    tmp_path: Path, keyboard: PipeInput, capsys: pytest.CaptureFixture[str]
) -> None:
    rehearsals(tmp_path, "credentials-expire").begin(suggested()).close()
    talk = typed(keyboard, "2", "1", "y", "8", "acme", "", "", "<", "q")

    status = converse(Session(talk, rehearsals(tmp_path, "credentials-expire"), "acme"))
    said = " ".join(capsys.readouterr().out.split())

    assert status == 1
    assert "Sign in again with the same account" in said
    assert "Enter for 2 Sign in, l lists): q" in said or "Enter for 9 Apply, l lists): q" in said


def test_a_partial_file_is_asked_only_for_what_it_lacks(tmp_path: Path) -> None:
    (tmp_path / "shop.yaml").write_text(
        "home_region: eu-west-1\naccounts:\n  - account_name: shop\n    organizational_unit: Root\n"
    )
    opened = Terminal(tmp_path, "shop.yaml", "--plain")
    opened.answer("Email pattern", "aws+{account}@shop.test")
    opened.answer(MENU, "q")

    assert opened.ended() == 0
    assert "Home Region" not in opened.text
    assert SavedSetups(tmp_path, rehearsal=False).read("shop").email_pattern == "aws+{account}@shop.test"
