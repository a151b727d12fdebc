"""A program that hands out credentials stops doing so in the middle of a run: the run waits for a new sign-in."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from screens.app import OrgwizardApp
from state.changes.base import Change
from tests.moto_server import emptied
from tests.rehearsing import small
from tests.screens.faces import SMALL, screen_text, sign_in, until
from wizard.aws.world import AwsWorld
from wizard.engine.events import ChangePerformed
from wizard.errors import CredentialsExpired
from wizard.onboarding import Onboardings
from wizard.onboarding.onboarding import Onboarding

SETUP = replace(small(), invitations=(), email_pattern="aws+{account}@your-company.com")


@pytest.fixture
def printed(tmp_path: Path, moto_url: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What the program of the only profile prints, read anew for every call because it is always about to run out."""
    emptied(moto_url)
    printed, program, config = tmp_path / "printed", tmp_path / "program.sh", tmp_path / "config"
    program.write_text(f"cat {printed}\n")
    config.write_text(f"[default]\nendpoint_url = {moto_url}\ncredential_process = sh {program}\n")
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_PROFILE", "AWS_ENDPOINT_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    give(printed)
    return printed


def give(printed: Path, minutes: float = 5) -> None:
    """From now on the program gives credentials that last so long."""
    ends = (datetime.now(UTC) + timedelta(minutes=minutes)).isoformat()
    key = {"AccessKeyId": "AKIAIOSFODNN7EXAMPLE", "SecretAccessKey": "x" * 40, "SessionToken": "y" * 40}
    printed.write_text(json.dumps({"Version": 1, **key, "Expiration": ends}))


def onboardings_in(home: Path) -> Onboardings:
    return Onboardings(home, False, lambda _rehearsal, _world: AwsWorld())


def begun(home: Path) -> Onboarding:
    onboardings_in(home).begin(SETUP).close()
    return onboardings_in(home).resume("acme")


def run_until_it_loses_them(
    onboarding: Onboarding, approved: frozenset[Change], printed: Path, done: list[Change]
) -> None:
    """The third change is the last one for which the program has good credentials."""
    for event in onboarding.apply(approved):
        if isinstance(event, ChangePerformed):
            done.append(event.change)
        if len(done) == 3:
            give(printed, minutes=-60)


def test_the_run_stops_with_what_to_do_and_goes_on_with_the_same_approval(tmp_path: Path, printed: Path) -> None:
    onboarding = begun(tmp_path)
    onboarding.sign_in(onboarding.credential_sources()[0])
    onboarding.confirm_identity()
    approved = onboarding.plan().approved()
    done: list[Change] = []
    with pytest.raises(CredentialsExpired, match="profile default") as caught:
        run_until_it_loses_them(onboarding, approved, printed, done)
    assert "Sign in again with that program" in caught.value.remedy

    give(printed)
    onboarding.sign_in(onboarding.credential_sources()[0])
    performed = [event.change for event in onboarding.apply(approved) if isinstance(event, ChangePerformed)]
    onboarding.close()

    assert len(done) >= 3
    assert 0 < len(performed) <= len(approved) - len(done)


async def test_the_wizard_asks_in_place_and_goes_straight_on(tmp_path: Path, printed: Path) -> None:
    onboarding = begun(tmp_path)
    app = OrgwizardApp(onboardings_in(tmp_path), onboarding=onboarding)
    async with app.run_test(size=SMALL) as pilot:
        await sign_in(app, pilot)
        app.go_to("review")
        await until(pilot, lambda: app.plan is not None)
        assert app.plan is not None
        app.start_run(app.plan)
        app.go_to("apply")
        view = app.run_view
        assert view is not None
        await until(pilot, lambda: any(row.ended for row in view.rows.values()))
        give(printed, minutes=-60)
        await until(pilot, lambda: "The sign-in has ended" in screen_text(app))
        assert "Sign in again with that program" in " ".join(screen_text(app).split())

        give(printed)
        await pilot.press("enter")
        await until(pilot, lambda: app.run_view is not view and bool(app.run_view and app.run_view.ended))
        assert app.run_view is not None
        assert app.run_view.ended is not None
        assert app.run_view.ended.ending == "done"
