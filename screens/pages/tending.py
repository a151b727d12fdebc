"""The later life of one account: another name, address or unit, or its end, explained before it is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from screens.dialogues.new_value import Line, NewValueDialogue
from screens.pages.aside import AsideDialogue
from screens.widgets.act import Act, Acts
from screens.widgets.dialogue import Choice, ChoiceDialogue, ConfirmDialogue
from screens.widgets.prose import Block, labelled, quiet
from state.errors import OrgwizardError

if TYPE_CHECKING:
    from screens.pages.page_screen import PageScreen
    from screens.runs.run_view import RunView
    from state.changes.base import Change
    from state.observed import Account
    from wizard.engine.events import Event
    from wizard.onboarding.onboarding import Onboarding
    from wizard.onboarding.tending import Tending
    from wizard.plan import Plan
    from wizard.plan.life import Wish

BUTTONS = {"rename": "Rename", "address": "New address", "move": "Move", "close": "Close account"}
"""By the act's own word."""
KEYS = {"rename": "n", "address": "a", "move": "m", "close": "x"}


@dataclass(frozen=True, slots=True)
class Wished:
    """A wish that can be carried out."""

    tending: Tending
    wish: Wish

    def run(self, approved: frozenset[Change]) -> Iterator[Event]:
        """Do what was approved for it."""
        yield from self.tending.run(self.wish, approved)


class TendDialogue(AsideDialogue):
    """What can be done with one account that exists, what follows from it, approval, and what came of it."""

    DONE = "done"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(key, f"press('{act}')", BUTTONS[act], show=False) for act, key in KEYS.items()
    ]

    def __init__(self, onboarding: Onboarding, account_id: str, name: str) -> None:
        super().__init__(f"Account {name}", onboarding)
        self.account_id = account_id
        self.tending: Tending | None = None
        self.wished: Wished | None = None
        self.plan: Plan | None = None

    def acts(self) -> Iterator[Act]:
        for act, label in BUTTONS.items():
            yield Act(label, f"act-{act}")

    def look(self) -> Tending:
        tending = self.onboarding.tend()
        tending.look()
        return tending

    @property
    def account(self) -> Account | None:
        """As of the last look."""
        return self.tending.observed.account_with_id(self.account_id) if self.tending else None

    def looked(self, found: Tending) -> None:
        self.tending = found
        account = self.account
        self.show(self._here(account))
        if account is None:
            return
        alive = account.state == "ACTIVE"
        self.query_one(Acts).offer(act_rename=alive, act_address=alive, act_move=True, act_close=alive)

    def _here(self, account: Account | None) -> Iterator[Block]:
        from wizard.plan.life_questions import ACTS

        if self.afterwards:
            yield from (Block(line) for line in self.afterwards.split("\n"))
            yield Block("")
        if account is None:
            yield Block(f"Account {self.account_id} is not in the organization.")
            return
        yield Block(Content.assemble((account.account_name, "bold $title"), f"  {account.account_id}"))
        yield quiet(account.email)
        yield quiet(f"In {account.unit_path}, {account.state}.")
        yield Block("")
        for each in ACTS:
            yield labelled(KEYS[each.key], f"{each.title}. {each.meaning}", 3)

    def action_press(self, act: str) -> None:
        """A button's key."""
        button = self.query_one(f"#act-{act}", Act)
        if button.available and not self.under_way:
            self.pressed(button.id or "")

    def pressed(self, key: str) -> None:
        self._ask(key.removeprefix("act-"))

    def _ask(self, word: str, begun: str = "") -> None:
        """The new value. `begun`: an address to which a code was sent."""
        from wizard.plan.life import Act as Deed
        from wizard.plan.life import code_fault
        from wizard.plan.life_questions import ASKED, CODE, value_fault

        tending, account, act = self.tending, self.account, Deed(word)
        if tending is None or account is None:
            return
        asked = ASKED.get(act)
        if asked is None:
            self._wish(act.value, ("",))
            return
        offers, title = asked.offers(tending.observed, account), f"{BUTTONS[word]}: {account.account_name}"
        if offers:
            choices = tuple(Choice(each.key, each.title, each.meaning) for each in offers)
            dialogue = ChoiceDialogue(title, asked.hint, choices, account.unit_path)
            self.app.push_screen(dialogue, lambda chosen: self._wish(word, (chosen,)) if chosen is not None else None)
            return
        lines = [Line(asked, value_fault(act, account, tending.observed), begun)]
        lines += [Line(CODE, code_fault)] if act is Deed.ADDRESS else []
        self.app.push_screen(NewValueDialogue(title, lines), lambda typed: self._wish(word, typed) if typed else None)

    def _wish(self, word: str, values: tuple[str, ...]) -> None:
        """Tell what follows, and ask."""
        from wizard.plan.life import Act as Deed

        tending = self.tending
        if tending is None:
            return
        try:
            wish = tending.wish(Deed(word), self.account_id, *values)
        except OrgwizardError as error:
            self.say(f"{error.message} {error.remedy}")
            return
        plan = tending.plan(wish)
        if plan.blocked or not plan.changes:
            told = [f"{blocked.what} {blocked.remedy}" for _, blocked in plan.blocked]
            self.say("\n".join(told) or "It is so already; there is nothing to do.")
            return
        self.wished, self.plan = Wished(tending, wish), plan
        dialogue = ConfirmDialogue(BUTTONS[word], "", wish.to_type or self.onboarding.name, BUTTONS[word])
        dialogue.blocks = list(_told(self.wished, plan))
        self.app.push_screen(dialogue, self._begin)

    def _begin(self, agreed: bool | None) -> None:
        if agreed and self.wished is not None and self.plan is not None:
            self.begin(self.wished, self.plan)

    def ended(self, view: RunView) -> None:
        """The setup follows what was done; where a code was sent, it is asked for."""
        from wizard.engine.events import Ending

        wished = self.wished
        if view.ended is None or wished is None:
            return
        if view.ended.ending is Ending.DONE:
            self.onboarding.answer(wished.tending.answers(wished.wish))
        elif view.ended.ending is Ending.WAITING and view.people:
            self.afterwards += "".join(f"\n{each.says}" for each in view.people.values())
            self._ask(wished.wish.act.value, wished.wish.value)


def _told(wished: Wished, plan: Plan) -> Iterator[Block]:
    """What follows, and what AWS is asked for."""
    for line in wished.tending.follows(wished.wish):
        yield Block(line)
        yield Block("")
    for change, _ in plan.changes:
        yield quiet(f"AWS is asked to: {change.full_title}.")


def tend(page: PageScreen, account_id: str, name: str) -> None:
    """Open the dialogue on a page; what it shows follows what was done."""
    if page.onboarding.identity_confirmed and not page.wizard.run_under_way:
        page.wizard.aside = None
        page.app.push_screen(TendDialogue(page.onboarding, account_id, name), lambda _done: page.show())
