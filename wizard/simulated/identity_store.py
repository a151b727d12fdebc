"""Identity Center's directory, as the simulated AWS answers for it. User names, addresses and groups are unique."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from wizard.simulated.identity_center import Center, CenterGroup, CenterUser
from wizard.simulated.operation import Answer, Call, answers
from wizard.simulated.refusals import Refusal
from wizard.simulated.world import World

RESERVED = ("administrator", "awsadministrators")
TAKEN = "UNIQUENESS_CONSTRAINT_VIOLATION"
REVISION = "1"


def directory_of(call: Call) -> Center:
    """The instance whose directory the call names, in its Region."""
    for center in call.world.centers:
        here = center.owner_id == call.caller.account_id and call.region in (center.region, "")
        if here and center.identity_store_id == call.parameters["IdentityStoreId"]:
            return center
    raise Refusal("ResourceNotFoundException", "IdentityStore not found.")


def new_user(world: World, center: Center, user_name: str, email: str, moment: datetime) -> CenterUser:
    """A person in the directory."""
    user_id = f"{world.hexadecimal(10)}-{world.unique_id()}"
    user = center.users[user_id] = CenterUser(user_id, user_name, email, created_at=moment)
    return user


def new_group(world: World, center: Center, name: str, moment: datetime) -> CenterGroup:
    """A group in the directory."""
    group_id = f"{world.hexadecimal(10)}-{world.unique_id()}"
    group = center.groups[group_id] = CenterGroup(group_id, name, created_at=moment)
    return group


def join_group(world: World, group: CenterGroup, user_id: str) -> str:
    """The person is in the group; the membership's id."""
    group.members[user_id] = f"{world.hexadecimal(10)}-{world.unique_id()}"
    return group.members[user_id]


@answers("identitystore", "ListUsers")
def list_users(call: Call) -> Answer:
    """API: identitystore.ListUsers."""
    center = directory_of(call)
    return call.page("Users", list(center.users.values()), lambda user: _user(center, user))


@answers("identitystore", "ListGroups")
def list_groups(call: Call) -> Answer:
    """API: identitystore.ListGroups."""
    center = directory_of(call)
    return call.page("Groups", list(center.groups.values()), lambda group: _group(center, group))


@answers("identitystore", "ListGroupMemberships")
def list_group_memberships(call: Call) -> Answer:
    """API: identitystore.ListGroupMemberships."""
    center = directory_of(call)
    group = _group_called(call, center)

    def shown(item: tuple[str, str]) -> Answer:
        return {**_membership(center, item[1]), "GroupId": group.group_id, "MemberId": {"UserId": item[0]}}

    return call.page("GroupMemberships", list(group.members.items()), shown)


@answers("identitystore", "CreateUser", writes=True)
def create_user(call: Call) -> Answer:
    """API: identitystore.CreateUser. Nobody is told of it, and there is no password."""
    center, given = directory_of(call), call.parameters
    name, emails = given.get("UserName", ""), given.get("Emails", [])
    names = given.get("Name") or {}
    if not (name and given.get("DisplayName") and names.get("GivenName") and names.get("FamilyName")):
        raise Refusal("ValidationException", "UserName, DisplayName and Name are required in this directory.")
    if name.lower() in RESERVED or " " in name:
        raise Refusal("ValidationException", f"The user name {name} cannot be used.")
    if len(emails) != 1:
        raise Refusal("ValidationException", "A user has exactly one email address.")
    email = emails[0]["Value"]
    for user in center.users.values():
        if user.user_name.lower() == name.lower() or user.email.lower() == email.lower():
            raise Refusal("ConflictException", "Duplicate UserName or Email.", TAKEN)
    user = new_user(call.world, center, name, email, call.now)
    user.display_name, user.given_name = given["DisplayName"], names["GivenName"]
    user.family_name = names["FamilyName"]
    return {key: _user(center, user)[key] for key in ("IdentityStoreId", "UserId", "UserArn", "Revision")}


@answers("identitystore", "CreateGroup", writes=True)
def create_group(call: Call) -> Answer:
    """API: identitystore.CreateGroup."""
    center, name = directory_of(call), call.parameters.get("DisplayName", "")
    if not name or name.lower() in RESERVED:
        raise Refusal("ValidationException", "The group needs a DisplayName that is not reserved.")
    if any(group.group_name.lower() == name.lower() for group in center.groups.values()):
        raise Refusal("ConflictException", "Duplicate GroupDisplayName.", TAKEN)
    group = new_group(call.world, center, name, call.now)
    return {key: _group(center, group)[key] for key in ("IdentityStoreId", "GroupId", "GroupArn", "Revision")}


@answers("identitystore", "CreateGroupMembership", writes=True)
def create_group_membership(call: Call) -> Answer:
    """API: identitystore.CreateGroupMembership. Groups do not nest."""
    center = directory_of(call)
    group, user_id = _group_called(call, center), call.parameters["MemberId"].get("UserId", "")
    if user_id not in center.users:
        raise Refusal("ResourceNotFoundException", "User not found.")
    if user_id in group.members:
        raise Refusal("ConflictException", "Member and group relationship already exists.", TAKEN)
    return _membership(center, join_group(call.world, group, user_id))


def _group_called(call: Call, center: Center) -> CenterGroup:
    group = center.groups.get(call.parameters["GroupId"])
    if group is None:
        raise Refusal("ResourceNotFoundException", "Group not found.")
    return group


def _sent_by(issuer: str, its_id: str) -> dict[str, Any]:
    return {"ExternalIds": [{"Issuer": issuer, "Id": its_id}]} if issuer else {}


def _user(center: Center, user: CenterUser) -> Answer:
    names = {"GivenName": user.given_name, "FamilyName": user.family_name}
    return {
        "IdentityStoreId": center.identity_store_id,
        "UserId": user.user_id,
        "UserArn": f"arn:aws:identitystore:::user/{user.user_id}",
        "Revision": REVISION,
        "UserName": user.user_name,
        "UserStatus": user.status,
        **({"DisplayName": user.display_name} if user.display_name else {}),
        **({"Name": names} if any(names.values()) else {}),
        **({"Emails": [{"Value": user.email, "Type": "work", "Primary": True}]} if user.email else {}),
        **_sent_by(user.issuer, user.user_id),
    }


def _group(center: Center, group: CenterGroup) -> Answer:
    return {
        "IdentityStoreId": center.identity_store_id,
        "GroupId": group.group_id,
        "GroupArn": f"arn:aws:identitystore:::group/{group.group_id}",
        "Revision": REVISION,
        "DisplayName": group.group_name,
        **_sent_by(group.issuer, group.group_id),
    }


def _membership(center: Center, membership_id: str) -> Answer:
    return {
        "IdentityStoreId": center.identity_store_id,
        "MembershipId": membership_id,
        "MembershipArn": f"arn:aws:identitystore:::membership/{membership_id}",
    }
