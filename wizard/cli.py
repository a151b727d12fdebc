"""Arguments and wiring: the one place that knows everything, and that nobody imports."""

from __future__ import annotations

import argparse
import gc
import math
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from state.errors import OrgwizardError, SetupInUse, WrongInput
from state.saved import locations
from state.setup.guardrails import Level
from wizard.commands.terminal import Options
from wizard.errors import WrongIdentity
from wizard.exit_status import DONE, FAILED, INTERRUPTED, REFUSED, WAITING, WRONG
from wizard.machine import streams
from wizard.machine.streams import narrate

if TYPE_CHECKING:
    from _typeshed import SupportsWrite

    from wizard.commands.terminal import RealmFor
    from wizard.gateway import Realm

REHEARSAL_SPEED = 60.0
"""Simulated seconds per second in the wizard: fast enough not to bore, slow enough to be watched and stopped."""

GARBAGE = (20_000, 20, 20)
"""When to look for garbage. By Python's own numbers botocore's and Textual's many objects are looked through so often
that it took two fifths of the processor time of opening a page."""

EPILOG = """\
SETUP is a saved setup's name or a setup file's path.
Exit status: 0 done, 1 failed, 2 wrong usage or input, 3 waiting for a person, also for whoever has the setup
open elsewhere (run it again later), 4 refused or not approved, 5 differences (check, plan --detailed-exitcode),
130 interrupted.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command, or the wizard. Returns the exit status."""
    gc.set_threshold(*GARBAGE)
    streams.prepare()
    try:
        return written(carry_out(arguments))
    except SystemExit as ended:  # argparse's own words, such as --help
        sys.exit(written(int(ended.code or DONE)))


def carry_out(arguments: Sequence[str] | None) -> int:
    """The command, and whatever goes wrong told to whoever gave it. Returns the exit status."""
    words = sys.argv[1:] if arguments is None else list(arguments)
    try:
        options = parse(words)
        return options.run(options)
    except KeyboardInterrupt:
        narrate("Interrupted. What was done is recorded; the same command goes on from there.")
        return INTERRUPTED
    except OrgwizardError as error:
        tell(error, as_data="--json" in words)
        if isinstance(error, SetupInUse):
            return WAITING
        if isinstance(error, WrongIdentity):
            return REFUSED
        return WRONG if isinstance(error, WrongInput) else FAILED
    except Exception as error:  # noqa: BLE001 - nobody is shown a traceback; it goes to a file, without any locals
        tell(defect(error), as_data="--json" in words)
        return FAILED


def written(status: int) -> int:
    """The exit status, which says so when a result could not be written."""
    lost = streams.LOST.get("standard output")
    if lost:
        narrate(f"orgwizard: Standard output could not be written: {lost}.")
        narrate("What was done is recorded. Send the result elsewhere, then give the same command again.")
    return FAILED if lost is not None and status in (DONE, WAITING) else status


def tell(error: OrgwizardError, *, as_data: bool = False) -> None:
    """An error for a person: what happened, each problem, and what to do next. As data it is a result, too."""
    if as_data:
        from wizard.commands.terminal import out_json
        from wizard.narration import error_record

        out_json({"version": 1, "error": error_record(error)})
    narrate(f"orgwizard: {error.message}")
    for problem in getattr(error, "problems", ()):
        narrate(f"  {problem}")
    narrate(error.remedy)


def defect(error: Exception) -> OrgwizardError:
    """A defect of the program's own as an error with a remedy. The traceback is written down, without variables."""
    import traceback

    from wizard.refusals.redaction import without_secrets

    told = without_secrets("".join(traceback.format_exception(error)))
    try:
        report = locations.home() / "crash.txt"
        locations.write_atomically(report, told)
        where = f"It is described in {report}, which names no secrets"
    except OrgwizardError:
        where = f"It is a {type(error).__name__}, and no file could be written about it"
    return OrgwizardError(
        f"This is a defect of orgwizard. {where}.",
        "What was done is recorded, so the same command may be tried again. Please report it with that file.",
    )


def parse(arguments: list[str]) -> Options:
    """The command line as options. Ends the process with status 2 when it cannot mean anything."""
    first = next((word for word in arguments if not word.startswith("-")), "")
    parser = command_parser(first) if first in COMMANDS else wizard_parser()
    given = parser.parse_args(arguments, namespace=Options())
    if given.mfa_code:
        from state.setup.sign_in_rules import mfa_code_problem

        fault = mfa_code_problem(given.mfa_code)
        if fault is not None:
            raise WrongInput(fault.what, fault.remedy)
    given.realm_for = realms(given)
    if first and first not in COMMANDS:
        refuse_near_miss(first, given)
    return given


def refuse_near_miss(word: str, given: Options) -> None:
    """A mistyped command begins no setup. Raises WrongInput where `word` looks like one and no setup is called so."""
    from difflib import get_close_matches

    meant = next(iter(get_close_matches(word, COMMANDS, n=1, cutoff=0.81)), "")
    if meant and word == given.name and not given.onboardings.exists(word):
        raise WrongInput(
            f"There is no command {word}, and no setup of that name.",
            f"Give `orgwizard {meant}` if that is meant. For a new setup called {word}, begin with `orgwizard new "
            f"{word}`.",
        )


def command(where: str) -> Callable[[Options], int]:
    """The function `module:name` of wizard.commands, imported when it is called: most of them bring the engine along,
    and nobody who asks for help or the version needs that."""

    def run(options: Options) -> int:
        module, _, name = where.partition(":")
        return int(getattr(import_module(f"wizard.commands.{module}"), name)(options))

    return run


def realms(given: Options) -> RealmFor:
    """How to get to AWS, or to the simulated one; neither is imported before it is needed."""

    def realm_for(rehearsal: bool, world_file: Path | None) -> Realm:
        if rehearsal:
            from wizard.simulated.realm import Rehearsal

            return Rehearsal(world_file, given.scenario or "", given.rehearsal_speed, given.mfa_code)
        from state.saved.keyring import Secrets
        from wizard.aws.realm import AwsRealm

        return AwsRealm(given.profile, given.region, mfa_code=given.mfa_code, secrets=Secrets(locations.home()))

    return realm_for


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
    """argparse's own would look the version up at every start."""

    def __call__(self, parser: argparse.ArgumentParser, *_rest: object) -> None:
        """Print it and end."""
        from importlib.metadata import version

        streams.out_document(f"orgwizard {version('orgwizard')}")
        parser.exit(DONE)


def wizard_parser() -> Parser:
    """`orgwizard [SETUP]`."""
    parser = Parser(
        prog="orgwizard",
        description="Walks a small team from one AWS account, or none, to a sound multi-account organization.",
        epilog="Commands: " + ", ".join(COMMANDS) + "; each takes --help.\n" + EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument(
        "name", nargs="?", default="", metavar="SETUP", help="a setup to resume or begin, or a setup file to open"
    )
    parser.add_argument("--version", action=ShowVersion, nargs=0, help="show the program's version and exit")
    parser.add_argument("--plain", action="store_true", help="the same questions, one line at a time")
    parser.add_argument("--ascii", action="store_true", help="for terminals without UTF-8")
    realm_options(parser)
    parser.set_defaults(run=command("interactive:open_wizard"), rehearsal_speed=REHEARSAL_SPEED)
    return parser


def command_parser(given: str) -> Parser:
    """`orgwizard COMMAND …`, with the options of the command that was given."""
    parser = Parser(
        prog="orgwizard", epilog=EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False
    )
    subparsers = parser.add_subparsers(required=True, metavar="COMMAND")
    for word, (where, summary, takes) in COMMANDS.items():
        one = subparsers.add_parser(
            word,
            help=summary,
            description=summary.capitalize() + ".",
            epilog=formats_told() + EPILOG if word == given == "export" else EPILOG,
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )
        one.set_defaults(run=command(where), rehearsal_speed=math.inf)
        for option in takes.split() if word == given else ():
            ARGUMENTS[option](one)
    return parser


def formats_told() -> str:
    """Each export format by its name, with what it is, a line each."""
    from wizard.exports import FORMATS

    width = max(map(len, FORMATS))
    return "Formats:\n" + "".join(f"  {each.name:<{width}}  {each.title}\n" for each in FORMATS.values()) + "\n"


def realm_options(parser: argparse.ArgumentParser) -> None:
    """Where AWS is, and who is asking."""
    parser.add_argument("--rehearse", action="store_true", help="on a simulated AWS; nothing leaves this machine")
    parser.add_argument("--scenario", default="", metavar="S", help="rehearse under this weather (see: scenarios)")
    parser.add_argument("--profile", default=None, metavar="P", help="profile of ~/.aws/config to sign in with")
    parser.add_argument("--region", default=None, metavar="R", help="Region to sign in through")
    parser.add_argument("--mfa-code", default="", metavar="C", help="six digits of the profile's MFA device")


ARGUMENTS = {
    "name": lambda parser: parser.add_argument("name", metavar="NAME", help="the new setup's name"),
    "setup": lambda parser: parser.add_argument("setup", metavar="SETUP", help="a saved setup or a setup file"),
    "[setup]": lambda parser: parser.add_argument("setup", nargs="?", default="", metavar="SETUP"),
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
    "home-region": lambda parser: parser.add_argument("--home-region", default="", metavar="R"),
    "existing": lambda parser: parser.add_argument(
        "--existing-account", default="", metavar="ID", help="id or address of an account to invite as the sandbox"
    ),
    "guardrails": lambda parser: parser.add_argument(
        "--guardrails", default="", choices=[level.value for level in Level], help="what protections are preset to"
    ),
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
    "secrets-action": lambda parser: parser.add_argument(
        "secrets_action", choices=("list", "forget"), metavar="ACTION"
    ),
    "[secret]": lambda parser: parser.add_argument("secret", nargs="?", default="", metavar="NAME"),
    "all": lambda parser: parser.add_argument("--all", action="store_true", help="forget every one"),
    "[of]": lambda parser: parser.add_argument(
        "of", nargs="?", default="setup", choices=("setup", "inventory"), metavar="OF", help="setup or inventory"
    ),
    "realm": realm_options,
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
        "name home-region yes json realm",
    ),
    "plan": (
        "planning:show_plan",
        "show what apply would do, against AWS as it is",
        "setup management-account plan-output markdown detailed json realm",
    ),
    "check": (
        "checking:check_setup",
        "tell whether AWS is still as SETUP has it, and who changed what",
        "setup management-account json realm",
    ),
    "apply": ("online:apply_setup", "do it", "setup management-account yes ask-again take-over json realm"),
    "undo": (
        "undoing:undo_setup",
        "tell of everything that was made whether it can be taken back, and take it back on approval",
        "setup management-account yes take-over json realm",
    ),
    "accept": (
        "acceptance:accept_invitation",
        "accept an invitation with the invited account's own credentials",
        "setup account access-role yes take-over json realm",
    ),
    "status": ("offline:show_status", "show how a setup stood when it was last looked at", "[setup] json realm"),
    "list": ("offline:show_status", "list the saved setups", "json realm"),
    "discard": ("offline:discard_setup", "move a saved setup aside", "setup yes realm"),
    "export": (
        "exporting:export_setup",
        "write what a team takes away, as configuration",
        "setup format output overwrite merge unmerge yes realm",
    ),
    "permissions": (
        "offline:show_permissions",
        "print the smallest IAM policy that SETUP can be applied with, answered, or used",
        "setup whose",
    ),
    "enter": (
        "entering:enter_account",
        "show how one gets into an account of SETUP, or open its console",
        "setup member console realm",
    ),
    "whoami": ("identity:show_identity", "show who is signed in, and whether they may carry a setup out", "json realm"),
    "doctor": (
        "doctor:show_checkup",
        "look at this machine and say what the wizard will do about it; the status is 0 whatever it finds",
        "json realm",
    ),
    "secrets": (
        "secrets:tend_secrets",
        "list what is kept in the keyring, or forget it",
        "secrets-action [secret] all json",
    ),
    "schema": ("offline:show_schema", "print the JSON Schema of the setup file, or of the inventory", "[of]"),
}

if __name__ == "__main__":
    sys.exit(main())
