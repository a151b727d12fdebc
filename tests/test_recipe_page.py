"""The recipe for a page, followed on a copy: its key, its words, its screen, its conversation.

Then it stands in its place on both faces; no other file has to know it.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.recipes import copied_tree, put_into, seen_in

PAGE = """    Page(
        PageKey.SUPPORT,
        "Support",
        "Which support plan do you want?",
        "A plan is bought for each account. Nothing here changes it.",
        GUIDE + "orgs_introduction.html",
        lambda _onboarding: True,
    ),
"""

SCREEN = '''"""Support: which plan."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Static

from screens.pages.page_screen import PageScreen


class SupportScreen(PageScreen):
    """Which support plan do you want?"""

    PAGE = "support"
    LEAD = "It is bought in the console."

    def compose_body(self) -> ComposeResult:
        yield Static("Basic, Developer, Business.", id="plans")
        yield self.acts()
'''

CONVERSATION = '''"""Support: which plan."""

from __future__ import annotations

from wizard.plain.session import Session


def support(session: Session) -> None:
    """It is only told."""
    session.talk.say("Basic, Developer, Business.")
'''

FACES = """
import asyncio, contextlib, io, json, sys
from pathlib import Path

from prompt_toolkit.input import create_pipe_input

from tests.rehearsing import rehearsals, small
from tests.screens.faces import LARGE, screen_text, wizard
from wizard.plain import converse
from wizard.plain.conversation import Conversation
from wizard.plain.session import Session

home = Path(sys.argv[1])


async def shown():
    async with wizard(home / "screen", small(), size=LARGE) as (app, pilot):
        app.go_to("guardrails")
        await pilot.pause()
        await pilot.press("ctrl+n")
        await pilot.pause()
        page = screen_text(app)
        await pilot.press("f2")
        await pilot.pause()
        return page, screen_text(app)


def said():
    rehearsals(home / "plain").begin(small()).close()
    told = io.StringIO()
    with create_pipe_input() as keyboard, contextlib.redirect_stdout(told):
        keyboard.send_text("8\\rq\\r")
        converse(Session(Conversation(keyboard), rehearsals(home / "plain"), "acme"))
    return told.getvalue()


page, menu = asyncio.run(shown())
print(json.dumps({"page": page, "menu": menu, "plain": said()}))
"""


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What each face of the copy shows, once the recipe was followed."""
    copy = copied_tree(tmp_path_factory.mktemp("recipe"))
    put_into(copy / "state" / "page_key.py", '    REVIEW = "review"', '    SUPPORT = "support"\n')
    put_into(copy / "wizard" / "pages.py", '    Page(\n        PageKey.REVIEW,\n        "Review",', PAGE)
    screens = copy / "screens"
    (screens / "pages" / "support.py").write_text(SCREEN, encoding="utf-8")
    put_into(screens / "faces.py", '    "review": "', '    "support": "screens.pages.support:SupportScreen",\n')
    put_into(screens / "widgets" / "stepper.py", '"review", "apply", "finish")', '"support", ')
    plain = copy / "wizard" / "plain"
    (plain / "support.py").write_text(CONVERSATION, encoding="utf-8")
    put_into(plain / "__init__.py", "    PageKey.REVIEW: review,", "    PageKey.SUPPORT: support,\n")
    put_into(plain / "__init__.py", "from wizard.plain.structure import", "from wizard.plain.support import support\n")
    return seen_in(copy, FACES)


def test_the_new_page_comes_in_its_place_and_the_ones_after_it_count_on(seen: dict[str, Any]) -> None:
    assert "Which support plan do you want?" in seen["page"]
    assert "8 Support" in seen["page"]
    assert "9 Review" in seen["page"]


def test_the_new_page_is_in_the_menu(seen: dict[str, Any]) -> None:
    assert "8 Support" in seen["menu"]


def test_the_new_page_is_asked_one_line_at_a_time(seen: dict[str, Any]) -> None:
    assert "Which support plan do you want?" in seen["plain"]
    assert "Basic, Developer, Business." in seen["plain"]
