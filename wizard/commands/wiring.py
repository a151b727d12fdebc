"""From words to a command, and from its end to an exit status. It knows everything, and only the door knows it."""

from __future__ import annotations

import gc
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from state.errors import OrgwizardError, SetupInUse, WrongInput
from state.saved import locations
from state.text.printable import printable_lines
from wizard.commands.arguments import parse
from wizard.errors import WrongIdentity
from wizard.exit_status import DONE, FAILED, INTERRUPTED, REFUSED, WAITING, WRONG
from wizard.machine import streams
from wizard.machine.streams import narrate

if TYPE_CHECKING:
    from wizard.commands.terminal import Options, WorldFor
    from wizard.gateway.world import World

GARBAGE = (20_000, 20, 20)
"""When to look for garbage. By Python's own numbers botocore's and Textual's many objects are looked through so often
that it took two fifths of the processor time of opening a page."""


def run(words: list[str]) -> int:
    """Run one command, or the wizard. Returns the exit status."""
    gc.set_threshold(*GARBAGE)
    streams.prepare()
    try:
        return written(carry_out(words))
    except SystemExit as ended:  # argparse's own words, such as --help
        sys.exit(written(int(ended.code or DONE)))


def carry_out(words: list[str]) -> int:
    """The command, and whatever goes wrong told to whoever gave it. Returns the exit status."""
    try:
        options = parse(words, worlds)
        return options.run(options)
    except KeyboardInterrupt:
        narrate("Interrupted. What was done is recorded; the same command goes on from there.")
        return INTERRUPTED
    except OrgwizardError as error:
        tell(error, as_data="--json" in words)
        if isinstance(error, SetupInUse):
            return WAITING
        if isinstance(error, WrongIdentity):
            return REFUSED
        return WRONG if isinstance(error, WrongInput) else FAILED
    except Exception as error:  # noqa: BLE001 - nobody is shown a traceback; it goes to a file, without any locals
        tell(defect(error), as_data="--json" in words)
        return FAILED


def written(status: int) -> int:
    """The exit status, which says so when a result could not be written."""
    lost = streams.LOST.get("standard output")
    if lost:
        narrate(f"orgwizard: Standard output could not be written: {lost}.")
        narrate("What was done is recorded. Send the result elsewhere, then give the same command again.")
    return FAILED if lost is not None and status in (DONE, WAITING) else status


def tell(error: OrgwizardError, *, as_data: bool = False) -> None:
    """An error for a person: what happened, each problem, and what to do next. As data it is a result, too."""
    if as_data:
        from wizard.commands.terminal import out_json
        from wizard.narration import ERROR_VERSION, error_record

        out_json({"version": ERROR_VERSION, "error": error_record(error)})
    narrate(f"orgwizard: {error.message}")
    for problem in error.problems:
        narrate(f"  {problem}")
    narrate(error.remedy)


def defect(error: Exception) -> OrgwizardError:
    """A defect of the program's own as an error with a remedy. The traceback is written down, without variables."""
    import traceback

    from wizard.refusals.redaction import without_secrets

    told = printable_lines(without_secrets("".join(traceback.format_exception(error))))
    try:
        report = locations.home() / "crash.txt"
        locations.write_atomically(report, told)
        where = f"It is described in {report}, which names no secrets"
    except OrgwizardError:
        where = f"It is a {type(error).__name__}, and no file could be written about it"
    return OrgwizardError(
        f"This is a defect of orgwizard. {where}.",
        "What was done is recorded, so the same command may be tried again. Please report it with that file.",
    )


def worlds(given: Options) -> WorldFor:
    """How to get to AWS, or to the simulated one; neither is imported before it is needed."""

    def world_for(rehearsal: bool, world_file: Path | None) -> World:
        if rehearsal:
            from wizard.simulated.rehearsal import Rehearsal

            return Rehearsal(world_file, given.scenario or "", given.rehearsal_speed, given.mfa_code)
        from state.saved.keyring import Secrets
        from wizard.aws.world import AwsWorld

        return AwsWorld(given.profile, given.region, mfa_code=given.mfa_code, secrets=Secrets(locations.home()))

    return world_for
