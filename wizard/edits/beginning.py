"""A new setup from the first answers: a structure, and what becomes of the account that is in use."""

from __future__ import annotations

from state.errors import Advice
from state.saved.draft import Draft
from state.setup import Invitation, Purpose, Setup
from state.setup.file import from_template
from state.setup.text_rules import account_written
from state.setup.validation import invitation_target_problem
from wizard.edits import add_invitation, add_unit

SANDBOX, EXISTING, NONE = "sandbox", "existing", "no"
USES = {
    SANDBOX: ("Yes: invite it as our sandbox", "For trying things out"),
    EXISTING: ("Yes, and people depend on it", "It joins as it is, in its own unit"),
    NONE: ("No, or nothing that has to be kept", "Only new accounts"),
}
"""What may become of an account that is in use: title, and what that means."""
EXISTING_UNIT = "Existing"
"""Where an account joins that people depend on today."""


def setup_from(draft: Draft) -> Setup:
    """The setup that the answers make. Raises WrongInput for an unknown template; the texts are not judged."""
    template = draft.template or "suggested"
    sandbox = draft.account if draft.used == SANDBOX else ""
    setup = from_template(template, draft.name, draft.home_region, draft.email_pattern, sandbox)
    if draft.used == EXISTING and draft.account:
        joins = Invitation(account=draft.account, organizational_unit=EXISTING_UNIT, purpose=Purpose.WORKLOAD)
        setup = add_invitation(add_unit(setup, EXISTING_UNIT), joins)
    return setup


def account_in_use_problem(text: str, *, wanted: bool = False) -> Advice | None:
    """What is wrong with the account in use, by id or address; nothing is none, unless it is `wanted`."""
    return invitation_target_problem(account_written(text)) if text or wanted else None
