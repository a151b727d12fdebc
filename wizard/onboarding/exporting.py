"""What a team takes away of an open setup: AWS is read once, and files are written all or none."""

from __future__ import annotations

from pathlib import Path

from state.observed import Observed
from state.saved.exported import Exported
from wizard.exports import FORMATS, formats_called
from wizard.exports.format import Files, Taken
from wizard.exports.taking_stock import inventory_of
from wizard.gateway import READING_FOR_EXPORT
from wizard.onboarding.onboarding import Onboarding
from wizard.onboarding.signed_in import reader


def take(onboarding: Onboarding, *format_names: str) -> Taken:
    """What exports of these `wizard.exports.FORMATS` are made of; AWS is read once for all of them. Blocks.

    Raises AwsError, WrongIdentity outside of the management account, WrongInput for a format that is none.
    """
    formats = formats_called(*format_names)
    observed, seen_at = Observed(), None
    if any(each.needs_aws for each in formats):
        observed, seen_at = onboarding.look(READING_FOR_EXPORT), onboarding.world.clock.now()
        if onboarding.signed_in is not None:
            onboarding.signed_in.insist_that_it_owns(observed)
    inventory = inventory_of(onboarding.setup, observed, onboarding.past)
    return Taken(onboarding.setup, inventory, seen_at, reader(onboarding.signed_in))


def export(onboarding: Onboarding, *format_names: str) -> Files:
    """The files of these formats. Blocks. Raises as `take` does."""
    taken = take(onboarding, *format_names)
    return {name: text for each in format_names for name, text in FORMATS[each].write(taken).items()}


def write(onboarding: Onboarding, files: Files, folder: Path, *, overwrite: bool = False) -> tuple[Path, ...]:
    """Write exported files below `folder`, all or none. Raises WrongInput where something else is in the way."""
    return Exported(onboarding.directory.parent.parent).write(files, folder, overwrite=overwrite)
