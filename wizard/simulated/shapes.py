"""Holds questions and answers against botocore's service model, so that the simulation cannot drift from it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from typing import Any, cast

from botocore.model import ListShape, MapShape, OperationModel, Shape, StringShape, StructureShape

from wizard.simulated.wire_codes import UNLISTED_CODES

_TYPES: dict[str, type] = {
    "structure": dict,
    "map": dict,
    "list": list,
    "string": str,
    "boolean": bool,
    "timestamp": datetime,
    "integer": int,
    "long": int,
    "float": float,
    "double": float,
}
COMMON_CODES = frozenset(
    {
        "AccessDenied",
        "AccessDeniedException",
        "AuthFailure",
        "ExpiredToken",
        "ExpiredTokenException",
        "InternalFailure",
        "InvalidClientTokenId",
        "InvalidToken",
        "InvalidAction",
        "MalformedXML",
        "NotImplemented",
        "NotSignedUp",
        "OptInRequired",
        "PendingVerification",
        "RequestExpired",
        "RequestLimitExceeded",
        "SlowDown",
        "InvalidSignatureException",
        "SignatureDoesNotMatch",
        "SubscriptionRequiredException",
        "Throttling",
        "ThrottlingException",
        "UnauthorizedOperation",
        "UnknownOperationException",
        "UnrecognizedClientException",
        "UnsupportedOperation",
        "ValidationError",
        "ValidationException",
    }
)
"""Codes any operation may answer with; the service models do not list them."""

NOTHING = ("GetBucketLocation", "LocationConstraint")
"""What botocore itself makes None: S3 answers nothing for us-east-1."""


class NotInTheModel(AssertionError):
    """The simulation said something that AWS, by its own service model, cannot say."""


def check_answer(model: OperationModel, answer: dict[str, Any]) -> None:
    """Raise NotInTheModel unless `answer` has the operation's output shape."""
    if model.output_shape is None:
        problems = [f"unexpected {key}" for key in answer]
    else:
        said = {key: value for key, value in answer.items() if value is not None or (model.name, key) != NOTHING}
        problems = list(problems_of(model.output_shape, said, model.name))
    if problems:
        raise NotInTheModel("; ".join(problems))


def check_error(model: OperationModel, code: str, reason: str) -> None:
    """Raise NotInTheModel unless the operation may be refused with this code and reason."""
    shape = error_shape(model, code)
    known = COMMON_CODES | UNLISTED_CODES.get(model.service_model.service_name, frozenset())
    if shape is None and code not in known:
        raise NotInTheModel(f"{model.name} cannot answer {code}")
    member = shape.members.get("Reason") if shape else None
    if reason and (not isinstance(member, StringShape) or reason not in member.enum):
        raise NotInTheModel(f"{code} cannot have the reason {reason}")


def error_shape(model: OperationModel, code: str) -> StructureShape | None:
    """The operation's error with this code on the wire."""
    for shape in model.error_shapes:
        if code in (shape.name, shape.metadata.get("error", {}).get("code")):
            return cast(StructureShape, shape)
    return None


def problems_of(shape: Shape, value: Any, where: str) -> Iterator[str]:
    """What is wrong with `value`, held against `shape`."""
    expected = _TYPES.get(shape.type_name)
    if expected is None or not isinstance(value, expected):
        yield f"{where} is {type(value).__name__}, not {shape.type_name}"
    else:
        yield from _problems_inside(shape, value, where)


def _problems_inside(shape: Shape, value: Any, where: str) -> Iterator[str]:
    if isinstance(shape, StructureShape):
        yield from (f"{where}.{key} is unknown" for key in value if key not in shape.members)
        yield from (f"{where}.{key} is missing" for key in shape.required_members if key not in value)
        for key, member in shape.members.items():
            if key in value:
                yield from problems_of(member, value[key], f"{where}.{key}")
    elif isinstance(shape, ListShape):
        for index, item in enumerate(value):
            yield from problems_of(shape.member, item, f"{where}[{index}]")
    elif isinstance(shape, MapShape):
        for key, item in value.items():
            yield from problems_of(shape.value, item, f"{where}[{key}]")
    elif isinstance(shape, StringShape):
        fault = _text_fault(shape, value)
        if fault:
            yield f"{where} {fault[1]}"


def fault_in(shape: Shape | None, parameters: dict[str, Any]) -> tuple[str, str] | None:
    """(reason, sentence) of what botocore lets through and AWS does not: maximum lengths, patterns and enums."""
    for where, member, value in _leaves(shape, parameters, ""):
        fault = None
        if isinstance(value, str):
            fault = _text_fault(member, value)
        elif member.type_name == "integer" and value > member.metadata.get("max", value):
            fault = "MAX_VALUE_EXCEEDED", f"is above {member.metadata['max']}"
        if fault:
            return fault[0], f"You provided a value for {where} that {fault[1]}."
    return None


def _leaves(shape: Shape | None, value: Any, where: str) -> Iterator[tuple[str, Shape, Any]]:
    if isinstance(shape, StructureShape):
        for key, item in value.items():
            yield from _leaves(shape.members[key], item, key)
    elif isinstance(shape, ListShape):
        for item in value:
            yield from _leaves(shape.member, item, where)
    elif shape is not None:
        yield where, shape, value


def _text_fault(shape: Shape, value: str) -> tuple[str, str] | None:
    """(reason, what is wrong) of a text."""
    if len(value) < shape.metadata.get("min", 0):
        return "MIN_LENGTH_EXCEEDED", f"is shorter than {shape.metadata['min']} characters"
    if len(value) > shape.metadata.get("max", len(value)):
        return "MAX_LENGTH_EXCEEDED", f"is longer than {shape.metadata['max']} characters"
    enum = getattr(shape, "enum", None)
    if enum and value not in enum:
        return "INVALID_ENUM", f"is {value!r}, which is not in the list of values"
    pattern = _pattern(shape.metadata.get("pattern", ""))
    if pattern and not pattern.fullmatch(value):
        return "INVALID_PATTERN", f"is {value!r}, which does not have the form {pattern.pattern}"
    return None


@cache
def _pattern(text: str) -> re.Pattern[str] | None:
    """The service model's pattern, where Python can read Java's."""
    try:
        return re.compile(text, re.ASCII) if text else None
    except re.error:
        return None
