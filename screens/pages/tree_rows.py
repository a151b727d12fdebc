"""The tree of units, accounts and invitations as aligned lines. Text only; no widget in sight."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from screens.widgets.glyphs import Glyphs
from screens.widgets.words import fit, problems_at
from state.setup import ROOT, Setup, parent_path, unit_name
from state.setup.validation import Problem

UNIT, ACCOUNT, INVITATION = "unit", "account", "invitation"


@dataclass(frozen=True, slots=True)
class TreeRow:
    """One line of the tree."""

    kind: str
    key: str
    """The unit's path, or the number of the account or invitation."""
    branches: str
    name: str
    badge: str = ""
    address: str = ""
    problems: tuple[Problem, ...] = ()

    @property
    def row_id(self) -> str:
        """Stable while other rows come and go."""
        return f"{self.kind}:{self.key}"

    @property
    def number(self) -> int:
        """Of the account or invitation, in the setup."""
        return int(self.key)

    @property
    def serious(self) -> bool:
        """Whether something must be corrected."""
        return any(problem.serious for problem in self.problems)


def tree_rows(setup: Setup, problems: Sequence[Problem], glyphs: Glyphs) -> tuple[TreeRow, ...]:
    """The root, and below it everything in the setup. What sits in no unit of the setup is shown in the root."""
    return (TreeRow(UNIT, ROOT, "", ROOT), *_below(setup, problems, glyphs, ROOT, ""))


def _below(setup: Setup, problems: Sequence[Problem], glyphs: Glyphs, path: str, branches: str) -> Iterator[TreeRow]:
    leaves = list(_leaves(setup, problems, path))
    units = [place for place in setup.unit_paths() if parent_path(place) == path]
    last = len(leaves) + len(units) - 1
    for number, leaf in enumerate(leaves):
        yield TreeRow(
            leaf.kind,
            leaf.key,
            branches + (glyphs.last_branch if number == last else glyphs.branch),
            leaf.name,
            leaf.badge,
            leaf.address,
            leaf.problems,
        )
    for number, place in enumerate(units, start=len(leaves)):
        here = glyphs.last_branch if number == last else glyphs.branch
        yield TreeRow(UNIT, place, branches + here, unit_name(place), problems=_unit_problems(setup, problems, place))
        deeper = branches + (" " * len(glyphs.pipe) if number == last else glyphs.pipe)
        yield from _below(setup, problems, glyphs, place, deeper)


def _leaves(setup: Setup, problems: Sequence[Problem], path: str) -> Iterator[TreeRow]:
    known = {ROOT, *setup.unit_paths()}
    for number, account in enumerate(setup.accounts):
        place = account.organizational_unit if account.organizational_unit in known else ROOT
        if place == path:
            found = tuple(problems_at(problems, "accounts", number))
            email = setup.email_of(account) or "(email missing)"
            yield TreeRow(ACCOUNT, str(number), "", account.account_name or "(name missing)", "new", email, found)
    for number, invitation in enumerate(setup.invitations):
        place = invitation.organizational_unit if invitation.organizational_unit in known else ROOT
        if place == path:
            found = tuple(problems_at(problems, "invitations", number))
            yield TreeRow(
                INVITATION, str(number), "", invitation.account or "(id missing)", "invite", "exists already", found
            )


def _unit_problems(setup: Setup, problems: Sequence[Problem], path: str) -> tuple[Problem, ...]:
    return tuple(
        problem
        for number, place in enumerate(setup.organizational_units)
        if place == path
        for problem in problems_at(problems, "organizational_units", number)
    )


def line(row: TreeRow, width: int, name_width: int, glyphs: Glyphs) -> tuple[str, str, str, str]:
    """Branches and name, badge, address and problem sign of a row, each padded to its column."""
    mark = glyphs.problem if row.serious else " "
    name = fit(row.branches + row.name, name_width, glyphs.ellipsis)
    address = fit(row.address, max(0, width - name_width - 11), glyphs.ellipsis)
    return name, f" {row.badge:<7}", address, f" {mark}"
