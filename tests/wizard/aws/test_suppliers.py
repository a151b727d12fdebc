"""Credentials as people have them: whatever a program, a saved sign-in, a variable or a file holds, the cause is named
and no secret is shown."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from state.setup.access_key import AccessKey
from wizard.aws.sessions import expiry_of, open_session
from wizard.aws.world import AwsWorld
from wizard.errors import AwsError, CredentialsExpired, NoCredentials
from wizard.simulated.aws import SimulatedAws
from wizard.simulated.clock import SimulatedClock
from wizard.simulated.scenarios import new_world
from wizard.simulated.session import answer_from

TAIL = "TAILplantedTAIL"
KEY = AccessKey("AKIAREHEARSALANNA000", "rehearsal/rehearsal/rehearsal/rehearsal/")
GOOD = {"Version": 1, "AccessKeyId": KEY.access_key_id, "SecretAccessKey": KEY.secret_access_key}
TEMPORARY = {**GOOD, "SessionToken": "plantedplantedplanted"}
SSO = """
sso_session = acme
sso_account_id = 999988887777
sso_role_name = Admin
[sso-session acme]
sso_start_url = https://acme.awsapps.com/start
sso_region = eu-west-1
"""


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home directory with nothing in it, and nothing in the environment."""
    for variable in [name for name in os.environ if name.startswith("AWS_") or name.lower().endswith("_proxy")]:
        monkeypatch.delenv(variable)
    (tmp_path / ".aws").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr("botocore.credentials.SSOProvider._SSO_TOKEN_CACHE_DIR", str(tmp_path / ".aws/sso/cache"))
    monkeypatch.setattr("botocore.tokens.SSOTokenProvider._SSO_TOKEN_CACHE_DIR", str(tmp_path / ".aws/sso/cache"))
    return tmp_path


def config(home: Path, text: str, name: str = "config") -> None:
    (home / ".aws" / name).write_text(text)


def trouble(profile: str = "a") -> AwsError:
    """What signing in with the profile, or with the environment for '', comes to."""
    world = AwsWorld(profile)
    source = next(iter(world.sign_in.sources()))
    with pytest.raises(AwsError) as caught:
        world.sign_in.use(source, "")
    assert caught.value.message.endswith(".")
    assert caught.value.remedy.endswith(".")
    assert TAIL not in caught.value.message + caught.value.remedy
    return caught.value


# Programs


def program(home: Path, printed: str) -> None:
    """Profile a, whose credentials a program prints."""
    (home / "printed").write_text(printed)
    config(home, f"[profile a]\nregion = eu-west-1\ncredential_process = {sys.executable} {home}/program.py\n")
    (home / "program.py").write_text(f"print(open({str(home / 'printed')!r}).read())")


def test_a_program_that_gives_credentials_which_have_run_out_asks_for_a_new_sign_in(home: Path) -> None:
    program(home, json.dumps({**TEMPORARY, "Expiration": "2020-01-01T00:00:00Z"}))

    error = trouble()

    assert isinstance(error, CredentialsExpired)
    assert "profile a" in error.message
    assert "Sign in again with that program" in error.remedy


@pytest.mark.parametrize(
    ("printed", "says"),
    [
        ("not json", "not the JSON it should print"),
        ("", "not the JSON it should print"),
        ("[" * 100_000, "not the JSON it should print"),
        ("[]", "did not print what AWS documents"),
        ("null", "did not print what AWS documents"),
        ('{"Version": 2}', "Unsupported version '2'"),
        ('{"Version": 1}', "Missing required key"),
        (json.dumps({**TEMPORARY, "Expiration": "tomorrow"}), "an Expiration that is no time"),
        (json.dumps({**TEMPORARY, "Expiration": ""}), "an Expiration that is no time"),
        (json.dumps({**TEMPORARY, "Expiration": "2099-01-01T00:00:00"}), "an Expiration without a time zone"),
        (json.dumps({**GOOD, "SessionToken": f"planted\n{TAIL}"}), "session token of profile a contains a line break"),
        (json.dumps({**GOOD, "AccessKeyId": ""}), "access key id of profile a is empty"),
        (json.dumps({**GOOD, "SecretAccessKey": 5}), "secret access key of profile a is no text"),
    ],
    ids=lambda value: value[:24],
)  # fmt: skip
def test_what_a_program_prints_is_named_as_the_cause(home: Path, printed: str, says: str) -> None:
    program(home, printed)

    error = trouble()

    assert isinstance(error, NoCredentials)
    assert says in error.message
    assert "profile a" in error.message


@pytest.mark.parametrize(
    ("command", "says"),
    [
        (f"sh -c 'echo SessionToken={TAIL} has ended >&2; exit 3'", "failed: SessionToken=[secret] has ended."),
        ("/no/such/program", "No such file"),
        ('sh -c "x', "a quotation mark in its command is not closed"),
    ],
)
def test_a_program_that_cannot_give_any_is_named_with_what_it_says(home: Path, command: str, says: str) -> None:
    config(home, f"[profile a]\ncredential_process = {command}\n")

    assert says in trouble().message


@pytest.mark.parametrize("never", ["9999-12-31T23:59:59Z", "9999-12-31T23:59:59-12:00"])
def test_a_program_whose_credentials_never_run_out_may_say_so_in_any_time_zone(home: Path, never: str) -> None:
    program(home, json.dumps({**TEMPORARY, "Expiration": never}))

    ends = expiry_of(open_session("a", "", "", instance_roles=False))

    assert ends is not None
    assert ends.year == 9999


def test_the_profile_that_another_one_takes_its_credentials_from_is_named(home: Path) -> None:
    program(home, json.dumps({**TEMPORARY, "Expiration": "2020-01-01T00:00:00Z"}))
    with (home / ".aws" / "config").open("a") as file:
        file.write("[profile admin]\nrole_arn = arn:aws:iam::999988887777:role/Admin\nsource_profile = a\n")

    error = trouble("admin")

    assert isinstance(error, CredentialsExpired)
    assert "profile a, which profile admin takes its own from," in error.message


# Saved sign-ins


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "There is no saved sign-in for profile s."),
        *((each, "The saved sign-in of profile s is damaged.") for each in ("", '{"startUrl":', "[]", "null", '"x"')),
        ('{"startUrl": "x"}', "damaged"),
        ('{"accessToken": "a", "expiresAt": "tomorrow"}', "damaged"),
        ('{"accessToken": "a", "expiresAt": "2020-01-01T00:00:00Z"}', "has run out"),
        ('{"accessToken": ["PLANTED"], "expiresAt": "2030-01-01T00:00:00Z"}', "damaged"),
    ],
)
def test_a_saved_sign_in_that_does_not_serve_says_why_and_how_to_make_a_new_one(
    home: Path, content: str | None, says: str
) -> None:
    config(home, f"[profile s]{SSO}")
    cache = home / ".aws/sso/cache"
    cache.mkdir(parents=True)
    if content is not None:
        (cache / f"{hashlib.sha1(b'acme').hexdigest()}.json").write_text(content)  # noqa: S324 - as botocore names it

    error = trouble("s")

    assert says in error.message
    assert "`aws sso login --profile s`" in error.remedy
    assert isinstance(error, CredentialsExpired if "run out" in says else NoCredentials)


# Variables


@pytest.mark.parametrize(
    ("variable", "value", "says"),
    [
        ("AWS_SESSION_TOKEN", f"plantedplanted{TAIL}\n", "AWS_SESSION_TOKEN contains a line break."),
        ("AWS_SECRET_ACCESS_KEY", f"planted\r{TAIL}", "AWS_SECRET_ACCESS_KEY contains a line break."),
        ("AWS_ACCESS_KEY_ID", f"AKIA{TAIL}\n", "AWS_ACCESS_KEY_ID contains a line break."),
        ("AWS_SECRET_ACCESS_KEY", f"planted {TAIL}", "AWS_SECRET_ACCESS_KEY contains a blank"),
        ("AWS_SESSION_TOKEN", f"plänted{TAIL}", "AWS_SESSION_TOKEN contains a blank or a sign"),
        ("AWS_REGION", "us-east-1a", "'us-east-1a' is no Region of AWS. It comes from AWS_REGION."),
        ("AWS_DEFAULT_REGION", "None", "'None' is no Region of AWS. It comes from AWS_DEFAULT_REGION."),
        ("AWS_ENDPOINT_URL", "localhost:5971", "AWS_ENDPOINT_URL needs http:// or https:// in front."),
        ("AWS_ENDPOINT_URL_STS", f"http://anna:{TAIL}/x@h:80", "AWS_ENDPOINT_URL_STS has a port that is no number"),
        ("AWS_MAX_ATTEMPTS", "x", ""),
        ("AWS_METADATA_SERVICE_TIMEOUT", "x", "Nothing was sent, because a setting for sts cannot be used"),
        ("AWS_CREDENTIAL_EXPIRATION", "soon", "The credentials of the environment cannot be read: they have an expir"),
        ("AWS_CREDENTIAL_EXPIRATION", "2020-01-01T00:00:00Z", "The credentials of the environment have run out."),
    ],
)
def test_what_is_wrong_with_a_variable_is_said_without_its_value(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, says: str
) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", KEY.access_key_id)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", KEY.secret_access_key)
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setenv(variable, value)

    assert says in trouble("").message


@pytest.mark.parametrize("address", [f"http://u:P/{TAIL}@h:80", f"u:{TAIL}@127.0.0.1:9", "socks5://h:1", "http://"])
def test_a_proxy_that_cannot_be_used_is_named_without_its_password(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", KEY.access_key_id)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", KEY.secret_access_key)
    monkeypatch.setenv("HTTPS_PROXY", address)

    error = trouble("")

    assert "HTTPS_PROXY" in error.message + error.remedy


def test_a_key_that_a_file_breaks_into_lines_is_told_like_that(home: Path) -> None:
    config(
        home, f"[a]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = xxxx\n {TAIL}\n", "credentials"
    )

    assert trouble().message == "The secret access key of profile a contains a line break."


# Files


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"[profile a]\nregion=x\n[profile a]\n", "[profile a] begins a second time in line 3"),
        (b"[profile a]\nregion=x\nregion=y\n", "region is set a second time in line 3"),
        (b"\xef\xbb\xbf[profile a]\nregion=x\n", "it is saved with a byte order mark"),
        ("[profile a]\nregion=x\n".encode("utf-16"), "it is saved as UTF-16"),
        ("[profile a]\nregion=x\n".encode("utf-16-le"), "it is not text in UTF-8"),
        (b"[profile a]\n# f\xfcr uns\nregion=x\n", "line 2 is not in UTF-8"),
        (b"region=x\n[profile a]\n", "line 1 stands before any [section]"),
        (b"[profile a]\nregion\n", "line 2 is neither a [section] nor `name = value`"),
        (b"[profile a\nregion=x\n", "the bracket that line 1 opens is not closed"),
        (b"[profile a]\ns3 =\n  nonsense\n", "a block of indented lines has one without an equals sign"),
        (b"\0" * 40, "it is not text in UTF-8"),
    ],
)
@pytest.mark.parametrize("name", ["config", "credentials"])
def test_a_file_that_cannot_be_read_is_named_with_line_and_cause(
    home: Path, content: bytes, says: str, name: str
) -> None:
    (home / ".aws" / name).write_bytes(content)

    assert f"{home}/.aws/{name} cannot be read: {says}" in trouble().message


def a_directory(path: Path) -> None:
    path.mkdir()


def a_link_to_itself(path: Path) -> None:
    path.symlink_to(path.name)


def a_pipe(path: Path) -> None:
    os.mkfifo(path)


@pytest.mark.parametrize("made", [a_directory, a_link_to_itself, a_pipe])
@pytest.mark.parametrize("name", ["config", "credentials"])
def test_a_file_that_botocore_passes_over_in_silence_is_named(
    home: Path, made: Callable[[Path], None], name: str
) -> None:
    made(home / ".aws" / name)

    assert f"{home}/.aws/{name} cannot be read: " in trouble().message
    assert "unreadable" in {source.key for source in AwsWorld().sign_in.sources()}


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ("role_arn = hello\nsource_profile = b", "Nothing was sent: the RoleArn of profile a cannot be one."),
        ("role_arn = arn:aws:iam::1:role/long-enough\nmfa_serial =\nsource_profile = b", "without a serial number"),
        ("aws_access_key_id = AKIA\nmetadata_service_timeout = x", "a setting for sts cannot be used"),
        ("services = gone", "was not sent, because a setting cannot be used: The profile is configured to use"),
    ],
)
def test_a_setting_that_cannot_be_used_is_blamed_on_nothing_else(home: Path, settings: str, says: str) -> None:
    key = f"aws_access_key_id = {KEY.access_key_id}\naws_secret_access_key = {KEY.secret_access_key}\n"
    config(home, f"[profile a]\nregion = eu-west-1\n{settings}\n[profile b]\n{key}")

    assert says in trouble().message


@pytest.mark.parametrize(
    ("named", "used"),
    [
        ({"AWS_PROFILE": "", "AWS_DEFAULT_PROFILE": ""}, "eu-north-1"),
        ({"AWS_PROFILE": "a"}, "eu-west-1"),
        ({"AWS_PROFILE": "a", "AWS_DEFAULT_PROFILE": ""}, "eu-west-1"),
        ({"AWS_PROFILE": "a", "AWS_DEFAULT_PROFILE": "b"}, "eu-west-3"),
    ],
)
def test_of_the_variables_that_name_a_profile_the_same_one_counts_for_everything(
    home: Path, monkeypatch: pytest.MonkeyPatch, named: dict[str, str], used: str
) -> None:
    config(home, "[default]\nregion = eu-north-1\n[profile a]\nregion = eu-west-1\n[profile b]\nregion = eu-west-3\n")
    for variable, value in named.items():
        monkeypatch.setenv(variable, value)
    preferred = next(source for source in AwsWorld().sign_in.sources() if source.preferred)

    profile = preferred.key.removeprefix("profile:")
    assert open_session("", "", "", instance_roles=False).region_name == used
    assert open_session(profile, "", "", instance_roles=False).region_name == used
    assert f"https://sts.{used}.amazonaws.com" in {route.address for route in AwsWorld().routes()}


def test_the_network_is_probed_as_the_only_profile_there_is_has_it(home: Path) -> None:
    key = f"aws_access_key_id = {KEY.access_key_id}\naws_secret_access_key = {KEY.secret_access_key}\n"
    config(home, f"[profile only]\nregion = eu-west-3\nendpoint_url = http://127.0.0.1:9\n{key}")

    assert {route.address for route in AwsWorld().routes()} == {"http://127.0.0.1:9"}


def test_a_file_that_cannot_be_read_does_not_stop_a_typed_key(home: Path) -> None:
    config(home, "[profile a]\n[profile a]\n")
    world = new_world("default", datetime.now(UTC))
    aws = SimulatedAws(world, SimulatedClock(world.time))
    sign_in = AwsWorld(prepare=lambda core: answer_from(core, aws)).sign_in

    identity, _ = sign_in.use(sign_in.take_key(KEY), "eu-west-1")

    assert identity.arn.endswith("user/anna")
