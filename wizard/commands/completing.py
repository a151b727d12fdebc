"""What a shell offers after Tab. The shell asks the program itself, so that it knows the setups that are saved."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress

import argcomplete
from argcomplete.completers import FilesCompleter
from argcomplete.shell_integration import shellcode

from state.errors import OrgwizardError
from state.saved import locations
from wizard.commands.arguments import COMMANDS, every_command, wizard_options
from wizard.commands.terminal import Options
from wizard.exit_status import DONE
from wizard.machine.streams import out_document

SETUP_FILES = FilesCompleter(("yaml", "yml", "plan"))


def show_completion(options: Options) -> int:
    """`completion`: what the shell has to run to ask."""
    out_document(shellcode(["orgwizard"], shell=options.shell))
    return DONE


def complete() -> None:
    """Answer the shell, and end the process. Anything else happens only where no shell asked."""
    parser, commands = every_command()
    for name in _saved():
        if name not in COMMANDS:
            wizard_options(commands.add_parser(name))
    for each in (parser, *commands.choices.values()):
        for action in each._actions:  # argparse has no public name for them
            values = VALUES.get(action.dest)
            if values is not None:
                action.completer = values  # type: ignore[attr-defined]  # where argcomplete looks for it
    argcomplete.autocomplete(parser, exclude=["-h"])


def _saved() -> list[str]:
    """The setups and the rehearsals that are saved, by their directories: no file is opened."""
    found = set[str]()
    with suppress(OSError, OrgwizardError):
        home = locations.home()
        for kind in ("setups", "rehearsals"):
            with suppress(OSError):
                found |= {entry.name for entry in (home / kind).iterdir() if not entry.name.startswith(".")}
    return sorted(found)


def _setups(prefix: str, **more: object) -> Iterable[str]:
    return [*(name for name in _saved() if name.startswith(prefix)), *SETUP_FILES(prefix, **more)]


def _formats(**_more: object) -> Iterable[str]:
    from wizard.exports import FORMATS

    return FORMATS


def _templates(prefix: str, **more: object) -> Iterable[str]:
    from state.setup.ready_made import TEMPLATES

    return [*(name for name in TEMPLATES if name.startswith(prefix)), *SETUP_FILES(prefix, **more)]


VALUES: dict[str, Callable[..., Iterable[str]]] = {
    "setup": _setups,
    "format": _formats,
    "template": _templates,
}
"""What an option or a place can hold, by its name."""
