"""The call to AWS that a change is: what the gateway sends, and what the review shows before it is sent.

Changes refer by name; the ids come from a reading. An id that AWS has not given yet is a placeholder such as
`<id of Workloads>`, which simply shows through; the gateway refuses to send one.
"""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from state.observed.settings import Place

_COMMANDS = {"s3": "s3api"}
"""Services that the command line interface calls otherwise than boto3."""
_PLACEHOLDER = re.compile(r"<[^<>]+>")
_FREE_TEXT = frozenset(
    {"AccountName", "Description", "Email", "EmailAddress", "Name", "Notes", "PhoneNumber", "Tags", "Title"}
)
"""Parameters that people fill, so that `<` means nothing in them."""


MADE_HERE = [{"Key": "made-by", "Value": "orgwizard"}]
"""The tag of what the program makes beside accounts, so that whoever finds it knows where it comes from."""


@dataclass(frozen=True)
class Request:
    """One call to AWS, in AWS's own words."""

    service: str
    """boto3's name of the service: `organizations`, `iam`."""
    operation: str
    """The operation as the API reference has it: `CreateAccount`."""
    parameters: dict[str, Any]
    """As the API reference has them. JSON documents are text."""
    place: Place | None = None
    """The account and Region it is sent in; None for the account that is signed in to, in any Region."""
    account_id: str = ""
    """The id of the account that `place` names."""
    root_task: str = ""
    """AWS's policy for a privileged session of that account's root user; empty for the organization access role
    (IAM user guide, id_root-user-privileged-task)."""

    @property
    def placeholders(self) -> tuple[str, ...]:
        """Ids that AWS has yet to give, in the order they appear. With any, the request cannot be sent."""
        told = [value for key, value in self.parameters.items() if key not in _FREE_TEXT]
        return tuple(found for text in _texts([self.account_id, *told]) for found in _PLACEHOLDER.findall(text))

    @property
    def aws_command(self) -> str:
        """The same call as a line for a POSIX shell with the AWS command line interface."""
        words = ["aws", _COMMANDS.get(self.service, self.service), kebab_case(self.operation)]
        for name, value in self.parameters.items():
            text = value if isinstance(value, str) else json.dumps(value, separators=(",", ":"))
            option = f"--{kebab_case(name)}"
            words += [f"{option}={text}"] if text.startswith("-") else [option, text]
        if self.place is not None:
            words += ["--region", self.place.region]
        return shlex.join(words)


@dataclass(frozen=True, slots=True)
class Follows:
    """How AWS is asked what became of a call that it only took down."""

    operation: str
    key: str
    """What the status is called, in the answer to the call and in the answer about it."""
    parameter: str
    """What its id is called in the question."""


def kebab_case(name: str) -> str:
    """An operation's or a parameter's name on the command line: `IamUserAccessToBilling`, `iam-user-access-to-billing`.

    The AWS command line interface derives its names in this way (botocore.xform_name).
    """
    words = re.sub(r"(.)([A-Z][a-z]+)", r"\1-\2", name)
    return re.sub(r"([a-z0-9])([A-Z])", r"\1-\2", words).lower()


def _texts(value: Any) -> Iterator[str]:
    """Every text inside JSON-like data."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from _texts(list(value.values()))
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _texts(item)
