"""Each account of a setup on Finish: its id, its unit, and how it is entered or what it waits for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from screens.widgets.glyphs import Glyphs
from state.observed import Account, Observed
from state.saved.progress import ClaimStatus, ProgressLine
from state.setup import Invitation, MemberAccount, management_role_name
from wizard.onboarding.onboarding import Onboarding


@dataclass(frozen=True, slots=True)
class AccountLine:
    """One account, as it is or as it is to be."""

    key: str
    name: str
    account_id: str
    unit: str
    sign: str
    style: str
    told: str
    """How to enter it, or what it waits for."""
    wanted: MemberAccount | None = None


def account_lines(onboarding: Onboarding, glyphs: Glyphs) -> Iterator[AccountLine]:
    """The management account first, then those that are created, then those that are invited."""
    setup, observed = onboarding.setup, onboarding.observed
    seen = {line.key: line for line in onboarding.progress.lines} if onboarding.progress else {}
    yield _management_line(onboarding, glyphs)
    for number, account in enumerate(setup.accounts):
        line = seen.get(f"account:{setup.email_of(account).lower()}")
        found = observed.account_with_email(setup.email_of(account)) if observed else None
        yield _created_line(f"account:{number}", account, found, line, glyphs)
    for number, invitation in enumerate(setup.invitations):
        line = seen.get(f"account:{invitation.account.lower()}")
        yield _invited_line(f"invitation:{number}", invitation, observed, line, glyphs)


def can_be_tended(place: AccountLine | None) -> bool:
    """Whether it is a member account that exists: nobody but its root user changes the management account."""
    return place is not None and bool(place.account_id) and place.key != "management"


def _management_line(onboarding: Onboarding, glyphs: Glyphs) -> AccountLine:
    owner = onboarding.setup.management_account_id
    alias = onboarding.identity.account_alias if onboarding.identity else ""
    sign = (glyphs.done, "$good") if owner else (glyphs.untouched, "$muted")
    told = "you are in it" if onboarding.identity_confirmed else "pays, runs nothing"
    return AccountLine("management", alias or "Management account", owner, "Root", *sign, told)


def _is_done(line: ProgressLine | None) -> bool:
    return line is not None and line.status is ClaimStatus.DONE


def _created_line(
    key: str, account: MemberAccount, found: Account | None, line: ProgressLine | None, glyphs: Glyphs
) -> AccountLine:
    made = found is not None or _is_done(line)
    sign = (glyphs.done, "$good") if made else (glyphs.untouched, "$muted")
    told = f"as {management_role_name(account.account_name)}" if made else "not made yet"
    account_id = found.account_id if found else account.account_id
    return AccountLine(key, account.account_name, account_id, account.organizational_unit, *sign, told, account)


def _invited_line(
    key: str, invitation: Invitation, observed: Observed | None, line: ProgressLine | None, glyphs: Glyphs
) -> AccountLine:
    found = observed.account_called(invitation.account) if observed else None
    pending = observed.pending_invitation(invitation.account) if observed else None
    if found is not None or _is_done(line):
        stands = (glyphs.done, "$good", "has joined")
    elif pending is not None:
        stands = (glyphs.waiting, "$forever", f"its owner accepts, by {pending.expires_at:%d %b}")
    elif line is not None and line.status is ClaimStatus.WAITING:
        stands = (glyphs.waiting, "$forever", "its owner has to accept")
    else:
        stands = (glyphs.untouched, "$muted", "not invited yet")
    account_id = found.account_id if found else ""
    return AccountLine(key, invitation.account, account_id, invitation.organizational_unit, *stands)
