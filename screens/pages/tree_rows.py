"""The tree of units, accounts and invitations, the management account first. Text only; no widget in sight."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from textual.content import Content

from screens.widgets.glyphs import Glyphs
from screens.widgets.row import Cell, Row
from screens.widgets.words import problems_at
from state.setup import ROOT, Setup, parent_path, unit_name
from state.setup.validation import Problem

MANAGEMENT, UNIT, ACCOUNT, INVITATION = "management", "unit", "account", "invitation"
BADGES = {"new": "$good", "invite": "$invite", "exists": "$muted", "joined": "$muted"}


@dataclass(frozen=True, slots=True)
class TreeRow:
    """One line of the tree."""

    kind: str
    key: str
    """The unit's path, or the number of the account or invitation."""
    branches: str
    name: str
    badge: str = ""
    about: str = ""
    """What it is for, in a few words, where there is room."""
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


def tree_rows(
    setup: Setup, problems: Sequence[Problem], glyphs: Glyphs, management: str = "Management account"
) -> tuple[TreeRow, ...]:
    """The management account, and below it everything in the setup. What sits in no unit of it is shown in the root."""
    tree = _Tree(setup, problems, glyphs)
    return (TreeRow(MANAGEMENT, "", "", management, "exists", "pays, runs nothing"), *tree.below(ROOT, ""))


class _Tree:
    """Units and accounts by the unit they are in, so that thousands of accounts are gone through once."""

    def __init__(self, setup: Setup, problems: Sequence[Problem], glyphs: Glyphs) -> None:
        self.setup, self.glyphs = setup, glyphs
        self.wrong: dict[tuple[str | int, ...], list[Problem]] = {}
        for problem in problems:
            self.wrong.setdefault(problem.where[:2], []).append(problem)
        paths = setup.unit_paths()
        self.units: dict[str, list[str]] = {}
        for path in paths:
            self.units.setdefault(parent_path(path), []).append(path)
        known = {ROOT, *paths}
        self.leaves: dict[str, list[TreeRow]] = {}
        for number, account in enumerate(setup.accounts):
            place = account.organizational_unit if account.organizational_unit in known else ROOT
            name, purpose = account.account_name or "(name missing)", PURPOSES[account.purpose.value]
            badge = "exists" if account.account_id else "new"
            row = TreeRow(ACCOUNT, str(number), "", name, badge, purpose, self._found("accounts", number))
            self.leaves.setdefault(place, []).append(row)
        for number, each in enumerate(setup.invitations):
            place = each.organizational_unit if each.organizational_unit in known else ROOT
            found = self._found("invitations", number)
            name = each.account or "(id missing)"
            row = TreeRow(INVITATION, str(number), "", name, "invite", "your account today", found)
            self.leaves.setdefault(place, []).append(row)

    def _found(self, where: str, number: int) -> tuple[Problem, ...]:
        return tuple(problems_at(self.wrong.get((where, number), ()), where, number))

    def _unit_problems(self, path: str) -> tuple[Problem, ...]:
        numbers = (number for number, place in enumerate(self.setup.organizational_units) if place == path)
        return tuple(each for number in numbers for each in self._found("organizational_units", number))

    def below(self, path: str, branches: str) -> Iterator[TreeRow]:
        """Accounts first, then units with what is in them."""
        leaves, units = self.leaves.get(path, []), self.units.get(path, [])
        last, glyphs = len(leaves) + len(units) - 1, self.glyphs
        for number, leaf in enumerate(leaves):
            here = branches + (glyphs.last_branch if number == last else glyphs.branch)
            yield TreeRow(leaf.kind, leaf.key, here, leaf.name, leaf.badge, leaf.about, leaf.problems)
        for number, place in enumerate(units, start=len(leaves)):
            here = glyphs.last_branch if number == last else glyphs.branch
            yield TreeRow(UNIT, place, branches + here, unit_name(place), problems=self._unit_problems(place))
            yield from self.below(place, branches + (" " * len(glyphs.pipe) if number == last else glyphs.pipe))


PURPOSES: Mapping[str, str] = {
    "data-bunker": "audit logs, backups",
    "shared-services": "deployment, tools",
    "workload": "a workload",
    "sandbox": "for trying out",
    "other": "",
}
"""What an account is for, in a few words."""


def tree_line(row: TreeRow, glyphs: Glyphs, *, about: int = 0) -> Row:
    """A row as it is drawn; with `about`, in so many columns, also what it is for."""
    if row.kind == MANAGEMENT:
        name = Content.assemble((f"{glyphs.forever} ", "$accent"), (row.name, "bold $title"))
    elif row.kind == UNIT:
        name = Content.assemble((row.branches, "$faint"), (row.name, "bold $muted"))
    else:
        name = Content.assemble((row.branches, "$faint"), (row.name, "$body"))
    sign = Content.styled(f"{glyphs.problem} ", "bold $bad") if row.serious else Content("  ")
    badge = Content.styled(row.badge, BADGES.get(row.badge, "$muted"))
    cells = [Cell(name), Cell(sign, 2), Cell(badge, 7)]
    return Row(*cells, Cell(Content.styled(row.about, "$muted"), about)) if about else Row(*cells)
