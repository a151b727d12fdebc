"""What is typed while signing in is judged before AWS is asked, and no secret is repeated."""

from __future__ import annotations

from pathlib import Path

import pytest

from state.setup.access_key import (
    AccessKey,
    access_key_from,
    access_key_id_problem,
    secret_access_key_problem,
    session_token_problem,
)
from state.setup.sign_in_rules import mfa_code_problem, mfa_devices_problem, start_url_problem
from wizard.machine.browser import display_likely

SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"


@pytest.mark.parametrize("text", ["AKIAIOSFODNN7EXAMPLE", "ASIAIOSFODNN7EXAMPLE"])
def test_an_access_key_id_is_accepted(text: str) -> None:
    assert access_key_id_problem(text) is None


@pytest.mark.parametrize("text", ["", "AKIA", "AROAIOSFODNN7EXAMPLE", "akiaiosfodnn7example", "AKIAIOSFODNN7EXAMPLE1"])
def test_what_is_no_access_key_id_is_refused(text: str) -> None:
    assert access_key_id_problem(text)


@pytest.mark.parametrize("text", ["", SECRET[:-1], SECRET + "x", SECRET[:-1] + " "])
def test_what_is_no_secret_is_refused_without_repeating_it(text: str) -> None:
    fault = secret_access_key_problem(text)

    assert fault is not None
    assert not text or text not in fault.what + fault.remedy


def test_a_session_token_belongs_to_a_temporary_key() -> None:
    assert secret_access_key_problem(SECRET) is None
    assert session_token_problem("AKIAIOSFODNN7EXAMPLE", "") is None
    assert session_token_problem("ASIAIOSFODNN7EXAMPLE", "x" * 300) is None
    assert session_token_problem("ASIAIOSFODNN7EXAMPLE", "")
    assert session_token_problem("AKIAIOSFODNN7EXAMPLE", "x" * 300)


def test_a_key_shows_neither_secret_and_survives_the_keyring() -> None:
    key = AccessKey("ASIAIOSFODNN7EXAMPLE", SECRET, "token" * 10)

    assert SECRET not in repr(key)
    assert "token" not in repr(key).lower().replace("session_token", "")
    assert access_key_from(key.as_text()) == key
    assert access_key_from("something else") is None
    assert access_key_from('["one"]') is None


@pytest.mark.parametrize("text", ["", "12345", "1234567", "12a456", "\N{ARABIC-INDIC DIGIT ONE}23456"])
def test_an_mfa_code_has_six_digits(text: str) -> None:
    assert mfa_code_problem("123456") is None
    assert mfa_code_problem(text)


@pytest.mark.parametrize(
    "text", ["", "acme", "http://acme.awsapps.com/start", "https://", "https://a b.com/", "https://[x"]
)
def test_a_start_url_is_an_address(text: str) -> None:
    assert start_url_problem("https://acme.awsapps.com/start") is None
    assert start_url_problem(text)


def test_a_passkey_is_no_device_for_calls() -> None:
    passkey = "arn:aws:iam::111122223333:u2f/user/anna/key-ABC"

    fault = mfa_devices_problem((passkey,))
    assert fault is not None
    assert "passkey" in fault.what
    assert mfa_devices_problem((passkey, "arn:aws:iam::111122223333:mfa/anna")) is None
    assert mfa_devices_problem(("GAHT12345678",)) is None


def test_a_browser_is_likely_only_in_front_of_a_display(tmp_path: Path) -> None:
    assert display_likely({"DISPLAY": ":0"}, "linux", tmp_path)
    assert display_likely({"WAYLAND_DISPLAY": "wayland-0"}, "linux", tmp_path)
    assert display_likely({}, "darwin", tmp_path)
    assert not display_likely({}, "linux", tmp_path)
    assert not display_likely({"DISPLAY": ":0", "SSH_CONNECTION": "10.0.0.1 1 10.0.0.2 22"}, "linux", tmp_path)
    assert not display_likely({"SSH_TTY": "/dev/pts/1"}, "darwin", tmp_path)
    (tmp_path / ".dockerenv").touch()
    assert not display_likely({"DISPLAY": ":0"}, "linux", tmp_path)
