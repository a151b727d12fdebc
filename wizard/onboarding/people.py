"""What is known of people's access at AWS, for the page that changes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from state.saved.progress import ClaimStatus
from state.setup.people import AccountAssignment
from wizard.plan.people import access_key

if TYPE_CHECKING:
    from wizard.onboarding.onboarding import Onboarding


def is_given(onboarding: Onboarding, one: AccountAssignment) -> bool:
    """Whether AWS gave it when it was last looked at."""
    key = access_key(onboarding.setup, one)
    return any(line.key == key and line.status is ClaimStatus.DONE for line in onboarding.progress_lines)


def center_words(onboarding: Onboarding) -> str:
    """How far Identity Center has come, in a sentence; empty where nobody signs in with it."""
    if not onboarding.setup.wants_identity_center:
        return ""
    line = next((each for each in onboarding.progress_lines if each.key == "identity-center"), None)
    if line is None or line.status in (ClaimStatus.LEFT, ClaimStatus.LATER):
        wish = onboarding.setup.identity_center.region or onboarding.setup.home_region
        return f"A person enables it in the console, in {wish}. That Region is final."
    return line.sentence
