"""Who may assume the roles of the management account, and the read-only twin of an access role.

MFA is asked for where the caller's kind can have it: `aws:MultiFactorAuthPresent` is never true in a session of
Identity Center or of another role, so a condition on it would lock those out for good
(IAM user guide, id_credentials_mfa_configure-api-require).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from state.changes.roles import trust_with_mfa
from state.errors import WrongInput
from state.observed import canonical
from state.setup.access import Callers
from wizard.policies.policy_text import document_of, listed, usable, usable_with_path

MOST_CHARACTERS = 2_048
"""Of a role's trust policy, unless the quota was raised (IAM user guide, reference_iam-quotas)."""

WITH_MFA = {"Bool": {"aws:MultiFactorAuthPresent": "true"}}
IDENTITY_CENTER = "role/aws-reserved/sso.amazonaws.com/"


class TrustTooLong(WrongInput):
    """The trust policy would name more callers than IAM has room for."""

    remedy = "Name fewer callers: an IAM group instead of its users, or one permission set that all of them are given."


def management_role_trust(partition: str, management_account_id: str, callers: Callers) -> str:
    """The trust policy of the roles that lead into member accounts, as canonical JSON.

    The principal is always the account, narrowed by condition: naming a user or role that is deleted later would turn
    into an id that nobody can read, and naming one that does not exist is an error (IAM user guide,
    reference_policies_elements_principal). So callers need the permission to assume the role too, see
    `permission_for_callers`. Raises TrustTooLong and UnusableName.
    """
    if callers.nobody_named:
        return trust_with_mfa(partition, management_account_id)
    account = f"arn:{partition}:iam::{management_account_id}"
    trust = canonical(document_of(*_statements(account, callers)))
    if len(trust) > MOST_CHARACTERS:
        raise TrustTooLong(
            f"The trust policy would have {len(trust)} characters; IAM takes {MOST_CHARACTERS} for a role."
        )
    return trust


def what_follows(callers: Callers) -> tuple[str, ...]:
    """What somebody who names these callers should know, as whole sentences."""
    sentences = []
    if callers.groups:
        sentences.append(
            "A trust policy cannot name a group: the roles trust every IAM user of the management account who signed "
            f"in with MFA, and {_and(callers.groups)} must be given the permission to assume them."
        )
    if callers.users or callers.groups:
        sentences.append(
            "IAM users have to use MFA with a code: a passkey does not work with the command line or an API."
        )
    if callers.roles:
        sentences.append(
            f"No MFA is asked of {_and(callers.roles)}: a role's session never carries it, so ask for it where the "
            "role is assumed."
        )
    if callers.permission_sets:
        sentences.append(
            f"No MFA is asked of {_and(callers.permission_sets)} here: require it in the settings of Identity Center. "
            "A permission set whose name goes on after the same name and an underscore is let in as well."
        )
    return tuple(sentences)


def permission_for_callers(partition: str, management_account_id: str, role_names: Iterable[str]) -> str:
    """What a group, user, role or permission set needs to assume exactly these management roles, as canonical JSON."""
    statement = {
        "Sid": "AssumeManagementRoles",
        "Effect": "Allow",
        "Action": "sts:AssumeRole",
        "Resource": listed(f"arn:{partition}:iam::{management_account_id}:role/{usable(name)}" for name in role_names),
    }
    return canonical(document_of(statement))


def read_only_twin_trust(partition: str, management_account_id: str, management_role: str) -> str:
    """The trust policy of a read-only role beside an access role: for one role of the management account only.

    What the twin may do is AWS's own policy, see `read_only_access`; what leads to it is
    `state.changes.permission_to_assume`.
    """
    account = f"arn:{partition}:iam::{management_account_id}"
    statement = _trusted(account, "ManagementRole", "ArnEquals", [f"role/{usable(management_role)}"], {})
    return canonical(document_of(statement))


def read_only_access(partition: str) -> str:
    """The ARN of AWS's own policy. It reads data such as objects too, not only how things are set up."""
    return f"arn:{partition}:iam::aws:policy/ReadOnlyAccess"


def _statements(account: str, callers: Callers) -> list[dict[str, Any]]:
    users = [f"user/{usable_with_path(name)}" for name in callers.users]
    roles = [f"role/{usable_with_path(name)}" for name in callers.roles]
    sets = [
        f"{IDENTITY_CENTER}{region}AWSReservedSSO_{usable(name)}_*"
        for name in callers.permission_sets
        for region in ("", "*/")
    ]
    statements = []
    if callers.groups:
        statements.append(_trusted(account, "UsersWithMFA", "ArnLike", ["user/*"], WITH_MFA))
    elif users:
        statements.append(_trusted(account, "NamedUsersWithMFA", "ArnEquals", users, WITH_MFA))
    if roles:
        statements.append(_trusted(account, "NamedRoles", "ArnEquals", roles, {}))
    if sets:
        statements.append(_trusted(account, "PermissionSets", "ArnLike", sets, {}))
    return statements


def _trusted(account: str, sid: str, operator: str, names: list[str], also: dict[str, Any]) -> dict[str, Any]:
    """The account's principals called `names`. The account as principal admits nobody without a permission."""
    return {
        "Sid": sid,
        "Effect": "Allow",
        "Principal": {"AWS": f"{account}:root"},
        "Action": "sts:AssumeRole",
        "Condition": {operator: {"aws:PrincipalArn": listed(f"{account}:{name}" for name in names)}, **also},
    }


def _and(names: tuple[str, ...]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
