"""The command line once parsed, and the ways to answer it."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from wizard.gateway import Realm
from wizard.onboarding import Onboardings

RealmFor = Callable[[bool, Path | None], Realm]


class Options(argparse.Namespace):
    """The command line, parsed. Which of these are set depends on the command."""

    run: Callable[[Options], int]
    onboardings: Onboardings
    realm_for: RealmFor
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
    output: str
    format: str
    json: bool
    yes: bool
    take_over: bool = False
    plain: bool
    ascii: bool
    rehearse: bool = False
    scenario: str = ""
    profile: str | None = None
    region: str | None = None
    mfa_code: str = ""
    secrets_action: str
    secret: str
    all: bool
    rehearsal_speed: float


def out(text: str) -> None:
    """A result."""
    sys.stdout.write(text if text.endswith("\n") else text + "\n")


def narrate(line: str) -> None:
    """What goes on, for a person; never mixed with results."""
    sys.stderr.write(line + "\n")
    sys.stderr.flush()


def out_json(value: Any) -> None:
    """One JSON value a line."""
    out(json.dumps(value, ensure_ascii=False))
    sys.stdout.flush()


def typed_the_name(name: str, prompt: str) -> bool:
    """Ask on the terminal; without one the answer is no."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return False
    sys.stderr.write(prompt)
    sys.stderr.flush()
    return sys.stdin.readline().strip() == name
