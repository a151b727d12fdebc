"""Names as nobody in their right mind gives them, in every place of the simulated AWS where a name is free."""

from __future__ import annotations

import os
import pty
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from io import TextIOWrapper
from pathlib import Path

from state.setup import MemberAccount, Setup
from state.setup.guardrails import Guardrails, Level
from tests.rehearsing import apply_all, signed_in
from wizard.simulated.world import Account, Unit
from wizard.simulated.world_file import load_world, save_world

HOSTILE = (
    "\x1b[31mR",
    "\x1b]0;P\x07",
    "\x9b5m",
    "\x90C\x9c",
    "\x7f\x08",
    "\u202e\u2066",
    "\u2028\u2029\x85",
    "\U000e0041",
    "[b]{0}%s",
    "\n\r",
)
"""Escapes that recolour and rename, both sets of control characters, turned writing, line ends of all kinds, markup."""
HALF = "\ud83d"
"""Half a character, which JSON can carry."""


def text(place: int = 0) -> str:
    """All of it in one name; names in different places differ."""
    return f"n{place}" + "".join(HOSTILE)


def hostile_world(home: Path) -> Setup:
    """A rehearsal of acme that was applied, and in whose AWS everything that can be named has hostile names."""
    setup = Setup(
        name="acme",
        home_region="eu-west-1",
        organizational_units=("Workloads",),
        accounts=(MemberAccount(account_name="shop", organizational_unit="Workloads", email="shop@acme.example"),),
        email_pattern="aws+{account}@acme.example",
        guardrails=Guardrails(level=Level.ESSENTIAL, allowed_regions=("eu-west-1",)),
    )
    with signed_in(home, setup) as onboarding:
        apply_all(onboarding)
        setup = onboarding.setup
    file = home / "rehearsals" / "acme" / "world.json"
    world = load_world(file)
    (organization,) = world.organizations.values()
    for number in range(3):
        unit = Unit(f"ou-{organization.root_id[2:]}-0000000{number}", text(number), organization.root_id)
        organization.units[unit.unit_id] = unit
        account = Account(f"99999999999{number}", text(number), f"x{number}@acme.example", world.time)
        account.organization_id, account.parent_id = organization.organization_id, unit.unit_id
        account.joined_method, account.joined_at = "INVITED", world.time
        world.accounts[account.account_id] = account
    for account in world.accounts.values():
        if account.email == "shop@acme.example":
            account.account_name, account.parent_id = text(), unit.unit_id
    for policy in organization.policies.values():
        policy.policy_name, policy.description = text(), text()
    world.identities = [replace(each, title=text(), hint=text()) for each in world.identities]
    save_world(world, file)
    return setup


def obeyed(written: str) -> set[str]:
    """What a terminal would do something with, other than show it and end a line."""
    return {sign for sign in written if not sign.isprintable() and sign not in "\r\n"}


@contextmanager
def terminal() -> Iterator[tuple[TextIOWrapper, list[bytes]]]:
    """A stream that is a real terminal, and what was written to it so far."""
    outside, inside = pty.openpty()
    seen: list[bytes] = []

    def look() -> None:
        while True:
            try:
                data = os.read(outside, 65536)
            except OSError:
                return
            seen.append(data)

    looking = threading.Thread(target=look, daemon=True)
    looking.start()
    stream = os.fdopen(inside, "w", encoding="utf-8")
    try:
        yield stream, seen
    finally:
        stream.close()
        looking.join(10)
        os.close(outside)
