"""The setup as a YAML file: read with a line for every problem, written so that reading it gives the same setup.

`version: 1` stands first. A file made by a newer orgwizard is refused and left as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import MISSING, dataclass, fields, is_dataclass, replace
from difflib import get_close_matches
from errno import ENAMETOOLONG, ENOENT, ENOTDIR
from pathlib import Path
from typing import Any

from state.errors import Advice, InvalidSetup, UnknownSetup, UnreadableState, WrongInput
from state.setup import Invitation, Purpose, Setup, is_account_id
from state.setup.earlier_keys import in_todays_keys
from state.setup.ready_made import TEMPLATES, header_of, template_file
from state.setup.shape import setup_type, shape_of
from state.setup.text_rules import account_written, quoted
from state.setup.validation import problems_of
from state.setup.yaml_lines import Located, Plain, PlainYaml, read_plain
from state.setup.yaml_text import as_yaml

FORMAT = 1
Complete = Callable[[Setup], Setup]
SANDBOX_UNIT = "Sandbox"
MOST_BYTES = 1024 * 1024
MOST_PROBLEMS = 200
"""More than anybody reads; a file with more is wrong in one way, many times."""
ALWAYS_WRITTEN: dict[type, tuple[str, ...]] = {
    Setup: ("home_region", "email_pattern", "organization_access_role"),
    Invitation: ("purpose",),
}
"""Fields that whoever edits the file should see, whatever they are."""
HOLDS_ACCOUNTS = frozenset({"management_account_id", "account_id", "account", "accounts", "except_accounts"})
"""Keys under which an account's id may stand."""
FAULTY = "Correct the lines named above, then try again; nothing was changed anywhere."


@dataclass(frozen=True, slots=True)
class LocatedProblem(Advice):
    """One problem of a setup file. As text it is the complete line to show: file, line, what, remedy."""

    file_name: str
    line: int
    serious: bool = True

    def __str__(self) -> str:
        return f"{self.file_name}:{self.line}: {self.what} — {self.remedy}"


@dataclass(frozen=True, slots=True)
class ParsedSetup:
    """What a setup file says."""

    setup: Setup | None
    """None when the structure is wrong. A setup that is here may still have problems, as a draft does."""
    problems: tuple[LocatedProblem, ...]
    """Everything wrong with the file, by line; warnings too."""
    draft: Setup | None = None
    """The setup also where the file only lacks keys, with empty texts for them: for somebody who is asked the rest."""

    @property
    def serious_problems(self) -> tuple[LocatedProblem, ...]:
        """The problems that stop a plan."""
        return tuple(problem for problem in self.problems if problem.serious)

    def sound(self, file_name: str) -> Setup:
        """The setup. Raises InvalidSetup when there is any serious problem; it carries all lines, warnings too."""
        if self.setup is None or self.serious_problems:
            warnings = [problem for problem in self.problems if not problem.serious]
            counts = ((len(self.serious_problems), "problem"), (len(warnings), "warning"))
            found = [f"{number} {what}{'s' if number > 1 else ''}" for number, what in counts if number]
            message = f"{file_name} has {' and '.join(found)}."
            lines = [*map(str, self.serious_problems), *(f"{each} (A warning.)" for each in warnings)]
            told = lines[:MOST_PROBLEMS]
            more = len(self.problems) - len(told)
            raise InvalidSetup(message, FAULTY, [*told, *([f"… and {more} more."] if more else [])])
        return self.setup


def as_it_is(setup: Setup) -> Setup:
    """Completes nothing."""
    return setup


def read_setup(path: Path, complete: Complete = as_it_is) -> Setup:
    """The setup in the file at `path`, completed before it is judged.

    Raises InvalidSetup when there is any serious problem (it carries all lines, warnings included), UnknownSetup
    when there is no such file, UnreadableState when it cannot be opened or a newer orgwizard made it.
    """
    return parse_file(path, complete).sound(str(path))


def parse_file(path: Path, complete: Complete = as_it_is) -> ParsedSetup:
    """Like parse_setup, for a file. Raises UnknownSetup and UnreadableState."""
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        if error.errno in (ENOENT, ENOTDIR, ENAMETOOLONG):
            raise UnknownSetup(f"There is no file {path}.", "Check the spelling and the directory.") from error
        raise UnreadableState(
            f"The file {path} cannot be read: {error.strerror}.", "Make it readable for you, or name another file."
        ) from error
    return parse_bytes(data, str(path), complete)


def parse_bytes(data: bytes, file_name: str, complete: Complete = as_it_is) -> ParsedSetup:
    """Like parse_setup, for what a file or standard input holds; MOST_BYTES + 1 of it are enough."""
    if len(data) > MOST_BYTES:
        fault = Advice("The file is larger than 1 MiB, so it is not a setup.", "Name the setup file itself.")
        return _only(file_name, Located(1, fault))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        fault = Advice("From here on the file is not UTF-8 text.", "Save it as UTF-8, or name another file.")
        return _only(file_name, Located(data.count(b"\n", 0, error.start) + 1, fault))
    return parse_setup(text, file_name, complete)


def parse_setup(text: str, file_name: str, complete: Complete = as_it_is) -> ParsedSetup:
    """Read `text`, naming `file_name` in every problem. Raises UnreadableState when a newer orgwizard made it.

    `complete` may fill in what is missing before anything is judged; a rehearsal has stand-ins.
    """
    source = read_plain(text)
    if source.content is None:
        empty = Advice("The file is empty.", "Begin with `orgwizard new NAME`, which writes a file to edit.")
        return _only(file_name, *(source.problems or [Located(1, empty)]))
    if not isinstance(source.content, dict):
        fault = Advice("The file is not a setup: its top level is no list of keys.", "Write `key: value` lines.")
        return _only(file_name, *source.problems, Located(1, fault))
    version = source.content.get("version", "")
    located = [*source.problems, *_version_problems(source, version, file_name)]
    content = {key: _with_ids(value, key) for key, value in source.content.items() if key != "version"}
    shape = shape_of(in_todays_keys(content))
    usable = shape.only_lacks and not (source.problems or (version and located))
    located += [Located(source.line_of(where), fault) for where, fault in shape.faults]
    sound = not located
    judged_already = {one.line for one in located}
    problems = [LocatedProblem(one.fault.what, one.fault.remedy, file_name=file_name, line=one.line) for one in located]
    setup = complete(shape.setup)
    for problem in problems_of(setup):
        line = source.line_of(problem.where)
        if not shape.made_up(problem.where) and (line not in judged_already or not problem.where):
            problems.append(
                LocatedProblem(problem.what, problem.remedy, file_name=file_name, line=line, serious=problem.serious)
            )
    return ParsedSetup(setup if sound else None, _by_line(problems), setup if usable else None)


def _with_ids(value: Plain, key: str) -> Plain:
    """The same, with account ids that were copied from the console as AWS has them."""
    if isinstance(value, dict):
        return {inner: _with_ids(each, inner) for inner, each in value.items()}
    if isinstance(value, list):
        return [_with_ids(each, key) for each in value]
    bare = account_written(value)
    return bare if key in HOLDS_ACCOUNTS and is_account_id(bare) else value


def _only(file_name: str, *located: Located) -> ParsedSetup:
    problems = [LocatedProblem(one.fault.what, one.fault.remedy, file_name=file_name, line=one.line) for one in located]
    return ParsedSetup(None, _by_line(problems))


def _by_line(problems: list[LocatedProblem]) -> tuple[LocatedProblem, ...]:
    return tuple(sorted(problems, key=lambda problem: problem.line))


def _version_problems(source: PlainYaml, version: Plain, file_name: str) -> Iterator[Located]:
    if version == str(FORMAT):
        return
    if isinstance(version, str) and version.isascii() and version.isdigit() and int(version[:9]) > FORMAT:
        raise UnreadableState(
            f"{file_name} was made by a newer orgwizard: its version is {quoted(version)}, not {FORMAT}.",
            "Upgrade orgwizard, then try again. The file was left as it is.",
        )
    what = f"{quoted(str(version))} is not a version of the setup file." if version else "The version is missing."
    yield Located(source.line_of(("version",)), Advice(what, f"Write `version: {FORMAT}` as the first line."))


def write_setup(setup: Setup) -> str:
    """`setup` as YAML. The same setup gives the same text, and reading the text gives the same setup."""
    return as_yaml({"version": FORMAT, **_written(setup)})


def _written(noun: Any) -> dict[str, Any]:
    """The fields as plain values; what is as it would be anyway is left out."""
    content: dict[str, Any] = {}
    for one in fields(noun):
        value = getattr(noun, one.name)
        default = one.default_factory() if one.default_factory is not MISSING else one.default
        if value == default and one.name not in ALWAYS_WRITTEN.get(type(noun), ()):
            continue
        if isinstance(value, tuple):
            value = [item if isinstance(item, str) else _written(item) for item in value]
        elif is_dataclass(value):
            value = _written(value)
        elif isinstance(value, dict):
            value = {key: _written(entry) if is_dataclass(entry) else entry for key, entry in value.items()}
        content[one.name] = value
    return content


def json_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of the setup file, for editors."""
    schema = setup_type().json_schema()
    version = {"const": FORMAT, "description": "The format of this file.", "title": "Version"}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "title": "orgwizard setup",
        "properties": {"version": version, **schema["properties"]},
        "required": ["version", *schema["required"]],
    }


def no_such_template(template: str, names: Sequence[str]) -> WrongInput:
    """That nothing is called so, and what is."""
    nearest = get_close_matches(template, names, n=1)
    others = ", ".join(each for each in names if each not in nearest)
    meant = f"{nearest[0]}, if that is meant, or " if nearest else ""
    return WrongInput(f"There is no template {quoted(template)}.", f"Use {meant}one of {others}.")


def from_template(
    template: str, name: str, home_region: str = "", email_pattern: str = "", existing_account: str = ""
) -> Setup:
    """A setup called `name` with the template's structure.

    `existing_account` is the id or address of the account the team uses already: it is invited as the sandbox, and no
    new sandbox is made. Raises WrongInput for an unknown template; the texts are not judged.
    """
    if template not in TEMPLATES:
        raise no_such_template(template, TEMPLATES)
    setup = parse_setup(template_file(f"{template}.yaml"), template).setup
    setup = replace(
        setup or Setup(name="", home_region=""), name=name, home_region=home_region, email_pattern=email_pattern
    )
    if not existing_account:
        return setup
    units = setup.organizational_units
    return replace(
        setup,
        organizational_units=units if SANDBOX_UNIT in setup.unit_paths() else (*units, SANDBOX_UNIT),
        accounts=tuple(account for account in setup.accounts if account.purpose is not Purpose.SANDBOX),
        invitations=(Invitation(account=existing_account, organizational_unit=SANDBOX_UNIT),),
    )


def template_text(
    template: str, name: str, home_region: str = "", email_pattern: str = "", existing_account: str = ""
) -> str:
    """Like from_template, as a file to edit, with comments that explain the structure and every key."""
    return setup_text(template, from_template(template, name, home_region, email_pattern, existing_account))


def setup_text(template: str, setup: Setup) -> str:
    """A setup made from a template, as a file to edit, with comments."""
    header = header_of(template_file(f"{template}.yaml"))
    return f"{header}\n#\n{template_file('guide.txt')}\n{write_setup(setup)}"
