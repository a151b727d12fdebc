"""The last question before anything is written: who does it, where, what is for good. The setup's name says yes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from textual.content import Content

from screens.widgets.banner import who
from screens.widgets.dialogue import ConfirmDialogue
from screens.widgets.glyphs import Glyphs
from screens.widgets.prose import Block, heading, item, labelled, quiet
from screens.widgets.words import counted
from state.changes.accounts import CreateAccount
from state.observed import Identity
from wizard.guardrails.joining import changes_inside
from wizard.guardrails.words import costs
from wizard.plan import Plan
from wizard.plan.by_account import by_account
from wizard.plan.duration import expected_seconds, in_words

if TYPE_CHECKING:
    from wizard.onboarding.onboarding import Onboarding


class ApproveDialogue(ConfirmDialogue):
    """Dismisses with whether everything in the plan is approved."""

    FOOT = "Esc goes back, nothing happens"

    def __init__(self, onboarding: Onboarding, plan: Plan, identity: Identity, glyphs: Glyphs) -> None:
        changes = [change for change, _ in (*plan.changes, *plan.later)]
        accounts = list(by_account(changes, onboarding.setup))
        title = f"Approve {counted(len(plan.approved()), 'change')}"
        super().__init__(title, "", onboarding.name, "Approve and start")
        self.blocks = list(_blocks(onboarding, plan, identity, glyphs, accounts))


def _blocks(
    onboarding: Onboarding, plan: Plan, identity: Identity, glyphs: Glyphs, accounts: list[str]
) -> Iterator[Block]:
    alias = f" {identity.account_alias}" if identity.account_alias else ""
    sign = ("  ", (" REHEARSAL ", "bold $band-text on $band")) if onboarding.rehearsal else ("", "")
    yield Block(
        Content.assemble(
            "As ", (who(identity), "bold $title"), " in ", (identity.account_id, "bold $title"), alias, *sign
        )
    )
    yield labelled("In", ", ".join(accounts), 4)
    lasting = [change for change, _ in (*plan.changes, *plan.later) if change.irreversible]
    if lasting:
        yield Block("")
        yield item(glyphs.forever, "$forever", Content.styled(f"{len(lasting)} cannot be undone", "bold $forever"))
        opened = [change.account_name for change in lasting if isinstance(change, CreateAccount)]
        if opened:
            words = (
                f"Open {counted(len(opened), 'account')}: {', '.join(opened)}. Their addresses are used up for good."
            )
            yield Block(words, "  ")
        rest = [change.full_title for change in lasting if not isinstance(change, CreateAccount)]
        yield from (Block(f"{title}.", "  ") for title in rest)
    yield from _what_runs_today(onboarding, glyphs)
    takes = in_words(expected_seconds(change for change, _ in plan.changes))
    yield Block("")
    if takes:
        yield labelled("Takes", f"usually {takes}, by itself", 7)
    yield labelled("Costs", f"{costs(onboarding.setup).removeprefix('Costs: ')} Accounts cost what runs in them.", 7)
    yield quiet("You can stop at any time; what AWS is already doing goes on there.")


def _what_runs_today(onboarding: Onboarding, glyphs: Glyphs) -> Iterator[Block]:
    setup = onboarding.setup
    inside = {
        each.account: changes_inside(setup, each.account).look_first for each in setup.invitations if not each.withdrawn
    }
    touching = {words for first in inside.values() for words in first}
    if not touching:
        return
    yield from heading("")[:1]
    title = f"{len(touching)} may touch what runs today"
    yield item(glyphs.problem, "bold $forever", Content.styled(title, "bold $forever"))
    for account, first in inside.items():
        if first:
            yield Block(f"{account}, once joined: {'; '.join(first)}.", "  ")
