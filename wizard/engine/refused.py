"""What AWS refused for good in an earlier run.

It would say the same again, and take minutes for it. So it is asked again only when the answer is another, which makes
it another change, or when somebody wants it.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from state.changes.base import Change
from state.errors import OrgwizardError
from state.saved.journal import Attempt, Journal, Outcome
from wizard.engine.events import ChangeFailed
from wizard.errors import YOU, AwsRefused

FOR_GOOD = frozenset(
    {"EMAIL_ALREADY_EXISTS", "INVALID_EMAIL"}
    | {"InvalidInputException", "BucketAlreadyExists", "EntityAlreadyExists", "MalformedPolicyDocumentException"}
)
"""Reasons of CreateAccountStatus and codes that are about the answer itself: waiting changes nothing about them. Not so
a quota, a permission or a state of the organization, which somebody may have changed since."""
ASK_AGAIN = (
    "Correct the answer on its page. If you are sure that AWS would take it now, choose Try again on page Apply, or "
    "give `orgwizard apply SETUP --ask-again`."
)


def is_for_good(error: OrgwizardError) -> bool:
    """Whether AWS would say the same again."""
    return isinstance(error, AwsRefused) and error.retry is None and bool(FOR_GOOD & {error.code, error.reason})


def remembered(journal: Journal, changes: Collection[Change]) -> dict[Change, ChangeFailed]:
    """Of these changes, those whose last attempt AWS refused for good, with what it said."""
    return {
        change: ChangeFailed(change, _as_error(attempt))
        for change, attempt in journal.refused.items()
        if change in changes
    }


def ask_again(journal: Journal, at: datetime) -> None:
    """From now on nothing counts as refused for good."""
    for attempt in journal.refused.values():
        journal.conclude(attempt, Outcome.REFUSED, at, attempt.note)


def _as_error(attempt: Attempt) -> AwsRefused:
    day = f" on {attempt.concluded_at:%Y-%m-%d}" if attempt.concluded_at else ""
    about = f" ({attempt.change.detail})" if attempt.change.detail else ""
    return AwsRefused(
        f"AWS refused this{day}, and is not asked again: {attempt.change.title}{about}. {attempt.note}",
        ASK_AGAIN,
        whose_move=YOU,
    )
