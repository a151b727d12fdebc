"""A block of ours in a file of somebody else's: put in, replaced or taken out, and every other byte as it was."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from difflib import unified_diff

from state.errors import WrongInput

_OPEN_LINE = ", after a line without an end"
"""Said in the first marker where a line break had to come before it, so that taking it out takes that, too."""


def merged(present: bytes, name: str, block: bytes) -> bytes:
    """`present` with `block` in the place of the block called `name`, or at its end.

    An editor may have given the file line ends of its own since. Raises WrongInput where its markers are damaged, or a
    section of the block stands elsewhere in the file: tools refuse a file that has one twice.
    """
    rest = without(present, name)
    twice = sorted(_sections(rest) & _sections(block))
    if twice:
        raise WrongInput(
            f"The file has sections of its own called {', '.join(twice)}, and tools refuse a file with two of a name.",
            "Rename or remove them, or put the exported file somewhere else and point AWS_CONFIG_FILE at it.",
        )
    start = _found(present, name)
    if start is not None:
        joined = _OPEN_LINE if start[0].startswith((b"\n", b"\r")) else ""
        return present[: start.start()] + _as_in(rest, _marked(name, block, joined)) + present[start.end() :]
    joined = _OPEN_LINE if present and not present.endswith(b"\n") else ""
    return present + _as_in(rest, _marked(name, block, joined))


def without(present: bytes, name: str) -> bytes:
    """`present` as it was before the block came. Raises WrongInput where its markers are damaged."""
    found = _found(present, name)
    return present if found is None else present[: found.start()] + present[found.end() :]


def difference(before: bytes, after: bytes, file_name: str) -> Iterator[str]:
    """What would change, line by line."""
    old, new = (text.decode("utf-8", "replace").splitlines() for text in (before, after))
    yield from unified_diff(old, new, file_name, file_name, lineterm="")


def _marked(name: str, block: bytes, joined: str) -> bytes:
    begin = f"# >>> orgwizard {name}{joined} >>>\n".encode()
    return (b"\n" if joined else b"") + begin + block.rstrip(b"\n") + b"\n" + _end(name)


def _as_in(rest: bytes, block: bytes) -> bytes:
    """With the line ends of the file, where all of it has those of Windows."""
    windows = rest.count(b"\r\n")
    return block.replace(b"\n", b"\r\n") if windows and windows == rest.count(b"\n") else block


def _end(name: str) -> bytes:
    return f"# <<< orgwizard {name} <<<\n".encode()


def _found(present: bytes, name: str) -> re.Match[bytes] | None:
    called, joined = re.escape(name.encode()), re.escape(_OPEN_LINE.encode())
    after_open_line = rb"(?P<end>\r?\n)# >>> orgwizard " + called + joined + rb" >>>(?P=end)"
    begin = rb"(?:" + after_open_line + rb"|^# >>> orgwizard " + called + rb" >>>\r?\n)"
    end = rb"^# <<< orgwizard " + called + rb" <<<\r?(?:\n|\Z)"
    found = list(re.finditer(begin + rb".*?" + end, present, re.MULTILINE | re.DOTALL))
    begins, ends = (len(re.findall(each, present, re.MULTILINE)) for each in (begin, end))
    if not len(found) == begins == ends <= 1:
        raise WrongInput(
            f"The lines that mark the block of {name} in the file are damaged, so nothing was changed.",
            "Remove what is left of the block by hand, from `# >>> orgwizard` to `# <<< orgwizard`, then try again.",
        )
    return found[0] if found else None


def _sections(text: bytes) -> set[str]:
    """By their names, as botocore reads them: words may be in quotes, with any blanks between them."""
    found = re.findall(rb"^\[([^\]\n]+)\]", text, re.MULTILINE)
    return {" ".join(_words(each.decode("utf-8", "replace"))) for each in found}


def _words(title: str) -> list[str]:
    try:
        return shlex.split(title)
    except ValueError:  # a quote without an end: botocore takes no profile from it
        return [title]
