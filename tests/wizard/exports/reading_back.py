"""What each format says, read back by something that is not ours."""

from __future__ import annotations

import configparser
import csv
import json
import re
from collections.abc import Iterator, Mapping
from html import unescape
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree as ET

import hcl2
import yaml
from markdown_it import MarkdownIt

Files = Mapping[str, str]


class Loader(yaml.SafeLoader):
    """Knows `!Ref`, as the tools do that such files are for."""


def _ref(loader: Loader, node: yaml.ScalarNode) -> dict[str, Any]:
    return {"Ref": loader.construct_scalar(node)}


Loader.add_constructor("!Ref", _ref)


def from_yaml(text: str) -> Any:
    return yaml.load(text, Loader)  # noqa: S506 - a SafeLoader with one more tag


def all_from_yaml(text: str) -> list[Any]:
    return list(yaml.load_all(text, Loader))


def the(files: Files, end: str) -> str:
    (name,) = (name for name in files if name.endswith(end))
    return files[name]


def hcl(text: str) -> dict[str, Any]:
    return hcl2.loads(text)


def hcl_text(quoted: str) -> str:
    """What a quoted text of HCL stands for."""
    inner = quoted.removeprefix('"').removesuffix('"')

    def sign(found: re.Match[str]) -> str:
        escape = found[1]
        if escape[0] in "uU":
            return chr(int(escape[1:], 16))
        return {"n": "\n", "r": "\r", "t": "\t"}.get(escape, escape)

    return re.sub(r"\\(u[0-9a-f]{4}|U[0-9a-f]{8}|.)", sign, inner)


def resources(text: str, kind: str) -> dict[str, Any]:
    """The resources of a kind in a Terraform file, by label."""
    found: dict[str, Any] = {}
    for each in hcl(text).get("resource", []):
        found |= each.get(f'"{kind}"', {})
    return found


class Page(HTMLParser):
    """The titles of the cards, the cells of tables, and every address."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.titles: list[str] = []
        self.addresses: list[str] = []
        self.tags: list[str] = []
        self._inside = False
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.addresses += [value or "" for name, value in attrs if name in ("href", "src")]
        if tag == "h3" and any((value or "").startswith("account-") for _, value in attrs):
            self._inside = True
            self.titles.append("")

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "h3"

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.titles[-1] += data


def markdown_titles(text: str) -> list[str]:
    """The headings of the third level, as text, and whether anything became HTML."""
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    assert not [each for each in tokens if each.type == "html_block" and "orgwizard" not in each.content]
    return [
        "".join(child.content for child in tokens[number + 1].children or ())
        for number, token in enumerate(tokens)
        if token.type == "heading_open" and token.tag == "h3"
    ]


def svg_names(text: str) -> list[str]:
    root = ET.fromstring(text)  # noqa: S314 - written a moment ago
    space = "{http://www.w3.org/2000/svg}"
    return [title.text or "" for group in root.iter(f"{space}g") for title in group.iter(f"{space}title")]


def mermaid_names(text: str) -> list[str]:
    labels = re.findall(r'^  n\d+[(\[/]+"([^"]*)"', text, re.MULTILINE)
    first_lines = [label.partition("<br>")[0].replace("<b></b>", "") for label in labels]
    return [re.sub(r"#(\d+);", lambda found: chr(int(found[1])), line) for line in first_lines]


def dot_names(text: str) -> list[str]:
    labels = re.findall(r'label="((?:[^"\\]|\\.)*)"', text)
    first_lines = [re.match(r"(?:[^\\]|\\[^n])*", label) for label in labels]
    return [unescape(re.sub(r"\\(.)", r"\1", line[0])) for line in first_lines if line is not None]


def profiles(text: str) -> dict[str, dict[str, str]]:
    parser = configparser.RawConfigParser()
    parser.read_string(text)
    return {section: dict(parser[section]) for section in parser.sections()}


def rows(text: str) -> Iterator[dict[str, str]]:
    return csv.DictReader(text.splitlines())


def as_json(text: str) -> Any:
    return json.loads(text)
