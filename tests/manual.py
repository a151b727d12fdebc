"""The manual page, from the very parsers that read the command line: `make manual` writes docs/orgwizard.1 anew."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from state import VERSION
from wizard.commands.arguments import COMMANDS, every_command, formats_help, wizard_parser
from wizard.commands.examples import EXAMPLES, WIZARD

PAGE = Path(__file__).parent.parent / "docs" / "orgwizard.1"

STATUS = (
    ("0", "Done."),
    ("1", "It failed; what was done is recorded, and the same command goes on from there."),
    ("2", "Wrong usage, or input that cannot be used."),
    ("3", "It waits for a person, also for whoever has the setup open elsewhere. Run it again later."),
    ("4", "Refused, or not approved."),
    ("5", "There are differences (check, plan --detailed-exitcode)."),
    ("130", "Interrupted."),
)
ENVIRONMENT = (
    ("ORGWIZARD_HOME", "The directory of saved setups, instead of the place that the system has for such things."),
    ("AWS_PROFILE, AWS_REGION, AWS_ENDPOINT_URL, AWS_CA_BUNDLE, HTTPS_PROXY", "As in boto3 and the AWS CLI."),
    ("NO_COLOR", "When set and not empty, no colour at all."),
    ("ACCESSIBLE", "When 1, the wizard asks line by line, as with --plain."),
    ("TERM", "When dumb, the same."),
)
FILES = (
    ("NAME.yaml", "A setup file: what `orgwizard new` writes, and what every command takes as SETUP."),
    ("~/.aws/config, ~/.aws/credentials", "Profiles to sign in with, as in the AWS CLI."),
)


def page() -> str:
    """All of it."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield f'.TH ORGWIZARD 1 "" "orgwizard {VERSION}" "User commands"'
    yield from (".SH NAME", "orgwizard \\- set up the AWS accounts of a small team, guided")
    yield from (".SH SYNOPSIS", ".B orgwizard", "[\\fISETUP\\fR] [\\fIoptions\\fR]", ".br", ".B orgwizard")
    yield "\\fICOMMAND\\fR [\\fIoptions\\fR]"
    wizard = wizard_parser()
    yield from (".SH DESCRIPTION", _escaped(str(wizard.description)), ".PP")
    yield "SETUP is a saved setup's name or a setup file's path; - is standard input."
    yield from (".SH OPTIONS OF THE WIZARD", *_options(wizard), *_examples(WIZARD))
    yield ".SH COMMANDS"
    commands = every_command()[1].choices
    for word in COMMANDS:
        yield from (f'.SS "{_escaped(_synopsis(commands[word]))}"', _escaped(str(commands[word].description)))
        yield from (*_options(commands[word]), *_examples(EXAMPLES[word]))
    yield from (".SH FORMATS OF EXPORT", ".nf", *map(_escaped, formats_help().splitlines()[1:]), ".fi")
    for title, entries in (("EXIT STATUS", STATUS), ("ENVIRONMENT", ENVIRONMENT), ("FILES", FILES)):
        yield f".SH {title}"
        for name, words in entries:
            yield from (".TP", f".B {_escaped(name)}", _escaped(words))


def _synopsis(parser: argparse.ArgumentParser) -> str:
    places = [each for each in parser._actions if not each.option_strings]  # argparse has no public name for them
    return " ".join([parser.prog.rpartition(" ")[2], *(str(each.metavar) for each in places)])


def _options(parser: argparse.ArgumentParser) -> Iterator[str]:
    for each in parser._actions:
        if each.dest == "help":
            continue
        name = ", ".join(each.option_strings) or str(each.metavar)
        value = f" {each.metavar}" if each.option_strings and each.metavar else ""
        choices = f" One of {', '.join(map(str, each.choices))}." if each.choices and each.option_strings else ""
        yield from (".TP", f".B {_escaped(name + value)}")
        yield _escaped(f"{(each.help or '')[:1].upper()}{(each.help or '')[1:]}.{choices}")


def _examples(examples: tuple[tuple[str, str], ...]) -> Iterator[str]:
    for line, what in examples:
        yield from (".PP", f"{_escaped(what[:1].upper() + what[1:])}:", ".PP", ".RS 4", ".nf")
        yield from (f"\\fB{_escaped(line)}\\fR", ".fi", ".RE")


def _escaped(text: str) -> str:
    """As roff has it: a hyphen that can be copied, and no line that begins like a request."""
    told = text.replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{told}" if told.startswith((".", "'")) else told


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
