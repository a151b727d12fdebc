"""What can be typed after `orgwizard`: each command's options, and which function carries it out."""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, NoReturn, TypeAlias

from state import VERSION
from state.errors import WrongInput
from wizard.commands.examples import EXAMPLES, WIZARD, examples_help
from wizard.commands.terminal import Options
from wizard.exit_status import DONE
from wizard.machine import streams
from wizard.machine.streams import narrate

if TYPE_CHECKING:
    from _typeshed import SupportsWrite

    from wizard.commands.terminal import WorldFor

    Subparsers: TypeAlias = "argparse._SubParsersAction[Parser]"
from wizard.commands.options import ARGUMENTS, world_options

REHEARSAL_SPEED = 60.0
"""Simulated seconds per second in the wizard: fast enough not to bore, slow enough to be watched and stopped."""

EPILOG = """\
SETUP is a saved setup's name or a setup file's path.
Exit status: 0 done, 1 failed, 2 wrong usage or input, 3 waiting for a person, also for whoever has the setup
open elsewhere (run it again later), 4 refused or not approved, 5 differences (check, plan --detailed-exitcode),
130 interrupted.
"""


def parse(arguments: list[str], worlds: Callable[[Options], WorldFor]) -> Options:
    """The command line as options, `worlds` of which tells how to get to AWS. Raises WrongInput where it cannot mean
    anything."""
    first = next((word for word in arguments if not word.startswith("-")), "")
    parser = command_parser(first) if first in COMMANDS else wizard_parser()
    given, more = parser.parse_known_args(arguments, namespace=Options())
    given.world_for = worlds(given)
    meant = "" if first in COMMANDS else _nearest(first)
    if meant and (more or (first == given.name and not given.onboardings.exists(first))):
        raise _mistyped(first, meant)  # a mistyped command begins no setup
    if more:
        parser.error(f"unrecognized arguments: {' '.join(more)}")
    if given.mfa_code:
        from state.setup.sign_in_rules import mfa_code_problem

        fault = mfa_code_problem(given.mfa_code)
        if fault is not None:
            raise WrongInput(fault.what, fault.remedy)
    return given


def _nearest(word: str) -> str:
    """The command that may be meant; '' when none is near. The same letters in another order are."""
    from difflib import get_close_matches

    swapped = [each for each in COMMANDS if sorted(each) == sorted(word)]
    return next(iter(swapped or get_close_matches(word, COMMANDS, n=1, cutoff=0.81)), "")


def _mistyped(word: str, meant: str) -> WrongInput:
    return WrongInput(
        f"There is no command {word}, and no setup of that name.",
        f"Give `orgwizard {meant}` if that is meant. For a new setup called {word}, begin with `orgwizard new {word}`.",
    )


def command(where: str) -> Callable[[Options], int]:
    """The function `module:name` of wizard.commands, imported when it is called: most of them bring the engine along,
    and nobody who asks for help or the version needs that."""

    def run(options: Options) -> int:
        module, _, name = where.partition(":")
        return int(getattr(import_module(f"wizard.commands.{module}"), name)(options))

    return run


class Parser(argparse.ArgumentParser):
    """argparse puts arguments into its messages as they are, and says what is wrong without what to do."""

    def error(self, message: str) -> NoReturn:
        """Raises WrongInput, which is told like any other."""
        self.print_usage(sys.stderr)
        raise WrongInput(
            f"{message[:1].upper()}{message[1:]}.", f"Correct it; `{self.prog} --help` tells what can be given."
        )

    def _print_message(self, message: str, file: SupportsWrite[str] | None = None) -> None:  # its only exit
        if file is sys.stdout:
            streams.out_document(message)
        else:
            for line in message.splitlines():
                narrate(line)


class ShowVersion(argparse.Action):
    """argparse's own writes past `streams`."""

    def __call__(self, parser: argparse.ArgumentParser, *_rest: object) -> None:
        """Print it and end."""
        streams.out_document(f"orgwizard {VERSION}")
        parser.exit(DONE)


def wizard_parser() -> Parser:
    """`orgwizard [SETUP]`."""
    parser = Parser(
        prog="orgwizard",
        description="Walks a small team from one AWS account, or none, to a sound multi-account organization.",
        epilog=commands_help() + examples_help(WIZARD) + EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument(
        "name", nargs="?", default="", metavar="SETUP", help="a setup to resume or begin, or a setup file to open"
    )
    wizard_options(parser)
    parser.set_defaults(run=command("interactive:open_wizard"), rehearsal_speed=REHEARSAL_SPEED)
    return parser


def wizard_options(parser: argparse.ArgumentParser) -> None:
    """What the wizard itself takes."""
    parser.add_argument("--version", action=ShowVersion, nargs=0, help="show the program's version and exit")
    parser.add_argument("--plain", action="store_true", help="the same questions, one line at a time")
    parser.add_argument("--ascii", action="store_true", help="for terminals without UTF-8")
    world_options(parser)


def command_parser(given: str) -> Parser:
    """`orgwizard COMMAND …`, with the options of the command that was given."""
    return commands_parser((given,))[0]


def every_command() -> tuple[Parser, Subparsers]:
    """The same with the options of each, and of the wizard, and the parsers of the commands: for a shell that
    completes them, and for the manual page."""
    parser, commands = commands_parser(tuple(COMMANDS))
    wizard_options(parser)
    return parser, commands


def commands_parser(whole: tuple[str, ...]) -> tuple[Parser, Subparsers]:
    """A parser of all commands, where those of `whole` have their options."""
    parser = Parser(
        prog="orgwizard", epilog=EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False
    )
    subparsers = parser.add_subparsers(required=True, metavar="COMMAND")
    for word, (where, summary, takes) in COMMANDS.items():
        formats = formats_help() if word == "export" and word in whole else ""
        one = subparsers.add_parser(
            word,
            help=summary,
            description=f"{summary[:1].upper()}{summary[1:]}.",
            epilog=formats + examples_help(EXAMPLES[word]) + EPILOG,
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )
        one.set_defaults(run=command(where), rehearsal_speed=math.inf)
        for option in takes.split() if word in whole else ():
            ARGUMENTS[option](one)
    return parser, subparsers


def commands_help() -> str:
    """Each command with what it is for, a line each."""
    width = max(map(len, COMMANDS))
    lines = (f"  {word:<{width}}  {summary}\n" for word, (_, summary, _) in COMMANDS.items())
    return "Commands, each of which takes --help:\n" + "".join(lines) + "\n"


def formats_help() -> str:
    """Each export format by its name, with what it is, a line each."""
    from wizard.exports import FORMATS

    width = max(map(len, FORMATS))
    return "Formats:\n" + "".join(f"  {each.name:<{width}}  {each.title}\n" for each in FORMATS.values()) + "\n"


COMMANDS = {
    "templates": ("offline:show_templates", "list the ready-made structures", "json"),
    "scenarios": ("offline:show_scenarios", "list the weather a rehearsal can have", "json"),
    "new": (
        "offline:write_new_setup",
        "write a setup file to edit",
        "name template set pattern home-region existing guardrails output",
    ),
    "adopt": (
        "adopting:adopt_organization",
        "take in an organization that exists, as a setup that changes nothing",
        "name home-region yes json world",
    ),
    "plan": (
        "planning:show_plan",
        "show what apply would do, against AWS as it is",
        "setup management-account plan-output markdown detailed json world",
    ),
    "check": (
        "checking:check_setup",
        "tell whether AWS is still as SETUP has it, and who changed what",
        "setup management-account json world",
    ),
    "apply": (
        "online:apply_setup",
        "show the plan, ask, and do it",
        "setup management-account yes ask-again take-over json world",
    ),
    "undo": (
        "undoing:undo_setup",
        "tell of everything that was made whether it can be taken back, and take it back on approval",
        "setup management-account yes take-over json world",
    ),
    "account": (
        "tending:tend_account",
        "give an account that exists another name, address or unit, or close it",
        "act setup tended [value] code management-account yes take-over json world",
    ),
    "accept": (
        "acceptance:accept_invitation",
        "accept an invitation with the invited account's own credentials",
        "setup account access-role yes take-over json world",
    ),
    "status": ("offline:show_status", "show how a setup stood when it was last looked at", "[setup] json world"),
    "list": ("offline:show_status", "list the saved setups", "json world"),
    "discard": ("offline:discard_setup", "move a saved setup aside", "setup yes world"),
    "export": (
        "exporting:export_setup",
        "write what a team takes away, as configuration",
        "setup format output overwrite merge unmerge yes world",
    ),
    "permissions": (
        "offline:show_permissions",
        "print the smallest IAM policy that SETUP can be applied with, checked, taken back, answered, or used",
        "setup whose world",
    ),
    "enter": (
        "entering:enter_account",
        "show how one gets into an account of SETUP, open its console, or hand a session to a program",
        "setup member console process world",
    ),
    "whoami": ("identity:show_identity", "show who is signed in, and whether they may carry a setup out", "json world"),
    "doctor": (
        "doctor:show_doctor",
        "look at this machine and say what the wizard will do about it; the status is 0 whatever it finds",
        "json world",
    ),
    "secrets": (
        "secrets:tend_secrets",
        "list what is kept in the keyring, or forget it",
        "secrets-action [secret] all json",
    ),
    "schema": ("offline:show_schema", "print the JSON Schema of the setup file, the inventory, or a result", "[of]"),
    "completion": ("completing:show_completion", "print what lets a shell complete orgwizard's commands", "shell"),
}
