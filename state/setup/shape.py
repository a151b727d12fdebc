"""Whether plain YAML has the shape of a setup: known keys only, texts where texts belong, nothing missing.

pydantic compares it with the dataclasses of `state.setup`. It takes a fifth of a second to import, which nobody should
wait for before the first screen, so it is imported where it is used.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass, field, fields
from difflib import get_close_matches
from enum import StrEnum
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from state.errors import Advice
from state.setup import Invitation, MemberAccount, Purpose, Setup
from state.setup.access import Access, Callers
from state.setup.guardrails import Choice, Contact, Guardrails, GuardrailScope, Item, Level
from state.setup.people import Assignment, IdentityCenterWish, PeopleFrom, PermissionSet, Person
from state.setup.text_rules import Where, quoted
from state.setup.yaml_lines import Plain

if TYPE_CHECKING:
    from pydantic import TypeAdapter

NOUNS: dict[str, type[Any]] = {
    "accounts": MemberAccount,
    "invitations": Invitation,
    "access": Access,
    "callers": Callers,
    "data_bunker": Callers,
    "guardrails": Guardrails,
    "security_contact": Contact,
    "billing_contact": Contact,
    "operations_contact": Contact,
    "identity_center": IdentityCenterWish,
    "people": Person,
    "permission_sets": PermissionSet,
    "assignments": Assignment,
    **dict.fromkeys((item.value for item in Item), GuardrailScope),
}
"""What stands under a key: each entry of a list, or the group of keys itself."""
CHOICES: dict[str, tuple[str, type[StrEnum]]] = {
    "purpose": ("a purpose", Purpose),
    "level": ("a level of guardrails", Level),
    "people_from": ("where people come from", PeopleFrom),
    "[key]": ("a guardrail", Item),
}
"""Keys whose values are one of a few words."""
SMALLEST: dict[str, dict[str, Plain]] = {
    "accounts": {"account_name": "", "organizational_unit": ""},
    "invitations": {"account": "", "organizational_unit": ""},
    "people": {"user_name": ""},
    "permission_sets": {"name": ""},
    "assignments": {"permission_set": ""},
}

REQUIRED = frozenset(
    {"name", "home_region", "account_name", "organizational_unit", "account", "user_name", "permission_set"}
)
"""Keys that have to be there, whatever they are in."""
NAMES_THE_WHOLE = frozenset({"account_name", "account", "user_name", "permission_set"})
"""Keys without which nothing can be said of what they are in."""


@dataclass
class Shape:
    """A plain setup compared with what a setup has to look like."""

    setup: Setup
    """Exact when there are no faults; otherwise what was usable, so that the rest can be judged all the same."""
    faults: list[tuple[Where, Advice]] = field(default_factory=list)
    void: set[Where] = field(default_factory=set)
    """Where `setup` is not what the file says."""
    only_lacks: bool = True
    """Whether nothing is wrong but that keys are missing: `setup` has empty texts for them."""

    def made_up(self, where: Where) -> bool:
        """Whether something at, around or behind `where` is not what the file says, and a judgement on it void."""
        if self._void_units and "organizational_unit" in where:
            return True
        return any(where[:length] in self._void_items for length in range(len(where) + 1))

    @cached_property
    def _void_items(self) -> frozenset[Where]:
        """An account without a name, or an invitation without an account, is void as a whole."""
        return frozenset(bad[:2] if bad[-1] in NAMES_THE_WHOLE else bad for bad in self.void)

    @cached_property
    def _void_units(self) -> bool:
        return any(bad[:1] == ("organizational_units",) for bad in self.void)


def shape_of(content: dict[str, Plain]) -> Shape:
    """Compare `content` (without its version) with a setup."""
    from pydantic import ValidationError

    try:
        return Shape(setup_type().validate_python(content))
    except ValidationError as error:
        found = [(tuple(one["loc"]), one["type"]) for one in error.errors(include_url=False, include_context=False)]
    unknown = [where for where, kind in found if kind == "unexpected_keyword_argument"]
    meant = {(*where[:-1], _nearest_key(where)) for where in unknown}
    mended = copy.deepcopy(content)
    lacks = all(kind == "missing" for _, kind in found)
    shape = Shape(Setup(name="", home_region=""), void=meant | {where for where, _ in found}, only_lacks=lacks)
    for where, kind in found:
        if not (kind == "missing" and where in meant):
            shape.faults.append((where, fault_of(where, kind, content)))
        _mend(mended, where, kind)
    shape.setup = setup_type().validate_python(mended)
    return shape


@cache
def setup_type() -> TypeAdapter[Setup]:
    """The pydantic view of `Setup`."""
    from pydantic import TypeAdapter

    return TypeAdapter(Setup)


def known_keys(where: Where) -> list[str]:
    """The keys that may stand beside the key at `where`."""
    if len(where) == 1:
        return ["version", *(one.name for one in fields(Setup))]
    around = next(str(key) for key in reversed(where[:-1]) if isinstance(key, str))
    return [one.name for one in fields(NOUNS[around])]


def _nearest_key(where: Where) -> str:
    typed = str(where[-1])[:100].lower().replace("-", "_").replace(" ", "_")
    return next(iter(get_close_matches(typed, known_keys(where), n=1, cutoff=0.5)), "")


def fault_of(where: Where, kind: str, content: dict[str, Plain]) -> Advice:
    """What pydantic calls `kind`, at `where`, in two sentences; also for kinds that no setup gives today."""
    key = quoted(str(where[-1]))
    match kind:
        case "unexpected_keyword_argument":
            nearest = _nearest_key(where)
            keys = ", ".join(known_keys(where))
            remedy = f"Write {nearest} if that is meant; the keys" if nearest else "Remove it; the keys"
            return Advice(f"There is no key {key} here.", f"{remedy} that can stand here are {keys}.")
        case "missing":
            return Advice(
                f"The key {key} is missing.", f"Add a line `{where[-1]}: …`; empty quotes will do for a draft."
            )
        case "enum":
            return _one_of_a_few(where, content)
    subject = f"Entry {where[-1] + 1} of {where[-2]}" if isinstance(where[-1], int) else f"The value of {key}"
    found, wanted = _noun(_value(content, where)), WANTED.get(kind, ("something else", LOOK_UP))
    return Advice(f"{subject} is {found}, and it has to be {wanted[0]}.", wanted[1])


LOOK_UP = "Compare it with what `orgwizard schema` prints, or with a file that `orgwizard new` writes."

WANTED = {
    "string_type": ("a plain text", "Write it on the same line, in quotes if it begins with a special character."),
    "tuple_type": ("a list", "Write one entry a line, each beginning with a hyphen and indented alike."),
    "dict_type": ("keys with values", "Write one `key: value` a line, indented alike."),
    "dataclass_type": ("keys with values", "Write one `key: value` a line, indented alike."),
    "int_parsing": ("a whole number", "Write digits only, such as 365."),
    "int_type": ("a whole number", "Write digits only, such as 365."),
    "int_parsing_size": ("a whole number of a sensible size", "Write digits only, such as 365."),
    "bool_parsing": ("true or false", "Write true or false, without quotes."),
    "bool_type": ("true or false", "Write true or false, without quotes."),
}


def _one_of_a_few(where: Where, content: dict[str, Plain]) -> Advice:
    """A word that is none of those that can stand there; in `choices` it may also be the key that is wrong."""
    name, kind = CHOICES.get(str(where[-1]), ("a choice", Choice))
    said = str(where[-2]) if where[-1] == "[key]" else str(_value(content, where))
    words = [str(one.value) for one in kind]
    nearest = next(iter(get_close_matches(said[:100].lower(), words, n=1)), "")
    meant = f"Write {nearest} if that is meant, or one of " if nearest else "Write one of "
    return Advice(f"{quoted(said)} is not {name}.", f"{meant}{', '.join(words)}.")


def _noun(value: Any) -> str:
    if isinstance(value, list):
        return "a list"
    return "a group of keys" if isinstance(value, dict) else f"the text {quoted(str(value))}"


def _value(content: Any, where: Where) -> Any:
    for claim in where:
        content = content[claim]
    return content


def _mend(mended: dict[str, Plain], where: Where, kind: str) -> None:
    """Put something harmless where `where` is unusable; what need not be there is left out."""
    if where[-1:] == ("[key]",):
        where = where[:-1]
    around, last = _value(mended, where[:-1]), where[-1]
    if isinstance(last, int):
        around[last] = dict(SMALLEST.get(str(where[0]), {})) if kind == "dataclass_type" else ""
    elif last in REQUIRED and kind != "unexpected_keyword_argument":  # it is required elsewhere
        around[last] = ""
    else:
        around.pop(last, None)
