"""Each person and group is in Identity Center, made there or sent by another provider."""

from __future__ import annotations

from dataclasses import dataclass, replace

from state.changes.people import CreateGroup, CreateGroupMembership, CreateUser
from state.observed import Observed
from state.observed.draft import Draft
from state.observed.identity_center import Group, IdentityCenter, User
from state.observed.seen import Known, value_of
from state.setup.people import PeopleFrom, Person
from wizard.claims.base import Blocked, Needed, Satisfied, Verdict, Waiting
from wizard.claims.identity_center import ENABLED, CenterClaim

PROVIDER = "whoever keeps your identity provider"


def person_key(user_name: str) -> str:
    """The key of the claim about this person."""
    return f"person:{user_name.lower()}"


def group_key(group: str) -> str:
    """The key of the claim about this group."""
    return f"group:{group}"


@dataclass(frozen=True)
class GroupIsThere(CenterClaim):
    """The group is in Identity Center."""

    group: str
    people_from: PeopleFrom

    @property
    def key(self) -> str:
        return group_key(self.group)

    @property
    def title(self) -> str:
        return f"Group {self.group} is in Identity Center"

    @property
    def requires(self) -> tuple[str, ...]:
        return (ENABLED,)

    def judge(self, center: IdentityCenter | None, _observed: Observed) -> Verdict:
        found = center.group_named(self.group) if center else None
        if found is not None:
            return Satisfied("It is there." if not found.external else "Your identity provider sends it.")
        twin = next((each for each in center.groups if _alike(each.group_name, self.group)), None) if center else None
        if twin is not None:
            return Blocked(
                f"There is a group {twin.group_name} in Identity Center, which differs from {self.group} in upper and "
                "lower case only.",
                f"Write {twin.group_name} in the setup if that one is meant, or choose another name.",
            )
        if self.people_from is PeopleFrom.IDENTITY_PROVIDER:
            return Waiting(
                f"Your identity provider has not sent the group {self.group} yet.",
                on_whom=PROVIDER,
                message=f"Please let our identity provider send the group {self.group} to AWS IAM Identity Center.",
            )
        return Needed(CreateGroup(self.group))

    def once_answered(self, draft: Draft) -> None:
        _put(draft, Group(f"<id of group {self.group}>", self.group))


@dataclass(frozen=True)
class PersonIsThere(CenterClaim):
    """The person is in Identity Center: found by user name, or else by address."""

    person: Person
    people_from: PeopleFrom

    @property
    def key(self) -> str:
        return person_key(self.person.user_name)

    @property
    def title(self) -> str:
        return f"{self.person.user_name} is in Identity Center"

    @property
    def requires(self) -> tuple[str, ...]:
        return (ENABLED,)

    def judge(self, center: IdentityCenter | None, _observed: Observed) -> Verdict:
        person = self.person
        found = center.user_called(person.user_name, person.address) if center else None
        if found is not None and not found.enabled:
            return Blocked(
                f"{person.user_name} is disabled in Identity Center.",
                "Enable the user in the console of Identity Center, or take the person out of the setup.",
            )
        if found is not None:
            other = "" if _alike(found.user_name, person.user_name) else f" with the user name {found.user_name}"
            return Satisfied(f"The user is there{other}{', sent by your identity provider' if found.external else ''}.")
        if self.people_from is PeopleFrom.IDENTITY_PROVIDER:
            return Waiting(
                f"Your identity provider has not sent {person.user_name} yet.",
                on_whom=PROVIDER,
                message=f"Please let our identity provider send {person.user_name} to AWS IAM Identity Center.",
            )
        if center is not None and (sent := next((each for each in center.users if each.external), None)):
            return Blocked(
                f"{person.user_name} is not in Identity Center, and another provider sends its people: "
                f"{sent.user_name} is one.",
                "Add the person there, and write people_from: identity-provider in the setup, under identity_center.",
            )
        given, family = person.names
        return Needed(CreateUser(person.user_name, person.address, given, family, person.display_name))

    def once_answered(self, draft: Draft) -> None:
        name = self.person.user_name
        _put(draft, User(f"<id of user {name}>", name, self.person.address, external=True))


@dataclass(frozen=True)
class PersonInGroup(CenterClaim):
    """The person is in the group."""

    person: Person
    group: str
    people_from: PeopleFrom

    @property
    def key(self) -> str:
        return f"member:{self.group}:{self.person.user_name.lower()}"

    @property
    def title(self) -> str:
        return f"{self.person.user_name} is in group {self.group}"

    @property
    def requires(self) -> tuple[str, ...]:
        return (person_key(self.person.user_name), group_key(self.group))

    def judge(self, center: IdentityCenter | None, _observed: Observed) -> Verdict:
        group, user = self._both(center)
        if group and user and user.user_id in group.members:
            return Satisfied("It is so.")
        if self.people_from is PeopleFrom.IDENTITY_PROVIDER:
            reason = f"Your identity provider does not say that {self.person.user_name} is in {self.group}."
            asks = f"Please put {self.person.user_name} into the group {self.group} in our identity provider."
            return Waiting(reason, on_whom=PROVIDER, message=asks)
        return Needed(CreateGroupMembership(self.group, self.person.user_name, self.person.address))

    def _both(self, center: IdentityCenter | None) -> tuple[Group | None, User | None]:
        if center is None:
            return None, None
        return center.group_named(self.group), center.user_called(self.person.user_name, self.person.address)

    def once_answered(self, draft: Draft) -> None:
        CreateGroupMembership(self.group, self.person.user_name, self.person.address).predict(draft)


def _alike(one: str, other: str) -> bool:
    return one.lower() == other.lower()


def _put(draft: Draft, made: Group | User) -> None:
    center = value_of(draft.identity_center)
    if center is None:
        return
    if isinstance(made, Group):
        draft.put_identity_center(Known(replace(center, groups=(*center.groups, made))))
    else:
        draft.put_identity_center(Known(replace(center, users=(*center.users, made))))
