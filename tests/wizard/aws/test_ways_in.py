"""Each way in from start to an identity: the real world, real profiles, and AWS simulated behind botocore."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from state.observed import Observed, Scope, Section
from state.saved.keyring import Secrets
from state.setup.access_key import AccessKey
from tests.keyrings import InMemory, using
from wizard.aws.configured import ConfiguredHere
from wizard.aws.device_sign_in import PortalSignIn
from wizard.aws.given_credentials import GivenCredentials
from wizard.aws.sign_in import AwsSignIn
from wizard.aws.world import AwsWorld
from wizard.errors import (
    AwsError,
    CredentialsExpired,
    DeviceSignInEnded,
    MfaCodeNeeded,
    MfaCodeRefused,
    NoCredentials,
)
from wizard.gateway.world import AccessPortal, CredentialSource, Way
from wizard.onboarding.ways_in import offers
from wizard.simulated.aws import SimulatedAws
from wizard.simulated.clock import SimulatedClock
from wizard.simulated.scenarios import new_world
from wizard.simulated.session import answer_from, simulated_core
from wizard.simulated.signing_in import LongTermKey

KEY = AccessKey("AKIAREHEARSALANNA000", "rehearsal/rehearsal/rehearsal/rehearsal/")
DEVICE = "arn:aws:iam::999988887777:mfa/anna"
PORTAL = AccessPortal("https://acme.awsapps.com/start", "eu-west-1")
CONFIG = f"""
[profile keys]
region = eu-central-1
[profile admin]
role_arn = arn:aws:iam::999988887777:role/Administrators
source_profile = keys
mfa_serial = {DEVICE}
[profile console]
login_session = arn:aws:iam::999988887777:user/anna
[sso-session acme]
sso_start_url = {PORTAL.start_url}
sso_region = {PORTAL.region}
[profile center]
sso_session = acme
sso_account_id = 999988887777
sso_role_name = AdministratorAccess
"""
CREDENTIALS = f"""
[keys]
aws_access_key_id = {KEY.access_key_id}
aws_secret_access_key = {KEY.secret_access_key}
"""


@pytest.fixture(autouse=True)
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A home directory with profiles, and nothing else that leads to credentials."""
    for variable in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(variable)
    (tmp_path / "config").write_text(CONFIG)
    (tmp_path / "credentials").write_text(CREDENTIALS)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "credentials"))


@pytest.fixture
def aws() -> SimulatedAws:
    """An ordinary day. Botocore's own credentials live by the machine's clock, so it is the same time there."""
    world = new_world("default", datetime.now(UTC))
    return SimulatedAws(world, SimulatedClock(world.time))


def world_on(aws: SimulatedAws, **given: Any) -> AwsWorld:
    return AwsWorld(prepare=lambda core: answer_from(core, aws), **given)


def source_of(world: AwsWorld, title: str) -> CredentialSource:
    return next(source for source in world.sign_in.sources() if source.title == title)


# Codes


def test_a_profile_that_asks_for_a_code_says_for_which_device_and_takes_it(aws: SimulatedAws) -> None:
    world = world_on(aws)
    admin = source_of(world, "Profile admin")
    assert "asks for an MFA code" in admin.hint

    with pytest.raises(MfaCodeNeeded) as caught:
        world.sign_in.use(admin, "eu-west-1")
    assert caught.value.serial == DEVICE

    identity, _ = world.sign_in.use(admin, "eu-west-1", "123456")
    assert identity.principal.startswith("assumed-role/Administrators/")
    assert identity.source == "Profile admin"
    assert identity.expires_at is not None
    assert timedelta(minutes=50) < identity.expires_at - aws.clock.now() <= timedelta(hours=1)


def test_a_wrong_code_and_a_used_one_have_a_sentence_of_their_own(aws: SimulatedAws) -> None:
    world = world_on(aws)
    admin = source_of(world, "Profile admin")

    with pytest.raises(MfaCodeRefused, match="wrong"):
        world.sign_in.use(admin, "", "654321")
    world.sign_in.use(admin, "", "123456")
    with pytest.raises(MfaCodeRefused) as caught:
        world.sign_in.use(admin, "", "123456")
    assert "Wait until the device shows the next one" in caught.value.remedy
    aws.clock.advance(30)
    assert world.sign_in.use(admin, "", "123456")


def test_the_code_of_the_command_line_serves_once(aws: SimulatedAws) -> None:
    world = world_on(aws, mfa_code="123456")
    admin = source_of(world, "Profile admin")

    assert world.sign_in.use(admin, "")[0].account_id == "999988887777"
    with pytest.raises(MfaCodeNeeded):
        world.sign_in.use(admin, "")


def test_a_users_own_keys_become_a_session_with_mfa(aws: SimulatedAws) -> None:
    world = world_on(aws)
    keys = source_of(world, "Profile keys")

    without, _ = world.sign_in.use(keys, "")
    assert without.mfa_devices == (DEVICE,)
    assert without.expires_at is None

    with_mfa, gateway = world.sign_in.use(keys, "", "123456")
    assert (with_mfa.arn, with_mfa.mfa_devices) == (without.arn, ())
    assert with_mfa.expires_at is not None
    assert aws.calls["GetSessionToken"] == 1
    reading = gateway.observe(frozenset({Section.IDENTITY}), Scope(), Observed())
    assert reading.identity == without


def test_a_passkey_is_said_to_be_of_no_use_in_calls(aws: SimulatedAws) -> None:
    aws.world.accounts["999988887777"].mfa_devices["anna"] = ["arn:aws:iam::999988887777:u2f/user/anna/key-ABC"]

    with pytest.raises(AwsError, match="passkey"):
        world_on(aws).sign_in.use(source_of(world_on(aws), "Profile keys"), "", "123456")


# Keys


def test_a_typed_key_is_held_in_memory_and_leads_to_its_owner(aws: SimulatedAws) -> None:
    world = world_on(aws)
    source = world.sign_in.take_key(KEY)

    identity, _ = world.sign_in.use(source, "eu-west-1")

    assert identity.arn.endswith(":user/anna")
    assert identity.source == "Access key ...A000"
    assert source in world.sign_in.sources()
    assert source not in world_on(aws).sign_in.sources()


def test_a_key_in_the_keyring_is_a_source_of_its_own_next_time(aws: SimulatedAws, tmp_path: Path) -> None:
    backend = InMemory()
    with using(backend):
        world = world_on(aws, secrets=Secrets(tmp_path))
        source = world.sign_in.take_key(KEY)
        identity, _ = world.sign_in.use(source, "")
        assert "orgwizard secrets forget access-key-999988887777-A000" in world.sign_in.keep_key(source, identity)

        later = world_on(aws, secrets=Secrets(tmp_path))
        kept = source_of(later, "Access key ...A000 kept in the keyring")
        assert later.sign_in.use(kept, "")[0].arn == identity.arn

        backend.kept.clear()
        with pytest.raises(NoCredentials, match="any more"):
            later.sign_in.use(kept, "")


def test_keys_of_a_root_user_and_temporary_ones_are_not_kept(aws: SimulatedAws, tmp_path: Path) -> None:
    root = LongTermKey(KEY.secret_access_key, "arn:aws:iam::999988887777:root")
    aws.world.access_keys["AKIAREHEARSALROOT000"] = root
    backend = InMemory()
    with using(backend):
        world = world_on(aws, secrets=Secrets(tmp_path))
        source = world.sign_in.take_key(AccessKey("AKIAREHEARSALROOT000", KEY.secret_access_key))
        identity, _ = world.sign_in.use(source, "")
        assert identity.kind == "root user"
        assert "root user's key" in world.sign_in.keep_key(source, identity)

        temporary = world.sign_in.take_key(AccessKey("ASIAIOSFODNN7EXAMPLE", KEY.secret_access_key, "x" * 100))
        anna, _ = world.sign_in.use(world.sign_in.take_key(KEY), "")
        assert "soon runs out" in world.sign_in.keep_key(temporary, anna)
    assert backend.kept == {}


def test_a_key_that_aws_does_not_know_and_a_wrong_secret_are_told_apart(aws: SimulatedAws) -> None:
    world = world_on(aws)

    with pytest.raises(NoCredentials, match="does not know"):
        world.sign_in.use(world.sign_in.take_key(AccessKey("AKIAIOSFODNN7EXAMPLE", KEY.secret_access_key)), "")
    with pytest.raises(NoCredentials, match="signature"):
        world.sign_in.use(world.sign_in.take_key(AccessKey(KEY.access_key_id, "x" * 40)), "")


# Identity Center


def center(aws: SimulatedAws) -> tuple[PortalSignIn, GivenCredentials]:
    """A sign-in that has a code, by the simulated clock."""
    given = GivenCredentials(Secrets(None), lambda: simulated_core(aws))
    return given.begin_device_sign_in(PORTAL, aws.clock), given


def test_portals_are_found_in_the_configuration(aws: SimulatedAws) -> None:
    assert world_on(aws).sign_in.access_portals() == (PORTAL,)


def test_a_device_code_leads_to_accounts_roles_and_an_identity(aws: SimulatedAws) -> None:
    aws.world.climate.device_answer_seconds = 0
    device, given = center(aws)

    assert device.wait()
    assert [account.account_name for account in device.accounts()] == ["acme-root", "legacy"]
    account = device.accounts()[0]
    assert device.role_names(account.account_id) == ("AdministratorAccess", "OrganizationAdministrator")
    session = given.session(device.source(account, "AdministratorAccess"), "eu-west-1")

    assert session is not None
    assert ":assumed-role/AWSReservedSSO_AdministratorAccess" in session.client("sts").get_caller_identity()["Arn"]


def test_the_realm_signs_in_by_device_code_with_the_clock_of_the_machine(aws: SimulatedAws) -> None:
    aws.world.climate.device_answer_seconds = 0
    world = world_on(aws)
    device = world.sign_in.begin_device_sign_in(PORTAL)
    assert 500 < device.seconds_left() <= 600
    device.cancel()
    assert not device.wait()


def test_a_pending_sign_in_is_asked_for_every_interval_until_it_is_approved(aws: SimulatedAws) -> None:
    aws.world.climate.device_answer_seconds = 60
    device, _ = center(aws)

    assert device.wait()
    assert 9 <= aws.calls["CreateToken"] <= 12


def test_slow_down_adds_five_seconds_each_time(aws: SimulatedAws) -> None:
    aws.world.climate.device_answer_seconds = 20
    aws.world.climate.device_interval = 12
    device, _ = center(aws)
    device._interval = 4

    begun = aws.clock.now()
    assert device.wait()
    assert device._interval == 14
    assert (aws.clock.now() - begun).total_seconds() > 4 + 9 + 14


def test_a_code_that_runs_out_says_so(aws: SimulatedAws) -> None:
    aws.world.climate.device_answer = ""
    device, _ = center(aws)

    with pytest.raises(DeviceSignInEnded, match="run out"):
        device.wait()
    assert device.seconds_left() == 0


def test_a_code_that_aws_calls_expired_says_the_same(aws: SimulatedAws) -> None:
    device, _ = center(aws)
    for grant in aws.world.grants.values():
        grant.expires_at = aws.clock.now()

    with pytest.raises(DeviceSignInEnded, match="run out"):
        device.wait()


def test_a_denied_sign_in_says_so(aws: SimulatedAws) -> None:
    aws.world.climate.device_answer = "DENIED"
    device, _ = center(aws)

    with pytest.raises(DeviceSignInEnded, match="denied") as caught:
        device.wait()
    assert "administrator" in caught.value.remedy


@pytest.mark.parametrize(
    "portal",
    [AccessPortal("https://other.awsapps.com/start", "eu-west-1"), AccessPortal(PORTAL.start_url, "us-east-1")],
)
def test_a_portal_that_is_not_there_says_what_to_check(aws: SimulatedAws, portal: AccessPortal) -> None:
    with pytest.raises(AwsError, match="There is no Identity Center") as caught:
        GivenCredentials(Secrets(None), lambda: simulated_core(aws)).begin_device_sign_in(portal, aws.clock)
    assert "Region" in caught.value.remedy


def test_credentials_of_a_role_are_renewed_for_as_long_as_the_sign_in_lasts(aws: SimulatedAws) -> None:
    aws.world.climate.device_answer_seconds = 0
    device, given = center(aws)
    device.wait()
    source = device.source(device.accounts()[0], "AdministratorAccess")
    session = given.session(source, "eu-west-1")
    assert session is not None
    sts = session.client("sts")

    sts.get_caller_identity()
    aws.clock.advance(3600)
    sts.get_caller_identity()
    assert aws.calls["GetRoleCredentials"] == 2

    aws.clock.advance(8 * 3600)
    with pytest.raises(CredentialsExpired):
        sts.get_caller_identity()
    assert given.ends(source) is not None


# What is offered


def test_without_a_display_the_device_code_comes_first_and_else_what_is_found() -> None:
    class Here(ConfiguredHere):
        device_code_first = False

    class Afar(ConfiguredHere):
        device_code_first = True

    def offered(configured: ConfiguredHere) -> list[str]:
        world = AwsWorld()
        world.sign_in = AwsSignIn(configured, Secrets(None), world.clock)
        return [getattr(each, "way", each.title) for each in offers(world)]

    ways = [Way.IDENTITY_CENTER, Way.ACCESS_KEY, Way.NO_ACCOUNT]
    here, afar = offered(Here()), offered(Afar())

    assert here[-3:] == ways
    assert here[0] == "Profile admin"
    assert afar[0] == Way.IDENTITY_CENTER
    assert afar[-2:] == ways[1:]
    assert len(here) == len(afar)


@pytest.mark.skipif(find_spec("awscrt") is not None, reason="the optional part of botocore is installed")
def test_a_console_sign_in_says_what_to_do_where_it_cannot_be_used(aws: SimulatedAws) -> None:
    world = world_on(aws)

    with pytest.raises(NoCredentials) as caught:
        world.sign_in.use(source_of(world, "Profile console"), "")
    assert 'pip install "botocore[crt]"' in caught.value.remedy
