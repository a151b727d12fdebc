"""The command that writes what a team takes away."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from state.errors import StateNotWritable, WrongInput
from state.saved.exported import Exported
from state.saved.locations import is_directory, names_a_directory, path_typed, write_atomically
from wizard.commands.opening import scratch
from wizard.commands.terminal import Options, typed_the_name
from wizard.exit_status import DONE, REFUSED
from wizard.exports import FORMATS, Files, Taken
from wizard.exports.format import REHEARSED, YOUR_DEVICE, YOUR_PROFILE
from wizard.exports.merging import difference, merged, without
from wizard.machine.streams import narrate, out_document
from wizard.onboarding.exporting import take

AWS_CONFIG = "aws-config"


def export_setup(options: Options) -> int:
    """`export`. Saves nothing but the export."""
    if (options.merge or options.unmerge) and options.format != AWS_CONFIG:
        raise WrongInput(
            f"Only {AWS_CONFIG} can be merged into a file of yours.", f"Give --format {AWS_CONFIG} with --merge."
        )
    chosen = FORMATS.get(options.format)
    needs_aws = chosen is not None and chosen.needs_aws and not options.unmerge
    with scratch(options, needs_aws) as onboarding:
        if options.unmerge:
            return _unmerge(options, onboarding.name)
        taken = take(onboarding, options.format)
    files = FORMATS[options.format].write(taken)
    if options.merge:
        return _merge(options, taken, next(iter(files.values())))
    if options.output == "-" or (not options.output and len(files) == 1):
        out_document(_only_text(files, options.format))
        return DONE
    placed, directory = _places(files, options.output)
    for path in Exported(options.onboardings.home).write(placed, directory, overwrite=options.overwrite):
        narrate(f"Wrote {path}.")
    _tell_proof(options, taken, dict(zip(files, placed, strict=True)), directory)
    return DONE


def _tell_proof(options: Options, taken: Taken, names: Mapping[str, str], directory: Path) -> None:
    """What shows that nothing differs, with the files called what they are called, where they are."""
    chosen = FORMATS[options.format]
    proof = chosen.proof(taken)
    command = proof.command
    for usual, name in names.items():
        command = command.replace(usual, name)
    made_up = taken.inventory.rehearsal and chosen.needs_aws
    how = f"{REHEARSED} Of a real organization, this proves it" if made_up else "To prove it"
    where = "" if directory == Path() else f", in {directory}"
    narrate(f"{how}{where}: {command}")
    narrate(proof.expected)


def _only_text(files: Files, format_name: str) -> str:
    if len(files) > 1:
        raise WrongInput(
            f"The format {format_name} has {len(files)} files, and standard output takes one.",
            "Name a directory for them with --output.",
        )
    return next(iter(files.values()))


def _places(files: Files, output: str) -> tuple[Files, Path]:
    """Several files go into the directory that is named, one file also to the very path. What ends as a directory's
    name does is one, there or not."""
    path = path_typed(output or ".")
    if is_directory(path) or names_a_directory(output) or len(files) > 1:
        return files, path
    return {path.name: next(iter(files.values()))}, path.parent


def _merge(options: Options, taken: Taken, block: str) -> int:
    """Put the profiles into ~/.aws/config."""
    if taken.inventory.rehearsal:
        raise WrongInput(
            "These accounts are made up, so their profiles do not belong into your ~/.aws/config.",
            "Leave --merge out, and the profiles are shown.",
        )
    if taken.reader.profile == YOUR_PROFILE:
        raise WrongInput(
            "The profiles start from one of yours in the management account, and you are not signed in with a profile.",
            "Name it with --profile.",
        )
    if YOUR_DEVICE in block:
        narrate(f"Afterwards, write the name of your MFA device in the place of {YOUR_DEVICE}: AWS did not tell it.")
    path, present = _aws_config()
    return _replace(options, taken.name, path, present, merged(present, taken.name, block.encode()))


def _unmerge(options: Options, name: str) -> int:
    """Take them out again."""
    path, present = _aws_config()
    return _replace(options, name, path, present, without(present, name))


def _aws_config() -> tuple[Path, bytes]:
    """Where the AWS CLI keeps its profiles (its user guide, cli-configure-envvars), and what is in it."""
    path = path_typed(os.environ.get("AWS_CONFIG_FILE") or "~/.aws/config")
    real = Path(os.path.realpath(path))
    try:
        return real, real.read_bytes()
    except FileNotFoundError:
        return real, b""
    except OSError as error:
        raise WrongInput(f"{path} cannot be read: {error.strerror}.", "Make it readable for you.") from error


def _replace(options: Options, name: str, path: Path, before: bytes, after: bytes) -> int:
    """Show what would change, ask, keep a copy, write."""
    if before == after:
        narrate(f"{path} is as it should be; nothing was written.")
        return DONE
    if path.exists() and not path.stat().st_mode & stat.S_IWUSR:
        raise WrongInput(
            f"{path} is read-only, so nothing was changed.",
            "Make it writable for you, then give the same command again.",
        )
    for line in difference(before, after, str(path)):
        narrate(line)
    if not (options.yes or typed_the_name(name, f"Type {name} to change {path}: ")):
        narrate("Nothing was written. Approve it by typing the setup's name, or with --yes.")
        return REFUSED
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if before:
            backup = path.with_name(f"{path.name}.before-orgwizard-{datetime.now(UTC):%Y%m%dT%H%M%SZ}")
            backup.write_bytes(before)
            backup.chmod(stat.S_IMODE(path.stat().st_mode))
            narrate(f"The file as it was is kept in {backup}.")
        mode = stat.S_IMODE(path.stat().st_mode) if path.exists() else 0o600
        write_atomically(path, after)
        path.chmod(mode)
    except (OSError, StateNotWritable) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise WrongInput(f"{path} cannot be written: {why}.", "Make it writable for you, then try again.") from error
    narrate(f"Wrote {path}.")
    return DONE
