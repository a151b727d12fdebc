"""How somebody signed in last time is offered first the next time; nothing of the credentials is kept for it."""

from __future__ import annotations

from pathlib import Path

from tests.rehearsing import rehearsals, small
from wizard.gateway.world import CredentialSource
from wizard.onboarding.ways_in import offers


def preferred(home: Path) -> list[str]:
    """What is offered first for the saved setup."""
    onboarding = rehearsals(home).resume("acme")
    found = [
        each.key
        for each in offers(onboarding.world, onboarding.way_in)
        if isinstance(each, CredentialSource) and each.preferred
    ]
    onboarding.close()
    return found


def test_the_way_in_that_was_confirmed_is_preferred_the_next_time(tmp_path: Path) -> None:
    onboarding = rehearsals(tmp_path).begin(small())
    first, _otto, with_mfa = onboarding.credential_sources()
    onboarding.sign_in(with_mfa, "123456")
    onboarding.close()
    assert preferred(tmp_path) == [first.key], "nobody has confirmed it"

    onboarding = rehearsals(tmp_path).resume("acme")
    onboarding.sign_in(with_mfa, "123456")
    onboarding.confirm_identity()
    onboarding.close()
    assert preferred(tmp_path) == [with_mfa.key]

    (tmp_path / "rehearsals" / "acme" / "way-in").write_text("one that is gone")
    assert preferred(tmp_path) == [first.key]
