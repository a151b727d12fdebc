"""Secrets that a person signs in with are in nothing that is left behind or shown: by runs that end well, by runs that
fail, by crashes, and by kills."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Collection, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from screens.app import OrgwizardApp
from state.setup.access import Access
from tests.command_line import orgwizard, surroundings
from tests.moto_server import emptied
from tests.moto_server import moto_url as moto_url
from tests.peopled import soon_enabled, with_people
from tests.rehearsing import apply_all, ending, exported, rehearsals, small
from tests.screens.faces import PAGE_KEYS, SMALL, screen_text, sign_in, until
from wizard.aws.world import AwsWorld
from wizard.commands import wiring
from wizard.onboarding import Onboardings
from wizard.onboarding.entering import roles_into, ways_into_management, ways_to_enter
from wizard.onboarding.exporting import export
from wizard.refusals.redaction import without_secrets
from wizard.simulated.rehearsal import Rehearsal

PLANTED = {
    "AWS_ACCESS_KEY_ID": "ASIAPLANTEDPLANTED00",
    "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMI/K7MDENG/planted0secret0key",
    "AWS_SESSION_TOKEN": "planted0session0token" * 12,
}
PASSWORD = "planted0password"
NEEDLES = (*PLANTED.values(), PLANTED["AWS_SESSION_TOKEN"][:40], PASSWORD)


OWNER = "123456789012"
"""The account of everybody whom moto knows."""


@pytest.fixture
def aws(moto_url: str) -> str:
    emptied(moto_url)
    return moto_url


def environment(home: Path, url: str) -> dict[str, str]:
    return surroundings(home, AWS_ENDPOINT_URL=url, **PLANTED)


def said_by(home: Path, url: str, *words: str) -> str:
    """All that the command says."""
    ended = orgwizard(home, *words, AWS_ENDPOINT_URL=url, **PLANTED)
    return ended.stdout + ended.stderr


def leaks(home: Path, *said: str, needles: Collection[str] = NEEDLES) -> Iterator[str]:
    """Where a planted secret is. What the simulated AWS itself remembers does not count."""
    for path in home.rglob("*"):
        if path.is_file() and path.name != "world.json" and any(each.encode() in path.read_bytes() for each in needles):
            yield str(path)
    for text in said:
        if any(each in text for each in needles):
            yield text


def begin(home: Path, url: str) -> str:
    return said_by(
        home, url, "new", "acme", "--template", "minimal", "--home-region", "eu-west-1", "--email-pattern",
        "aws+{account}@your-company.com", "--guardrails", "none",
    )  # fmt: skip


def test_the_command_line_leaves_no_secret_behind(tmp_path: Path, aws: str) -> None:
    nowhere = f"http://anna:{PASSWORD}@127.0.0.1:9"
    said = [
        begin(tmp_path, aws),
        said_by(tmp_path, nowhere, "apply", "acme.yaml", "--yes", "--account", OWNER),
        said_by(tmp_path, aws, "whoami"),
        said_by(tmp_path, aws, "doctor", "--json"),
        said_by(tmp_path, aws, "plan", "acme.yaml", "--json"),
        said_by(tmp_path, aws, "apply", "acme.yaml", "--yes", "--account", OWNER, "--json"),
        said_by(tmp_path, aws, "export", "acme", "--format", "inventory", "--output", "inventory.json"),
        said_by(tmp_path, aws, "export", "acme", "--format", "setup", "--output", "exported.yaml"),
        said_by(tmp_path, aws, "enter", "acme", "production"),
        said_by(tmp_path, aws, "enter", "acme", "production", "--process"),
    ]
    handed = json.loads(said[-1])

    assert "No answer to" in said[1]
    assert '"ending": "done"' in said[5]
    assert (tmp_path / "inventory.json").exists()
    assert list(leaks(tmp_path, *said)) == []
    assert "arn:aws:iam::" in said[-2]
    only_there = (handed["SecretAccessKey"], handed["SessionToken"])
    assert list(leaks(tmp_path, *said[:-1], needles=only_there)) == [], "what one program was handed is nowhere else"


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")  # of the server that was hung up on
def test_a_kill_in_the_middle_leaves_no_secret_behind(tmp_path: Path, aws: str) -> None:
    begin(tmp_path, aws)
    command = [sys.executable, "-m", "wizard.cli", "apply", "acme.yaml", "--yes", "--account", OWNER, "--json"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment(tmp_path, aws), cwd=tmp_path
    ) as process:
        assert process.stdout is not None
        lines = []
        for line in process.stdout:
            lines.append(line)
            if "change_performed" in line:
                process.send_signal(signal.SIGKILL)
                break
        rest, errors = process.communicate()

    assert process.returncode == -signal.SIGKILL, errors
    assert list(tmp_path.rglob("journal.jsonl"))
    assert list(leaks(tmp_path, "".join(lines), rest, errors)) == []


async def test_the_wizard_shows_and_keeps_no_secret(tmp_path: Path, aws: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in environment(tmp_path, aws).items():
        monkeypatch.setenv(name, value)
    setup = replace(small(), invitations=(), email_pattern="aws+{account}@your-company.com")
    onboardings = Onboardings(tmp_path / "state", False, lambda _rehearsal, _world: AwsWorld())
    (tmp_path / "state").mkdir()
    onboardings.begin(setup).close()
    app = OrgwizardApp(onboardings, onboarding=onboardings.resume("acme"))
    frames: list[str] = []
    async with app.run_test(size=SMALL, notifications=True, tooltips=True) as pilot:
        await pilot.pause()
        await sign_in(app, pilot)
        frames.append(screen_text(app))
        app.go_to("review")
        await until(pilot, lambda: app.plan is not None)
        await pilot.pause()
        await pilot.press("e")
        frames.append(screen_text(app))
        assert app.plan is not None
        app.start_run(app.plan)
        app.go_to("apply")
        while app.run_view is not None and app.run_view.under_way:
            await pilot.pause(0.05)
            frames.append(screen_text(app))

        for page in PAGE_KEYS:
            app.go_to(page)
            await pilot.pause()
            await pilot.pause()
            frames.append(screen_text(app))

    assert any("123456789012" in frame for frame in frames), "somebody was signed in with the planted key"
    assert any("done" in frame for frame in frames)
    assert list(leaks(tmp_path, *frames)) == []


# Crashes


def crash(secret: str, token: str) -> None:
    """An exception with secrets in its variables and, as some libraries do, in its message."""
    raise ValueError(f"cannot use {secret} with {token} at https://anna:{PASSWORD}@proxy.example of {len(secret)}")


def test_a_crash_report_has_no_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in environment(tmp_path, "").items():
        monkeypatch.setenv(name, value)
    with pytest.raises(ValueError, match="cannot use") as caught:
        crash(PLANTED["AWS_SECRET_ACCESS_KEY"], PLANTED["AWS_SESSION_TOKEN"])

    told = wiring.defect(caught.value)

    report = (tmp_path / "state" / "crash.txt").read_text()
    assert "in crash" in report
    assert "of 40" in report
    assert list(leaks(tmp_path, told.message, told.remedy)) == []


def test_what_is_no_secret_stays_readable() -> None:
    text = json.dumps({"account": "999988887777", "path": "/home/anna/orgwizard/engine.py", "car": "car-" + "0" * 32})

    assert without_secrets(text) == text


def test_what_identity_center_gives_is_left_nowhere_but_in_the_simulated_aws_itself(tmp_path: Path) -> None:
    with closing(rehearsals(tmp_path).begin(small())) as onboarding:
        rehearsal = onboarding.world
        assert isinstance(rehearsal, Rehearsal)
        rehearsal.world.climate.device_answer_seconds = 0
        device = rehearsal.sign_in.begin_device_sign_in(rehearsal.sign_in.access_portals()[0])
        assert device.wait()
        account = device.accounts()[0]
        onboarding.sign_in(device.source(account, device.role_names(account.account_id)[0]))
        onboarding.confirm_identity()
        assert ending(apply_all(onboarding)) == "waiting"
        taken = exported(onboarding, "inventory") + exported(onboarding, "setup")
        secrets = {*rehearsal.world.grants, *rehearsal.world.tokens}
    assert len(secrets) >= 2, "a device code and an access token"

    left = {path: path.read_text() for path in tmp_path.rglob("*") if path.is_file() and path.name != "world.json"}
    assert [path for path, text in left.items() if any(secret in text for secret in secrets)] == []
    assert not any(secret in taken for secret in secrets)


def test_the_ways_in_of_people_and_break_glass_users_are_told_without_any_secret(tmp_path: Path) -> None:
    setup = replace(with_people(), access=Access(break_glass=("first", "second")))
    with closing(rehearsals(tmp_path).begin(setup)) as onboarding:
        rehearsal = onboarding.world
        assert isinstance(rehearsal, Rehearsal)
        rehearsal.world.climate.device_answer_seconds = 0
        soon_enabled(rehearsal.world)
        device = rehearsal.sign_in.begin_device_sign_in(rehearsal.sign_in.access_portals()[0])
        assert device.wait()
        owner = next(each for each in device.accounts() if each.account_id == "999988887777")
        onboarding.sign_in(device.source(owner, "OrganizationAdministrator"))
        onboarding.confirm_identity()
        assert ending(apply_all(onboarding)) == "done"
        assert onboarding.signed_in is not None
        observed, setup = onboarding.look(), onboarding.setup
        ways = [way for account in setup.accounts for way in ways_to_enter(setup, observed, account)]
        ways += ways_into_management(setup, observed)
        session = onboarding.signed_in.gateway.session_through(
            roles_into(setup, onboarding.signed_in.identity, setup.accounts[0])
        )
        formats = ("aws-config", "inventory", "setup", "granted", "hand-over")
        taken = [text for name in formats for text in export(onboarding, name).values()]
        secrets = {*rehearsal.world.grants, *rehearsal.world.tokens, session.session_token}
        lines = [str(each) for each in onboarding.progress_lines]

    titles = {way.title for way in ways}
    assert {"In a browser", "In a terminal, with Identity Center", "When Identity Center does not work"} <= titles
    told = [text for way in ways for text in (way.text, way.command, *way.sentences)]
    assert list(leaks(tmp_path, *told, *taken, *lines, repr(session), needles=secrets)) == []
