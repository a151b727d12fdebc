"""Data as text of the languages that several formats are written in. Text from elsewhere is never more than text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from state.setup.yaml_text import PlainDumper
from state.setup.yaml_text import as_yaml as plain_yaml


@dataclass(frozen=True, slots=True)
class Ref:
    """`!Ref NAME`: another part of the same file."""

    name: str


class _Dumper(PlainDumper):
    """Knows `!Ref`."""


def _ref(dumper: yaml.SafeDumper, ref: Ref) -> yaml.ScalarNode:
    return dumper.represent_scalar("!Ref", ref.name)


_Dumper.add_representer(Ref, _ref)


def as_yaml(value: Any) -> str:
    """`value` as YAML, references in it as `!Ref`."""
    return plain_yaml(value, _Dumper)


@dataclass(frozen=True, slots=True)
class Expression:
    """HCL that is no text, such as a reference."""

    text: str


class Block:
    """A block of HCL, laid out as `terraform fmt` would."""

    def __init__(self, kind: str, *labels: str) -> None:
        self.head = " ".join([kind, *map(hcl_text, labels)])
        self.lines: list[str] = []
        self._run: list[tuple[str, str]] = []

    def set(self, name: str, value: Any) -> Block:
        """One argument. What takes several lines stands by itself."""
        told = hcl(value)
        if "\n" in told:
            self._align()
            first, *rest = told.split("\n")
            self.lines += [f"{name} = {first}", *rest]
        else:
            self._run.append((name, told))
        return self

    def put(self, block: Block) -> Block:
        """A block inside of this one, after an empty line."""
        self._align()
        self.lines += ([""] if self.lines else []) + block.text().rstrip("\n").split("\n")
        return self

    def text(self) -> str:
        """The block, with its line break."""
        self._align()
        inside = "".join(f"  {line}\n" if line else "\n" for line in self.lines)
        return f"{self.head} {{\n{inside}}}\n" if inside else f"{self.head} {{}}\n"

    def _align(self) -> None:
        width = max((len(name) for name, _ in self._run), default=0)
        self.lines += [f"{name:<{width}} = {value}" for name, value in self._run]
        self._run = []


def hcl(value: Any) -> str:
    """A value as an expression of HCL."""
    match value:
        case Expression(text):
            return text
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case str():
            return hcl_text(value)
        case Mapping():
            pairs = [(hcl_text(str(key)), hcl(each)) for key, each in value.items()]
            width = max((len(key) for key, _ in pairs), default=0)
            lines = "".join(f"  {key:<{width}} = {each}\n" for key, each in pairs)
            return f"{{\n{lines}}}" if pairs else "{}"
        case _:
            lines = "".join(f"  {hcl(each)},\n" for each in value)
            return f"[\n{lines}]" if len(value) > 1 else f"[{', '.join(map(hcl, value))}]"


def hcl_text(text: str) -> str:
    """`text` in quotes, with nothing in it that HCL would evaluate: a sign that is escaped by its number begins no
    expression, in a key either, where not every reader knows a doubled one."""
    quoted = "".join(_hcl_sign(sign) for sign in text)
    return '"' + quoted.replace("${", "\\u0024{").replace("%{", "\\u0025{") + '"'


_HCL_SIGNS = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def _hcl_sign(sign: str) -> str:
    if sign in _HCL_SIGNS:
        return _HCL_SIGNS[sign]
    if sign.isprintable():
        return sign
    number = ord(sign)
    if 0xD800 <= number < 0xE000:
        number = 0xFFFD  # half a character, which no file of text can hold
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


def label(name: str, otherwise: str, join: str = "_") -> str:
    """`name` as what programming languages call things: ASCII letters, digits and `join`, a letter first."""
    found = re.sub(r"[^a-z0-9]+", join, name.lower()).strip(join)[:60].strip(join)
    if not found:
        return otherwise
    return found if found[0].isalpha() else f"{otherwise}{join}{found}"


def distinct(names: Mapping[str, str], join: str) -> dict[str, str]:
    """The same names by key; those that are not the only ones of their kind have the key's end behind them."""
    seen: dict[str, int] = {}
    for name in names.values():
        seen[name] = seen.get(name, 0) + 1
    ends = {key: re.sub(r"[^A-Za-z0-9]", "", key)[-12:].lower() for key in names}
    return {key: f"{name}{join}{ends[key]}" if seen[name] > 1 else name for key, name in names.items()}
