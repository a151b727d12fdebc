"""The access roles let in named callers only: never before another way into the account has been used.

Whoever may assume anything in the management account may enter every other one, as long as an access role trusts the
whole account. To narrow that is the one change here that can lock somebody out, so each account has to show first that
people come in without it, that nobody else needs it, and that whoever asks is still let in.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from state.changes.access_roles import UpdateAccessRoleTrust, trust_in_account
from state.changes.base import Change
from state.errors import WrongInput
from state.observed import Observed, canonical
from state.observed.draft import Draft
from state.observed.settings import as_value
from state.observed.stand_ins import MANAGEMENT_ACCOUNT_ID, filled
from state.setup.partitions import partition_of
from wizard.claims.base import Blocked, Needed, Satisfied, Verdict, Waiting
from wizard.claims.reads import Answer, Inside, Reads
from wizard.claims.settings import SettingClaim, within
from wizard.policies.equality import amounts_to_the_same
from wizard.policies.evaluator import Request, grants
from wizard.policies.policy_text import Document
from wizard.policies.trusts import IDENTITY_CENTER, is_narrowed, narrowed_trust, only_assuming

PATH = "/aws-reserved/sso.amazonaws.com/"
"""Where Identity Center's roles are in an account (its user guide, referencingpermissionsets)."""
USERS_OF_ACCESS_ROLES = ("controltower.amazonaws.com", "member.org.stacksets.cloudformation.amazonaws.com")
"""Services whose tools enter accounts by this role where an administrator enrols them (Control Tower user guide,
enroll-manually)."""
_SESSION = re.compile(r"(arn:[^:]+):sts::([0-9]{12}):assumed-role/([^/]+)/.*")


def another_way_key(account: str) -> str:
    """The key of the claim that somebody has entered this account without its access role."""
    return f"{ANOTHER_WAY.setting}:{account.lower()}"


def narrowed_key(account: str) -> str:
    """The key of the claim that this account's access role lets in named callers only."""
    return f"{TRUST.setting}:{account.lower()}"


@dataclass(frozen=True, slots=True)
class LetIn:
    """Whom a narrowed access role lets in: all of them in the management account."""

    partition: str
    roles: tuple[str, ...]
    """Roles that lead into this account."""
    sets: tuple[str, ...]
    """Permission sets that make administrators there."""
    users: tuple[str, ...] = ()
    """IAM users who signed in with MFA, for the day on which Identity Center does not work."""

    @property
    def trust(self) -> str:
        """Canonical JSON with a stand-in for the management account's id. Raises WrongInput."""
        return narrowed_trust(self.partition, MANAGEMENT_ACCOUNT_ID, self.roles, self.sets, self.users)

    @property
    def named(self) -> str:
        """In words, to be followed by a full stop."""
        named = [*(f"role {each}" for each in self.roles), *(f"permission set {each}" for each in self.sets)]
        named += [f"IAM user {each}" for each in self.users]
        return " and ".join(named) or "nobody"

    def lets_in(self, arn: str, observed: Observed) -> bool:
        """Whether this is certain to let somebody with this ARN in, users with MFA as they will be asked for it. Raises
        WrongInput."""
        document: Mapping[str, object] = json.loads(filled(self.trust, observed))
        with_mfa = {"aws:MultiFactorAuthPresent": "true"}
        request = Request("sts:AssumeRole", "*", principal_of(arn), with_mfa, bound=False)
        return grants(document, request).allowed is True


def _read_trust(inside: Inside) -> object:
    def understand(answer: Answer) -> object:
        document = answer["Role"]["AssumeRolePolicyDocument"]
        return json.loads(document) if isinstance(document, str) else document

    return inside.own.ask("iam", "GetRole", understand, RoleName=inside.place.role_name)


def _read_ways(inside: Inside) -> dict[str, str]:
    """When each of Identity Center's roles in the account was last used. Only GetRole tells it (API: iam.ListRoles)."""

    def used(answer: Answer) -> str:
        moment = answer["Role"].get("RoleLastUsed", {}).get("LastUsedDate")
        return moment.date().isoformat() if moment else ""

    names = inside.own.ask_all("iam", "ListRoles", "Roles", lambda role: str(role["RoleName"]), PathPrefix=PATH)
    return {name: inside.own.ask("iam", "GetRole", used, RoleName=name) for name in names}


def _read_callers(inside: Inside) -> dict[str, str]:
    """Who assumed the role in the last ninety days, and when last: in the Region that is signed in to."""

    def understand(answer: Answer) -> dict[str, str]:
        last: dict[str, str] = {}
        for event in answer["Events"]:
            record = json.loads(event["CloudTrailEvent"])
            arn = str(record.get("userIdentity", {}).get("arn", ""))
            if event.get("EventName") == "AssumeRole" and arn and not record.get("errorCode"):
                last.setdefault(arn, event["EventTime"].date().isoformat())
        return last

    arn = f"arn:{partition_of(inside.place.region)}:iam::{inside.account_id}:role/{inside.place.role_name}"
    wanted = [{"AttributeKey": "ResourceName", "AttributeValue": arn}]
    return inside.outside.ask("cloudtrail", "LookupEvents", understand, LookupAttributes=wanted)


TRUST: Reads[Document] = Reads(UpdateAccessRoleTrust.name, _read_trust, dict, ("iam:GetRole",), otherwise=())
"""The access role's trust policy."""
ANOTHER_WAY: Reads[dict[str, str]] = Reads(
    "another-way-in", _read_ways, dict, ("iam:ListRoles", "iam:GetRole"), otherwise=()
)
"""By the name of each role of Identity Center in the account: the day of its last use, empty for none."""
CALLERS: Reads[dict[str, str]] = Reads(
    "access-role-callers", _read_callers, dict, ("cloudtrail:LookupEvents",), outside=True
)
"""By the ARN of whoever used the access role: the day of the last time."""


@dataclass(frozen=True)
class AnotherWayInUsed(SettingClaim[dict[str, str]]):
    """Somebody has entered the account as an administrator by Identity Center, with a role that is there now."""

    sets: tuple[str, ...]
    """Permission sets that make administrators there."""
    people: tuple[str, ...]
    """People and groups who have one."""

    reads = ANOTHER_WAY

    @property
    def title(self) -> str:
        return f"Somebody has entered {self.place.account_title} by Identity Center"

    def judge(self, present: dict[str, str] | None, _observed: Observed) -> Verdict:
        pattern = re.compile(rf"AWSReservedSSO_({'|'.join(map(re.escape, self.sets))})_[0-9a-f]{{16}}")
        days = sorted(day for name, day in (present or {}).items() if day and pattern.fullmatch(name))
        if days:
            return Satisfied(f"As an administrator, last on {days[-1]}.")
        account = self.place.account_title
        return Waiting(
            f"Nobody has entered {account} as an administrator by Identity Center yet, so its access role stays as it "
            "is.",
            on_whom=" or ".join(self.people),
            message=(
                f"Please sign in to the access portal, choose {account} and {self.sets[0]}, and look whether its "
                "console opens. From then on we do not depend on the access role alone. AWS tells us some hours later."
            ),
        )

    def once_answered(self, draft: Draft) -> None:
        role = f"AWSReservedSSO_{self.sets[0]}_{'0' * 16}"
        draft.put_setting(self.place.account, self.setting, as_value({role: "afterwards"}))


@dataclass(frozen=True)
class NobodyElseUsesTheRole(SettingClaim[dict[str, str]]):
    """Whoever has used the access role lately would still be let in."""

    let_in: LetIn

    reads = CALLERS

    @property
    def title(self) -> str:
        return f"Nobody else needs the access role of {self.place.account_title}"

    def judge(self, present: dict[str, str] | None, observed: Observed) -> Verdict:
        try:
            shut_out = self._shut_out(present or {}, observed)
        except WrongInput as error:
            return Blocked(error.message, error.remedy)
        services = [each for each in USERS_OF_ACCESS_ROLES if each in observed.trusted_services]
        if services:
            return Blocked(
                f"{services[0]} has trusted access, and its tools may enter accounts by {self.place.role_name}.",
                "Leave the access roles as they are while it does: turn off narrow-access-roles.",
            )
        if not shut_out:
            return Satisfied("So far as the event history of ninety days tells, in the Region that is signed in to.")
        arn, day = next(iter(shut_out.items()))
        more = f" Neither would {len(shut_out) - 1} more." if len(shut_out) > 1 else ""
        return Blocked(
            f"{arn} used the access role of {self.place.account_title} on {day}, and would not be let in any more."
            f"{more}",
            "Give them access on the page People instead, and wait until ninety days have passed without it; or turn "
            "off narrow-access-roles.",
        )

    def _shut_out(self, callers: Mapping[str, str], observed: Observed) -> dict[str, str]:
        """Callers with the day of their last use. Whoever is signed in is another claim's business."""
        own = principal_of(observed.identity.arn) if observed.identity else ""
        others = ((arn, day) for arn, day in sorted(callers.items()) if principal_of(arn) != own)
        return {arn: day for arn, day in others if not self.let_in.lets_in(arn, observed)}


@dataclass(frozen=True)
class AccessRoleNarrowed(SettingClaim[Document]):
    """The account's access role lets in named callers only."""

    let_in: LetIn
    after: str = ""
    """Key of the claim about the account that goes first; empty for that one."""

    reads = TRUST

    @property
    def title(self) -> str:
        return f"The access role of {self.place.account_title} lets in named callers only"

    @property
    def requires(self) -> tuple[str, ...]:
        account = self.place.account
        before = (self.after,) if self.after else ()
        return (within(self.place), another_way_key(account), f"{CALLERS.setting}:{account.lower()}", *before)

    @property
    def may_need(self) -> tuple[Change, ...]:
        return (UpdateAccessRoleTrust(self.place, "{}"),)

    def judge(self, present: Document | None, observed: Observed) -> Verdict:
        try:
            trust = self.let_in.trust
        except WrongInput as error:
            return Blocked(error.message, error.remedy)
        wanted = json.loads(filled(trust, observed))
        before = canonical(present) if present is not None else ""
        if present is not None and amounts_to_the_same(present, wanted):
            return Satisfied(f"It lets in {self.let_in.named}, and nobody else.")
        if present is not None and not is_narrowed(before) and not trusts_whole_account(present, observed):
            return Blocked(
                f"The trust of {self.place.role_name} in {self.place.account_title} is neither AWS's own nor this "
                "program's, so it is not overwritten.",
                "Look at it in IAM there. To have it narrowed, first set it back to the management account; or turn "
                "off narrow-access-roles.",
            )
        identity = observed.identity
        if identity is not None and not self.let_in.lets_in(identity.arn, observed):
            return Blocked(
                f"You would shut yourself out of {self.place.account_title}: {identity.arn} is none of those who "
                f"would still be let in: {self.let_in.named}.",
                f"Sign in with the permission set {self.let_in.sets[0]} in the management account, then look again.",
            )
        return Needed(UpdateAccessRoleTrust(self.place, trust, before))


@dataclass(frozen=True)
class AccessRoleOpenedAgain(SettingClaim[Document]):
    """The access role trusts the whole management account again, where this program had narrowed it."""

    partition: str

    reads = TRUST

    @property
    def key(self) -> str:
        return f"taken-back:{narrowed_key(self.place.account)}"

    @property
    def title(self) -> str:
        return f"The access role of {self.place.account_title} is as AWS made it"

    @property
    def may_need(self) -> tuple[Change, ...]:
        return (self._change(""),)

    def _change(self, before: str) -> UpdateAccessRoleTrust:
        return UpdateAccessRoleTrust(self.place, trust_in_account(self.partition, MANAGEMENT_ACCOUNT_ID), before)

    def judge(self, present: Document | None, _observed: Observed) -> Verdict:
        before = canonical(present) if present is not None else ""
        if before and is_narrowed(before):
            return Needed(self._change(before))
        return Satisfied("It was not narrowed by this program.")


def trusts_whole_account(trust: Document, observed: Observed) -> bool:
    """Whether a trust is the one that AWS gives an access role, with or without what federation adds."""
    owner = filled(MANAGEMENT_ACCOUNT_ID, observed)
    partition = observed.identity.partition if observed.identity else "aws"
    usual = only_assuming(trust_in_account(partition, owner))
    return amounts_to_the_same(only_assuming(canonical(trust)), usual)


def principal_of(arn: str) -> str:
    """What `aws:PrincipalArn` says of somebody with this ARN: of a session the role's, whose path an ARN of STS does
    not tell (IAM user guide, reference_policies_condition-keys)."""
    found = _SESSION.fullmatch(arn)
    if found is None:
        return arn
    start, account_id, name = found.groups()
    path = IDENTITY_CENTER if name.startswith("AWSReservedSSO_") else "role/"
    return f"{start}:iam::{account_id}:{path}{name}"
