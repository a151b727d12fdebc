"""The pictures of the README and the guide, of the real program at a rehearsal: `make pictures`."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path

from textual.pilot import Pilot

from screens.app import OrgwizardApp
from state.setup import Setup
from state.setup.file import from_template
from tests.film import drawing, play
from tests.rehearsing import rehearsals
from tests.screens.faces import point_at, rest, sign_in, until

DOCS = Path(__file__).parent.parent / "docs"
SIZE = (120, 34)


def acme() -> Setup:
    """A team that has an account in use already."""
    return from_template(
        "suggested",
        "acme",
        home_region="eu-west-1",
        email_pattern="aws+{account}@acme.example",
        existing_account="444455556666",
    )


def picture(app: OrgwizardApp, name: str) -> None:
    """Write down what is on the screen."""
    keep(name, drawing(app, name))


def keep(name: str, drawn: str) -> None:
    """Write a picture down."""
    (DOCS / f"{name}.svg").write_text(f"{drawn}\n", encoding="utf-8")
    sys.stdout.write(f"docs/{name}.svg\n")


async def walk(app: OrgwizardApp, pilot: Pilot[int]) -> None:
    """From the plan to the end, as a person would."""
    await point_at(app, pilot, "#tree", "production")
    picture(app, "structure")
    await sign_in(app, pilot)
    app.go_to("review")
    await until(pilot, lambda: app.plan is not None)
    await rest(pilot)
    await point_at(app, pilot, "#changes", "Create the organization")
    picture(app, "review")
    await pilot.click("#approve")
    await pilot.pause()
    await pilot.press(*"acme", "enter")
    await until(pilot, lambda: app.run_view is not None and not app.run_view.under_way)
    app.go_to("finish")
    await rest(pilot)
    await point_at(app, pilot, "#accounts", "production")
    picture(app, "finish")


async def main() -> None:
    """Into homes of their own, which are thrown away."""
    with tempfile.TemporaryDirectory(prefix="orgwizard-film-") as home:
        keep("film", await play(Path(home)))
    with tempfile.TemporaryDirectory(prefix="orgwizard-pictures-") as home:
        onboardings = rehearsals(Path(home))
        onboardings.begin(acme()).close()
        app = OrgwizardApp(onboardings, onboarding=onboardings.resume("acme"))
        async with app.run_test(size=SIZE) as pilot:
            await pilot.pause()
            await walk(app, pilot)


if __name__ == "__main__":
    asyncio.run(main())
