"""One file, one story: a setup and the weather, then what is planned and how each run ends.

story:     one sentence
scenario:  the simulated AWS's weather
template:  the structure (suggested unless named); existing_account: an account to invite
people:    how many people sign in, with the usual access (none unless named)
guardrails: their level (none unless named); home_region: eu-west-1 unless named
runs:      one entry for each time somebody comes back
  - plan:      titles of the changes planned, in order; left out where it is long
    planned:   how many changes the plan has
    left:      true where changes are left because AWS itself is waited for
    ending:    done, waiting, failed or unapproved; or `stopped` when the run ends in an error
    says:      texts that the error, the ending or the failures contain
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from state.changes.base import Change
from state.setup import Setup
from state.setup.file import from_template
from state.setup.guardrails import Guardrails, Level
from state.setup.people import MANAGEMENT, Assignment, Person
from tests.rehearsing import ending, signed_in, started
from wizard.edits.people import ADMINISTRATORS, DEVELOPERS, SECURITY, usual_access
from wizard.engine.events import Event, RunEnded
from wizard.errors import AwsError
from wizard.narration import ending_lines
from wizard.onboarding.onboarding import Onboarding

STORIES = sorted((Path(__file__).parent / "scenarios").glob("*.yaml"))


def setup_of(story: dict[str, Any]) -> Setup:
    setup = from_template(
        story.get("template", "suggested"),
        "acme",
        home_region=story.get("home_region", "eu-west-1"),
        email_pattern="aws+{account}@acme.example",
        existing_account=story.get("existing_account", ""),
    )
    setup = with_a_team(setup, story["people"]) if "people" in story else setup
    return replace(setup, guardrails=Guardrails(level=Level(story.get("guardrails", "none"))))


def with_a_team(setup: Setup, size: int) -> Setup:
    """So many people with what small teams usually give, the first of them in the management account too."""
    groups = (ADMINISTRATORS, DEVELOPERS, DEVELOPERS, SECURITY, DEVELOPERS)
    people = tuple(
        Person(user_name=f"person-{number}@acme.example", groups=(groups[number],)) for number in range(size)
    )
    managing = Assignment(
        permission_set="OrganizationAdministrator", accounts=(MANAGEMENT,), people=(people[0].user_name,)
    )
    wish = replace(setup.identity_center, settings_done="2026-11-02", bill_shown="2026-11-02")
    return usual_access(replace(setup, people=people, assignments=(managing,), identity_center=wish))


def told(events: list[Event]) -> str:
    ended = events[-1]
    assert isinstance(ended, RunEnded)
    return "\n".join(ending_lines(ended))


def run_once(onboarding: Onboarding) -> tuple[list[Change], list[Event], str, str]:
    """What was planned, what happened, how it ended, and what was said."""
    events: list[Event] = []
    planned: list[Change] = []
    try:
        plan = onboarding.plan()
        planned = [change for change, _ in plan.changes]
        onboarding.confirm_identity()
        for event in onboarding.apply(plan.approved()):
            events.append(event)  # noqa: PERF402 - what came before an error counts too
    except AwsError as error:
        return planned, events, "stopped", f"{error.message} {error.remedy}"
    return planned, events, ending(events), told(events)


@pytest.mark.parametrize("file", STORIES, ids=lambda file: file.stem)
def test_story(tmp_path: Path, file: Path) -> None:
    story = yaml.safe_load(file.read_text())
    for number, expected in enumerate(story["runs"], start=1):
        with signed_in(tmp_path, setup_of(story), story["scenario"], confirm=False) as onboarding:
            planned, events, ended, said = run_once(onboarding)

        assert ended == expected["ending"], f"run {number}: {said}"
        assert [text for text in expected.get("says", []) if text not in said] == [], f"run {number} said: {said}"
        if "plan" in expected:
            assert [change.title for change in planned] == expected["plan"], f"run {number}"
        if "planned" in expected:
            assert len(planned) == expected["planned"], f"run {number}"
        left = {change.full_title for change in planned if change not in started(events)}
        if ended in ("done", "waiting") and expected.get("left") is not True:
            assert left == set(expected.get("left", [])), f"run {number}"
        assert set(started(events)) <= set(planned), f"run {number}"


def test_every_weather_of_the_rehearsal_has_a_story() -> None:
    from wizard.simulated.scenarios import scenario_names

    told_of = {yaml.safe_load(file.read_text())["scenario"] for file in STORIES}

    assert set(scenario_names()) - told_of == set()
