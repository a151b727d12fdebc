"""The world on disk, as AWS would remember it: replaced as a whole after every write, before the answer is given."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from state.errors import UnreadableState
from state.saved.locations import write_atomically
from state.saved.records import DAMAGE, read_bytes, record_of
from wizard.simulated.world import World

if TYPE_CHECKING:
    from pydantic import TypeAdapter

VERSION = 1


def save_world(world: World, path: Path) -> None:
    """Write `world` so that either the old file or the new one is there, whatever happens."""
    body = _adapter().dump_json(world).decode()
    write_atomically(path, f'{{"version":{VERSION},"world":{body}}}\n', durable=False)


def load_world(path: Path) -> World:
    """The world saved at `path`. Raises UnreadableState and leaves the file alone when it is damaged or newer."""
    from pydantic import ValidationError

    try:
        record = record_of(read_bytes(path))
        version = record["version"]
    except (OSError, *DAMAGE) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not as it was written"
        raise UnreadableState(
            f"The rehearsal's simulated AWS in {path} cannot be read: {why}.",
            "Discard the rehearsal and start a new one; the damaged file is kept.",
        ) from error
    if version != VERSION:
        raise UnreadableState(
            f"The rehearsal's simulated AWS in {path} has format {version}, and this program knows {VERSION}.",
            "Use the newer version of the program, or discard the rehearsal and start a new one.",
        )
    try:
        return _adapter().validate_python(record["world"])
    except (ValidationError, *DAMAGE) as error:
        raise UnreadableState(
            f"The rehearsal's simulated AWS in {path} is damaged.",
            "Discard the rehearsal and start a new one; the damaged file is kept.",
        ) from error


@cache
def _adapter() -> TypeAdapter[World]:
    from pydantic import TypeAdapter

    return TypeAdapter(World)
