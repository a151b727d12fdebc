"""A secret is in the keyring or in memory, and nowhere else."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from pathlib import Path

import pytest
from keyring.backend import KeyringBackend
from keyring.backends import fail, null

from state.errors import KeyringFailed, KeyringLocked, UnreadableState
from state.saved.keyring import INDEX, SecretEntry, Secrets
from tests.keyrings import InMemory, Locked, Nothing, Talkative, using

ENTRY = SecretEntry("access-key-111122223333-WXYZ", "access key", "111122223333")
PLANTED = "wJalrXUtnFEMI-planted-secret"


def everything_below(home: Path) -> str:
    return "\n".join(path.read_text(errors="replace") for path in home.rglob("*") if path.is_file())


def test_a_secret_is_in_the_keyring_and_only_its_name_in_a_file(tmp_path: Path) -> None:
    backend = InMemory()
    with using(backend):
        assert Secrets(tmp_path).put(ENTRY, PLANTED)

        assert backend.kept == {("orgwizard", ENTRY.name): PLANTED}
        assert Secrets(tmp_path).entries() == (ENTRY,)
        assert Secrets(tmp_path).get(ENTRY.name) == PLANTED
    assert ENTRY.name in everything_below(tmp_path)
    assert PLANTED not in everything_below(tmp_path)
    assert (tmp_path / INDEX).stat().st_mode & 0o777 == 0o600


def test_forgetting_takes_the_secret_and_its_name(tmp_path: Path) -> None:
    backend = InMemory()
    with using(backend):
        Secrets(tmp_path).put(ENTRY, PLANTED)

        assert Secrets(tmp_path).forget(ENTRY.name)
        assert not Secrets(tmp_path).forget(ENTRY.name)

    assert backend.kept == {}
    assert Secrets(tmp_path).entries() == ()


def test_a_secret_deleted_elsewhere_is_forgotten_all_the_same(tmp_path: Path) -> None:
    backend = InMemory()
    with using(backend):
        Secrets(tmp_path).put(ENTRY, PLANTED)
        backend.kept.clear()

        assert Secrets(tmp_path).get(ENTRY.name) is None
        assert Secrets(tmp_path).forget(ENTRY.name)
    assert Secrets(tmp_path).entries() == ()


@pytest.mark.parametrize("backend", [fail.Keyring, null.Keyring, Nothing])
def test_without_a_keyring_a_secret_lives_in_memory_and_the_reason_is_one_sentence(
    tmp_path: Path, backend: Callable[[], KeyringBackend]
) -> None:
    with using(backend()):
        secrets = Secrets(tmp_path)

        assert not secrets.put(ENTRY, PLANTED)
        assert secrets.get(ENTRY.name) == PLANTED
        assert secrets.why_not_kept().count(".") == 1
        assert Secrets(tmp_path).get(ENTRY.name) is None
    assert list(tmp_path.iterdir()) == []


def test_a_locked_keyring_is_explained_and_the_secret_stays_in_memory(tmp_path: Path) -> None:
    with using(Locked()):
        secrets = Secrets(tmp_path)
        with pytest.raises(KeyringLocked) as caught:
            secrets.put(ENTRY, PLANTED)

        assert "Unlock it" in caught.value.remedy
        assert secrets.get(ENTRY.name) == PLANTED
    assert Secrets(tmp_path).entries() == ()


@pytest.mark.parametrize(("backend", "error"), [(Locked(), KeyringLocked), (Talkative(), KeyringFailed)])
def test_no_traceback_carries_what_a_backend_says(
    tmp_path: Path, backend: InMemory, error: type[KeyringLocked | KeyringFailed]
) -> None:
    with using(backend), pytest.raises(error) as caught:
        Secrets(tmp_path).put(ENTRY, PLANTED)

    assert PLANTED not in "".join(traceback.format_exception(caught.value))
    assert caught.value.__context__ is None


def test_nothing_of_a_rehearsal_is_kept() -> None:
    backend = InMemory()
    with using(backend):
        assert not Secrets(None).put(ENTRY, PLANTED)
    assert backend.kept == {}


@pytest.mark.parametrize("text", ["{", "[]", '{"version": 1}', '{"version": 2, "entries": []}'])
def test_a_damaged_or_newer_list_is_told_and_left_as_it_is(tmp_path: Path, text: str) -> None:
    (tmp_path / INDEX).write_text(text)

    with pytest.raises(UnreadableState):
        Secrets(tmp_path).entries()
    assert (tmp_path / INDEX).read_text() == text
