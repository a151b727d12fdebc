"""What an export format is: a module here writes its files, and ends in the `FORMAT` that says so."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from state.inventory import Inventory
from state.setup import Setup

Files = Mapping[str, str]
"""Texts by file name. A name may have directories before it, joined by slashes."""

YOUR_PROFILE = "YOUR-PROFILE"
"""Stands for the profile that somebody signs in to the management account with."""
YOUR_DEVICE = "YOUR-DEVICE"
"""Stands for the name of their MFA device."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Whoever takes an export away, as far as this machine tells."""

    profile: str = YOUR_PROFILE
    """The profile of ~/.aws that leads into the management account."""
    mfa_serial: str = ""
    """The serial number of their MFA device; empty where nobody knows."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What an export is made of. Every format but `setup` reads the inventory, and nothing of AWS or the answers."""

    setup: Setup
    inventory: Inventory
    seen_at: datetime | None = None
    """When AWS was looked at, in UTC; in no file that is compared with an older one."""
    reader: Reader = Reader()

    @property
    def name(self) -> str:
        """What the files' names begin with."""
        return self.setup.name


@dataclass(frozen=True, slots=True)
class Proof:
    """How somebody makes sure that what was written says what AWS has."""

    command: str
    expected: str
    """What it then says, as a sentence."""


@dataclass(frozen=True, slots=True)
class Format:
    """One thing that a team can take away, the same text every time for the same facts."""

    name: str
    """What the command line calls it."""
    title: str
    """What it is and what it is for, without a full stop."""
    needs_aws: bool
    """Whether it tells what is there; the others are made of the answers alone."""
    write: Callable[[Taken], Files]
    """Its files, the most telling first. Raises WrongInput where this cannot be written of such an organization."""
    proof: Callable[[Taken], Proof]
    read_by: str
    """What reads the files back in the tests."""


REHEARSED = "Made up in a rehearsal: no such account exists."
"""Stands in every file that was taken from one."""
BY = "Written by orgwizard"


def first_lines(taken: Taken, what: str) -> list[str]:
    """What a file says of itself before anything else, for whatever its language calls a comment."""
    told = [f"{BY}: {what}."]
    return [*told, REHEARSED] if taken.inventory.rehearsal else told


def comment(lines: list[str], sign: str = "#") -> str:
    """`lines` as comments of a language in which they go to the end of the line."""
    return "".join(f"{sign} {one_line(line)}\n" for line in lines)


def one_line(text: str) -> str:
    """`text` without anything that ends a line or that a terminal would obey."""
    from state.text.printable import printable

    return printable(text)
