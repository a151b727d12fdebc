"""The users and roles that may enter are there: a trust that names nobody lets nobody in, and says so to no one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from state.errors import Advice
from state.observed import Observed
from state.observed.settings import caller_setting
from state.page_key import PageKey
from state.setup.access import Callers
from wizard.claims.base import Blocked, Satisfied, Verdict
from wizard.claims.reads import Answer, Inside, Reads
from wizard.claims.settings import SettingClaim

USER, ROLE = "user", "role"
TO_LOOK_AT_CALLERS = {USER: "iam:GetUser", ROLE: "iam:GetRole"}
"""The IAM action that tells whether one of a kind is there."""


@cache
def caller_called(kind: str, name: str) -> Reads[str]:
    """What the user or role is called in full, with its path (API: iam.GetUser, iam.GetRole)."""
    operation, key = TO_LOOK_AT_CALLERS[kind].removeprefix("iam:"), kind.title()

    def full_name(answer: Answer) -> str:
        return str(answer[key]["Arn"]).partition(f":{kind}/")[2]

    def read(inside: Inside) -> object:
        return inside.own.ask("iam", operation, full_name, **{f"{key}Name": name.rpartition("/")[2]})

    return Reads(caller_setting(kind, name), read, str, (TO_LOOK_AT_CALLERS[kind],))


@dataclass(frozen=True)
class CallerExists(SettingClaim[str]):
    """A user or role of the management account that the setup lets in is there, under exactly this name and path."""

    kind: str
    name: str

    page = PageKey.ACCOUNTS

    @property
    def reads(self) -> Reads[str]:
        return caller_called(self.kind, self.name)

    @property
    def title(self) -> str:
        return f"IAM {self.kind} {self.name}, who may enter, exists"

    @property
    def requires(self) -> tuple[str, ...]:
        return ()

    def judge(self, present: str | None, _observed: Observed) -> Verdict:
        if present == self.name:
            return Satisfied(f"There is an IAM {self.kind} {present}.")
        fault = caller_fault(self.kind, self.name, present)
        return Blocked(fault.what, fault.remedy)


def caller_fault(kind: str, name: str, present: str | None) -> Advice:
    """What is said of a caller that is not there, or whose name is another in full."""
    if present is None:
        return Advice(
            f"There is no IAM {kind} {name} in the management account, so no role trusts it.",
            "Make it in IAM, or name others on Accounts & roles.",
        )
    return Advice(
        f"The setup names the IAM {kind} {name}, and with its path it is called {present}.",
        f"Write {present} on Accounts & roles: a trust compares the whole name.",
    )


def callers_named(callers: Callers) -> Iterator[tuple[str, str]]:
    """Kind and name of each caller that IAM can be asked about by name. Groups have a claim of their own; whether a
    permission set is given to anybody is Identity Center's business."""
    yield from ((USER, name) for name in callers.users)
    yield from ((ROLE, name) for name in callers.roles)
