"""`whoami` and `doctor`: everything worth knowing beforehand, no question asked and no secret shown."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from state.observed import Identity
from tests.command_line import orgwizard, surroundings
from wizard.aws.world import AwsWorld
from wizard.commands.identity import expiry_words
from wizard.gateway.world import CredentialSource
from wizard.machine import report
from wizard.machine.report import Terminal

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
SECRETS = ("AKIAPLANTEDPLANTED00", "planted-secret-key", "planted-token", "planted-password", "planted-in-file")


class Answering(BaseHTTPRequestHandler):
    """Says what time it is there; asks whoever wants to be connected for a password."""

    skew = timedelta()
    logins: list[str]

    def do_HEAD(self) -> None:
        self.send_response_only(200)
        self.send_header("Date", format_datetime(datetime.now(UTC) + self.skew, usegmt=True))
        self.end_headers()

    def do_CONNECT(self) -> None:
        self.logins.append(self.headers.get("Proxy-Authorization", ""))
        self.send_error(407)

    def log_message(self, *_: object) -> None:
        """Not a word."""


@contextmanager
def server(skew: timedelta = timedelta()) -> Iterator[tuple[str, list[str]]]:
    """`127.0.0.1:port`, and who tried to log in."""
    logins: list[str] = []
    kind = type("Answering", (Answering,), {"skew": skew, "logins": logins})
    with HTTPServer(("127.0.0.1", 0), kind) as listening:
        thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"127.0.0.1:{listening.server_port}", logins
        finally:
            listening.shutdown()
            thread.join()


# whoami


def test_whoami_says_who_that_is_without_asking_and_writes_nothing(tmp_path: Path) -> None:
    told = orgwizard(tmp_path, "whoami", "--rehearse")
    record = json.loads(orgwizard(tmp_path, "whoami", "--rehearse", "--json").stdout)

    assert told.returncode == 0, told.stderr
    for text in ("999988887777", "acme-root", "user/anna", "IAM user", "Anna, administrator"):
        assert text in told.stdout
    assert (record["account_id"], record["kind"], record["partition"]) == ("999988887777", "IAM user", "aws")
    assert record["problems"] == []
    assert list((tmp_path / "state").iterdir()) == []


@pytest.mark.parametrize(
    ("scenario", "says"),
    [("root-user", "Attach policies directly"), ("member-account", "is a member of organization")],
)
def test_whoami_says_in_words_why_somebody_may_carry_nothing_out(tmp_path: Path, scenario: str, says: str) -> None:
    told = orgwizard(tmp_path, "whoami", "--scenario", scenario)
    record = json.loads(orgwizard(tmp_path, "whoami", "--scenario", scenario, "--json").stdout)

    assert told.returncode == 0, told.stderr
    assert says in told.stdout
    assert len(record["problems"]) == 1


def test_whoami_without_credentials_fails_with_a_remedy(tmp_path: Path) -> None:
    told = orgwizard(tmp_path, "whoami", AWS_EC2_METADATA_DISABLED="true")

    assert told.returncode == 1
    assert "No AWS credentials were found" in told.stderr


@pytest.mark.parametrize(
    ("identity", "words"),
    [
        (Identity("1", "arn:aws:iam::1:user/anna", expires_at=NOW + timedelta(minutes=61)), "13:01 UTC, in 61 min"),
        (Identity("1", "arn:aws:iam::1:user/anna", expires_at=NOW + timedelta(days=365)), "UTC, in 365 days"),
        (Identity("1", "arn:aws:iam::1:user/anna", expires_at=NOW - timedelta(minutes=61)), "which is past"),
        (Identity("1", "arn:aws:iam::1:user/anna"), "works until somebody deletes it"),
        (Identity("1", "arn:aws:sts::1:assumed-role/A/b"), "temporary"),
    ],
)
def test_the_end_of_the_credentials_is_said_as_far_as_it_is_known(identity: Identity, words: str) -> None:
    assert words in expiry_words(identity, NOW)


# doctor


def test_doctor_finds_trouble_without_failing_and_shows_no_secret(tmp_path: Path) -> None:
    aws = tmp_path / ".aws"
    aws.mkdir()
    (aws / "credentials").write_text(
        "[acme]\naws_access_key_id = AKIAPLANTEDPLANTED00\naws_secret_access_key = planted-in-file\n"
    )
    with server() as (place, logins):
        environment = {
            "AWS_ACCESS_KEY_ID": "AKIAPLANTEDPLANTED00",
            "AWS_SECRET_ACCESS_KEY": "planted-secret-key",
            "AWS_SESSION_TOKEN": "planted-token",
            "HTTPS_PROXY": f"http://anna:planted-password@{place}",
        }
        told = orgwizard(tmp_path, "doctor", **environment)
        record = orgwizard(tmp_path, "doctor", "--json", **environment)

    assert told.returncode == record.returncode == 0, told.stderr
    shown = told.stdout + told.stderr + record.stdout + record.stderr
    assert [secret for secret in SECRETS if secret in shown] == []
    assert f"sts.us-east-1.amazonaws.com does not answer through the proxy {place}" in told.stdout
    assert "407" in told.stdout
    assert logins[0].startswith("Basic ")
    assert "Profile acme" in told.stdout
    assert "AWS_SECRET_ACCESS_KEY" in told.stdout
    network = [each for each in json.loads(record.stdout)["findings"] if each["topic"] == "network"]
    assert all(each["trouble"] and each["then"].endswith(".") for each in network)


@pytest.mark.parametrize(
    ("skew", "says"),
    [(timedelta(), "apart"), (timedelta(minutes=9), "behind AWS's"), (timedelta(minutes=-9), "ahead of")],
)
def test_doctor_compares_the_clocks_where_aws_answers(tmp_path: Path, skew: timedelta, says: str) -> None:
    with server(skew) as (place, _):
        told = orgwizard(tmp_path, "doctor", AWS_ENDPOINT_URL=f"http://{place}")

    assert "127.0.0.1 answers." in told.stdout
    assert says in told.stdout


def test_doctor_says_that_nothing_listens(tmp_path: Path) -> None:
    told = orgwizard(tmp_path, "doctor", AWS_ENDPOINT_URL="http://user:planted-password@127.0.0.1:9")

    assert told.returncode == 0
    assert "127.0.0.1 does not answer" in told.stdout
    assert "planted-password" not in told.stdout


def test_doctor_asks_no_network_in_a_rehearsal(tmp_path: Path) -> None:
    with server() as (place, logins):
        told = orgwizard(tmp_path, "doctor", "--rehearse", HTTPS_PROXY=f"http://{place}")

    assert "This is a rehearsal" in told.stdout
    assert logins == []


def test_a_directory_that_cannot_be_written_is_a_finding(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    told = orgwizard(tmp_path, "doctor", "--rehearse", ORGWIZARD_HOME=str(tmp_path / "file" / "state"))

    assert told.returncode == 0, told.stderr
    assert "cannot be made" in told.stdout


@pytest.mark.parametrize(
    ("facts", "environment", "says", "then"),
    [
        (Terminal(False, 80, 24, "utf-8"), {}, "no terminal", "orgwizard new"),
        (Terminal(True, 50, 24, "utf-8"), {}, "50 columns", "--plain"),
        (Terminal(True, 120, 40, "utf-8"), {}, "120 columns", "side by side"),
        (Terminal(True, 80, 24, "ascii"), {}, "ascii", "--ascii"),
        (Terminal(True, 80, 24, "utf-8"), {"TERM": "dumb"}, "TERM is dumb", "one line at a time"),
        (Terminal(True, 80, 24, "utf-8"), {"NO_COLOR": "1"}, "NO_COLOR", "no colour at all"),
        (Terminal(True, 80, 24, "utf-8"), {"COLORTERM": "truecolor"}, "all colours", "uses them"),
    ],
)
def test_the_terminal_is_told_with_what_follows(
    facts: Terminal, environment: dict[str, str], says: str, then: str
) -> None:
    assert [each for each in report.terminal(facts, environment) if says in each.what and then in each.then]


def test_inside_tmux_texts_go_to_its_buffer() -> None:
    inside = report.clipboard({"TMUX": "tmux-1000/default", "DISPLAY": ":0"}, ["xclip", "tmux"])
    without = report.clipboard({"DISPLAY": ":0"}, ["xclip", "tmux"])

    assert "by tmux" in inside.then
    assert "by xclip" in without.then
    assert "OSC 52" in report.clipboard({}, ["tmux"]).then


def test_the_credentials_that_would_be_used_are_named() -> None:
    acme = CredentialSource("profile:acme", "Profile acme", "", preferred=True)
    other = CredentialSource("profile:other", "Profile other", "")

    assert "Profile acme is used" in next(report.credentials([acme, other], [])).then
    assert "--profile" in next(report.credentials([other, other], [])).then
    assert next(report.credentials([], [])).trouble


def test_what_cannot_be_used_is_marked_and_the_rest_is_named() -> None:
    gone = CredentialSource("profile:gone", "Profile gone", "It is nowhere.", preferred=True, remedy="Correct it.")
    other = CredentialSource("profile:other", "Profile other", "")

    first, second = report.credentials([gone, other], [])

    assert (first.trouble, first.what, first.then) == (True, "Profile gone: It is nowhere.", "Correct it.")
    assert "Profile gone" not in second.what
    assert "asked for cannot be used" in second.then


@pytest.mark.parametrize(
    ("keyringrc", "environment", "says"),
    [
        ("garbage", {}, "keyringrc.cfg does not lead to a keyring"),
        ("[backend]\ndefault-keyring = no.such.Backend\n", {}, "keyringrc.cfg does not lead to a keyring"),
        ("", {"PYTHON_KEYRING_BACKEND": "no.such.Backend"}, "PYTHON_KEYRING_BACKEND does not lead to a keyring"),
    ],
)
def test_a_setting_that_leads_to_no_keyring_is_named(
    tmp_path: Path, keyringrc: str, environment: dict[str, str], says: str
) -> None:
    directory = tmp_path / ".config" / "python_keyring"
    directory.mkdir(parents=True)
    (directory / "keyringrc.cfg").write_text(keyringrc)

    told = subprocess.run(  # keyring looks for a backend once in each process
        [sys.executable, "-m", "wizard.cli", "doctor", "--rehearse"],
        capture_output=True, text=True, env=surroundings(tmp_path, **environment), timeout=60, check=False,
    )  # fmt: skip

    assert told.returncode == 0, told.stderr
    assert f"keyring     ! {tmp_path if 'rc' in says else ''}" in told.stdout
    assert says in told.stdout


def test_doctor_goes_the_way_that_will_be_gone(tmp_path: Path) -> None:
    (tmp_path / ".aws").mkdir()
    with server() as (place, _):
        profile = f"[profile a]\nregion = eu-west-3\nendpoint_url = http://{place}\nca_bundle = /nowhere/ca.pem\n"
        (tmp_path / ".aws" / "config").write_text(profile)
        by_profile = orgwizard(tmp_path, "doctor", "--profile", "a").stdout
        by_variable = orgwizard(
            tmp_path, "doctor", AWS_ENDPOINT_URL_STS=f"http://{place}", AWS_REGION="us-gov-west-1",
            AWS_CA_BUNDLE="/nowhere/ca.pem", AWS_PROFILE="gone",
        ).stdout  # fmt: skip
        (tmp_path / ".aws" / "config").write_text(f"{profile}[profile b]\n")
        by_both = orgwizard(
            tmp_path, "doctor", AWS_ENDPOINT_URL_STS=f"http://{place}", AWS_REGION="us-gov-west-1",
            AWS_CA_BUNDLE="/nowhere/ca.pem",
        ).stdout  # fmt: skip

    assert "127.0.0.1 answers. endpoint_url of profile a leads there." in by_profile
    assert "! Profile gone: It is not in ~/.aws/config" in by_variable
    assert "127.0.0.1 answers. AWS_ENDPOINT_URL_STS leads there." in by_both
    assert "! The file that AWS_CA_BUNDLE names is not there." in by_both


@pytest.mark.parametrize(
    ("environment", "says"),
    [
        ({"AWS_ENDPOINT_URL": "localhost:5971"}, "! AWS_ENDPOINT_URL needs http:// or https:// in front."),
        ({"AWS_REGION": "None"}, "! 'None' is no Region of AWS. It comes from AWS_REGION."),
        ({"AWS_CA_BUNDLE": __file__}, "! What AWS_CA_BUNDLE names holds no certificates that can be read"),
        ({"HTTPS_PROXY": "http://u:planted-p/assword@h:80"}, "! HTTPS_PROXY has a port that is no number"),
    ],
)
def test_doctor_names_a_setting_that_leads_nowhere(tmp_path: Path, environment: dict[str, str], says: str) -> None:
    told = orgwizard(tmp_path, "doctor", **environment)

    assert says in told.stdout
    assert "assword" not in told.stdout.replace("password", "")


@pytest.mark.parametrize(
    ("region", "addresses"),
    [
        ("eu-west-1", ("https://organizations.us-east-1.amazonaws.com", "https://sts.eu-west-1.amazonaws.com")),
        (
            "cn-north-1",
            ("https://organizations.cn-northwest-1.amazonaws.com.cn", "https://sts.cn-north-1.amazonaws.com.cn"),
        ),
        (
            "us-gov-east-1",
            ("https://organizations.us-gov-west-1.amazonaws.com", "https://sts.us-gov-east-1.amazonaws.com"),
        ),
    ],
)
def test_each_partition_has_its_own_endpoints(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, region: str, addresses: tuple[str, ...]
) -> None:
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))

    assert tuple(route.address for route in AwsWorld(region=region).routes()) == addresses
