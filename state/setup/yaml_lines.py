"""YAML as plain texts, lists and mappings, each with the line it stands on. Nothing is guessed and nothing is run.

Every scalar stays the text that was typed: an account id keeps its leading zeros, `no` is no truth value and a date is
no date. What YAML offers beyond that (anchors, aliases, tags, several documents) is refused.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import yaml

from state.errors import Advice
from state.setup.text_rules import Where, quoted

MOST_LEVELS = 10
"""How deep lists and mappings may be nested; a setup needs four levels."""

Plain = str | list["Plain"] | dict[str, "Plain"]

ADVICE = {
    "found character '\\t'": Advice(
        "There is a tab where YAML takes only spaces.", "Replace the tab by spaces, in line with the lines around it."
    ),
    "mapping values are not allowed": Advice(
        "There is a colon where no key can be.", "Put the text in quotes, or check the indentation of this line."
    ),
    "could not find expected ':'": Advice(
        "There is a key without a colon.", "Write `key: value`, and check the indentation of this line."
    ),
    "found unexpected end of stream": Advice(
        "A quotation mark is opened and never closed.", "Close the quotation mark where the text ends."
    ),
    "expected <block end>": Advice(
        "The indentation does not fit the lines above.", "Begin the line below the key or the hyphen it belongs with."
    ),
    "but found another document": Advice(
        "A second YAML document begins here; a setup file is a single one.", "Remove the line --- and what follows it."
    ),
    "cannot start any token": Advice(
        "A text begins with a character that means something else in YAML.", "Put the text in quotes."
    ),
}

BEYOND = Advice(
    "A number in an escape or a directive is beyond what there can be.",
    "Write the character itself; a setup file needs no directives.",
)
HALF = Advice(
    "There is an escape that stands for half a character.",
    "Write the character itself in the place of the escape that begins with \\ud.",
)


@dataclass(frozen=True, slots=True)
class Located:
    """A Advice and the line it is on, counted from 1."""

    line: int
    fault: Advice


@dataclass(slots=True)
class PlainYaml:
    """What a YAML text says, and what is wrong with the text itself."""

    content: Plain | None = None
    """None when the text cannot be read at all or is empty."""
    problems: list[Located] = field(default_factory=list)
    lines: dict[Where, int] = field(default_factory=dict)
    """The line of every key and list item."""

    def line_of(self, where: Where) -> int:
        """The line of `where`, or of the nearest thing around it that has one."""
        while where and where not in self.lines:
            where = where[:-1]
        return self.lines.get(where, 1)


def read_plain(text: str) -> PlainYaml:
    """Read `text`. Problems are collected, nothing is raised."""
    result = PlainYaml()
    loader = None
    try:
        loader = _Loader(text, result.problems)
        root = loader.get_single_node()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        result.problems.append(Located(mark.line + 1 if mark else 1, _advice(error)))
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        result.problems.append(
            Located(line, Advice("There is an invisible control character.", "Delete it, or type the line again."))
        )
    except (ValueError, OverflowError):  # an escape or a directive with a number that is beyond everything
        mark = loader.get_mark() if loader else None
        result.problems.append(Located(mark.line + 1 if mark else 1, BEYOND))
    else:
        if root is not None:
            result.content = _plain(root, (), result)
    return result


def _advice(error: yaml.MarkedYAMLError) -> Advice:
    said = f"{error.context or ''} {error.problem or ''}"
    for sign, fault in ADVICE.items():
        if sign in said:
            return fault
    return Advice(
        f"This is not YAML: {error.problem or error.context}.",
        "Compare quotation marks, colons and indentation of this line and the one above with a working file.",
    )


class _Loader(yaml.SafeLoader):
    """Composes nodes, but no aliases, and to a bounded depth, so that no file costs more than its size."""

    def __init__(self, text: str, problems: list[Located]) -> None:
        super().__init__(text)
        self.problems = problems
        self.level = 0

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        event: Any = self.peek_event()  # type: ignore[no-untyped-call]
        mark: Any = event.start_mark
        line = mark.line + 1
        if isinstance(event, yaml.AliasEvent):
            self.get_event()  # type: ignore[no-untyped-call]
            self.refuse(
                line, f"*{str(event.anchor)[:60]} is an alias", "Write the value out, or put quotes around the text."
            )
            return yaml.ScalarNode("", "", mark, mark, style="'")
        if event.anchor is not None:
            self.refuse(line, f"&{event.anchor[:60]} is an anchor", "Remove it, or put quotes around the text.")
            event.anchor = None
        if event.tag is not None:
            self.refuse(line, f"{quoted(event.tag)} is a YAML tag", "Remove it; every value is taken as text anyway.")
            event.tag = None
        self.level += 1
        if self.level > MOST_LEVELS:
            raise yaml.MarkedYAMLError(problem="lists and keys are nested too deep", problem_mark=mark)
        node = super().compose_node(parent, index)
        self.level -= 1
        return node

    def refuse(self, line: int, subject: str, remedy: str) -> None:
        self.problems.append(Located(line, Advice(f"{subject}, which a setup file cannot contain.", remedy)))


def _plain(node: yaml.Node, where: Where, result: PlainYaml) -> Plain:
    result.lines.setdefault(where, node.start_mark.line + 1)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, (*where, number), result) for number, item in enumerate(node.value)]
    if isinstance(node, yaml.MappingNode):
        return _plain_mapping(node, where, result)
    return _text(node, result)


def _text(node: yaml.Node, result: PlainYaml) -> str:
    """A scalar's text. Half a character can be written nowhere, so it is a problem here."""
    text = str(node.value)
    if not any("\ud800" <= sign <= "\udfff" for sign in text):
        return text
    result.problems.append(Located(node.start_mark.line + 1, HALF))
    return "".join("\N{REPLACEMENT CHARACTER}" if "\ud800" <= sign <= "\udfff" else sign for sign in text)


def _plain_mapping(node: yaml.MappingNode, where: Where, result: PlainYaml) -> Plain:
    """Keys without a value count as left out."""
    mapping: dict[str, Plain] = {}
    first_lines: dict[str, int] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode):
            result.problems.append(
                Located(line, Advice("A list or mapping stands where a key belongs.", "Write a plain word as the key."))
            )
            continue
        key = _text(key_node, result)
        if key in first_lines:
            what = f"The key {quoted(key)} is there twice; line {first_lines[key]} has it already."
            result.problems.append(Located(line, Advice(what, "Remove one of the two.")))
            continue
        first_lines[key] = line
        result.lines[(*where, key)] = line
        if not (isinstance(value_node, yaml.ScalarNode) and value_node.style is None and value_node.value == ""):
            mapping[key] = _plain(value_node, (*where, key), result)
    return mapping
