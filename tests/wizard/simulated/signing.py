"""Boto3 clients of people in the simulated AWS."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import Any

import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from wizard.simulated.aws import SimulatedAws
from wizard.simulated.operation import Caller
from wizard.simulated.session import simulated_session

ANNA = Caller("arn:aws:iam::999988887777:user/anna", with_mfa=True)
OTTO = Caller("arn:aws:iam::444455556666:user/otto", with_mfa=True)
ROOT_USER = Caller("arn:aws:iam::999988887777:root")
ONCE = Config(retries={"mode": "standard", "total_max_attempts": 1})


class Aws:
    """The simulated AWS as one caller sees it. Every client sends a call once."""

    def __init__(self, simulated: SimulatedAws, caller: Caller) -> None:
        self.simulated = simulated
        self.clock = simulated.clock
        self.session: Any = simulated_session(simulated, caller)

    def seen_by(self, caller: Caller) -> Aws:
        """The same AWS, somebody else's credentials."""
        return Aws(self.simulated, caller)

    def client(self, service: str, **settings: Any) -> Any:
        return self.session.client(service, config=ONCE, **settings)

    @cached_property
    def organizations(self) -> Any:
        return self.client("organizations")

    @cached_property
    def iam(self) -> Any:
        return self.client("iam")

    @cached_property
    def sts(self) -> Any:
        return self.client("sts")

    def all(self, operation: str, key: str, **parameters: Any) -> list[Any]:
        """Every item, page by page, with boto3's own paginator."""
        pages = self.organizations.get_paginator(operation).paginate(**parameters)
        return [item for page in pages for item in page[key]]

    @property
    def root_id(self) -> str:
        return str(self.all("list_roots", "Roots")[0]["Id"])

    def unit(self, name: str, parent_id: str = "") -> str:
        created = self.organizations.create_organizational_unit(ParentId=parent_id or self.root_id, Name=name)
        return str(created["OrganizationalUnit"]["Id"])

    def account(self, name: str, email: str = "") -> str:
        """Create an account and wait; its id."""
        status = self.ending_of(name, email)
        return str(status["AccountId"])

    def ending_of(self, name: str, email: str = "", **parameters: Any) -> dict[str, Any]:
        """Create an account and wait; what became of it."""
        asked = self.organizations.create_account(
            AccountName=name, Email=email or f"aws+{name}@acme.example", **parameters
        )["CreateAccountStatus"]
        self.clock.advance(600)
        described = self.organizations.describe_create_account_status(CreateAccountRequestId=asked["Id"])
        return dict(described["CreateAccountStatus"])


@contextmanager
def refused(code: str, reason: str = "") -> Iterator[None]:
    """The block ends in AWS's refusal with this code, and this reason where there is one."""
    with pytest.raises(ClientError) as caught:
        yield
    response: Any = caught.value.response
    assert (response["Error"]["Code"], response.get("Reason", "")) == (code, reason)
    assert response["Error"]["Message"]
