"""The writes to Identity Center's own directory: people, groups, and who is in which."""

from __future__ import annotations

from dataclasses import dataclass, replace

from state.changes.identity_center import CenterChange
from state.changes.request import Request
from state.observed import Observed
from state.observed.draft import Draft
from state.observed.identity_center import Group, User


@dataclass(frozen=True, slots=True)
class CreateGroup(CenterChange):
    """API: identitystore.CreateGroup."""

    group: str

    undo = "DeleteGroup removes it."
    needs = ("identitystore:CreateGroup",)

    @property
    def title(self) -> str:
        return f"Create group {self.group} in Identity Center"

    def request(self, observed: Observed) -> Request:
        return self.sent_to_directory(observed, "CreateGroup", DisplayName=self.group)

    def predict(self, draft: Draft) -> None:
        center = self.center(draft)
        if center is not None:
            made = Group(f"<id of group {self.group}>", self.group)
            self.rewrite(draft, replace(center, groups=(*center.groups, made)))


@dataclass(frozen=True, slots=True)
class CreateUser(CenterChange):
    """API: identitystore.CreateUser. AWS sends nothing: the person sets a password at the first sign-in."""

    user_name: str
    email: str
    given_name: str
    family_name: str
    display_name: str

    undo = "DeleteUser removes it."
    needs = ("identitystore:CreateUser",)

    @property
    def title(self) -> str:
        return f"Create user {self.user_name} in Identity Center"

    @property
    def detail(self) -> str:
        return self.display_name

    @property
    def consequence(self) -> str:
        return "AWS writes to nobody about it: tell each person the address of the portal and the user name."

    def request(self, observed: Observed) -> Request:
        return self.sent_to_directory(
            observed,
            "CreateUser",
            UserName=self.user_name,
            Name={"GivenName": self.given_name, "FamilyName": self.family_name},
            DisplayName=self.display_name,
            Emails=[{"Value": self.email, "Type": "work", "Primary": True}],
        )

    def predict(self, draft: Draft) -> None:
        center = self.center(draft)
        if center is not None:
            made = User(f"<id of user {self.user_name}>", self.user_name, self.email)
            self.rewrite(draft, replace(center, users=(*center.users, made)))


@dataclass(frozen=True, slots=True)
class CreateGroupMembership(CenterChange):
    """API: identitystore.CreateGroupMembership."""

    group: str
    user_name: str
    email: str

    undo = "DeleteGroupMembership takes them out."
    needs = ("identitystore:CreateGroupMembership",)

    @property
    def title(self) -> str:
        return f"Put {self.user_name} into group {self.group}"

    def _ids(self, observed: Observed) -> tuple[str, str]:
        center = self.center(observed)
        group = center.group_named(self.group) if center else None
        user = center.user_called(self.user_name, self.email) if center else None
        return (
            group.group_id if group else f"<id of group {self.group}>",
            user.user_id if user else f"<id of user {self.user_name}>",
        )

    def request(self, observed: Observed) -> Request:
        group_id, user_id = self._ids(observed)
        member = {"UserId": user_id}
        return self.sent_to_directory(observed, "CreateGroupMembership", GroupId=group_id, MemberId=member)

    def predict(self, draft: Draft) -> None:
        center, (group_id, user_id) = self.center(draft), self._ids(draft)
        if center is not None:
            groups = tuple(
                replace(each, members=each.members | {user_id}) if each.group_id == group_id else each
                for each in center.groups
            )
            self.rewrite(draft, replace(center, groups=groups))
