"""A rehearsal is a rehearsal like any other, in which nothing is real."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from state.changes.handshakes import InviteAccountToOrganization
from state.changes.organization import CreateOrganization
from state.errors import OrgwizardError
from state.observed import Identity, Observed, Scope
from state.observed.handshake import HandshakeState
from wizard.errors import CredentialsExpired
from wizard.gateway import EVERYTHING, Gateway
from wizard.gateway.world import CredentialSource, World
from wizard.simulated.rehearsal import Rehearsal


def enter(rehearsal: Rehearsal) -> tuple[Identity, Gateway]:
    return rehearsal.sign_in.use(next(iter(rehearsal.sign_in.sources())), "eu-central-1")


def look(gateway: Gateway) -> Observed:
    return gateway.observe(EVERYTHING, Scope(), Observed())


def test_the_first_identity_is_the_administrator_of_the_account_to_be() -> None:
    rehearsal: World = Rehearsal()
    sources = list(rehearsal.sign_in.sources())

    identity, _ = rehearsal.sign_in.use(sources[0], "eu-central-1")

    assert rehearsal.rehearsal
    assert (identity.account_id, identity.account_alias, identity.kind) == ("999988887777", "acme-root", "IAM user")
    assert len(sources) > 1
    assert len({source.key for source in sources}) == len(sources)


def test_coming_back_a_day_later_the_invitation_is_answered(tmp_path: Path) -> None:
    rehearsal = Rehearsal(tmp_path / "world.json")
    _, gateway = enter(rehearsal)
    gateway.perform(CreateOrganization(), look(gateway))
    gateway.perform(InviteAccountToOrganization("444455556666"), look(gateway))
    assert look(gateway).handshakes[0].pending
    left_at = rehearsal.clock.now()

    returned = Rehearsal(tmp_path / "world.json")
    _, gateway = enter(returned)
    observed = look(gateway)

    assert observed.handshakes[0].state == HandshakeState.ACCEPTED
    assert observed.account_with_id("444455556666") is not None
    assert returned.clock.now() - left_at > timedelta(hours=23)


def test_stopping_ends_the_clocks_sleep() -> None:
    rehearsal = Rehearsal(speed=1)

    rehearsal.stop()
    rehearsal.clock.sleep(3600)

    assert rehearsal.clock.stopping.is_set()


def test_signing_in_as_nobody_of_the_scenario_is_refused() -> None:
    with pytest.raises(OrgwizardError):
        Rehearsal().sign_in.use(CredentialSource("profile:acme", "", ""), "")


def test_signing_in_afresh_ends_the_expiry() -> None:
    rehearsal = Rehearsal(scenario="credentials-expire")
    rehearsal.world.rules[0].occurrence = 3
    _, gateway = enter(rehearsal)
    with pytest.raises(CredentialsExpired):
        look(gateway)

    _, gateway = enter(rehearsal)

    assert look(gateway).identity is not None


def test_nothing_is_written_without_a_file_to_write_to(tmp_path: Path) -> None:
    _, gateway = enter(Rehearsal())
    gateway.perform(CreateOrganization(), look(gateway))

    assert list(tmp_path.iterdir()) == []


def test_neither_boto3_nor_pydantic_is_imported_before_somebody_signs_in() -> None:
    program = (
        "import sys; from wizard.simulated.rehearsal import Rehearsal; list(Rehearsal().sign_in.sources());"
        "print([name for name in ('boto3', 'botocore', 'pydantic', 'textual') if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert ran.stdout.strip() == "[]"
