"""IAM Identity Center as AWS told it: the instance, who is in its directory, and who may do what where.

All of it belongs to the management account and to one Region, the primary one, which nobody can change.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from state.observed.seen import NOT_ASKED, Seen, value_of


class InstanceStatus(StrEnum):
    """Values of `InstanceMetadata.Status` that decide something (API: sso-admin.InstanceStatus)."""

    ACTIVE = "ACTIVE"
    CREATE_IN_PROGRESS = "CREATE_IN_PROGRESS"


@dataclass(frozen=True, slots=True)
class Instance:
    """The organization's Identity Center (API: sso-admin.ListInstances, sso-admin.DescribeInstance)."""

    instance_arn: str
    identity_store_id: str
    region: str
    """The primary Region; only there can anything be written."""
    status: str = InstanceStatus.ACTIVE
    status_reason: str = ""
    permission_sets_enabled: bool = True
    """Whether accounts can be assigned at all: a choice made when it was enabled."""

    def start_url(self, partition: str) -> str:
        """The access portal as AWS makes it; one's own subdomain leads to the same (user guide, using-the-portal)."""
        match partition:
            case "aws-us-gov":
                return f"https://start.us-gov-home.awsapps.com/directory/{self.identity_store_id}"
            case "aws-cn":
                return f"https://start.home.awsapps.cn/directory/{self.identity_store_id}"
            case _:
                return f"https://{self.identity_store_id}.awsapps.com/start"


@dataclass(frozen=True, slots=True)
class KnownPermissionSet:
    """API: sso-admin.DescribePermissionSet, with what is in it where the setup wants one of this name."""

    name: str
    arn: str
    description: str = ""
    session_duration: str = "PT1H"
    opens: str = ""
    """API: RelayState."""
    policies: tuple[str, ...] = ()
    """AWS's own policies: ARNs."""
    inline_policy: str = ""
    """Canonical JSON; empty where there is none."""
    more: tuple[str, ...] = ()
    """What else is in it, in words: policies of the accounts' own, a boundary."""
    ours: bool = False
    """Whether the program made it: it has a tag then."""
    outdated_in: tuple[str, ...] = ()
    """Ids of accounts that still have an earlier version
    (API: sso-admin.ListAccountsForProvisionedPermissionSet, LATEST_PERMISSION_SET_NOT_PROVISIONED)."""
    being_provisioned: bool = False
    """Whether AWS is bringing those up to date just now (API: sso-admin.ListPermissionSetProvisioningStatus)."""


@dataclass(frozen=True, slots=True)
class User:
    """API: identitystore.ListUsers."""

    user_id: str
    user_name: str
    email: str = ""
    external: bool = False
    """Whether another provider sent the user: it has an id of that one's."""
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class Group:
    """API: identitystore.ListGroups, with its members where the setup is about it."""

    group_id: str
    group_name: str
    external: bool = False
    members: frozenset[str] = frozenset()
    """Ids of users."""


@dataclass(frozen=True, slots=True)
class KnownAssignment:
    """API: sso-admin.ListAccountAssignmentsForPrincipal."""

    account_id: str
    permission_set_arn: str
    principal_id: str


@dataclass(frozen=True, slots=True)
class SignIn:
    """Somebody has signed in with Identity Center (CloudTrail event UserAuthentication)."""

    user_id: str
    user_name: str
    """Empty where CloudTrail leaves it out, as it mostly does: only another provider's sign-ins have it."""
    day: str
    credential: str = ""
    """PASSWORD, TOTP, WEBAUTHN, EMAIL_OTP, EXTERNAL_IDP: the last one that was asked for."""

    @property
    def with_mfa(self) -> bool:
        """Whether the event itself tells that a device was asked for."""
        return bool({"TOTP", "WEBAUTHN"} & {*self.credential.split(",")})


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityCenter:
    """All that was read of it."""

    instance: Instance
    permission_sets: tuple[KnownPermissionSet, ...] = ()
    users: tuple[User, ...] = ()
    groups: tuple[Group, ...] = ()
    assignments: frozenset[KnownAssignment] = frozenset()
    under_way: frozenset[KnownAssignment] = frozenset()
    """What AWS is giving or taking away just now (API: sso-admin.ListAccountAssignmentCreationStatus)."""
    sign_ins: Seen[tuple[SignIn, ...]] = NOT_ASKED
    """The latest ones, the first of them first, where the setup knows somebody of whom none is known."""

    def sign_in_of(self, user: User) -> SignIn | None:
        """The first that is known of this user. Names are compared where AWS tells no id: somebody of that name may
        have been deleted since."""
        told, name = value_of(self.sign_ins) or (), user.user_name.lower()
        return next(
            (
                each
                for each in told
                if (each.user_id == user.user_id if each.user_id else each.user_name.lower() == name)
            ),
            None,
        )

    def permission_set(self, name: str) -> KnownPermissionSet | None:
        """The permission set with this name; names are unique in an instance."""
        return next((each for each in self.permission_sets if each.name == name), None)

    def user_named(self, user_name: str) -> User | None:
        """The user with this name, upper and lower case aside."""
        return next((each for each in self.users if each.user_name.lower() == user_name.lower()), None)

    def user_called(self, user_name: str, email: str) -> User | None:
        """The user with this name, or else the one with this address."""
        by_email = (each for each in self.users if email and each.email.lower() == email.lower())
        return self.user_named(user_name) or next(by_email, None)

    def group_named(self, group_name: str) -> Group | None:
        """The group with this name; AWS lets no two share one."""
        return next((each for each in self.groups if each.group_name == group_name), None)


Center = Seen[IdentityCenter]
"""Known, absent while nobody has enabled it, or unknown and why."""
NOT_LOOKED_AT: Center = NOT_ASKED


@dataclass(frozen=True, slots=True)
class PeopleScope:
    """What of an Identity Center is a setup's business."""

    region: str
    """Where it is expected."""
    permission_sets: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    people: tuple[tuple[str, str], ...] = ()
    """(user name, address)."""
    sign_ins: bool = False
    """Whether there is anybody whose first sign-in is not known yet."""
