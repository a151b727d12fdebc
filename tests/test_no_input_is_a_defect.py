"""Whatever a library or the system can raise at a boundary ends in a sentence: the crash guard is for real defects."""

from __future__ import annotations

import binascii
import builtins
import configparser
import errno
import http.client
import inspect
import json
import os
import re
import socket
import ssl
import string
import subprocess
import sys
import termios
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import keyring
import keyring.errors
import pytest
import yaml
from botocore import exceptions as boto
from botocore.parsers import ResponseParserError
from keyring.backend import KeyringBackend
from textual.app import App
from urllib3 import exceptions as urllib3

from state.changes.organization import CreateOrganization
from state.errors import OrgwizardError, StateNotWritable
from state.saved.files import read_progress, read_saved_setup
from state.saved.holder import read_holder
from state.saved.journal import Journal
from state.saved.keyring import SecretEntry, Secrets
from state.setup.file import read_setup
from tests.hostile import terminal
from wizard.aws.failures import explained
from wizard.cli import main
from wizard.errors import AwsError

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
NUMBERS = (
    errno.EACCES,
    errno.ENOSPC,
    errno.EROFS,
    errno.EIO,
    errno.ENAMETOOLONG,
    errno.ELOOP,
    errno.EMFILE,
    errno.EINVAL,
)


def of_botocore() -> Iterator[Exception]:
    """One of each kind of error that botocore has, with everything in it that its message asks for."""
    for kind in vars(boto).values():
        if not inspect.isclass(kind) or not issubclass(kind, Exception) or issubclass(kind, Warning):
            continue
        if kind.__module__ != boto.__name__:
            continue
        if issubclass(kind, boto.ClientError):
            yield kind({"Error": {"Code": "Odd", "Message": "odd"}}, "ListAccounts")
        elif issubclass(kind, boto.WaiterError):
            yield kind(name="odd", reason="odd", last_response={})
        else:
            fields = [name for _, name, _, _ in string.Formatter().parse(getattr(kind, "fmt", "")) if name]
            yield kind(**{re.split(r"[.\[!:]", name)[0]: "odd" for name in fields})


OF_OTHERS: tuple[Exception, ...] = (
    ResponseParserError("odd"),
    urllib3.LocationParseError("odd"),
    urllib3.ProtocolError("odd"),
    http.client.IncompleteRead(b""),
    http.client.BadStatusLine("odd"),
    ssl.SSLError(1, "odd"),
    ssl.SSLCertVerificationError("odd"),
    socket.gaierror(-2, "odd"),
    TimeoutError("odd"),
    ConnectionResetError("odd"),
    configparser.DuplicateSectionError("odd"),
    configparser.MissingSectionHeaderError("odd", 1, "odd"),
    subprocess.TimeoutExpired("odd", 1),
    subprocess.CalledProcessError(1, "odd"),
    json.JSONDecodeError("odd", "odd", 0),
    UnicodeDecodeError("utf-8", b"\xff", 0, 1, "odd"),
    UnicodeEncodeError("latin-1", "\u2028", 0, 1, "odd"),
    binascii.Error("odd"),
    RuntimeError("Credentials were refreshed, but the refreshed credentials are still expired."),
    *(kind("odd") for kind in (KeyError, TypeError, ValueError, AttributeError, IndexError, OverflowError)),
    *(kind("odd") for kind in (RecursionError, ZeroDivisionError, NotImplementedError, LookupError)),
    *(OSError(number, os.strerror(number)) for number in NUMBERS),
)


@pytest.mark.parametrize("write", [False, True])
@pytest.mark.parametrize("error", [*of_botocore(), *OF_OTHERS], ids=lambda error: type(error).__name__)
def test_whatever_a_call_to_aws_raises_is_an_error_with_a_remedy(error: Exception, write: bool) -> None:
    with pytest.raises(AwsError) as told, explained("organizations:ListAccounts", write=write):
        raise error

    assert told.value.message.endswith(".")
    assert told.value.remedy.endswith(".")


def refusing(number: int) -> Callable[..., Any]:
    """A call of the system that always fails so."""

    def refuse(*_arguments: object, **_more: object) -> None:
        raise OSError(number, os.strerror(number))

    return refuse


READERS: dict[str, Callable[[Path], object]] = {
    "a setup file": read_setup,
    "a saved setup": read_saved_setup,
    "progress": read_progress,
    "a journal": Journal,
    "who has it open": read_holder,
    "the list of secrets": lambda file: Secrets(file.parent).entries(),
}


@pytest.mark.parametrize("number", NUMBERS, ids=lambda number: errno.errorcode[number])
@pytest.mark.parametrize("reader", READERS)
def test_a_file_that_cannot_be_read_is_told_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reader: str, number: int
) -> None:
    file = tmp_path / "secrets.json"
    file.write_text("{}")
    with monkeypatch.context() as system:
        system.setattr(os, "open", refusing(number))
        system.setattr(builtins, "open", refusing(number))
        system.setattr("io.open", refusing(number))
        if reader == "who has it open":
            assert READERS[reader](file) is None
            return
        with pytest.raises(OrgwizardError) as told:
            READERS[reader](file)
    assert str(file) in told.value.message


@pytest.mark.parametrize("number", NUMBERS, ids=lambda number: errno.errorcode[number])
@pytest.mark.parametrize("call", ["open", "write", "ftruncate", "lseek", "fsync"])
def test_an_entry_that_cannot_be_written_is_told_before_aws_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, number: int
) -> None:
    journal = Journal(tmp_path / "journal.jsonl")
    journal.intend(CreateOrganization(), NOON)
    with monkeypatch.context() as system:
        system.setattr(os, call, refusing(number))
        with pytest.raises(StateNotWritable, match=os.strerror(number)):
            journal.intend(CreateOrganization(), NOON)

    journal.intend(CreateOrganization(), NOON)
    assert Journal(journal.file).attempts == journal.attempts


class Broken(KeyringBackend):
    """A keyring that raises `error` whatever it is asked."""

    priority = 1

    def __init__(self, error: Exception) -> None:
        self.error = error

    def get_password(self, *_: str) -> str | None:
        raise self.error

    def set_password(self, *_: str) -> None:
        raise self.error

    def delete_password(self, *_: str) -> None:
        raise self.error


OF_KEYRING = [
    kind("odd") for kind in vars(keyring.errors).values() if inspect.isclass(kind) and issubclass(kind, Exception)
]


@pytest.mark.parametrize("error", [*OF_KEYRING, *OF_OTHERS], ids=lambda error: type(error).__name__)
def test_whatever_a_keyring_raises_is_told_without_it(tmp_path: Path, error: Exception) -> None:
    before = keyring.get_keyring()
    keyring.set_keyring(Broken(error))
    secrets = Secrets(tmp_path)
    try:
        with pytest.raises(OrgwizardError) as told:
            secrets.put(SecretEntry("key", "access key", "111122223333"), "planted")
        assert "planted" not in told.value.message
    finally:
        keyring.set_keyring(before)


OF_TERMINALS = (
    termios.error(errno.EIO, "Input/output error"),
    *(OSError(number, os.strerror(number)) for number in (errno.EIO, errno.ENXIO, errno.EBADF, errno.ENOTTY)),
)


@pytest.mark.parametrize("error", OF_TERMINALS, ids=repr)
def test_a_terminal_that_fails_is_told_and_no_defect(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], error: Exception
) -> None:
    def fail(_app: object) -> None:
        raise error

    monkeypatch.setenv("ORGWIZARD_HOME", str(tmp_path))
    monkeypatch.setattr(App, "run", fail)
    monkeypatch.setattr(sys, "stdin", None)
    with terminal() as (stream, _):
        monkeypatch.setattr(sys, "stdin", stream)
        monkeypatch.setattr(sys, "stdout", stream)
        assert main(["acme", "--rehearse"]) == 1

    told = capsys.readouterr().err
    assert "The terminal cannot be used" in told
    assert "--plain" in told


def test_every_error_of_reading_yaml_is_one_of_the_two_that_are_expected() -> None:
    writing = ("representer", "emitter", "serializer", "resolver")
    kinds = {*yaml.YAMLError.__subclasses__(), *yaml.MarkedYAMLError.__subclasses__()}
    reading = [kind for kind in kinds if kind.__module__.rpartition(".")[2] not in writing]

    assert len(reading) > 4
    assert all(issubclass(kind, (yaml.MarkedYAMLError, yaml.reader.ReaderError)) for kind in reading)
