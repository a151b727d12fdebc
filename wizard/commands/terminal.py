"""The command line once parsed, and the ways to answer it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from state.saved import locations
from state.text.printable import as_json, printable
from wizard.machine.streams import at_a_terminal, forget_typed_ahead, out_document

if TYPE_CHECKING:
    from state.setup import Setup
    from wizard.gateway.world import World
    from wizard.onboarding import Onboardings

WorldFor: TypeAlias = "Callable[[bool, Path | None], World]"


class Options(argparse.Namespace):
    """The command line, parsed. Which of these are set depends on the command."""

    run: Callable[[Options], int]
    world_for: WorldFor
    name: str
    setup: str
    template: str
    email_pattern: str
    home_region: str
    existing_account: str
    guardrails: str
    account: str
    management_account: str = ""
    with_access_role: bool
    act: str
    value: str = ""
    code: str = ""
    whose: str = "apply"
    output: str = ""
    format: str
    json: bool
    yes: bool = False
    set: list[str] | None = None
    detailed_exitcode: bool = False
    markdown: bool = False
    reviewed: Setup | None = None
    """The answers of the plan that SETUP names."""
    ask_again: bool = False
    overwrite: bool = False
    of: str = "setup"
    merge: bool = False
    unmerge: bool = False
    take_over: bool = False
    console: bool = False
    process: bool = False
    plain: bool
    ascii: bool
    rehearse: bool = False
    scenario: str = ""
    profile: str | None = None
    region: str | None = None
    mfa_code: str = ""
    secrets_action: str
    shell: str
    secret: str
    all: bool
    rehearsal_speed: float

    @property
    def in_rehearsal(self) -> str:
        """What a command that is advised has to say, so that it goes to the same AWS: ` --rehearse`, or nothing."""
        return " --rehearse" if self.rehearse or self.scenario else ""

    @cached_property
    def onboardings(self) -> Onboardings:
        """The saved setups, real or rehearsed. Raises StateNotWritable where they cannot be kept."""
        from wizard.onboarding import Onboardings

        return Onboardings(locations.home(), self.rehearse or bool(self.scenario), self.world_for)


def out_json(value: Any, indent: int | None = None) -> None:
    """One JSON value, on one line unless it is indented."""
    out_document(as_json(value, indent))


def typed_the_name(name: str, prompt: str) -> bool:
    """Ask on the terminal; without one the answer is no. What was typed before the question stands does not count."""
    if not at_a_terminal(sys.stdin, sys.stderr):
        return False
    sys.stderr.write(printable(prompt))
    sys.stderr.flush()
    forget_typed_ahead()
    return sys.stdin.readline().strip() == name
