"""Each way in on the Sign in step, by keys alone, and what is never shown or written down."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import keyring
import pytest
from textual.pilot import Pilot
from textual.widgets import Button, OptionList, Static

from screens.app import OrgwizardApp
from screens.dialogues.access_key import AccessKeyDialogue
from screens.dialogues.device_code import DeviceCodeDialogue
from screens.dialogues.mfa_code import MfaCodeDialogue
from screens.widgets.dialogue import MessageDialogue
from screens.widgets.field import Field
from screens.widgets.qr_code import qr_code, size_of
from tests.keyrings import InMemory, using
from tests.rehearsing import small
from tests.screens.faces import LARGE, SMALL, screen_text, until, words
from wizard.gateway.world import Way
from wizard.onboarding import Onboardings
from wizard.onboarding.onboarding import Onboarding
from wizard.onboarding.ways_in import offers
from wizard.plain.ways_in import WAYS
from wizard.simulated.rehearsal import Rehearsal

KEY_ID, SECRET = "AKIAREHEARSALANNA000", "rehearsal/rehearsal/rehearsal/rehearsal/"


@asynccontextmanager
async def signing_in(
    home: Path, rehearsal: Rehearsal, *, size: tuple[int, int] = SMALL, ascii_only: bool = False
) -> AsyncIterator[tuple[OrgwizardApp, Pilot[int], Onboarding]]:
    """The Sign in step of a new setup, in this rehearsal."""
    onboardings = Onboardings(home, True, lambda _rehearsal, _world: rehearsal)
    onboarding = onboardings.begin(small())
    app = OrgwizardApp(onboardings, onboarding=onboarding, ascii_only=ascii_only)
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        await pilot.pause()
        app.go_to("sign-in")
        await until(pilot, lambda: app.screen.focused is not None and app.screen.focused.id == "sources")
        yield app, pilot, onboarding


async def choose(app: OrgwizardApp, pilot: Pilot[int], title: str) -> None:
    """Press Enter on what begins with `title`."""
    listed = app.screen.query_one("#sources", OptionList)
    number = next(n for n, each in enumerate(listed.options) if str(each.prompt).startswith(title))
    listed.highlighted = number
    await pilot.press("enter")
    await pilot.pause()


def fill(app: OrgwizardApp, secret: str) -> None:
    """As if a key had been pasted."""
    app.screen.query_one("#key-id", Field).input.value = KEY_ID
    app.screen.query_one("#key-secret", Field).input.value = secret


async def type_code(app: OrgwizardApp, pilot: Pilot[int], code: str) -> None:
    await until(pilot, lambda: isinstance(app.screen, MfaCodeDialogue))
    await pilot.pause()
    await pilot.press(*code, "enter")
    await pilot.pause()


async def test_both_front_ends_have_every_way_in(tmp_path: Path) -> None:
    rehearsal = Rehearsal()
    assert set(WAYS) == set(Way) == {each.way for each in rehearsal.sign_in.ways_in()}
    async with signing_in(tmp_path, rehearsal) as (app, _pilot, _onboarding):
        shown = [str(each.prompt) for each in app.screen.query_one("#sources", OptionList).options]
        assert all(any(each.title in text for text in shown) for each in offers(rehearsal))


async def test_a_code_is_asked_in_place_and_a_wrong_one_asked_again(tmp_path: Path) -> None:
    async with signing_in(tmp_path, Rehearsal()) as (app, pilot, onboarding):
        await choose(app, pilot, "Anna, through a role")
        await until(pilot, lambda: isinstance(app.screen, MfaCodeDialogue))
        await pilot.pause()
        assert "arn:aws:iam::999988887777:mfa/anna" in screen_text(app)
        await pilot.press(*"12345", "enter")
        await pilot.pause()
        assert "six digits" in words(app, ".message")

        await pilot.press("6", "backspace", "7", "enter")
        await until(pilot, lambda: isinstance(app.screen, MfaCodeDialogue) and "AWS did not take" in screen_text(app))
        assert "next one" in screen_text(app)

        await type_code(app, pilot, "123456")
        await until(pilot, lambda: onboarding.identity is not None)
        await pilot.pause()
        assert "assumed-role/Administrators/" in words(app, "#who")
        assert "Until" in words(app, "#who")


async def test_an_access_key_leads_to_its_owner_and_then_to_a_session_with_mfa(tmp_path: Path) -> None:
    frames: list[str] = []
    async with signing_in(tmp_path, Rehearsal()) as (app, pilot, onboarding):
        await choose(app, pilot, "An access key")
        await until(pilot, lambda: isinstance(app.screen, AccessKeyDialogue))
        await until(pilot, lambda: "rehearsal" in words(app, "#not-kept"))
        fill(app, SECRET)
        await pilot.pause()
        frames.append(screen_text(app))
        await pilot.click("#confirm")
        await until(pilot, lambda: onboarding.identity is not None)
        await pilot.pause()
        frames.append(screen_text(app))
        assert "user/anna" in words(app, "#who")
        assert "without MFA" in words(app, "#who")

        await pilot.click("#mfa")
        await type_code(app, pilot, "123456")
        await until(pilot, lambda: onboarding.identity is not None and not onboarding.identity.mfa_devices)
        await pilot.pause()
        frames.append(screen_text(app))
        assert not app.screen.query_one("#mfa").display
        await pilot.press("enter")
        assert onboarding.identity_confirmed

    assert KEY_ID in frames[0]
    assert "*" * 40 in frames[0]
    assert all(SECRET not in frame.split("Made up")[0] for frame in frames)


async def test_a_typed_secret_is_in_no_file_and_in_no_frame(tmp_path: Path) -> None:
    planted = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYPLANTEDKEY"
    rehearsal = Rehearsal(tmp_path / "elsewhere.json")
    rehearsal.world.access_keys[KEY_ID].secret = "x" * 40
    frames: list[str] = []
    async with signing_in(tmp_path / "home", rehearsal) as (app, pilot, _onboarding):
        await choose(app, pilot, "An access key")
        await until(pilot, lambda: isinstance(app.screen, AccessKeyDialogue))
        fill(app, planted[:-3])
        await pilot.press("tab", "end")
        for letter in planted[-3:]:
            await pilot.press(letter)
            frames.append(screen_text(app))
        await pilot.click("#confirm")
        await until(pilot, lambda: "signature" in screen_text(app))
        frames.append(screen_text(app))

    assert any("*" * 40 in frame for frame in frames)
    assert not any(planted in frame or planted[-7:] in frame for frame in frames)
    files = [path for path in (tmp_path / "home").rglob("*") if path.is_file()]
    assert files
    assert not any(planted.encode() in path.read_bytes() for path in files)


async def test_a_passkey_is_explained_where_a_code_is_wanted(tmp_path: Path) -> None:
    rehearsal = Rehearsal()
    rehearsal.world.accounts["999988887777"].mfa_devices["anna"] = ["arn:aws:iam::999988887777:u2f/user/anna/k"]
    async with signing_in(tmp_path, rehearsal) as (app, pilot, onboarding):
        await choose(app, pilot, "An access key")
        await until(pilot, lambda: isinstance(app.screen, AccessKeyDialogue))
        fill(app, SECRET)
        await pilot.click("#confirm")
        await until(pilot, lambda: onboarding.identity is not None)
        await pilot.pause()
        await pilot.click("#mfa")
        await pilot.pause()
        assert isinstance(app.screen, MessageDialogue)
        assert "passkey" in screen_text(app)


async def test_a_device_code_is_shown_while_it_is_waited_for_and_can_be_cancelled(tmp_path: Path) -> None:
    rehearsal = Rehearsal(speed=1)
    async with signing_in(tmp_path, rehearsal, size=SMALL) as (app, pilot, onboarding):
        await choose(app, pilot, "IAM Identity Center")
        await until(pilot, lambda: isinstance(app.screen, DeviceCodeDialogue))
        await pilot.pause()
        await pilot.press("enter")
        await until(pilot, lambda: app.screen.query_one("#waiting").display)
        await pilot.pause()
        shown = screen_text(app)
        assert "https://acme.awsapps.com/start" in shown
        assert "█▀▀▀▀▀█" in shown
        assert not app.screen.query_one("#open", Button).display
        assert isinstance(app.screen, DeviceCodeDialogue)
        assert app.screen.device is not None
        told = re.search(r"(\d+):(\d\d) left", shown)
        assert told is not None
        assert (
            app.screen.device.seconds_left()
            <= int(told[1]) * 60 + int(told[2])
            <= rehearsal.world.climate.device_code_seconds
        )
        assert app.screen.device.user_code in shown

        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(app.screen, DeviceCodeDialogue))
        assert onboarding.identity is None


async def test_an_approved_device_code_leads_to_an_account_a_role_and_an_identity(tmp_path: Path) -> None:
    async with signing_in(tmp_path, Rehearsal(), size=LARGE) as (app, pilot, onboarding):
        await choose(app, pilot, "IAM Identity Center")
        await until(pilot, lambda: isinstance(app.screen, DeviceCodeDialogue))
        await pilot.pause()
        await pilot.press("enter")
        await until(pilot, lambda: "Which account" in words(app, "#choice-question"))
        await pilot.pause()
        await pilot.press("enter")
        await until(pilot, lambda: "Which role" in words(app, "#choice-question"))
        await pilot.pause()
        await pilot.press("enter")
        await until(pilot, lambda: onboarding.identity is not None)
        await pilot.pause()
        assert "Identity Center role" in words(app, "#who")
        assert "AdministratorAccess in acme-root" in words(app, "#who")
        await pilot.press("enter")
        assert onboarding.identity_confirmed


@pytest.mark.parametrize(("answer", "sentence"), [("DENIED", "was denied"), ("", "has run out")])
async def test_a_device_code_that_comes_to_nothing_says_why_and_can_be_tried_again(
    tmp_path: Path, answer: str, sentence: str
) -> None:
    rehearsal = Rehearsal()
    rehearsal.world.climate.device_answer = answer
    async with signing_in(tmp_path, rehearsal) as (app, pilot, _onboarding):
        await choose(app, pilot, "IAM Identity Center")
        await until(pilot, lambda: isinstance(app.screen, DeviceCodeDialogue))
        await pilot.pause()
        await pilot.press("enter")
        await until(pilot, lambda: sentence in words(app, "#portal-says"))
        await pilot.pause()
        assert sentence in screen_text(app)
        assert app.screen.focused is not None
        assert app.screen.focused.id == "begin"


async def test_without_an_account_the_page_says_how_to_get_one(tmp_path: Path) -> None:
    async with signing_in(tmp_path, Rehearsal()) as (app, pilot, _onboarding):
        await choose(app, pilot, "No AWS account yet")
        assert isinstance(app.screen, MessageDialogue)
        assert "shared mailbox" in screen_text(app)


async def test_no_dialogue_needs_more_than_ascii_where_that_is_asked_for(tmp_path: Path) -> None:
    rehearsal = Rehearsal(speed=1)
    async with signing_in(tmp_path, rehearsal, ascii_only=True) as (app, pilot, _onboarding):
        await choose(app, pilot, "IAM Identity Center")
        await until(pilot, lambda: isinstance(app.screen, DeviceCodeDialogue))
        await pilot.pause()
        await pilot.press("enter")
        await until(pilot, lambda: app.screen.query_one("#waiting").display)
        await pilot.pause()
        assert not app.screen.query_one("#qr", Static).display
        assert [sign for sign in screen_text(app) if not sign.isascii()] == []
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(app.screen, DeviceCodeDialogue))
        await choose(app, pilot, "An access key")
        await until(pilot, lambda: isinstance(app.screen, AccessKeyDialogue))
        fill(app, SECRET)
        await pilot.pause()
        assert [sign for sign in screen_text(app) if not sign.isascii()] == []


async def test_the_keyring_is_offered_only_where_there_is_one(tmp_path: Path) -> None:
    async with signing_in(tmp_path, Rehearsal()) as (app, pilot, _onboarding):
        for why, offered in (("", True), ("There is none.", False)):
            app.push_screen(AccessKeyDialogue(partial(str, why)))
            await until(pilot, lambda: isinstance(app.screen, AccessKeyDialogue) and app.screen.is_mounted)
            await app.workers.wait_for_complete()
            await pilot.pause()
            assert app.screen.query_one("#afterwards").display == offered
            assert words(app, "#not-kept") == why
            await pilot.press("escape")
            await pilot.pause()


def test_a_qr_code_is_as_many_lines_as_fit_a_small_screen() -> None:
    code = qr_code("https://device.sso.ap-southeast-1.amazonaws.com/?user_code=ABCD-EFGH", quiet=2)

    assert size_of(code) == (37, 19)
    assert all(len(line) == 37 for line in code.plain.splitlines())


def test_no_test_of_the_screens_reaches_the_machines_keyring() -> None:
    with using(InMemory()):
        assert isinstance(keyring.get_keyring(), InMemory)
        assert "rehearsal" in Rehearsal().sign_in.why_not_kept()
