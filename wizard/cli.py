"""The door. What a command takes is imported behind it: whoever asks for the version waits for Python alone."""

from __future__ import annotations

import os
import sys

from state import VERSION

TYPE_CHECKING = False  # `typing` alone takes as long as Python itself
if TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command, or the wizard. Returns the exit status."""
    words = sys.argv[1:] if arguments is None else list(arguments)
    if words == ["--version"] and _told_version():
        return 0
    if "_ARGCOMPLETE" in os.environ:  # a shell asks what could be typed here
        from wizard.commands.completing import complete

        complete()
    from wizard.commands.wiring import run

    return run(words)


def _told_version() -> bool:
    """Whether it could be written; else the long way says why not."""
    try:
        sys.stdout.write(f"orgwizard {VERSION}\n")
        sys.stdout.flush()
    except (OSError, ValueError, AttributeError):
        return False
    return True


if __name__ == "__main__":
    sys.exit(main())
