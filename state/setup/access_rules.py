"""What is wrong with the answers about who may enter."""

from __future__ import annotations

from collections.abc import Iterator

from state.errors import Advice
from state.setup.access import Access
from state.setup.text_rules import Fault, Where, caller_name_problem, quoted

MOST_SESSION_HOURS = 12
"""Of a role (API: iam.CreateRole, MaxSessionDuration)."""


def access_faults(access: Access) -> Iterator[Fault]:
    """Everything that is wrong with them, in the order of the setup's fields."""
    for group, callers in (("callers", access.callers), ("data_bunker", access.data_bunker)):
        for kind in ("users", "groups", "roles", "permission_sets"):
            for number, name in enumerate(getattr(callers, kind)):
                yield from _named(("access", group, kind, number), name, kind)
    yield from _break_glass(access.break_glass)
    if not 1 <= access.session_hours <= MOST_SESSION_HOURS:
        told = f"A session cannot last {access.session_hours} hours."
        remedy = f"Write 1 to {MOST_SESSION_HOURS} (API: iam.CreateRole, MaxSessionDuration)."
        yield ("access", "session_hours"), Advice(told, remedy), True


def _named(where: Where, name: str, kind: str) -> Iterator[Fault]:
    fault = caller_name_problem(name, kind)
    if fault is not None:
        yield where, fault, True


def _break_glass(names: tuple[str, ...]) -> Iterator[Fault]:
    """Names are unique in an account without regard to case (IAM user guide, reference_iam-quotas)."""
    where = ("access", "break_glass")
    seen: set[str] = set()
    for number, name in enumerate(names):
        yield from _named((*where, number), name, "users")
        if name.lower() in seen:
            told = f"The break-glass user {quoted(name)} is named twice."
            yield (*where, number), Advice(told, "Name each once: two people, each with a user of their own."), True
        seen.add(name.lower())
    if len(names) == 1:
        told = "There is only one break-glass user, and whoever holds it may be out of reach on that day."
        yield where, Advice(told, "Name a second one, held by somebody else."), False
