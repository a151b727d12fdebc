"""The edits of a setup, to be undone and redone in their order, and what each of them was, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace

from state.setup import Invitation, MemberAccount, Setup
from state.setup.guardrails import Guardrails, Item
from wizard.edits.memory import with_memory_of

MOST_EDITS = 50
"""How far back one can go."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One edit: the answers before and after it."""

    before: Setup
    after: Setup

    @property
    def words(self) -> str:
        """What it did, without a full stop: `Removed: Workloads, its 3 units; moved: 2 accounts`."""
        told = list(_differences(self.before, self.after))
        text = "; ".join(told[:MOST_SHOWN])
        more = len(told) - MOST_SHOWN
        return (text[:1].upper() + text[1:] if text else "Nothing") + (f"; and {more} more" if more > 0 else "")


MOST_SHOWN = 3


class History:
    """What can be undone, and what of that can be done again. What was learned from AWS is no edit, and stays."""

    def __init__(self) -> None:
        self._done: list[Edit] = []
        self._undone: list[Edit] = []

    def note(self, before: Setup, after: Setup) -> None:
        """An edit was made: what was undone before it cannot be done again."""
        if with_memory_of(before, after) != after:
            self._done = [*self._done[1 - MOST_EDITS :], Edit(before, after)]
            self._undone.clear()

    @property
    def last(self) -> Edit | None:
        """What undoing would take back."""
        return self._done[-1] if self._done else None

    def undo(self, present: Setup) -> tuple[Edit, Setup] | None:
        """The last edit, and the answers without it; None when there is none."""
        if not self._done:
            return None
        edit = self._done.pop()
        self._undone.append(edit)
        return edit, with_memory_of(replace(edit.before, management_account_id=""), present)

    def redo(self, present: Setup) -> tuple[Edit, Setup] | None:
        """The edit that was undone last, and the answers with it; None when there is none."""
        if not self._undone:
            return None
        edit = self._undone.pop()
        self._done.append(edit)
        return edit, with_memory_of(replace(edit.after, management_account_id=""), present)


def _with_what_is_known(setup: Setup, present: Setup) -> Setup:
    return replace(with_memory_of(setup, present), management_account_id=present.management_account_id)


# What an edit was


PLAIN_ANSWERS = {
    "home_region": "home Region",
    "email_pattern": "email pattern",
    "organization_access_role": "organization access role",
    "management_account_id": "management account",
    "access": "who may enter the accounts",
    "identity_center": "Identity Center",
    "people": "people",
    "permission_sets": "permission sets",
    "assignments": "who may do what where",
}
"""Answers of which it is enough to say that they are others now."""
IN_AN_ACCOUNT = {
    "account_name": "name",
    "email": "address",
    "organizational_unit": "unit",
    "purpose": "purpose",
    "organization_access_role": "access role",
    "tags": "tags",
    "account_id": "account id",
}


def _differences(before: Setup, after: Setup) -> Iterator[str]:
    yield from _units(before.unit_paths(), after.unit_paths())
    yield from _members(_accounts(before), _accounts(after))
    yield from _members(_invitations(before), _invitations(after))
    changed = [words for name, words in PLAIN_ANSWERS.items() if getattr(before, name) != getattr(after, name)]
    if changed:
        yield f"changed: {', '.join(changed)}"
    yield from _guardrails(before.guardrails, after.guardrails)


def _units(before: tuple[str, ...], after: tuple[str, ...]) -> Iterator[str]:
    gone, new = [path for path in before if path not in after], [path for path in after if path not in before]
    if len(gone) == len(new) and gone:
        yield f"renamed or moved: {_with_below(gone)} to {new[0]}"
        return
    if gone:
        yield f"removed: {_with_below(gone)}"
    if new:
        yield f"added: {_with_below(new)}"


def _with_below(paths: list[str]) -> str:
    """`Workloads and 3 units below it`, `Security, Sandbox`."""
    tops = [path for path in paths if not any(path.startswith(f"{other}/") for other in paths)]
    below = len(paths) - len(tops)
    told = f"unit{'s' if len(tops) > 1 else ''} {_list(tops)}"
    return told + (f" and {below} unit{'s' if below > 1 else ''} below" if below else "")


def _accounts(setup: Setup) -> list[tuple[str, MemberAccount | Invitation]]:
    return [(f"account {each.account_name}", each) for each in setup.accounts]


def _invitations(setup: Setup) -> list[tuple[str, MemberAccount | Invitation]]:
    return [(f"invitation of {each.account}", each) for each in setup.invitations]


def _members(
    before: list[tuple[str, MemberAccount | Invitation]], after: list[tuple[str, MemberAccount | Invitation]]
) -> Iterator[str]:
    """By name; where one only has another name, it is the one at the same place."""
    old, new = dict(before), dict(after)
    renamed: dict[str, str] = {}
    if len(before) == len(after):
        pairs = zip(before, after, strict=True)
        renamed = {was: now for (was, _), (now, _) in pairs if was != now and was not in new and now not in old}
    gone = [title for title in old if title not in new and title not in renamed]
    added = [title for title in new if title not in old and title not in renamed.values()]
    if gone:
        yield f"removed: {_list(gone)}"
    if added:
        yield f"added: {_list(added)}"
    moved: list[str] = []
    for title, member in old.items():
        present = new.get(renamed.get(title, title))
        parts = _changed_parts(member, present) if present is not None else []
        if parts == ["unit"]:
            moved.append(title)
        elif parts:
            yield f"changed: {title} ({', '.join(parts)})"
    if moved:
        yield f"moved: {_list(moved)}"


def _changed_parts(before: MemberAccount | Invitation, after: MemberAccount | Invitation) -> list[str]:
    names = (each.name for each in fields(before))
    return [IN_AN_ACCOUNT.get(name, "invitation") for name in names if getattr(before, name) != getattr(after, name)]


def _guardrails(before: Guardrails, after: Guardrails) -> Iterator[str]:
    if before.level is not after.level:
        yield f"changed: level of the guardrails to {after.level}"
    chosen = [item for item in Item if before.level is after.level and before.choice(item) is not after.choice(item)]
    for choice, number in Counter(after.choice(item) for item in chosen).items():
        names = [item.value.replace("-", " ") for item in chosen if after.choice(item) is choice]
        yield f"guardrail{'s' if number > 1 else ''} {_list(names)}: {choice.value.replace('-', ' ')}"
    scoped = [item for item in Item if before.scope(item) != after.scope(item)]
    if scoped:
        yield f"changed: where {_list(item.value.replace('-', ' ') for item in scoped)} holds"
    plain = replace(after, level=before.level, choices=before.choices, scopes=before.scopes)
    if plain != before:
        yield "changed: what the guardrails need"


def _list(names: Iterable[str]) -> str:
    """Two by name, more by number."""
    listed = list(names)
    if len(listed) <= 2:
        return " and ".join(listed)
    return f"{listed[0]} and {len(listed) - 1} more like it"
