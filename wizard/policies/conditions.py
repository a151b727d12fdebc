"""Whether a statement's Condition holds (IAM user guide, reference_policies_elements_condition_operators).

Three answers: it does, it does not, or CannotTell is raised, for an operator or a key that is not known here.
A key that a request does not carry makes a comparison false, a negated one (StringNotLike, ArnNotLike, …) true, and
one with IfExists true.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from wizard.policies.matching import CannotTell, arn_matches, matches, plain, with_variables

Value = str | tuple[str, ...] | None
"""Of a condition key: one value, several of a key that has several, or None for a key that the request lacks."""
Look = Callable[[str], Value]
"""The value of a key, whatever its case. Raises CannotTell for a key about which nothing is known."""

IF_EXISTS = "IfExists"
ANY, ALL = "ForAnyValue:", "ForAllValues:"

_TESTS: dict[str, Callable[[str, str], bool]] = {
    "StringEquals": lambda wanted, value: plain(wanted) == value,
    "StringEqualsIgnoreCase": lambda wanted, value: plain(wanted).lower() == value.lower(),
    "StringLike": matches,
    "ArnEquals": arn_matches,
    "ArnLike": arn_matches,
    "Bool": lambda wanted, value: plain(wanted).lower() == value.lower(),
}
"""By operator: the policy's value, then the request's. ArnEquals takes wildcards just as ArnLike does."""
_NEGATED = {
    "StringNotEquals": "StringEquals",
    "StringNotEqualsIgnoreCase": "StringEqualsIgnoreCase",
    "StringNotLike": "StringLike",
    "ArnNotEquals": "ArnEquals",
    "ArnNotLike": "ArnLike",
}


def holds(condition: Mapping[str, Any], look: Look) -> bool:
    """Whether every line of every operator is fulfilled. Raises CannotTell unless one is certain not to be."""
    unknown: CannotTell | None = None
    for operator, lines in condition.items():
        for key, wanted in lines.items():
            try:
                if not _line_holds(operator, key, texts(wanted), look):
                    return False
            except CannotTell as problem:
                unknown = problem
    if unknown is not None:
        raise unknown
    return True


def texts(value: Any) -> tuple[str, ...]:
    """The texts that JSON lists, or the one that it has; true and false as IAM writes them."""
    several = value if isinstance(value, list | tuple) else [value]
    return tuple(str(each).lower() if isinstance(each, bool) else str(each) for each in several)


def variable(look: Look) -> Callable[[str], str | None]:
    """What a policy variable is replaced by: keys with several values cannot be one."""

    def value_of(key: str) -> str | None:
        value = look(key)
        if isinstance(value, tuple):
            raise CannotTell(f"it uses {key}, which has several values, as a variable")
        return value

    return value_of


def _line_holds(operator: str, key: str, wanted: Sequence[str], look: Look) -> bool:
    if operator == "Null":
        return plain(wanted[0]).lower() == str(look(key) is None).lower()
    quantifier = next((each for each in (ANY, ALL) if operator.startswith(each)), "")
    name = operator.removeprefix(quantifier)
    if_exists = name.endswith(IF_EXISTS)
    name = name.removesuffix(IF_EXISTS)
    negated = name in _NEGATED
    test = _TESTS.get(_NEGATED.get(name, name))
    if test is None:
        raise CannotTell(f"it uses the operator {operator}")
    value = look(key)
    if value is None:
        return if_exists or quantifier == ALL or (negated and not quantifier)
    if isinstance(value, tuple) and not quantifier:
        raise CannotTell(f"it compares {key}, which has several values, with {operator}")
    patterns = [each for each in (with_variables(one, variable(look)) for one in wanted) if each is not None]
    values = value if isinstance(value, tuple) else (value,)
    outcomes = [any(test(one, each) for one in patterns) is not negated for each in values]
    return all(outcomes) if quantifier == ALL else any(outcomes)
