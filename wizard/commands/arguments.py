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
    """The command that may be meant; '' when none is near."""
    from difflib import get_close_matches

    return next(iter(get_close_matches(word, COMMANDS, n=1, cutoff=0.81)), "")


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


def world_options(parser: argparse.ArgumentParser) -> None:
    """Where AWS is, and who is asking."""
    parser.add_argument("--rehearse", action="store_true", help="on a simulated AWS; nothing leaves this machine")
    parser.add_argument("--scenario", default="", metavar="S", help="rehearse under this weather (see: scenarios)")
    parser.add_argument("--profile", default=None, metavar="P", help="profile of ~/.aws/config to sign in with")
    parser.add_argument("--region", default=None, metavar="R", help="Region to sign in through")
    parser.add_argument("--mfa-code", default="", metavar="C", help="six digits of the profile's MFA device")


def guardrails_option(parser: argparse.ArgumentParser) -> None:
    """What the protections are preset to."""
    from state.setup.guardrails import Level

    levels = [level.value for level in Level]
    parser.add_argument("--guardrails", default="", choices=levels, help="what protections are preset to")


ARGUMENTS = {
    "name": lambda parser: parser.add_argument("name", metavar="NAME", help="the new setup's name"),
    "setup": lambda parser: parser.add_argument("setup", metavar="SETUP", help="a saved setup or a setup file"),
    "[setup]": lambda parser: parser.add_argument(
        "setup", nargs="?", default="", metavar="SETUP", help="one of them; else all"
    ),
    "template": lambda parser: parser.add_argument(
        "--template", default="", metavar="T", help="see: templates; or a setup file of your own"
    ),
    "set": lambda parser: parser.add_argument(
        "--set",
        action="append",
        metavar="KEY=VALUE",
        help="an answer, such as guardrails.level=strict, repeated",
    ),
    "pattern": lambda parser: parser.add_argument(
        "--email-pattern", default="", metavar="P", help="such as aws+{account}@your-domain"
    ),
    "home-region": lambda parser: parser.add_argument(
        "--home-region", default="", metavar="R", help="the Region your team works in, such as eu-west-1"
    ),
    "existing": lambda parser: parser.add_argument(
        "--existing-account", default="", metavar="ID", help="id or address of an account to invite as the sandbox"
    ),
    "guardrails": guardrails_option,
    "whose": lambda parser: parser.add_argument(
        "--for",
        dest="whose",
        default="apply",
        choices=("apply", "accept", "callers"),
        help="whoever applies SETUP, answers an invitation in the invited account, or uses the roles afterwards",
    ),
    "account": lambda parser: parser.add_argument("account", metavar="ACCOUNT", help="as SETUP invites it"),
    "management-account": lambda parser: parser.add_argument(
        "--account",
        dest="management_account",
        default="",
        metavar="ID",
        help="the management account's id: any other account is refused",
    ),
    "member": lambda parser: parser.add_argument("account", metavar="ACCOUNT", help="its name in SETUP, or its id"),
    "console": lambda parser: parser.add_argument(
        "--console", action="store_true", help="open the account's console by the portal of Identity Center"
    ),
    "access-role": lambda parser: parser.add_argument(
        "--with-access-role", action="store_true", help="also make the organization access role there"
    ),
    "output": lambda parser: parser.add_argument(
        "--output", default="", metavar="FILE", help="where to write; - for standard output"
    ),
    "format": lambda parser: parser.add_argument(
        "--format", required=True, metavar="F", help="one of the formats below"
    ),
    "overwrite": lambda parser: parser.add_argument(
        "--overwrite", action="store_true", help="also over files that orgwizard did not write"
    ),
    "merge": lambda parser: parser.add_argument(
        "--merge", action="store_true", help="with aws-config: into ~/.aws/config, after showing what changes there"
    ),
    "unmerge": lambda parser: parser.add_argument(
        "--unmerge", action="store_true", help="with aws-config: take the profiles out of ~/.aws/config again"
    ),
    "json": lambda parser: parser.add_argument("--json", action="store_true", help="machine-readable output"),
    "take-over": lambda parser: parser.add_argument(
        "--take-over", action="store_true", help="open SETUP although a stopped or vanished process has it open"
    ),
    "plan-output": lambda parser: parser.add_argument(
        "--output", default="", metavar="FILE.plan", help="keep the plan, to be applied exactly so"
    ),
    "markdown": lambda parser: parser.add_argument(
        "--markdown", action="store_true", help="for a pull request, each change with its aws command"
    ),
    "detailed": lambda parser: parser.add_argument(
        "--detailed-exitcode", action="store_true", help="end with status 5 where something would be changed"
    ),
    "yes": lambda parser: parser.add_argument("--yes", action="store_true", help="approve without asking"),
    "ask-again": lambda parser: parser.add_argument(
        "--ask-again", action="store_true", help="ask AWS once more for what it refused for good"
    ),
    "act": lambda parser: parser.add_argument(
        "act", choices=("rename", "address", "move", "close"), metavar="ACT", help="rename, address, move or close"
    ),
    "tended": lambda parser: parser.add_argument("account", metavar="ACCOUNT", help="its name, or its id"),
    "[value]": lambda parser: parser.add_argument(
        "value", nargs="?", default="", metavar="VALUE", help="the new name, address or unit; nothing with close"
    ),
    "code": lambda parser: parser.add_argument(
        "--code", default="", metavar="C", help="with address: what the mail to the new address says"
    ),
    "secrets-action": lambda parser: parser.add_argument(
        "secrets_action", choices=("list", "forget"), metavar="ACTION", help="list or forget"
    ),
    "[secret]": lambda parser: parser.add_argument(
        "secret", nargs="?", default="", metavar="NAME", help="the one to forget, as `list` names it"
    ),
    "all": lambda parser: parser.add_argument("--all", action="store_true", help="forget every one"),
    "[of]": lambda parser: parser.add_argument(
        "of",
        nargs="?",
        default="setup",
        choices=("setup", "inventory", "plan", "check", "undo"),
        metavar="OF",
        help="setup, inventory, plan, check or undo",
    ),
    "shell": lambda parser: parser.add_argument(
        "shell", choices=("bash", "zsh", "fish"), metavar="SHELL", help="bash, zsh or fish"
    ),
    "world": world_options,
}

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
        "print the smallest IAM policy that SETUP can be applied with, answered, or used",
        "setup whose",
    ),
    "enter": (
        "entering:enter_account",
        "show how one gets into an account of SETUP, or open its console",
        "setup member console world",
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
