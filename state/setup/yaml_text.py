"""Plain values as YAML that every reader takes for the same."""

from __future__ import annotations

import sys
from typing import Any

import yaml

from state.text.printable import printable_lines


class PlainDumper(yaml.SafeDumper):
    """Writes lists indented, never an alias, and quotes whatever any YAML reader could take for something else."""

    def ignore_aliases(self, _data: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002 - PyYAML's name
        super().increase_indent(flow, indentless=False)


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = None
    if not text.isprintable():
        style = '"'
    elif text[:1] in "+-.0123456789":
        style = "'"
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


PlainDumper.add_representer(str, _represent_text)
PlainDumper.add_multi_representer(str, _represent_text)  # enumerations


def as_yaml(content: Any, dumper: type[PlainDumper] = PlainDumper) -> str:
    """`content`, its keys in their order. What is not printable stands in double quotes, where YAML has the same
    escapes."""
    text: str = yaml.dump(
        content, Dumper=dumper, default_flow_style=False, sort_keys=False, allow_unicode=True, width=sys.maxsize
    )
    return printable_lines(text)
