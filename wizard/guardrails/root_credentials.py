"""Root credentials of accounts are removed: nobody can sign in as a member account's root user."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from operator import itemgetter

from state.changes.base import Change
from state.changes.root_users import DeleteRootCredential
from state.observed import Observed
from state.observed.settings import NOTHING
from state.setup.guardrails import CANNOT_TAKE_BACK, Item
from wizard.claims.base import ANOTHER_CLAIM, Claim, Needed, Satisfied, Verdict, Waiting
from wizard.claims.reads import Asks, Inside, Reads
from wizard.claims.settings import SettingClaim, within
from wizard.errors import NotFound
from wizard.guardrails.base import FREE, Group, Guardrail, Wanted, Words
from wizard.guardrails.central_root_access import CREDENTIALS_MANAGEMENT, IAM, central_root_access, feature_key
from wizard.guardrails.trusted_access import TrustedAccessEnabled

AUDIT_ROOT_CREDENTIALS = "IAMAuditRootUserCredentials"
"""AWS's policy for a session that may look at root credentials (IAM user guide, id_root-user-privileged-task)."""
PASSWORD = "password"  # noqa: S105 - the name of a kind of credential


def _read(inside: Inside) -> dict[str, bool]:
    root = inside.as_root(AUDIT_ROOT_CREDENTIALS)
    found = _password(root)
    for operation, key, kind, name in (
        ("ListAccessKeys", "AccessKeyMetadata", "access-key", "AccessKeyId"),
        ("ListMFADevices", "MFADevices", "mfa-device", "SerialNumber"),
        ("ListSigningCertificates", "Certificates", "certificate", "CertificateId"),
    ):
        found += [f"{kind} {each}" for each in root.ask_all("iam", operation, key, itemgetter(name))]
    return dict.fromkeys(found, True)


def _password(root: Asks) -> list[str]:
    try:
        return root.ask("iam", "GetLoginProfile", lambda _answer: [PASSWORD])
    except NotFound:
        return []


ROOT_CREDENTIALS: Reads[frozenset[str]] = Reads(
    DeleteRootCredential.name,
    _read,
    frozenset,
    (
        "sts:AssumeRoot",
        "iam:GetLoginProfile",
        "iam:ListAccessKeys",
        "iam:ListMFADevices",
        "iam:ListSigningCertificates",
    ),
    (),
)
"""What a member's root user could sign in with: `password`, `access-key ...`, `mfa-device ...`, `certificate ...`. It
takes what removing them takes: sts:AssumeRoot, with AWS's policies for the two tasks."""


@dataclass(frozen=True)
class RootCredentialsRemoved(SettingClaim[frozenset[str]]):
    """Nobody can sign in as the member account's root user. Accounts made in an organization have no credentials."""

    reads = ROOT_CREDENTIALS

    @property
    def title(self) -> str:
        return f"The root user of {self.place.account_title} has no credentials"

    @property
    def requires(self) -> tuple[str, ...]:
        return (within(self.place), feature_key(CREDENTIALS_MANAGEMENT))

    @property
    def may_need(self) -> tuple[Change, ...]:
        return (DeleteRootCredential(self.place, NOTHING, PASSWORD),)

    def judge(self, present: frozenset[str] | None, _observed: Observed) -> Verdict:
        """A password goes first: what is left is of no use without one."""
        if present is None:
            return Waiting("Nobody can look before central root access is on.", on_whom=ANOTHER_CLAIM)
        left = sorted(present, key=lambda credential: (credential != PASSWORD, credential))
        if not left:
            return Satisfied("There is no password, no access key, no certificate and no MFA device.")
        return Needed(DeleteRootCredential(self.place, NOTHING, left[0]))


def _removed(wanted: Wanted) -> Iterator[Claim]:
    """Central root access first: AWS lets nobody else look."""
    yield from central_root_access(wanted)
    yield from (
        RootCredentialsRemoved(place) for place in wanted.members if wanted.holds_in(Item.ROOT_CREDENTIALS, place)
    )


GUARDRAIL = Guardrail(
    item=Item.ROOT_CREDENTIALS,
    group=Group.ROOT_USERS,
    words=Words(
        "Root users' credentials are removed",
        "Passwords, keys and MFA devices of the accounts' root users are deleted: nobody can sign in as one.",
        FREE,
        f"{CANNOT_TAKE_BACK[Item.ROOT_CREDENTIALS]} A new password is set by mail, when you allow it.",
    ),
    before=(TrustedAccessEnabled(IAM),),
    applied=_removed,
    enters_members=True,
    reads=(ROOT_CREDENTIALS,),
)
