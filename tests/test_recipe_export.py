"""The recipe for an export, followed on a copy: a module, and its line in the table and in the README.

Then the command line and both faces offer it; no other file has to know it.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.recipes import copied_tree, put_into, seen_in

TITLE = "The addresses of all accounts, one a line"

MODULE = f'''"""The addresses that the setup's accounts have."""

from __future__ import annotations

from wizard.exports.format import Files, Format, Proof, Taken


def addresses(taken: Taken) -> Files:
    """One a line, in the accounts' order."""
    lines = "".join(f"{{account.email}}\\n" for account in taken.inventory.accounts)
    return {{f"{{taken.name}}-addresses.txt": lines}}


def _proof(taken: Taken) -> Proof:
    return Proof(f"sort -u {{taken.name}}-addresses.txt", "Every address stands there once.")


FORMAT = Format("addresses", "{TITLE}", True, addresses, _proof, "people")
'''

FACES = """
import asyncio, contextlib, io, json, sys
from pathlib import Path

from prompt_toolkit.input import create_pipe_input
from textual.widgets import OptionList

from screens.dialogues.export import ExportDialogue
from tests.command_line import orgwizard
from tests.rehearsing import rehearsals, small
from tests.screens.faces import wizard
from tests.wizard.exports.test_formats import test_the_readme_lists_every_format_in_the_order_of_the_table
from wizard.plain import converse
from wizard.plain.conversation import Conversation
from wizard.plain.session import Session

home = Path(sys.argv[1])
state = home / "state" / "rehearsals"


async def listed():
    async with wizard(home / "screen", small()) as (app, pilot):
        app.push_screen(ExportDialogue(str(home), app.glyphs))
        await pilot.pause()
        return [str(option.prompt) for option in app.screen.query_one("#formats", OptionList).options]


def said():
    rehearsals(home / "plain").begin(small()).close()
    told = io.StringIO()
    with create_pipe_input() as keyboard, contextlib.redirect_stdout(told):
        keyboard.send_text("10\\rl\\rq\\r")
        converse(Session(Conversation(keyboard), rehearsals(home / "plain"), "acme"))
    return told.getvalue()


test_the_readme_lists_every_format_in_the_order_of_the_table()
seen = {"screen": asyncio.run(listed()), "plain": said(), "help": orgwizard(home, "export", "--help").stdout}
orgwizard(home, "new", "acme", "--template", "minimal", "--home-region", "eu-west-1", "--email-pattern",
          "aws+{account}@acme.example")
orgwizard(home, "apply", "acme.yaml", "--rehearse", "--yes")
seen["written"] = orgwizard(home, "export", "acme.yaml", "--rehearse", "--format", "addresses").stdout
print(json.dumps(seen))
"""


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What each face of the copy shows, once the recipe was followed."""
    copy = copied_tree(tmp_path_factory.mktemp("recipe"))
    exports = copy / "wizard" / "exports"
    (exports / "addresses.py").write_text(MODULE, encoding="utf-8")
    table = exports / "__init__.py"
    table.write_text(
        table.read_text(encoding="utf-8")
        .replace("\nfrom wizard.exports.format", "\nfrom wizard.exports import addresses\nfrom wizard.exports.format")
        .replace(" setup.FORMAT,\n", " setup.FORMAT,\n        addresses.FORMAT,\n"),
        encoding="utf-8",
    )
    put_into(copy / "README.md", "| `inventory` |", f"| `addresses` | {TITLE} | people |\n")
    return seen_in(copy, FACES)


def test_the_new_export_is_written_by_the_command_line_which_says_what_it_is(seen: dict[str, Any]) -> None:
    assert f" addresses {TITLE}" in " ".join(seen["help"].split())
    assert "aws+data-bunker@acme.example\n" in seen["written"]


def test_the_new_export_is_offered_on_the_screen_and_one_line_at_a_time(seen: dict[str, Any]) -> None:
    assert any(TITLE in line for line in seen["screen"])
    assert TITLE in " ".join(seen["plain"].split())
