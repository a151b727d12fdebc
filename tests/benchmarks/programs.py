"""What is measured as a process of its own: `python -m tests.benchmarks.programs NAME ARGUMENT`.

Nothing is imported before it is known what is wanted, so that a floor carries nothing of ours.
"""

from __future__ import annotations

import sys
from pathlib import Path


def empty_app(_argument: str) -> None:
    """A Textual app that shows one word, and nothing else."""
    from textual.app import App, ComposeResult
    from textual.widgets import Static

    class Empty(App[None]):
        def compose(self) -> ComposeResult:
            yield Static("shown")

    Empty().run()


def keys(argument: str) -> None:
    """Milliseconds from a key to what it changes on the screen, one a line."""
    from tests.benchmarks.keys import type_into

    type_into(argument)


def review(argument: str) -> None:
    """Milliseconds until Review shows so many changes, then for each key in its filter, one a line."""
    from tests.benchmarks.keys import filter_review

    filter_review(int(argument))


def apply(argument: str) -> None:
    """A whole run for so many accounts on the simulated AWS, without a wait."""
    from tests.benchmarks.accounts import applied

    applied(int(argument))


def hour(_argument: str) -> None:
    """An hour of a run on the simulated clock, and its memory."""
    from tests.benchmarks.accounts import an_hour

    an_hour()


def clients(_argument: str) -> None:
    """boto3, and the first client of each service that no organization is made without."""
    import boto3

    session = boto3.Session("any", "any", region_name="eu-west-1")
    for service in ("organizations", "iam", "sts"):
        session.client(service)


def pages(argument: str) -> None:
    """Milliseconds until each page stands there, with so many accounts, a page a line."""
    from tests.benchmarks.keys import open_pages

    open_pages(int(argument))


def plan(argument: str) -> None:
    """Read a setup file, and plan it where nothing exists."""
    from tests.benchmarks.accounts import planned

    planned(argument)


def parse(argument: str) -> None:
    """Read the same file in plain Python, and compare each account with a list that has none of them."""
    import yaml

    accounts = yaml.load(Path(argument).read_text(), Loader=yaml.CSafeLoader)["accounts"]
    there: dict[str, str] = {}
    print(sum(each["account_name"] not in there for each in accounts))


def look(argument: str) -> None:
    """One reading of 2,000 accounts, stepping into each or, as `listed`, into none."""
    from tests.benchmarks.accounts import looked

    looked(step_in=argument == "entered")


if __name__ == "__main__":
    PROGRAMS = (empty_app, keys, pages, review, apply, hour, clients, plan, parse, look)
    {program.__name__: program for program in PROGRAMS}[sys.argv[1]]([*sys.argv, ""][2])
