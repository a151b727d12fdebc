"""Paths as people type them, on every kind of system: each is used, or refused in a sentence."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from screens.dialogues.export import folder_fault
from state.errors import StateNotWritable, WrongInput
from state.saved import locations
from state.saved.locations import (
    directory_typed,
    file_typed,
    home,
    new_file,
    path_typed,
    sync_directory,
    tighten,
    working_directory,
    write_atomically,
    write_new_file,
)
from state.setup.text_rules import name_problem

IMPOSSIBLE = ("x" * 300, "a/" * 3000, "~nobody-at-all/x", "/dev/null/x", "a\0b", "\udcff", "", " ", "nowhere/at/all")
REFUSALS = (errno.EACCES, errno.ENOSPC, errno.EROFS, errno.EIO, errno.ENAMETOOLONG, errno.ELOOP, errno.ENODEV)


@pytest.mark.parametrize("typed", IMPOSSIBLE, ids=ascii)
def test_a_path_that_cannot_be_is_refused_in_a_sentence(
    typed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for judge in (directory_typed, file_typed):
        with pytest.raises(WrongInput) as refused:
            judge(typed)
        assert refused.value.message.endswith(".")
        assert refused.value.remedy.endswith(".")
    assert folder_fault(typed) is not None
    if typed not in (" ", "\udcff"):  # with these a file can be called, here
        with pytest.raises(WrongInput):
            write_new_file(typed, "text")


@pytest.mark.parametrize("named", ["below/", "below", "there.yaml", "./there.yaml"])
def test_a_new_file_never_becomes_another_than_was_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, named: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "below").mkdir()
    (tmp_path / "there.yaml").write_text("before")

    with pytest.raises(WrongInput):
        new_file(named)
    with pytest.raises(WrongInput, match="is a directory"):
        new_file("not-there-yet/")
    assert sorted(entry.name for entry in tmp_path.rglob("*")) == ["below", "there.yaml"]


def test_a_working_directory_that_is_gone_stops_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    here.rmdir()

    assert working_directory() == Path.home()
    monkeypatch.setenv("ORGWIZARD_HOME", "below")
    with pytest.raises(StateNotWritable, match="current directory is gone"):
        home()
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("number", REFUSALS, ids=lambda number: errno.errorcode[number])
@pytest.mark.parametrize("call", ["open", "fsync", "replace", "mkdir"])
def test_whatever_the_file_system_answers_is_told_and_nothing_is_left_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, number: int
) -> None:
    def refuse(*_arguments: object, **_more: object) -> None:
        raise OSError(number, os.strerror(number))

    target = tmp_path / "file"
    target.write_text("before")
    with monkeypatch.context() as system:
        system.setattr(os, call, refuse)
        with pytest.raises(StateNotWritable, match=os.strerror(number)):
            locations.make_directory(tmp_path / "new") if call == "mkdir" else write_atomically(target, "after")
    assert [entry.name for entry in tmp_path.iterdir()] == ["file"]
    assert target.read_text() in ("before", "after")


def test_a_system_without_modes_and_without_syncing_of_directories_is_asked_for_neither(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown(*_arguments: object, **_more: object) -> None:
        raise AssertionError("this system has no such call")

    target = tmp_path / "file"
    target.write_text("before")
    with monkeypatch.context() as system:
        system.setattr(os, "name", "nt")
        system.setattr(os, "chmod", unknown)
        system.setattr(os, "fchmod", unknown)
        sync_directory(tmp_path)
        tighten(target)
    assert target.read_text() == "before"


@pytest.mark.parametrize("name", ["con", "nul", "prn", "aux", "com1", "lpt9"])
def test_a_name_that_is_a_device_on_another_system_is_no_setups_name(name: str) -> None:
    fault = name_problem(name)

    assert fault is not None
    assert "Windows" in fault.what
    assert name_problem(f"{name}-acme") is None


def test_the_home_of_somebody_is_found_as_a_shell_finds_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))

    assert path_typed("~/x") == tmp_path / "x"
