"""An invitation is seen through on its step: taken back, sent again, or accepted with the other credentials."""

from __future__ import annotations

from pathlib import Path

from textual.pilot import Pilot
from textual.widgets import OptionList

from screens.app import OrgwizardApp
from screens.pages.accepting import AcceptDialogue
from screens.runs.run_view import RunView
from tests.rehearsing import EXISTING_ACCOUNT, apply_all, signed_in, small
from tests.screens.faces import LARGE, SMALL, opened, rows, screen_text, sign_in_beforehand, until, words
from wizard.engine.events import Ending


def answers(app: OrgwizardApp) -> list[str]:
    """How each invitation stands: what is behind the account and the sign."""
    return [row.split(maxsplit=2)[-1] for row in rows(app, "#rows")]


async def show_invitations(app: OrgwizardApp, pilot: Pilot[int]) -> None:
    """Sign in, and let the step look at how the invitations stand."""
    sign_in_beforehand(app)
    app.go_to("invitations")
    await until(pilot, lambda: app.onboarding is not None and app.onboarding.observed is not None)
    await pilot.pause()
    await pilot.pause()


def accepting(app: OrgwizardApp) -> RunView:
    assert app.aside is not None
    return app.aside


async def test_an_unanswered_invitation_is_withdrawn_and_wanted_again(tmp_path: Path) -> None:
    with signed_in(tmp_path, small(), "invitation-unanswered") as onboarding:
        apply_all(onboarding)
    async with opened(tmp_path, "invitation-unanswered", size=SMALL) as (app, pilot):
        await show_invitations(app, pilot)
        assert "not answered yet, possible until" in answers(app)[0]
        app.screen.act("withdraw")  # type: ignore[attr-defined]
        await pilot.pause()
        assert answers(app) == ["to be withdrawn with the next run"]
        assert not app.screen.query_one("#copy").display
        assert app.onboarding is not None
        apply_all(app.onboarding)
        app.screen.show()  # type: ignore[attr-defined]
        assert answers(app) == ["withdrawn"]
        app.screen.act("again")  # type: ignore[attr-defined]
        await pilot.pause()
        assert answers(app) == ["to be sent again with the next run"]
        apply_all(app.onboarding)
        app.screen.show()  # type: ignore[attr-defined]
        assert "not answered yet, possible until" in answers(app)[0]


async def test_an_invitation_is_accepted_with_the_other_accounts_credentials(tmp_path: Path) -> None:
    with signed_in(tmp_path, small(), "invitation-unanswered") as onboarding:
        apply_all(onboarding)
    async with opened(tmp_path, "invitation-unanswered", size=LARGE) as (app, pilot):
        await show_invitations(app, pilot)
        await pilot.click("#accept")
        await pilot.pause()
        assert isinstance(app.screen, AcceptDialogue)
        await pilot.press("enter")
        await until(pilot, lambda: "Accept the invitation of account" in words(app, "#acceptance"))
        assert f"ACCOUNT {EXISTING_ACCOUNT}, user/otto. Not the management account" in words(app, "#other-identity")
        assert "Create role OrganizationAccountAccessRole" in screen_text(app)
        await pilot.press("enter")
        await until(pilot, lambda: app.aside is not None and not app.aside.under_way)
        await pilot.pause()
        ended = accepting(app).ended
        assert ended is not None
        assert ended.ending is Ending.DONE
        assert "apply again" in words(app, "#acceptance")
        await pilot.press("enter")
        await until(pilot, lambda: answers(app) == ["has joined"])
        assert app.onboarding is not None
        assert app.onboarding.identity is not None
        assert app.onboarding.identity.principal == "user/anna"


async def test_nobody_accepts_with_the_management_accounts_credentials(tmp_path: Path) -> None:
    with signed_in(tmp_path, small(), "invitation-unanswered") as onboarding:
        apply_all(onboarding)
    async with opened(tmp_path, "invitation-unanswered", size=SMALL) as (app, pilot):
        app.go_to("invitations")
        await pilot.pause()
        await pilot.click("#accept")
        await pilot.pause()
        app.screen.query_one("#whose", OptionList).highlighted = 0
        await pilot.press("enter")
        await until(pilot, lambda: "was not invited" in words(app, "#acceptance"))
        assert not app.screen.query_one("#accept").display
        await pilot.press("escape")
        await pilot.pause()
        assert app.page_key == "invitations"
