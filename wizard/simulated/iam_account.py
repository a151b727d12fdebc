"""An account's alias and its password policy, as the simulated AWS answers for them."""

from __future__ import annotations

from wizard.simulated.operation import Answer, Call, answers
from wizard.simulated.refusals import Refusal
from wizard.simulated.settings import PasswordPolicy

_FIELDS = {
    "MinimumPasswordLength": "minimum_length",
    "RequireSymbols": "require_symbols",
    "RequireNumbers": "require_numbers",
    "RequireUppercaseCharacters": "require_uppercase",
    "RequireLowercaseCharacters": "require_lowercase",
    "AllowUsersToChangePassword": "allow_users_to_change",
    "MaxPasswordAge": "max_age_days",
    "PasswordReusePrevention": "reuse_prevention",
    "HardExpiry": "hard_expiry",
}
"""API: iam.PasswordPolicy."""


@answers("iam", "CreateAccountAlias", writes=True)
def create_account_alias(call: Call) -> Answer:
    """API: iam.CreateAccountAlias. Unique in the partition; an account has one, and another takes its place."""
    alias = call.parameters["AccountAlias"]
    if alias.isdigit() and len(alias) == 12:
        raise Refusal("ValidationError", "An account alias cannot be 12 digits.")
    taken = (account.account_alias for account in call.world.accounts.values())
    if alias in taken or alias in call.world.used_aliases:
        raise Refusal("EntityAlreadyExists", f"The account alias {alias} already exists.")
    call.account.account_alias = alias
    return {}


@answers("iam", "DeleteAccountAlias", writes=True)
def delete_account_alias(call: Call) -> Answer:
    """API: iam.DeleteAccountAlias, of the account's own alias."""
    alias = call.parameters["AccountAlias"]
    if alias != call.account.account_alias:
        raise Refusal("NoSuchEntity", f"The account alias {alias} cannot be found.")
    call.account.account_alias = ""
    return {}


@answers("iam", "GetAccountPasswordPolicy")
def get_account_password_policy(call: Call) -> Answer:
    """API: iam.GetAccountPasswordPolicy. NoSuchEntity: nobody has set one."""
    policy = _password_policy(call)
    answer: Answer = {field: getattr(policy, name) for field, name in _FIELDS.items() if getattr(policy, name) != 0}
    flags = {field: getattr(policy, name) for field, name in _FIELDS.items() if isinstance(getattr(policy, name), bool)}
    return {"PasswordPolicy": answer | flags | {"ExpirePasswords": policy.max_age_days > 0}}


@answers("iam", "UpdateAccountPasswordPolicy", writes=True)
def update_account_password_policy(call: Call) -> Answer:
    """API: iam.UpdateAccountPasswordPolicy. What is not mentioned falls back to its default."""
    given = {_FIELDS[field]: value for field, value in call.parameters.items()}
    call.account.password_policy = PasswordPolicy(**given)
    return {}


@answers("iam", "DeleteAccountPasswordPolicy", writes=True)
def delete_account_password_policy(call: Call) -> Answer:
    """API: iam.DeleteAccountPasswordPolicy."""
    _password_policy(call)
    call.account.password_policy = None
    return {}


def _password_policy(call: Call) -> PasswordPolicy:
    policy = call.account.password_policy
    if policy is None:
        message = f"The Password Policy with domain name {call.caller.account_id} cannot be found."
        raise Refusal("NoSuchEntity", message)
    return policy
