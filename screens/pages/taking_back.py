"""Tells what was made and what of it can be taken back, and takes it back once the setup's name was typed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from screens.pages.aside import AsideDialogue
from screens.widgets.act import Act, Acts
from screens.widgets.dialogue import ConfirmDialogue

if TYPE_CHECKING:
    from wizard.onboarding.onboarding import Onboarding
    from wizard.onboarding.taking_back import TakingBack


class TakeBackDialogue(AsideDialogue):
    """What would go, what stays, approval, and what came of it."""

    DONE = "taken back"

    def __init__(self, onboarding: Onboarding) -> None:
        super().__init__("Take back what was made", onboarding)
        self.taking_back: TakingBack | None = None

    def acts(self) -> Iterator[Act]:
        yield Act("Take it back", "take-back", main=True)

    def look(self) -> TakingBack:
        taking_back = self.onboarding.take_back()
        taking_back.look()
        return taking_back

    def looked(self, found: TakingBack) -> None:
        from wizard.plan.undo_words import undo_lines, undo_summary

        self.taking_back, undo = found, found.undo
        if undo is None:
            return
        *lines, last = undo_lines(undo)
        first = undo_summary(undo) if lines else last
        self.say("\n".join(each for each in (self.afterwards, first, "", *lines) if each or lines))
        self.query_one(Acts).offer(take_back=bool(undo.plan.approved()))

    def pressed(self, key: str) -> None:
        del key  # there is one
        from wizard.plan.undo_words import undo_summary

        undo = self.taking_back.undo if self.taking_back else None
        if undo is None:
            return
        identity = self.onboarding.identity
        where = f"As {identity.principal} in account {identity.account_id}. " if identity else ""
        text = f"{where}{undo_summary(undo)}"
        self.app.push_screen(ConfirmDialogue("Take it back", text, self.onboarding.name, "Take it back"), self._begin)

    def _begin(self, agreed: bool | None) -> None:
        if agreed and self.taking_back is not None and self.taking_back.undo is not None:
            self.begin(self.taking_back, self.taking_back.undo.plan)
