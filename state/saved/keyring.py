"""The keyring: the only module that handles it. What may not go there lives in memory until the program ends.

Which entries there are is written down in a file of their names; a secret never is. keyring is imported when it is
first needed, because looking for the system's own one takes a while.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from state.errors import KeyringFailed, KeyringLocked, UnreadableState
from state.saved.locations import write_atomically
from state.saved.records import DAMAGE, read_bytes, record_of

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

Answer = TypeVar("Answer")

SERVICE = "orgwizard"
"""Whose the entries are, as the system's own keyring program shows it."""
INDEX = "secrets.json"
FORMAT = 1
_IN_MEMORY = "This machine has no keyring that can be used: secrets live in memory and are gone when the program ends."
_IN_A_FILE = (
    "The keyring of this machine writes to a file of its own, so it is not used: secrets live in memory and are gone "
    "when the program ends."
)


@dataclass(frozen=True, slots=True)
class SecretEntry:
    """What is known of a secret without the secret."""

    name: str
    """`access-key-111122223333-WXYZ`."""
    kind: str
    """`access key`."""
    account_id: str
    """Whose account it opens."""


class Secrets:
    """Those of this machine's user. Without a `home` nothing is kept anywhere, as in a rehearsal."""

    def __init__(self, home: Path | None) -> None:
        self._index = home / INDEX if home is not None else None
        self._in_memory: dict[str, tuple[SecretEntry, str]] = {}

    @property
    def keeps(self) -> bool:
        """Whether a secret can be kept beyond the end of the program."""
        return not self.why_not_kept()

    def why_not_kept(self) -> str:
        """Why secrets live in memory only, in one sentence; '' where there is a keyring. Asks the system."""
        if self._index is None:
            return "This is a rehearsal: secrets live in memory and are gone when the program ends."
        backend = chosen_backend()
        module = type(backend).__module__
        if module.startswith("keyrings.alt"):
            return _IN_A_FILE
        if module in ("keyring.backends.fail", "keyring.backends.null") or not _has_backends(backend):
            return _IN_MEMORY
        return ""

    def put(self, entry: SecretEntry, secret: str) -> bool:
        """Keep a secret; whether it is in the keyring now, or only in memory.

        Raises KeyringLocked, KeyringFailed, StateNotWritable; the secret is in memory then.
        """
        self._in_memory[entry.name] = entry, secret
        if not self.keeps:
            return False
        before = self._listed()
        # The name comes first: a name without a secret does no harm, a secret that nobody can list does.
        self._write([*(each for each in before if each.name != entry.name), entry])
        try:
            _guarded(lambda: _backend().set_password(SERVICE, entry.name, secret))
        except (KeyringLocked, KeyringFailed):
            self._write(before)
            raise
        del self._in_memory[entry.name]
        return True

    def get(self, name: str) -> str | None:
        """The secret; None when it is not there (any more). Raises KeyringLocked, KeyringFailed."""
        if name in self._in_memory:
            return self._in_memory[name][1]
        if self._index is None or not self.keeps:
            return None
        return _guarded(lambda: _backend().get_password(SERVICE, name))

    def forget(self, name: str) -> bool:
        """Delete a secret and its name; whether there was one. Raises KeyringLocked, KeyringFailed."""
        if self._in_memory.pop(name, None) is not None:
            return True
        before = self._listed()
        if name not in {each.name for each in before}:
            return False
        if self.get(name) is not None:
            _guarded(lambda: _backend().delete_password(SERVICE, name))
        self._write([each for each in before if each.name != name])
        return True

    def entries(self) -> tuple[SecretEntry, ...]:
        """Everything that is kept, without asking the keyring. Raises UnreadableState."""
        in_memory = (entry for entry, _ in self._in_memory.values())
        return tuple(sorted({*self._listed(), *in_memory}, key=lambda entry: entry.name))

    def _listed(self) -> list[SecretEntry]:
        if self._index is None:
            return []
        try:
            record = record_of(read_bytes(self._index))
            if record["version"] == FORMAT:
                return [
                    SecretEntry(str(each["name"]), str(each["kind"]), str(each["account_id"]))
                    for each in record["entries"]
                ]
        except FileNotFoundError:
            return []
        except (OSError, *DAMAGE) as error:
            raise UnreadableState(
                f"The list of kept secrets in {self._index} is damaged.",
                f"It was left as it is. Look for entries of {SERVICE} in your system's own keyring program, delete "
                "those there, then delete the file.",
            ) from error
        raise UnreadableState(
            f"The list of kept secrets in {self._index} was made by a newer orgwizard.",
            "Upgrade orgwizard, then try again. The file was left as it is.",
        )

    def _write(self, entries: list[SecretEntry]) -> None:
        if self._index is not None:
            record = {"version": FORMAT, "entries": [asdict(each) for each in entries]}
            write_atomically(self._index, json.dumps(record, indent=1) + "\n")


def chosen_backend() -> KeyringBackend:
    """The keyring that a setting names, or else the system's; nothing is read from it. Raises KeyringFailed."""
    try:
        return _backend()
    except Exception as error:  # noqa: BLE001 - a backend's own code runs while it is looked for
        kind, setting = type(error).__name__, _setting()
    if setting:
        raise KeyringFailed(f"{setting} does not lead to a keyring ({kind}).", f"Correct {setting}, or take it away.")
    raise KeyringFailed(f"The keyring of this machine could not be used: {kind}.")


def _setting() -> str:
    """What chooses the backend: a variable or a file; '' where nothing does."""
    from keyring.util.platform_ import config_root

    if os.environ.get("PYTHON_KEYRING_BACKEND"):
        return "PYTHON_KEYRING_BACKEND"
    file = Path(config_root(), "keyringrc.cfg")
    return str(file) if file.exists() else ""


def _backend() -> KeyringBackend:
    import keyring

    return keyring.get_keyring()


def _has_backends(backend: KeyringBackend) -> bool:
    """keyring puts several backends into one chain, which may be empty."""
    chained = getattr(backend, "backends", None)
    return chained is None or bool(list(chained))


def _guarded(ask: Callable[[], Answer]) -> Answer:
    """What the keyring answers. Its own exceptions end here: they, and those behind them, may carry the secret."""
    from keyring.errors import KeyringLocked as Locked

    try:
        return ask()
    except Locked:
        locked, kind = True, ""
    except Exception as error:  # noqa: BLE001 - a backend raises whatever its desktop raises
        locked, kind = False, type(error).__name__
    # Raised out here, so that no exception of the backend's is chained to it.
    if locked:
        raise KeyringLocked("The keyring of this machine is locked.")
    raise KeyringFailed(f"The keyring of this machine could not be used: {kind}.")
