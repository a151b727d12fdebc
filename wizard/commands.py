"""What each word of the command line does. Standard output is for results, standard error for narration."""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

from state.errors import UnknownSetup, WrongInput
from state.progress import Progress, Standing
from state.setup import Setup
from state.setup_file import as_it_is, parse_setup, read_setup
from state.text_rules import name_problem
from wizard import narration
from wizard.errors import NoCredentials
from wizard.events import Ending, Event, RunEnded
from wizard.gateway import Realm
from wizard.onboarding import Onboarding, Onboardings
from wizard.plan import Plan
from wizard.rehearsing import with_stand_ins

DONE, FAILED, WRONG, WAITING, REFUSED, INTERRUPTED = 0, 1, 2, 3, 4, 130
STATUS_OF = {Ending.DONE: DONE, Ending.FAILED: FAILED, Ending.WAITING: WAITING, Ending.UNAPPROVED: REFUSED}

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
    account: str
    with_access_role: bool
    output: str
    format: str
    json: bool
    yes: bool
    plain: bool
    ascii: bool
    rehearse: bool = False
    scenario: str = ""
    profile: str | None = None
    region: str | None = None
    rehearsal_speed: float = float("inf")


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


# Commands that need no AWS


def show_templates(options: Options) -> int:
    """`templates`."""
    from state.setup_file import templates

    if options.json:
        out_json([{"name": t.name, "title": t.title, "description": t.description} for t in templates()])
    else:
        for template in templates():
            out(f"{template.name:<12} {template.title}\n{'':<12} {template.description}")
    return DONE


def show_scenarios(options: Options) -> int:
    """`scenarios`."""
    from wizard.simulated.scenarios import scenarios

    if options.json:
        out_json([{"name": s.scenario_name, "title": s.title, "story": s.story} for s in scenarios()])
    else:
        for scenario in scenarios():
            out(f"{scenario.scenario_name:<22} {scenario.title}\n{'':<22} {scenario.story}")
    return DONE


def write_new_setup(options: Options) -> int:
    """`new`. Never overwrites a file."""
    from state.setup_file import TEMPLATES, template_text

    fault = name_problem(options.name)
    if fault is not None:
        raise WrongInput(fault.what, fault.remedy)
    text = template_text(
        options.template or TEMPLATES[0],
        options.name,
        home_region=options.home_region,
        email_pattern=options.email_pattern,
        existing_account=options.existing_account,
    )
    if options.output == "-":
        out(text)
        return DONE
    path = Path(options.output or f"{options.name}.yaml")
    write_new_file(path, text)
    narrate(f"Wrote {path}. Edit it, then try: orgwizard plan {path} --rehearse")
    return DONE


def write_new_file(path: Path, text: str) -> None:
    """Write `text` where no file is yet. Raises WrongInput."""
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise WrongInput(f"{path} exists already.", "Name another file with --output, or move that one away.") from None
    except OSError as error:
        raise WrongInput(f"{path} cannot be written: {error.strerror}.", "Name another file with --output.") from None


def show_schema(_options: Options) -> int:
    """`schema`."""
    from state.setup_file import json_schema

    out(json.dumps(json_schema(), indent=2))
    return DONE


def show_permissions(options: Options) -> int:
    """`permissions`."""
    from wizard.permissions import policy_for

    out(json.dumps(policy_for(answers(options)), indent=2))
    return DONE


def show_status(options: Options) -> int:
    """`status` and `list`: as last seen, without asking AWS."""
    summaries = options.onboardings.summaries()
    wanted = getattr(options, "setup", "")
    if wanted:
        name = answers(options).name
        summaries = tuple(summary for summary in summaries if summary.name == name)
        if not summaries:
            raise UnknownSetup(f"Nothing was done with {wanted} yet.", f"Begin with: orgwizard apply {wanted}")
    if options.json:
        out_json([summary_record(summary.name, summary.trouble, summary.progress) for summary in summaries])
        return DONE
    if not summaries:
        narrate("No setup is saved here yet. Begin one with: orgwizard")
    for summary in summaries:
        out(f"{summary.name}: {summary.trouble or progress_counts(summary.progress)}")
        if wanted and summary.progress:
            for line in narration.progress_lines(summary.progress):
                out(f"  {line}")
    return DONE


def progress_counts(progress: Progress | None) -> str:
    """`12 done, 1 waiting, 2 left (last looked 2026-11-23 12:04 UTC)`."""
    if progress is None:
        return "not started"
    counts = [f"{number} {word}" for standing, word in narration.WORDS.items() if (number := progress.count(standing))]
    return f"{', '.join(counts)} (last looked {progress.at:%Y-%m-%d %H:%M} UTC)"


def summary_record(name: str, trouble: str, progress: Progress | None) -> dict[str, Any]:
    """A saved setup as JSON-ready data."""
    return {
        "name": name,
        "trouble": trouble or None,
        "at": progress.at.isoformat() if progress else None,
        "counts": {standing.value: progress.count(standing) for standing in Standing} if progress else None,
        "steps": [
            {"step": line.key, "title": line.title, "standing": line.standing.value, "sentence": line.sentence}
            for line in progress.lines
        ]
        if progress
        else [],
    }


def discard_setup(options: Options) -> int:
    """`discard`: moves the setup aside, after asking."""
    name = options.setup
    if not options.onboardings.exists(name):
        raise UnknownSetup(f"No setup called {name} is saved here.", "See the saved ones with: orgwizard list")
    if not options.yes and not typed_the_name(name, f"Type {name} to discard its saved progress: "):
        narrate("Nothing was discarded.")
        return REFUSED
    moved = options.onboardings.discard(name)
    narrate(f"Moved aside to {moved}. Nothing at AWS was changed.")
    return DONE


# Commands that look at AWS


def show_plan(options: Options) -> int:
    """`plan`. Saves nothing."""
    with scratch(options) as onboarding:
        plan = onboarding.plan()
        assert onboarding.identity is not None  # noqa: S101 - signed in by scratch()
        if options.json:
            out_json(narration.plan_record(plan, onboarding.identity))
        else:
            out(narration.identity_line(onboarding.identity))
            for line in narration.plan_lines(plan):
                out(line)
    return FAILED if plan.blocked else DONE


def export_setup(options: Options) -> int:
    """`export`. Saves nothing but the export."""
    with scratch(options, options.format != "setup") as onboarding:
        text = onboarding.export(options.format)
    if options.output in ("", "-"):
        out(text)
    else:
        write_new_file(Path(options.output), text)
        narrate(f"Wrote {options.output}.")
    return DONE


def apply_setup(options: Options) -> int:
    """`apply`: plan, ask, do."""
    with opened(options) as onboarding:
        sign_in(onboarding)
        plan = onboarding.plan()
        assert onboarding.identity is not None  # noqa: S101 - signed in above
        narrate(narration.identity_line(onboarding.identity))
        for line in narration.plan_lines(plan):
            narrate(line)
        if not approved(options, onboarding, plan):
            return REFUSED
        onboarding.confirm_identity()
        # Confirming may have taught the setup its management account; the plan stays what was approved.
        ended = drain(options, onboarding, onboarding.apply(plan.approved()))
    if ended is None:
        narrate("Stopped. What was done is recorded; the same command goes on from there.")
        return INTERRUPTED
    if not options.json:
        for line in narration.ending_lines(ended):
            out(line)
    return STATUS_OF[ended.ending]


def approved(options: Options, onboarding: Onboarding, plan: Plan) -> bool:
    """Whether the person wants all of the plan. A plan without changes needs nobody's leave."""
    if options.yes or not plan.approved():
        return True
    if typed_the_name(onboarding.name, f"Type {onboarding.name} to approve all of this: "):
        return True
    narrate("Nothing was done. Approve the plan by typing the setup's name, or with --yes.")
    return False


def typed_the_name(name: str, prompt: str) -> bool:
    """Ask on the terminal; without one the answer is no."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return False
    sys.stderr.write(prompt)
    sys.stderr.flush()
    return sys.stdin.readline().strip() == name


def drain(options: Options, onboarding: Onboarding, events: Iterator[Event]) -> RunEnded | None:
    """Run to the end, telling each event. None when a signal stopped it: the second Ctrl+C stops at once."""
    stopped = False
    told = ""

    def stop(number: int, _frame: FrameType | None) -> None:
        nonlocal stopped
        stopped = True
        onboarding.stop()
        signal.signal(number, signal.SIG_DFL)
        narrate("Stopping after what is under way; once more stops at once.")

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        for event in events:
            if stopped:
                return None
            if options.json:
                record = narration.event_record(event)
                if record is not None:
                    out_json(record)
            elif (line := narration.event_line(event)) not in ("", told):
                narrate(line)
                told = line
            if isinstance(event, RunEnded):
                return event
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    return None


# Which setup, and who is asking


def answers(options: Options) -> Setup:
    """The answers that SETUP means: a file's, or those saved under a name. Saves nothing."""
    complete = with_stand_ins if options.onboardings.rehearsal else as_it_is
    if names_a_file(options.setup):
        if options.setup == "-":
            return parse_setup(sys.stdin.read(), "standard input", complete).sound("Standard input")
        return read_setup(Path(options.setup), complete)
    return complete(options.onboardings.answers(options.setup))


def names_a_file(setup: str) -> bool:
    """Whether SETUP is a path (or `-`, standard input) rather than a saved setup's name."""
    return setup == "-" or "/" in setup or os.sep in setup or setup.endswith((".yaml", ".yml")) or Path(setup).is_file()


@contextmanager
def scratch(options: Options, sign_in_too: bool = True) -> Iterator[Onboarding]:
    """A signed-in onboarding that leaves nothing behind; a rehearsal sees the world of the saved one."""
    setup = answers(options)
    saved_world = options.onboardings.world_file(setup.name)
    world_file = saved_world if saved_world.exists() else None
    with tempfile.TemporaryDirectory(prefix="orgwizard-") as directory:
        elsewhere = Onboardings(
            Path(directory),
            options.onboardings.rehearsal,
            lambda rehearsal, _: options.realm_for(rehearsal, world_file),
        )
        onboarding = elsewhere.begin(setup)
        try:
            if sign_in_too:
                sign_in(onboarding)
            yield onboarding
        finally:
            onboarding.close()


@contextmanager
def opened(options: Options) -> Iterator[Onboarding]:
    """The saved setup that SETUP means, open; a file's answers are saved first, and older ones kept beside them."""
    setup = answers(options)
    onboardings = options.onboardings
    onboarding = onboardings.resume(setup.name) if onboardings.exists(setup.name) else onboardings.begin(setup)
    try:
        kept = onboarding.take_over(setup)
        if kept is not None:
            narrate(f"The answers saved before are kept in {kept}.")
        yield onboarding
    finally:
        onboarding.close()


def sign_in(onboarding: Onboarding) -> None:
    """With what boto3 itself would use. Never with a guess: of several profiles, one has to be named."""
    sources = onboarding.credential_sources()
    if not sources:
        raise NoCredentials("No AWS credentials were found on this machine.")
    preferred = [source for source in sources if source.preferred]
    if not preferred and len(sources) > 1:
        raise NoCredentials(
            f"There are {len(sources)} profiles on this machine, and none is the default.",
            f"Name one with --profile: {', '.join(source.title.removeprefix('Profile ') for source in sources)}.",
        )
    onboarding.sign_in((preferred or list(sources))[0])


# The wizard itself


def open_wizard(options: Options) -> int:
    """`orgwizard [NAME]`."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise WrongInput(
            "The wizard needs a terminal, and there is none.",
            "Without one, use `orgwizard new`, `orgwizard plan` and `orgwizard apply`; each takes --help.",
        )
    if options.plain or os.environ.get("ACCESSIBLE") == "1" or os.environ.get("TERM") == "dumb":
        from wizard.plain import run_plain

        return run_plain(options.onboardings, options.name)
    from screens.app import OrgwizardApp

    app = OrgwizardApp(options.onboardings, options.name, ascii_only=options.ascii)
    app.run()
    return app.return_code or 0
