"""For each account, a role in the management account leads into its organization access role."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from urllib.parse import unquote

from state.changes.base import Change
from state.changes.groups import PutGroupPolicy
from state.changes.roles import CreateRole, PutRolePolicy, UpdateAssumeRolePolicy, UpdateRole
from state.errors import WrongInput
from state.observed import Observed, Role
from state.observed.settings import ASSUME_ROLES, MANAGEMENT_ACCOUNT, caller_setting, group_policy
from state.page_key import PageKey
from state.setup import management_role_name
from state.setup.access import Callers
from wizard.claims.accounts import account_key
from wizard.claims.base import Blocked, Claim, Needed, Satisfied, Verdict
from wizard.claims.callers import callers_named
from wizard.claims.reads import Answer, Inside, Reads
from wizard.claims.settings import SettingClaim
from wizard.errors import NotFound
from wizard.policies.equality import amounts_to_the_same
from wizard.policies.policy_text import Document
from wizard.policies.trusts import management_role_trust, only_assuming

EVERYBODY = Callers()
"""With MFA."""
NO_SUCH_GROUP: Document = {}
"""What is read of a group that is not there; IAM takes no empty policy."""
POLICY_NAME = "assume-organization-access-role"


@dataclass(frozen=True)
class ManagementRoleExists(Claim):
    """A role named after the account may assume exactly that account's organization access role.

    It trusts whom the setup names, or else the management account's own principals that signed in with MFA.
    """

    account_title: str
    """The account's name, or what it is invited as."""
    reference: str
    """Its address or id."""
    organization_access_role: str
    callers: Callers = EVERYBODY
    session_hours: int = 1

    page = PageKey.ACCOUNTS

    @property
    def key(self) -> str:
        return f"role:{self.role_name}"

    @property
    def role_name(self) -> str:
        """The role's name in the management account."""
        return management_role_name(self.account_title)

    @property
    def title(self) -> str:
        return f"Role {self.role_name} leads into account {self.account_title}"

    @property
    def requires(self) -> tuple[str, ...]:
        """The account, and everybody who is named: the trust names nobody who is not there."""
        named = (caller_setting(kind, name) for kind, name in callers_named(self.callers))
        return (account_key(self.reference), *(f"{setting}:{MANAGEMENT_ACCOUNT}" for setting in named))

    @property
    def may_need(self) -> tuple[Change, ...]:
        """A role that is there already may be written anew in part; what into does not matter for a permission."""
        return (UpdateAssumeRolePolicy(self.role_name, "{}"), UpdateRole(self.role_name, self._description, 3600))

    def assess(self, observed: Observed) -> Verdict:
        identity = observed.identity
        if identity is None:
            return Blocked("Nobody is signed in.", "Sign in to the management account, then look again.")
        try:
            trust = management_role_trust(identity.partition, identity.account_id, self.callers)
        except WrongInput as error:
            return Blocked(error.message, error.remedy)
        permission = PutRolePolicy(self.role_name, POLICY_NAME, self.reference, self.organization_access_role)
        role = observed.role_named(self.role_name)
        if role is None:
            return Needed(CreateRole(self.role_name, trust, self._description, self.session_hours * 3600))
        policy, document = role.inline_policy(POLICY_NAME), permission.document(observed)
        if policy is not None and not _same_callers(policy, document):
            return self._differs(f"may assume something else than {self.organization_access_role} in this account")
        if not amounts_to_the_same(json.loads(role.trust_policy), json.loads(trust)):
            return self._trust(role, trust, is_ours=policy is not None)
        if policy is None or not amounts_to_the_same(json.loads(policy), json.loads(document)):
            return Needed(permission)
        if role.session_seconds > self.session_hours * 3600:
            return Needed(UpdateRole(self.role_name, self._description, self.session_hours * 3600))
        return Satisfied(f"It may assume {self.organization_access_role} there{self._with_mfa}.")

    @property
    def _with_mfa(self) -> str:
        return ", with MFA" if self.callers.nobody_named else ""

    @property
    def _description(self) -> str:
        return f"Leads into account {self.account_title}{self._with_mfa}."

    def _trust(self, role: Role, trust: str, *, is_ours: bool) -> Verdict:
        """Whom the setup names is set in a role of the program's own. Without names nothing is overwritten: somebody
        may have narrowed it on purpose, where it is not merely without what federation needs."""
        if is_ours and (not self.callers.nobody_named or _same_callers(role.trust_policy, trust)):
            return Needed(UpdateAssumeRolePolicy(role.role_name, trust))
        return self._differs("trusts somebody else than the setup says")

    def _differs(self, how: str) -> Blocked:
        return Blocked(
            f"Role {self.role_name} exists in the management account, but {how}.",
            "Nothing of yours is overwritten: rename or delete that role in IAM, or rename the account in the setup. "
            "To have its trust written anew, name who may use it, under `access` in the setup.",
        )


def _same_callers(present: str, wanted: str) -> bool:
    return amounts_to_the_same(only_assuming(present), only_assuming(wanted))


@cache
def group_permission(group: str) -> Reads[Document]:
    """The group's inline policy that the program writes (API: iam.GetGroupPolicy)."""

    def document(answer: Answer) -> object:
        """IAM sends it URL-encoded and botocore decodes it; both are understood."""
        told = answer["PolicyDocument"]
        return json.loads(unquote(told)) if isinstance(told, str) else told

    def read(inside: Inside) -> object:
        try:
            return inside.own.ask("iam", "GetGroupPolicy", document, GroupName=group, PolicyName=ASSUME_ROLES)
        except NotFound:  # of the policy or of the group: only the group's own answer tells which
            try:
                return inside.own.ask("iam", "GetGroup", lambda _answer: None, GroupName=group, MaxItems=1)
            except NotFound:
                return NO_SUCH_GROUP

    return Reads(group_policy(group), read, dict, ("iam:GetGroupPolicy", "iam:GetGroup"))


def no_such_group(group: str) -> Blocked:
    """What is said of a group that is not there."""
    return Blocked(
        f"There is no IAM group {group} in the management account.",
        "Make it in IAM and put the people in it, or name others on Accounts & roles.",
    )


@dataclass(frozen=True)
class GroupMayEnter(SettingClaim[Document]):
    """An IAM group of the management account has the permission to assume the roles: a trust cannot name a group."""

    group: str
    document: str
    """Canonical JSON, with a stand-in for the management account's id."""

    page = PageKey.ACCOUNTS

    @property
    def reads(self) -> Reads[Document]:
        return group_permission(self.group)

    @property
    def title(self) -> str:
        return f"Group {self.group} may assume the roles into the accounts"

    def judge(self, present: Document | None, observed: Observed) -> Verdict:
        if present == NO_SUCH_GROUP:
            return no_such_group(self.group)
        change = PutGroupPolicy(self.place, self.document, self.group, ASSUME_ROLES)
        if present is not None and amounts_to_the_same(present, change.content(observed)):
            return Satisfied(f"It has the policy {ASSUME_ROLES}.")
        return Needed(change)
