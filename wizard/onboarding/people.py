"""What is known of people's access at AWS, for the page that changes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from state.saved.progress import ClaimStatus
from state.setup.people import AccountAssignment, Person
from wizard.claims.first_sign_ins import signed_in_key
from wizard.plan.people import access_key

if TYPE_CHECKING:
    from wizard.onboarding.onboarding import Onboarding


def is_given(onboarding: Onboarding, one: AccountAssignment) -> bool:
    """Whether AWS gave it when it was last looked at."""
    key = access_key(onboarding.setup, one)
    return any(line.key == key and line.status is ClaimStatus.DONE for line in onboarding.progress_lines)


def sign_in_words(onboarding: Onboarding, person: Person) -> str:
    """Whether the person is known to have signed in, in a sentence; empty before anybody could have."""
    if person.signed_in:
        return f"Signed in, first known on {person.signed_in}."
    key = signed_in_key(person.user_name)
    line = next((each for each in onboarding.progress_lines if each.key == key), None)
    return line.sentence if line is not None and line.status in (ClaimStatus.DONE, ClaimStatus.WAITING) else ""


def center_words(onboarding: Onboarding) -> str:
    """How far Identity Center has come, in a sentence; empty where nobody signs in with it."""
    if not onboarding.setup.wants_identity_center:
        return ""
    line = next((each for each in onboarding.progress_lines if each.key == "identity-center"), None)
    if line is None or line.status in (ClaimStatus.LEFT, ClaimStatus.LATER):
        wish = onboarding.setup.identity_center.region or onboarding.setup.home_region
        return f"A person enables it in the console, in {wish}. That Region is final."
    return line.sentence
