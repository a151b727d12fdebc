"""A finished setup that is opened again is compared with AWS: what somebody changed meanwhile, or that nobody knows."""

from __future__ import annotations

from collections.abc import Iterator

from state.errors import OrgwizardError
from state.saved.progress import ClaimStatus
from wizard.checking import Checked
from wizard.checking.words import check_lines
from wizard.onboarding.onboarding import Onboarding


def worth_comparing(onboarding: Onboarding) -> bool:
    """Whether everything was done, somebody signed in to it on this machine before, and nobody has done so yet now."""
    lines = onboarding.progress_lines
    finished = bool(lines) and all(line.status is ClaimStatus.DONE for line in lines)
    return finished and bool(onboarding.way_in) and onboarding.identity is None


def compared(onboarding: Onboarding) -> Checked | OrgwizardError:
    """What differs, or why AWS could not be looked at. Blocks, and changes nothing."""
    try:
        return onboarding.check_before_signing_in()
    except OrgwizardError as error:
        return error


def since_last_time(name: str, outcome: Checked | OrgwizardError) -> Iterator[str]:
    """The same in sentences; what could not be looked at is unknown, and said so."""
    if isinstance(outcome, OrgwizardError):
        yield f"Unknown: AWS could not be looked at. {outcome.message} {outcome.remedy}"
    else:
        yield from (line.strip() for line in check_lines(name, outcome))
