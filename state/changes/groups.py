"""The writes that let an IAM group of the management account use its roles, and no longer let it."""

from __future__ import annotations

from abc import ABC
from dataclasses import dataclass

from state.changes.request import Request
from state.changes.settings import SettingChange
from state.observed import Observed
from state.observed.settings import group_policy
from state.observed.stand_ins import filled
from state.page_key import PageKey


@dataclass(frozen=True, slots=True)
class GroupPolicyChange(SettingChange, ABC):
    """A change of one inline policy of a group."""

    group: str
    policy_name: str

    page = PageKey.ACCOUNTS

    @property
    def setting(self) -> str:
        return group_policy(self.group)


@dataclass(frozen=True, slots=True)
class PutGroupPolicy(GroupPolicyChange):
    """API: iam.PutGroupPolicy in the management account."""

    undo = "DeleteGroupPolicy removes it."
    needs = ("iam:PutGroupPolicy",)

    @property
    def title(self) -> str:
        return f"Let group {self.group} assume the roles into the accounts"

    def request(self, observed: Observed) -> Request:
        document = filled(self.value, observed)
        parameters = {"GroupName": self.group, "PolicyName": self.policy_name, "PolicyDocument": document}
        return Request("iam", "PutGroupPolicy", parameters)


@dataclass(frozen=True, slots=True)
class DeleteGroupPolicy(GroupPolicyChange):
    """API: iam.DeleteGroupPolicy in the management account. The value is that there is none."""

    undo = "PutGroupPolicy puts it back."
    needs = ("iam:DeleteGroupPolicy",)

    @property
    def title(self) -> str:
        return f"Let group {self.group} no longer assume the roles into the accounts"

    def request(self, _observed: Observed) -> Request:
        return Request("iam", "DeleteGroupPolicy", {"GroupName": self.group, "PolicyName": self.policy_name})
