"""What AWS answers, as the program's nouns. AWS's `Master…` names end here.

Every function takes the dictionary that botocore made of an answer and raises KeyError, TypeError, ValueError or
AttributeError when it is not what the service model promises; `wizard.aws.failures` explains those.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import unquote

from state.observed import Account, AccountCreation, Identity, Organization, OrganizationalUnit, Role, Root, canonical
from state.observed.handshake import INVITE, Handshake
from state.setup import path_below

Answer = Mapping[str, Any]


ARN = re.compile(r"arn:[a-z0-9-]+:(iam|sts)::[0-9]*:[!-~]+")
"""Of a principal (IAM user guide, reference_identifiers): nothing in it is a blank or out of the ordinary."""


def identity(caller: Answer, aliases: Iterable[str]) -> Identity:
    """API: sts.GetCallerIdentity and iam.ListAccountAliases. An account has at most one alias. Raises ValueError for
    what is no ARN: every face shows it, and the program's own ARNs begin as it does."""
    arn = str(caller["Arn"])
    if ARN.fullmatch(arn) is None:
        raise ValueError(arn)
    return Identity(caller["Account"], arn, next(iter(aliases), ""))


def organization(answer: Answer) -> Organization:
    """API: organizations.Organization."""
    return Organization(
        organization_id=answer["Id"],
        arn=answer["Arn"],
        feature_set=answer["FeatureSet"],
        management_account_id=answer["MasterAccountId"],
        management_account_email=answer.get("MasterAccountEmail", ""),
    )


def root(answer: Answer) -> Root:
    """API: organizations.Root. A policy type that is off is simply absent."""
    policy_types = ((policy_type["Type"], policy_type["Status"]) for policy_type in answer.get("PolicyTypes", ()))
    return Root(answer["Id"], tuple(sorted(policy_types)))


def organizational_unit(answer: Answer, parent_path: str, parent_id: str) -> OrganizationalUnit:
    """API: organizations.OrganizationalUnit in the unit or root with that path and id."""
    return OrganizationalUnit(answer["Id"], path_below(parent_path, answer["Name"]), parent_id)


def parent_id_in(account: Answer) -> str | None:
    """The id of the unit or root that the account sits in, from `Account.Paths`; None when AWS sent no path.

    A path is `o-…/r-…/ou-…/<account id>/` (API: organizations.Path).
    """
    for path in account.get("Paths") or ():
        parents = [part for part in str(path).split("/") if part.startswith(("r-", "ou-"))]
        if parents:
            return parents[-1]
    return None


def account(answer: Answer, unit_path: str) -> Account:
    """API: organizations.Account. `State` replaced `Status` in September 2026."""
    return Account(
        account_id=answer["Id"],
        account_name=answer.get("Name", ""),
        email=answer.get("Email", ""),
        state=answer["State"] if "State" in answer else answer["Status"],
        joined_method=answer.get("JoinedMethod", ""),
        unit_path=unit_path,
        arn=answer.get("Arn", ""),
        joined_at=answer.get("JoinedTimestamp"),
    )


def account_creation(answer: Answer) -> AccountCreation:
    """API: organizations.CreateAccountStatus."""
    return AccountCreation(
        create_account_request_id=answer["Id"],
        account_name=answer.get("AccountName", ""),
        state=answer["State"],
        requested_at=in_utc(answer["RequestedTimestamp"]),
        account_id=answer.get("AccountId", ""),
        failure_reason=answer.get("FailureReason", ""),
    )


def handshake(answer: Answer, management_account_id: str) -> Handshake:
    """API: organizations.Handshake. The organization that sent it is a party too."""
    parties = {party["Type"]: party["Id"] for party in answer["Parties"] if party["Id"] != management_account_id}
    return Handshake(
        handshake_id=answer["Id"],
        state=answer["State"],
        target=parties.get("ACCOUNT") or parties.get("EMAIL") or "",
        requested_at=in_utc(answer["RequestedTimestamp"]),
        expires_at=in_utc(answer["ExpirationTimestamp"]),
        action=answer.get("Action", INVITE),
        sender_id=_sender_id(answer),
    )


def _sender_id(answer: Answer) -> str:
    """The account that owns the sending organization, from the handshake's ARN
    (`arn:aws:organizations::<account>:handshake/…`); '' where it does not tell."""
    parts = str(answer.get("Arn", "")).split(":")
    return parts[4] if len(parts) > 4 else ""


def role(answer: Answer, inside: Answer) -> Role:
    """API: iam.Role; `inside` is what is in it (API: iam.RoleDetail), empty where that is not known."""
    trust = policy_document(answer["AssumeRolePolicyDocument"])
    inline = inside.get("RolePolicyList", ())
    policies = [(each["PolicyName"], policy_document(each["PolicyDocument"])) for each in inline]
    attached = tuple(each["PolicyArn"] for each in inside.get("AttachedManagedPolicies", ()))
    seconds = int(answer.get("MaxSessionDuration", 3600))
    return Role(answer["RoleName"], trust, tuple(sorted(policies)), attached, session_seconds=seconds)


def policy_document(answer: Any) -> str:
    """A policy of IAM's as canonical JSON. IAM sends it URL-encoded and botocore decodes it; both are understood."""
    document = json.loads(unquote(answer)) if isinstance(answer, str) else answer
    return canonical(document)


def in_utc(moment: datetime) -> datetime:
    """botocore gives moments in the machine's time zone."""
    return moment.astimezone(UTC)
