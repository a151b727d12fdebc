"""A story: five people of a small team get in within days, through kills headless and a sign-in that runs out in the
wizard, and all ends as it does where nothing goes wrong."""

from __future__ import annotations

from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path

from state.saved.progress import ProgressLine
from state.setup import MemberAccount, Purpose, Setup
from tests.peopled import directory, made_once, soon_enabled, with_people
from tests.rehearsing import apply_all, ending, rehearsals
from tests.screens.faces import opened, screen_text, sign_in_beforehand, until
from tests.stage import Killed, kill
from tests.test_scenarios import with_a_team
from wizard.onboarding.onboarding import Onboarding
from wizard.simulated.aws import SimulatedAws
from wizard.simulated.rehearsal import Rehearsal
from wizard.simulated.weather import Effect, Rule
from wizard.simulated.world import World


def team() -> Setup:
    shop = MemberAccount(account_name="shop", organizational_unit="Workloads", purpose=Purpose.WORKLOAD)
    return with_a_team(replace(with_people(), accounts=(shop,)), 5)


def world_of(onboarding: Onboarding) -> World:
    assert isinstance(onboarding.world, Rehearsal)
    return onboarding.world.world


def headless(home: Path, *rules: Rule) -> str:
    """One process, from its beginning to its end, as it comes; how it ended."""
    with suppress(Killed), closing(rehearsals(home).resume("acme")) as onboarding:
        rehearsal = onboarding.world
        assert isinstance(rehearsal, Rehearsal)
        rehearsal._aws = SimulatedAws(rehearsal.world, rehearsal.clock, rehearsal._save, die=kill)
        rehearsal.world.rules[:] = rules
        onboarding.sign_in(onboarding.credential_sources()[0])
        onboarding.confirm_identity()
        return ending(apply_all(onboarding))
    return "killed"


async def in_the_wizard(home: Path, expires: Rule) -> str:
    """The same, watched; once the sign-in has run out, Enter signs in again."""
    async with opened(home) as (app, pilot):
        sign_in_beforehand(app)
        assert app.onboarding is not None
        app.go_to("review")
        await until(pilot, lambda: app.plan is not None)
        assert app.plan is not None
        world_of(app.onboarding).rules[:] = [expires]
        app.start_run(app.plan)
        app.go_to("apply")
        await until(pilot, lambda: "The sign-in has ended" in screen_text(app))
        await pilot.press("enter")
        await until(pilot, lambda: bool(app.run_view and app.run_view.ended))
        assert app.run_view is not None
        assert app.run_view.ended is not None
        return app.run_view.ended.ending.value


def left_by(home: Path) -> tuple[object, tuple[ProgressLine, ...], bool]:
    """What is in Identity Center, how everything stands, and whether each thing is there once."""
    with closing(rehearsals(home).resume("acme")) as onboarding:
        world = world_of(onboarding)
        lines = (replace(each, sentence="") for each in onboarding.progress_lines)
        return directory(world), tuple(lines), made_once(world)


async def test_five_people_get_in_whatever_happens_on_the_way(tmp_path: Path) -> None:
    quiet, stormy = tmp_path / "quiet", tmp_path / "stormy"
    for home in (quiet, stormy):
        home.mkdir()
        rehearsals(home).begin(team()).close()
    expires = Rule("CreateAccountAssignment", Effect.ERROR, code="ExpiredTokenException", until_sign_in=True)

    with closing(rehearsals(quiet).resume("acme")) as onboarding:
        soon_enabled(world_of(onboarding))
        onboarding.sign_in(onboarding.credential_sources()[0])
        onboarding.confirm_identity()
        assert ending(apply_all(onboarding)) == "done"
    story = [
        headless(stormy),
        headless(stormy, Rule("CreateUser", Effect.KILL_AFTER, occurrence=3)),
        headless(stormy, Rule("CreateAccountAssignment", Effect.KILL_BEFORE, occurrence=2)),
        await in_the_wizard(stormy, expires),
    ]

    assert story == ["waiting", "killed", "killed", "done"]
    assert left_by(stormy) == left_by(quiet)
    assert left_by(stormy)[2]
