"""Templates of one's own: any setup file will do. And single answers, given as `key=value`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from state.errors import InvalidSetup, WrongInput
from state.saved.locations import names_a_file
from state.setup import Setup
from state.setup.file import no_such_template, parse_file, write_setup
from state.setup.ready_made import TEMPLATES, own_templates
from state.setup.shape import shape_of
from state.setup.text_rules import quoted
from state.setup.yaml_lines import read_plain
from wizard.edits.memory import forget


def own_template(template: str, home: Path) -> Path | None:
    """The setup file that is meant: a path, or a name in the folder; None for a ready-made template. Raises WrongInput
    where nothing is called so."""
    if template in TEMPLATES:
        return None
    if names_a_file(template):
        return Path(template)
    own = own_templates(home)
    if template not in own:
        raise no_such_template(template, (*TEMPLATES, *own))
    return own[template]


def from_own_template(path: Path, name: str, home_region: str = "", email_pattern: str = "") -> Setup:
    """A setup called `name` with the answers of the file at `path`, without what that one learned from AWS.

    Raises UnknownSetup, UnreadableState, and InvalidSetup where the file says what no setup can hold.
    """
    parsed = parse_file(path)
    if parsed.draft is None:
        parsed.sound(str(path))
    setup = forget(parsed.draft or Setup(name="", home_region=""))
    return replace(
        setup,
        name=name,
        home_region=home_region or setup.home_region,
        email_pattern=email_pattern or setup.email_pattern,
        left_alone={},
    )


def with_values(setup: Setup, given: Iterable[str]) -> Setup:
    """`setup` with answers that are given as `key=value`: `guardrails.level=strict`, `accounts.0.tags.team=shop`.

    A value is what stands behind the key in a setup file, so a list is `[a, b]`. Raises WrongInput for one that has no
    place, and InvalidSetup for values that no setup can hold.
    """
    content: Any = read_plain(write_setup(setup)).content
    for text in given:
        key, equals, value = text.partition("=")
        if not (key and equals):
            raise WrongInput(f"{quoted(text)} is no answer.", "Write a key and a value, such as home_region=eu-west-1.")
        _put(content, key, _value(value))
    content.pop("version", None)
    shape = shape_of(content)
    if shape.faults:
        told = [f"{'.'.join(str(each) for each in where)}: {fault}" for where, fault in shape.faults]
        raise InvalidSetup("Not every answer has a place in a setup.", "Correct what is named above.", told)
    return shape.setup


def _value(text: str) -> Any:
    """As YAML has it behind a key; what is no YAML is text as it stands."""
    read = read_plain(f"value: {text}")
    whole = isinstance(read.content, dict) and list(read.content) == ["value"] and not read.problems
    return read.content["value"] if whole and isinstance(read.content, dict) else text


def _put(content: Any, key: str, value: Any) -> None:
    """Write `value` at the dotted `key`; groups of keys on the way are made. Raises WrongInput."""
    *above, last = key.split(".")
    here = content
    for part in above:
        if isinstance(here, list) and part.isdecimal() and int(part[:6]) < len(here):
            here = here[int(part)]
        elif isinstance(here, dict):
            here = here.setdefault(part, {})
        else:
            raise _no_place(key, part)
    if isinstance(here, list) and last.isdecimal() and int(last[:6]) < len(here):
        here[int(last)] = value
    elif isinstance(here, dict):
        here[last] = value
    else:
        raise _no_place(key, last)


def _no_place(key: str, part: str) -> WrongInput:
    return WrongInput(
        f"There is no {quoted(part)} on the way of {quoted(key)}.",
        "Write the keys of the setup file with dots between, and the number of a list's entry, the first being 0.",
    )
