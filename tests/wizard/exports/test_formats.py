"""An export format is offered, named and written the same way wherever one can ask for it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from state.observed import Observed
from tests.rehearsing import rehearsals, small
from wizard.cli import main
from wizard.exports import FORMATS

README = Path(__file__).parents[3] / "README.md"


def test_the_readme_lists_every_format_in_the_order_of_the_table() -> None:
    rows = re.findall(r"^\| `([a-z-]+)` \| (.+) \|$", README.read_text(encoding="utf-8"), re.MULTILINE)

    assert [row for row in rows if row[0] in FORMATS] == [(each.name, each.title) for each in FORMATS.values()]


def test_the_help_of_the_command_says_what_each_format_is(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["export", "--help"])

    told = " ".join(capsys.readouterr().out.split())
    assert all(f"{each.name}: {each.title}" in told for each in FORMATS.values())


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_is_found_by_its_name_and_says_the_same_twice(name: str, tmp_path: Path) -> None:
    chosen = FORMATS[name]
    onboarding = rehearsals(tmp_path).begin(small())

    assert chosen.name == name
    assert chosen.file_name("acme").startswith("acme")
    assert chosen.write(onboarding.setup, Observed()) == chosen.write(onboarding.setup, Observed())
    if not chosen.needs_aws:
        assert onboarding.export(name) == chosen.write(onboarding.setup, Observed())
    onboarding.close()
