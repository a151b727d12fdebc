"""The hand-over as people see it, in a real browser: nothing leaves, nothing is wrong, everybody can read it.

What the browser saw, pictures and prints, is left in the directory of the test, for somebody to look at.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from state.text.printable import printable
from tests.exports import tools
from tests.exports.test_read_by_their_own_tools import HOSTILE
from tests.wizard.exports.company import called, company_taken
from wizard.exports import FORMATS

ALL_AT_ONCE = HOSTILE[-1]


def seen(folder: Path, *files: Path) -> dict[Path, dict[str, Any]]:
    """What Chromium says of each file."""
    tools.packages()
    script = (tools.HERE / "look.mjs").read_text(encoding="utf-8")
    node, browser = tools.program("node"), tools.chromium()
    status, said = tools.run(
        node, "--input-type=module", "-", browser, folder, *files, folder=tools.INSTALLED, given=script
    )
    assert status == 0, said
    return {Path(file): told for file, told in json.loads(said).items()}


def test_the_hand_over_can_be_read_by_everybody_everywhere_and_asks_for_nothing(tmp_path: Path) -> None:
    pages = []
    for name, taken in (("acme", company_taken()), ("hostile", called(ALL_AT_ONCE))):
        files = tools.put(FORMATS["hand-over"].write(taken), tmp_path / name)
        pages.append(next(path for path in files.values() if path.suffix == ".html"))
    broken = tmp_path / "broken.html"
    broken.write_text(
        pages[0]
        .read_text(encoding="utf-8")
        .replace("<main", '<img src="https://example.invalid/x.png"><p style="min-width:90rem">wide</p><main', 1)
    )

    told = seen(tmp_path, *pages, broken)

    for page in pages:
        assert set(told[page]["requests"]) == {page.as_uri()}
        assert (told[page]["said"], told[page]["wide"], told[page]["violations"]) == ([], [], [])
        assert told[page]["pages"] > 1
    assert all(told[broken][each] for each in ("said", "wide", "violations"))


def test_mermaid_draws_every_name_as_text_and_nothing_else(tmp_path: Path) -> None:
    files = {}
    for number, name in enumerate(HOSTILE):
        taken = called(name)
        written = tools.put(FORMATS["diagram"].write(taken), tmp_path / str(number))
        files[written["acme.mmd"]] = taken.inventory

    told = seen(tmp_path, *files)

    for file, inventory in files.items():
        shown = {" ".join(label.split("\n")[0].split()) for label in told[file]["labels"]}
        names = [*(unit.name for unit in inventory.units), *(account.name for account in inventory.accounts)]
        assert {" ".join(printable(name).split()) for name in names} <= shown
