"""The last of the first three questions: what a setup is called, where it is at home, and its addresses."""

from __future__ import annotations

from collections.abc import Iterator

from screens.widgets.field import Field
from state.saved.draft import Draft
from state.setup.region_rules import home_region_problem
from state.setup.validation import email_pattern_problem, name_problem
from wizard.edits.structure import HOME_REGION


def name_fields(draft: Draft) -> Iterator[Field]:
    """A field for each, with what was answered before."""
    yield Field(
        "Name",
        draft.name,
        id="name",
        check=name_problem,
        hint="The setup's name on this machine: lower-case letters, digits and hyphens. AWS never sees it.",
        placeholder="acme",
    )
    yield Field(
        "Home Region",
        draft.home_region,
        id="home_region",
        check=home_region_problem,
        hint=HOME_REGION.hint,
        placeholder="such as eu-west-1",
    )
    yield Field(
        "Root email",
        draft.email_pattern,
        id="email_pattern",
        check=lambda text: email_pattern_problem(text) if text else None,
        hint="Gives every account its own address: {account} becomes its name. The mailbox must exist.",
        placeholder="aws+{account}@ your domain",
    )
