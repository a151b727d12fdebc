"""The first answers of a new setup, kept on this machine before there is a setup that could hold them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from state.saved.draft import Draft, forget_draft, read_draft, write_draft
from state.setup import Setup
from wizard.edits.stand_ins import with_stand_ins


class FirstAnswers:
    """As they were left, or made up where a rehearsal can do without."""

    def __init__(self, home: Path, rehearsal: bool, name: str = "") -> None:
        """`name` was given on the command line."""
        self._home = home
        self._rehearsal = rehearsal
        kept = read_draft(home, rehearsal)
        kept = replace(kept, name=name) if name else kept
        if rehearsal:
            whole = with_stand_ins(
                Setup(name=kept.name or "acme", home_region=kept.home_region, email_pattern=kept.email_pattern)
            )
            kept = replace(kept, name=whole.name, home_region=whole.home_region, email_pattern=whole.email_pattern)
        self.draft = kept

    def keep(self, draft: Draft) -> None:
        """Others, at once. Raises StateNotWritable."""
        if draft != self.draft:
            self.draft = draft
            write_draft(self._home, self._rehearsal, draft)

    def forget(self) -> None:
        """There is a setup now."""
        forget_draft(self._home, self._rehearsal)
