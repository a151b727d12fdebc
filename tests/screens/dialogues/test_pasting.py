"""What is pasted ends in the fields it belongs to, whole; and what is chosen shows whole."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

from textual.events import Paste
from textual.pilot import Pilot

from screens.app import OrgwizardApp
from screens.dialogues.access_key import AccessKeyDialogue
from screens.dialogues.device_code import DeviceCodeDialogue
from screens.dialogues.questions import QuestionsDialogue, edit_account
from screens.widgets.act import Act
from screens.widgets.field import Field
from tests.rehearsing import small
from tests.screens.faces import screen_text, until
from tests.screens.pages.test_sign_in import KEY_ID, SECRET, choose, signing_in
from wizard.gateway.world import AccessPortal
from wizard.simulated.rehearsal import Rehearsal

TOKEN = "FwoGZXIvYXdzEJr0wEaDNe1b2abcdef" * 12
WRAPPED = f"\n{TOKEN[:100]}\n{TOKEN[100:200]}\r\n  {TOKEN[200:]}\n"
BLOCK = f'\nexport AWS_ACCESS_KEY_ID="ASIA{KEY_ID[4:]}"\nexport AWS_SECRET_ACCESS_KEY="{SECRET}"\n'


@asynccontextmanager
async def typing_a_key(home: Path) -> AsyncIterator[tuple[OrgwizardApp, Pilot[int]]]:
    async with signing_in(home, Rehearsal()) as (app, pilot, _onboarding):
        await choose(app, pilot, "An access key")
        await until(pilot, lambda: isinstance(app.screen, AccessKeyDialogue))
        await pilot.pause()
        yield app, pilot


async def paste(app: OrgwizardApp, pilot: Pilot[int], text: str) -> None:
    app.post_message(Paste(text))
    await pilot.pause()
    await pilot.pause()


def key_fields(app: OrgwizardApp) -> list[str]:
    return [field.value for field in app.screen.query(Field)]


def told(app: OrgwizardApp) -> str:
    return " ".join(note.message for note in app._notifications)


async def test_a_block_that_sets_variables_fills_every_field_wherever_it_is_pasted(tmp_path: Path) -> None:
    async with typing_a_key(tmp_path) as (app, pilot):
        await paste(app, pilot, f'{BLOCK}export AWS_SESSION_TOKEN="{TOKEN}"\n')
        assert key_fields(app) == [f"ASIA{KEY_ID[4:]}", SECRET, TOKEN]
        assert "Found in the paste: Access key id, Secret, Session token." in told(app)
        assert app.screen.focused is not None
        assert app.screen.focused.id == "confirm"
        assert SECRET not in screen_text(app)

        app.screen.query_one("#key-secret Input").focus()
        await paste(app, pilot, f"aws_access_key_id = {KEY_ID}\naws_secret_access_key = {SECRET}\n")
        assert key_fields(app) == [KEY_ID, SECRET, ""], "no token of an earlier key is left"


async def test_what_a_terminal_broke_into_lines_is_put_together_and_else_the_rest_is_said(tmp_path: Path) -> None:
    async with typing_a_key(tmp_path) as (app, pilot):
        for nothing in ("", "\n", "\r\n \r\n"):
            await paste(app, pilot, nothing)
        assert key_fields(app) == ["", "", ""]

        await paste(app, pilot, "\n\n  AKIA\tone  \n\ntwo\nthree")
        app.screen.query_one("#key-token Input").focus()
        await paste(app, pilot, WRAPPED)
        assert key_fields(app) == ["AKIA one", "", TOKEN]
        assert "2 more were left out" in told(app)


async def test_each_portal_shows_with_its_whole_address(tmp_path: Path) -> None:
    portals = tuple(AccessPortal(f"https://{name}.awsapps.com/start", "eu-west-1") for name in ("acme", "other"))
    async with signing_in(tmp_path, Rehearsal()) as (app, pilot, onboarding):
        app.push_screen(DeviceCodeDialogue(onboarding.world, portals, "eu-west-1", app.copy))
        await until(pilot, lambda: isinstance(app.screen, DeviceCodeDialogue) and app.screen.is_mounted)
        await pilot.pause()

        assert str(app.screen.query_one("#known #pick", Act).label) == "https://acme.awsapps.com/start"


async def test_a_unit_with_a_colon_in_its_name_shows_whole(tmp_path: Path) -> None:
    setup = replace(small(), organizational_units=("Team: Blue", "Team: Red"))
    account = replace(small().accounts[0], organizational_unit="Team: Blue")
    setup = replace(setup, accounts=(account,))
    async with signing_in(tmp_path, Rehearsal()) as (app, pilot, _onboarding):
        app.push_screen(edit_account(setup, 0))
        await until(pilot, lambda: isinstance(app.screen, QuestionsDialogue) and app.screen.is_mounted)
        await pilot.pause()

        assert str(app.screen.query_one("#organizational_unit #pick", Act).label) == "Team: Blue"
