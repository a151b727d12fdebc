"""As the wrong person nothing is written to AWS: not headless, not through the wizard, and each is told why."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from state.observed import Identity, Organization
from state.setup import Setup
from tests.command_line import NEW, orgwizard
from tests.rehearsing import rehearsals, small
from tests.samples import by_turns, sample
from tests.screens.faces import LARGE, SMALL, screen_text, sign_in, until, wizard, words
from tests.stage import WRITES
from wizard.claims.identity import unfit
from wizard.errors import NotPermitted
from wizard.onboarding.onboarding import Onboarding
from wizard.simulated.rehearsal import Rehearsal
from wizard.simulated.scenarios import new_world
from wizard.simulated.world_file import load_world

ACCOUNT, OTHER = "999988887777", "123456789012"
CASES = [
    ("root-user", "", "root user of account 999988887777", "orgwizard-admin"),
    ("member-account", "", "is a member of organization", "Sign in to account 123456789012"),
    ("member-account", OTHER, "as one of its members", "Sign in to account 123456789012"),
    ("default", OTHER, "the management account of this setup is 123456789012", "Sign in to account 123456789012"),
]


@contextmanager
def rehearsed(home: Path, scenario: str, setup: Setup) -> Iterator[tuple[Onboarding, Rehearsal]]:
    """A setup open in a rehearsal whose AWS can be asked what it was sent."""
    onboarding = rehearsals(home, scenario).begin(setup)
    rehearsal = onboarding.world
    assert isinstance(rehearsal, Rehearsal)
    try:
        yield onboarding, rehearsal
    finally:
        onboarding.close()


@pytest.mark.parametrize(("scenario", "planned", "says", "advises"), CASES)
def test_nothing_is_written_as_the_wrong_person(
    tmp_path: Path, scenario: str, planned: str, says: str, advises: str
) -> None:
    setup = replace(small(), management_account_id=planned)
    with rehearsed(tmp_path, scenario, setup) as (onboarding, rehearsal):
        onboarding.sign_in(onboarding.credential_sources()[0])
        plan = onboarding.plan()
        assert onboarding.signed_in is not None
        onboarding.signed_in.confirmed = True  # even if somebody had said so
        with pytest.raises(NotPermitted) as caught:
            list(onboarding.apply(plan.approved()))

        assert says in caught.value.message
        assert advises in caught.value.remedy
        assert set(rehearsal.aws.calls) & WRITES == set()


@pytest.mark.parametrize(("scenario", "planned", "says", "advises"), CASES)
def test_headless_apply_fails_before_it_asks_and_writes_nothing(
    tmp_path: Path, scenario: str, planned: str, says: str, advises: str
) -> None:
    orgwizard(tmp_path, *NEW)
    file = tmp_path / "acme.yaml"
    file.write_text(file.read_text() + (f'management_account_id: "{planned}"\n' if planned else ""))
    world = tmp_path / "state" / "rehearsals" / "acme" / "world.json"

    told = orgwizard(tmp_path, "apply", "acme.yaml", "--scenario", scenario, "--yes")

    assert told.returncode == 4, told.stderr
    assert says in told.stderr
    assert advises in told.stderr
    before, after = new_world(scenario), load_world(world)
    assert after.creations == {}
    assert after.organizations == before.organizations
    assert after.accounts == before.accounts


def test_a_member_account_is_never_remembered_as_the_management_account(tmp_path: Path) -> None:
    with rehearsed(tmp_path, "member-account", small()) as (onboarding, _):
        onboarding.sign_in(onboarding.credential_sources()[0])
        with pytest.raises(NotPermitted) as caught:
            onboarding.confirm_identity()

        assert "settings.aws.com" in caught.value.remedy
        assert onboarding.setup.management_account_id == ""
        assert not onboarding.identity_confirmed


def test_another_account_is_refused_until_the_setup_is_told_to_forget_the_first(tmp_path: Path) -> None:
    with rehearsed(tmp_path, "default", small()) as (onboarding, _):
        anna, otto, *_ = onboarding.credential_sources()
        onboarding.sign_in(anna)
        onboarding.confirm_identity()
        onboarding.sign_in(otto)
        with pytest.raises(NotPermitted):
            onboarding.confirm_identity()
        assert onboarding.unfit is not None

        onboarding.answer(replace(onboarding.setup, management_account_id=""))
        onboarding.confirm_identity()

        assert onboarding.setup.management_account_id == "444455556666"
        assert onboarding.unfit is None


def test_everybody_else_is_fit() -> None:
    owned = Organization("o-1", "", "ALL", ACCOUNT, "")
    for principal in (
        "iam::{}:user/anna",
        "sts::{}:assumed-role/AWSReservedSSO_Admin_1/anna",
        "sts::{}:assumed-role/A/b",
    ):
        identity = Identity(ACCOUNT, "arn:aws:" + principal.format(ACCOUNT))
        assert unfit(identity, None, "") is unfit(identity, owned, ACCOUNT) is None


def test_a_session_of_get_federation_token_is_told_that_it_may_not_call_iam() -> None:
    blocked = unfit(Identity(ACCOUNT, f"arn:aws:sts::{ACCOUNT}:federated-user/anna"), None, "")

    assert blocked is not None
    assert "GetFederationToken" in blocked.what


@pytest.mark.parametrize(
    ("told", "size"),
    by_turns(
        [
            ("root-user", "ROOT USER 999988887777 acme-root", "Make an administrator"),
            ("member-account", "MEMBER ACCOUNT 999988887777 of 123456789012", "Activate advanced features"),
        ],
        [SMALL, LARGE],
    ),
)
async def test_the_banner_says_in_words_and_colour_as_whom_nothing_may_be_changed(
    tmp_path: Path, told: tuple[str, str, str], size: tuple[int, int]
) -> None:
    scenario, banner, who = told
    async with wizard(tmp_path, small(), scenario=scenario, size=size) as (app, pilot):
        await sign_in(app, pilot, fit=False)
        assert banner in screen_text(app)
        assert app.screen.query_one("#identity-row").has_class("-wrong")
        assert who in words(app, "#who")
        assert not app.screen.query_one("#confirm").display

        app.go_to("review")
        await until(pilot, lambda: app.plan is not None)
        await pilot.pause()
        assert banner in screen_text(app)
        assert not app.screen.query_one("#approve").display


async def test_a_root_user_is_led_to_an_administrator_step_by_step(tmp_path: Path) -> None:
    async with wizard(tmp_path, small(), scenario="root-user", size=LARGE) as (app, pilot):
        await sign_in(app, pilot, fit=False)
        await pilot.click("#administrator")
        await pilot.pause()
        assert "open IAM, then Users" in screen_text(app)
        app.screen.query_one("#copied").focus()
        await pilot.press("end")
        await pilot.pause()
        assert "and then to deleting orgwizard-admin." in " ".join(screen_text(app).replace("│", " ").split())


@pytest.mark.parametrize("size", sample([SMALL, LARGE], 2))
async def test_every_screen_that_can_write_shows_account_alias_and_principal(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with wizard(tmp_path, small(), size=size) as (app, pilot):
        await sign_in(app, pilot)
        for page in ("sign-in", "organization", "review", "apply", "finish"):
            app.go_to(page)
            await pilot.pause()
            await pilot.pause()
            shown = screen_text(app).splitlines()[0]
            assert "anna" in shown, page
            assert "999988887777 acme-root" in shown, page
