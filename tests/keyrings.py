"""A keyring in memory, and one that is locked: real backends, as keyring itself takes them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import ClassVar

import keyring
from keyring.backend import KeyringBackend
from keyring.backends.chainer import ChainerBackend
from keyring.errors import KeyringLocked, PasswordDeleteError, PasswordSetError


class InMemory(KeyringBackend):
    """Keeps what it is given."""

    priority = 1

    def __init__(self) -> None:
        begin: Callable[[], None] = super().__init__  # keyring leaves it untyped
        begin()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError("not found")


class Locked(InMemory):
    """Somebody has to unlock it first."""

    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringLocked(f"{service} {username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise KeyringLocked(f"{service} {username} {password}")


class Talkative(InMemory):
    """Repeats the secret in what it says, as a careless backend may."""

    def set_password(self, service: str, username: str, password: str) -> None:
        raise PasswordSetError(f"cannot write {service} {username} {password}")


class Nothing(ChainerBackend):
    """A chain of no backends, as keyring makes it on a machine that has none."""

    backends: ClassVar[list[KeyringBackend]] = []


@contextmanager
def using(backend: KeyringBackend) -> Iterator[None]:
    """While this lasts, `backend` is the machine's keyring."""
    before = keyring.get_keyring()
    keyring.set_keyring(backend)
    try:
        yield
    finally:
        keyring.set_keyring(before)
