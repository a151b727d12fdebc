"""Wildcards and variables as IAM reads them (user guide, reference_policies_elements_resource and _variables)."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

ARN_PARTS = 6
"""arn, partition, service, Region, account, resource; the last may have colons of its own."""

_LITERAL = {"*": "\ue000", "?": "\ue001", "$": "$"}
"""Stand-ins for characters that are meant as themselves: `*` and `?` out of a variable's value, or `${*}`."""
_VARIABLE = re.compile(r"\$\{([^}]*)\}")


class CannotTell(Exception):
    """The answer depends on something that is not known here. Never leaves this package."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why
        """What is not known, to be followed by a full stop."""


def matches(pattern: str, text: str) -> bool:
    """Whether the whole text fits: `*` is any run of characters, an empty one too, and `?` exactly one."""
    return _compiled(pattern).fullmatch(text) is not None


def action_matches(pattern: str, action: str) -> bool:
    """The same for actions, whose case does not matter."""
    return matches(pattern.lower(), action.lower())


def arn_matches(pattern: str, arn: str) -> bool:
    """Whether an ARN fits, part by part, so that no wildcard reaches over a colon before the resource.

    A pattern with fewer parts goes on with wildcards, and `*` alone fits everything.
    """
    if pattern == "*":
        return True
    parts = arn.split(":", ARN_PARTS - 1)
    patterns = pattern.split(":", ARN_PARTS - 1)
    if len(parts) < ARN_PARTS:
        return matches(pattern, arn)
    patterns += ["*"] * (ARN_PARTS - len(patterns))
    return all(matches(one, part) for one, part in zip(patterns, parts, strict=True))


def with_variables(pattern: str, value_of: Callable[[str], str | None]) -> str | None:
    """The pattern with each `${key}` replaced by its value, which is literal; None when a key is absent.

    `value_of` may raise CannotTell, and so does this for a variable with a default value.
    """
    absent = False

    def replacement(variable: re.Match[str]) -> str:
        nonlocal absent
        key = variable.group(1)
        if key in _LITERAL:
            return _LITERAL[key]
        if "," in key:
            raise CannotTell(f"it uses the variable ${{{key}}}")
        value = value_of(key)
        absent = absent or value is None
        return "".join(_LITERAL.get(character, character) for character in value or "")

    replaced = _VARIABLE.sub(replacement, pattern)
    return None if absent else replaced


def plain(text: str) -> str:
    """Text that came out of `with_variables`, for comparison without wildcards."""
    return text.replace("\ue000", "*").replace("\ue001", "?")


@lru_cache(maxsize=1024)
def _compiled(pattern: str) -> re.Pattern[str]:
    pieces = {"*": ".*", "?": "."}
    text = "".join(pieces.get(character) or re.escape(plain(character)) for character in re.sub(r"\*+", "*", pattern))
    return re.compile(text, re.DOTALL)
