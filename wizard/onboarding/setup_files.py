"""A setup file is opened in the wizard: its answers become a saved setup, and what it lacks is asked there."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path

from state.errors import InvalidSetup
from state.setup import Setup
from state.setup.file import as_it_is, parse_file
from state.setup.text_rules import name_problem
from state.setup.validation import Problem, problems_of
from wizard.edits.stand_ins import with_stand_ins
from wizard.onboarding import Onboardings
from wizard.onboarding.onboarding import Onboarding


@dataclass(frozen=True, slots=True)
class FileAnswers:
    """What a file has for answers."""

    path: Path
    setup: Setup
    rehearsal: bool

    @property
    def open_questions(self) -> tuple[Problem, ...]:
        """What it lacks or has wrong, to be asked."""
        return tuple(problem for problem in problems_of(self.setup) if problem.stops(rehearsal=self.rehearsal))


def read_answers(path: Path, onboardings: Onboardings) -> FileAnswers:
    """The answers in the file at `path`. What is missing is empty; a missing name is made from the file's own.

    Raises InvalidSetup, with a line for each problem, when the file says something that no setup can hold: an unknown
    key, a list where a text belongs, a name that no setup can have. UnknownSetup and UnreadableState as `parse_file`.
    """
    parsed = parse_file(path)
    if parsed.draft is None:
        parsed.sound(str(path))
    setup = parsed.draft or Setup(name="", home_region="")
    setup = setup if setup.name else replace(setup, name=_name_from(path))
    fault = name_problem(setup.name)
    if fault is not None:
        raise InvalidSetup(
            f"{path} names no setup that can be opened.",
            "Correct its name, then try again.",
            [f"{fault.what} {fault.remedy}"],
        )
    complete = with_stand_ins if onboardings.rehearsal else as_it_is
    return FileAnswers(path, complete(setup), onboardings.rehearsal)


def open_answers(answers: FileAnswers, onboardings: Onboardings) -> tuple[Onboarding, Path | None]:
    """The saved setup of that name with these answers, open; and where the answers are kept that they replace.

    Raises what `Onboardings.begin` and `Onboardings.resume` raise.
    """
    name = answers.setup.name
    if not onboardings.exists(name):
        return onboardings.begin(answers.setup), None
    onboarding = onboardings.resume(name)
    try:
        onboarding.answers.propose(answers.setup)
        return onboarding, onboarding.answers.keep_proposal()
    except BaseException:
        onboarding.close()
        raise


def what_came_of_it(answers: FileAnswers, kept: Path | None) -> str:
    """Whole sentences, for whoever opened the file."""
    told = [f"{answers.path} is open as {answers.setup.name}; the file itself is left as it is."]
    told += [f"The answers saved before are kept in {kept}."] if kept else []
    if lacking := answers.open_questions:
        told.append(f"{len(lacking)} answer{' is' if len(lacking) == 1 else 's are'} still to be given.")
    return " ".join(told)


def _name_from(path: Path) -> str:
    """`Acme Bank.yaml` gives `acme-bank`."""
    return re.sub(r"[^a-z0-9]+", "-", path.stem.lower()).strip("-")[:40].strip("-")
