"""What can be signed in with on a machine, without the network and without a secret."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from botocore.loaders import Loader

from wizard.aws.sessions import BorrowedCache, open_session
from wizard.aws.world import AwsWorld
from wizard.errors import MfaCodeNeeded, NoCredentials
from wizard.gateway.world import CredentialSource

CONFIG = """
[default]
region = eu-north-1
[profile acme-sso]
sso_session = acme
sso_account_id = 111111111111
sso_role_name = Admin
[sso-session acme]
sso_start_url = https://acme.awsapps.com/start
sso_region = eu-west-1
[profile by-role]
role_arn = arn:aws:iam::111111111111:role/Admin
source_profile = keys
[profile with-mfa]
role_arn = arn:aws:iam::111111111111:role/Admin
source_profile = keys
mfa_serial = arn:aws:iam::111111111111:mfa/anna
[profile console]
login_session = arn:aws:iam::111111111111:user/anna
[profile program]
credential_process = /bin/false
[profile empty]
"""
CREDENTIALS = """
[keys]
aws_access_key_id = AKIAIOSFODNN7PLANTED
aws_secret_access_key = planted-secret
"""


@pytest.fixture(autouse=True)
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home directory with profiles, and nothing else that leads to credentials."""
    for variable in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(variable)
    home = tmp_path / ".aws"
    home.mkdir()
    (home / "config").write_text(CONFIG)
    (home / "credentials").write_text(CREDENTIALS)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("AWS_CONFIG_FILE", str(home / "config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(home / "credentials"))
    return home


def sources(profile: str | None = None) -> dict[str, CredentialSource]:
    return {source.key: source for source in AwsWorld(profile).sign_in.sources()}


def preferred(profile: str | None = None) -> list[str]:
    return [key for key, source in sources(profile).items() if source.preferred]


def test_every_profile_is_offered_with_what_it_is() -> None:
    hints = {source.title: source.hint for source in sources().values()}

    assert hints == {
        "Profile default": "No credentials of its own.",
        "Profile acme-sso": "Account 111111111111. Identity Center: `aws sso login` first.",
        "Profile by-role": "Role arn:aws:iam::111111111111:role/Admin, by profile keys.",
        "Profile console": "Account 111111111111. Console sign-in: `aws login` first.",
        "Profile empty": "No credentials of its own.",
        "Profile keys": "An access key kept on this machine.",
        "Profile program": "A program on this machine gives them.",
        "Profile with-mfa": "Role arn:aws:iam::111111111111:role/Admin, by profile keys; asks for an MFA code.",
    }


def test_no_secret_is_shown() -> None:
    shown = repr(sources())

    assert "planted-secret" not in shown
    assert "PLANTED" not in shown


def test_the_profile_asked_for_comes_first() -> None:
    found = list(sources("keys"))

    assert found[0] == "profile:keys"
    assert found.count("profile:keys") == 1
    assert preferred("keys") == ["profile:keys"]


def test_a_profile_that_is_not_there_is_said_to_be_missing() -> None:
    missing = sources("typo")["profile:typo"]
    assert missing.hint == "It is not in ~/.aws/config or ~/.aws/credentials."
    assert "--profile" in missing.remedy
    with pytest.raises(NoCredentials, match="typo"):
        open_session("typo", "", "", instance_roles=False)


@pytest.mark.parametrize(
    "variable",
    ["AWS_ACCESS_KEY_ID", "AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_CONTAINER_CREDENTIALS_FULL_URI"],
)
def test_the_environment_is_offered_when_it_leads_somewhere(variable: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "environment" not in sources()

    monkeypatch.setenv(variable, "something")
    monkeypatch.setenv("AWS_PROFILE", "keys")

    assert list(sources())[:3] == ["environment", "profile:keys", "profile:default"]
    assert preferred() == ["environment"]
    assert list(sources("empty"))[:2] == ["profile:empty", "environment"]


def test_the_environments_profile_comes_before_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_PROFILE", "keys")

    assert preferred() == ["profile:keys"]


def test_without_anything_named_nothing_is_preferred(machine: Path) -> None:
    (machine / "config").write_text("[profile acme]\nregion = eu-west-1\n")

    assert preferred() == []


def test_a_machine_without_configuration_has_nothing_to_offer(machine: Path) -> None:
    (machine / "config").unlink()
    (machine / "credentials").unlink()

    assert sources() == {}


def test_a_damaged_configuration_is_explained_and_hides_nothing_else(
    machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (machine / "config").write_text("[profile\nnonsense")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE")

    assert list(sources()) == ["environment", "unreadable"]
    assert "the bracket that line 1 opens is not closed" in sources()["unreadable"].hint
    assert AwsWorld().sign_in.access_portals() == ()
    with pytest.raises(NoCredentials, match="line 1"):
        AwsWorld().sign_in.use(sources()["unreadable"], "")


def test_the_region_is_the_one_asked_for_then_the_environments_then_the_profiles_then_the_setups(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def region(profile: str, asked_for: str, home_region: str) -> str:
        return open_session(profile, asked_for, home_region, instance_roles=False).region_name

    assert region("default", "ap-south-1", "eu-west-1") == "ap-south-1"
    assert region("default", "", "eu-west-1") == "eu-north-1"
    assert region("keys", "", "eu-west-1") == "eu-west-1"
    assert region("keys", "", "") == "us-east-1"
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-gov-east-1")
    assert region("default", "", "eu-west-1") == "us-gov-east-1"
    monkeypatch.setenv("AWS_REGION", "us-gov-west-1")
    assert region("default", "", "eu-west-1") == "us-gov-west-1"
    assert region("default", "ap-south-1", "") == "ap-south-1"


def test_the_metadata_service_is_asked_only_by_wish() -> None:
    def chain(*, instance_roles: bool) -> list[str]:
        session = open_session("keys", "", "", instance_roles=instance_roles)
        resolver = session._session.get_component("credential_provider")
        return [provider.METHOD for provider in resolver.providers]

    assert "iam-role" not in chain(instance_roles=False)
    assert "iam-role" in chain(instance_roles=True)


def test_an_instance_role_is_offered_only_by_wish(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "false")

    assert sources()["environment"].hint == "The role of the EC2 instance this runs on."


def test_a_profile_without_credentials_is_explained_at_once() -> None:
    world = AwsWorld()

    with pytest.raises(NoCredentials) as caught:
        world.sign_in.use(sources()["profile:empty"], "eu-west-1")

    assert caught.value.remedy


def test_a_failing_credential_program_is_explained() -> None:
    with pytest.raises(NoCredentials):
        AwsWorld().sign_in.use(sources()["profile:program"], "eu-west-1")


def test_a_missing_credential_program_is_explained(machine: Path) -> None:
    (machine / "config").write_text("[profile program]\ncredential_process = /nowhere/credentials\n")

    with pytest.raises(NoCredentials, match="/nowhere/credentials"):
        AwsWorld().sign_in.use(sources()["profile:program"], "eu-west-1")


def test_a_profile_with_mfa_names_its_device_instead_of_asking_behind_the_screen() -> None:
    with pytest.raises(MfaCodeNeeded) as caught:
        AwsWorld().sign_in.use(sources()["profile:with-mfa"], "eu-west-1")

    assert caught.value.serial == "arn:aws:iam::111111111111:mfa/anna"
    assert "--mfa-code" in caught.value.remedy


def test_a_session_that_the_aws_command_keeps_is_read_and_never_written(tmp_path: Path) -> None:
    parts = {"AccessKeyId": "ASIAEXAMPLE", "SecretAccessKey": "made-up", "SessionToken": "made-up"}
    kept = {"Credentials": {**parts, "Expiration": str(datetime.now(UTC) + timedelta(hours=1))}}
    (tmp_path / "abc.json").write_text(json.dumps(kept))
    cache = BorrowedCache(tmp_path)

    assert "abc" in cache
    assert cache["abc"] == kept
    assert "def" not in cache
    cache["def"] = {"Credentials": {}}
    assert cache["def"] == {"Credentials": {}}
    assert [path.name for path in tmp_path.glob("*.json")] == ["abc.json"]


@pytest.mark.parametrize(
    "content", ["", "{", "null", "[]", '{"Credentials": 5}', '{"Credentials": {"Expiration": "soon"}}', "\x00" * 9]
)
def test_a_kept_session_that_is_damaged_is_as_good_as_none(tmp_path: Path, content: str) -> None:
    (tmp_path / "abc.json").write_text(content)

    assert "abc" not in BorrowedCache(tmp_path)


def test_making_a_realm_imports_no_boto3() -> None:
    program = (
        "import sys, wizard.aws.world as r; r.AwsWorld(); sys.exit('botocore' in sys.modules or 'boto3' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_stopping_ends_a_sleep() -> None:
    world = AwsWorld()
    world.stop()

    world.clock.sleep(3600)


def test_what_aws_offers_is_read_once_for_all_sessions_and_where_the_profile_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def models(profile: str) -> Loader:
        session = open_session(profile, "", "eu-west-1", instance_roles=False)
        loader: Loader = session._session.get_component("data_loader")
        return loader

    ordinary = models("keys")
    where = list(ordinary.search_paths)
    assert models("program") is ordinary
    assert ordinary.search_paths == where, "a session leaves nothing of its own there"

    monkeypatch.setenv("AWS_DATA_PATH", str(tmp_path))
    assert models("keys").search_paths == [str(tmp_path), *where]
