"""The inventory of an organization: a reading of AWS, what was done for the setup, and how the setup's claims stand."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Literal, TypeVar

from state.changes.accounts import CreateAccount
from state.changes.handshakes import InviteAccountToOrganization
from state.inventory import (
    VERSION,
    AccountEntry,
    BucketEntry,
    DataBunkerEntry,
    DecisionEntry,
    DelegationEntry,
    IdentityCenterEntry,
    Inventory,
    InvitationEntry,
    OrganizationEntry,
    PolicyEntry,
    RoleEntry,
    Tags,
    TrailEntry,
    UnitEntry,
    Unseen,
)
from state.observed import INVITED, Account, Observed, Role
from state.observed.seen import Fact, Known, Seen, Unknown, value_of
from state.observed.settings import MANAGEMENT_ACCOUNT, audit_logs_of, backups_of, bucket_name
from state.observed.survey import SurveyedPolicy
from state.saved.journal import Attempt
from state.setup import MemberAccount, Setup, parent_path, unit_name
from state.setup.partitions import partition_of
from wizard.exports.compliance import baseline_of, break_glass_of, guardrails_of, standards_of, waits_of
from wizard.exports.people import center_of
from wizard.exports.trusts import led_to, statements_of
from wizard.guardrails.account_alias import ACCOUNT_ALIAS
from wizard.guardrails.security_contact import SECURITY_CONTACT
from wizard.guardrails.words import costs
from wizard.plan.assessment import assess_all
from wizard.plan.claims import claims_of

Result = TypeVar("Result")
Origin = Literal["management", "created", "invited", "adopted"]
NO_JOURNAL = Unseen("What was done for this setup is not recorded on this machine, so who made the account is unknown.")
NOT_LOOKED_AT = Unseen("This program does not look at it.")
NOT_IN_THE_SETUP = Unseen("The setup names no role in this account, so nobody has looked.")


@dataclass(frozen=True, slots=True)
class Past:
    """What was done for a setup."""

    performed: tuple[Attempt, ...] | None
    """Oldest first; None where the journal is elsewhere."""
    rehearsal: bool = False
    tended: tuple[Attempt, ...] = ()
    """What was done with single accounts that were there, each in a journal of its own."""


def inventory_of(setup: Setup, observed: Observed, past: Past) -> Inventory:
    """The inventory, every list of it in an order that does not depend on AWS's."""
    return _Stock(setup, observed, past).inventory()


def unseen(unknown: Unknown) -> Unseen:
    """Why nobody could look, for a file."""
    return Unseen(unknown.what)


def as_entry(seen: Seen[Fact], make: Callable[[Fact], Result]) -> Result | Unseen | None:
    """What `make` makes of what AWS told; None where it told that there is nothing."""
    match seen:
        case Known(value):
            return make(value)
        case Unknown():
            return unseen(seen)
        case _:
            return None


class _Stock:
    """One taking of stock."""

    def __init__(self, setup: Setup, observed: Observed, past: Past) -> None:
        self.setup, self.observed, self.past = setup, observed, past
        self.partition = observed.identity.partition if observed.identity else partition_of(setup.home_region)
        self.roles = sorted(self._management_roles(), key=lambda role: role.name)
        self.led_to = {_account_in(arn): role.name for role in reversed(self.roles) for arn in role.leads_to}

    def inventory(self) -> Inventory:
        observed, survey = self.observed, self.observed.survey
        assessed = assess_all(claims_of(self.setup), observed)
        accounts = sorted(observed.accounts, key=lambda account: account.account_id)
        return Inventory(
            version=VERSION,
            rehearsal=self.past.rehearsal,
            name=self.setup.name,
            partition=self.partition,
            home_region=self.setup.home_region,
            organization=self._organization(),
            units=list(self._units()),
            accounts=[self._account(account) for account in accounts],
            invitations=list(self._invitations()),
            roles=[*self.roles, *self._access_roles()],
            policies=as_entry(survey.policies, lambda each: [_policy(policy) for policy in each]),
            trusted_access=as_entry(survey.trusted_services, list),
            delegated_administrators=as_entry(
                survey.delegated_administrators,
                lambda each: [
                    DelegationEntry(account=one.account_id, services=as_entry(one.services, list)) for one in each
                ],
            ),
            root_features=as_entry(survey.root_features, list),
            trails=as_entry(survey.trails, lambda each: [TrailEntry(**asdict(trail)) for trail in each]),
            identity_center=self._identity_center(),
            data_bunker=self._data_bunker(),
            security_contact=self._security_contact(),
            break_glass=break_glass_of(observed, assessed),
            guardrails=guardrails_of(self.setup, observed, assessed),
            baseline=baseline_of(self.setup, observed, assessed),
            benchmarks=standards_of(self.setup, observed, assessed),
            decisions=list(self._decisions()),
            waits=waits_of(self.setup, assessed),
            costs=costs(self.setup),
            not_seen={name: unknown.what for name, unknown in sorted(observed.unseen)},
        )

    def _organization(self) -> OrganizationEntry | None:
        organization, root = self.observed.organization, self.observed.root
        if organization is None:
            return None
        return OrganizationEntry(
            id=organization.organization_id,
            arn=organization.arn,
            feature_set=organization.feature_set,
            management_account_id=organization.management_account_id,
            root_id=root.root_id if root else Unseen("AWS showed no root."),
            root_tags=self._tags(root.root_id) if root else None,
            policy_types=dict(root.policy_types) if root else {},
        )

    def _units(self) -> Iterator[UnitEntry]:
        for unit in sorted(self.observed.units, key=lambda unit: unit.path):
            parent_id = unit.parent_id or self.observed.parent_id(parent_path(unit.path)) or ""
            yield UnitEntry(
                id=unit.unit_id,
                name=unit_name(unit.path),
                path=unit.path,
                parent_id=parent_id,
                tags=self._tags(unit.unit_id),
            )

    def _tags(self, resource_id: str) -> Tags | Unseen | None:
        return as_entry(self.observed.survey.tags_of(resource_id), dict)

    def _account(self, account: Account) -> AccountEntry:
        management = self._is_management(account)
        return AccountEntry(
            id=account.account_id,
            name=account.account_name,
            email=account.email,
            arn=account.arn,
            unit_path=account.unit_path,
            parent_id=self.observed.parent_id(account.unit_path) or account.unit_path,
            state=account.state,
            joined_method=account.joined_method or Unseen("AWS does not say how it joined."),
            joined_at=account.joined_at.isoformat() if account.joined_at else Unseen("AWS does not say when."),
            origin=self._origin(account),
            purpose="management" if management else self._purpose(account),
            access_role=None if management else self._access_role_name(account),
            management_role=None if management else self.led_to.get(account.account_id),
            alias=self._alias(account),
            tags=self._tags(account.account_id),
        )

    def _is_management(self, account: Account) -> bool:
        organization = self.observed.organization
        return organization is not None and account.account_id == organization.management_account_id

    def _origin(self, account: Account) -> Origin | Unseen:
        """By what was done for this setup, and never by what the setup happens to name."""
        if self._is_management(account):
            return "management"
        if self.past.performed is None:
            return NO_JOURNAL
        for attempt in self.past.performed:
            match attempt.change:
                case CreateAccount(email=email) if email.lower() == account.email.lower():
                    return "created"
                case InviteAccountToOrganization(account=invited) if account.joined_method == INVITED:
                    if self.observed.account_called(invited) is account:
                        return "invited"
        return "adopted"

    def _wanted(self, account: Account) -> MemberAccount | None:
        emails = ((wanted, self.setup.email_of(wanted).lower()) for wanted in self.setup.accounts)
        return next((wanted for wanted, email in emails if email == account.email.lower()), None)

    def _purpose(self, account: Account) -> str | None:
        wanted = self._wanted(account)
        if wanted is not None:
            return wanted.purpose.value
        invited = (each for each in self.setup.invitations if self.observed.account_called(each.account) is account)
        return next((each.purpose.value for each in invited), None)

    def _access_role_name(self, account: Account) -> str | Unseen | None:
        entered = dict(self.observed.survey.access_roles)
        if account.account_id not in entered:
            return NOT_IN_THE_SETUP
        return as_entry(entered[account.account_id], lambda role: role.role_name)

    def _alias(self, account: Account) -> str | Unseen | None:
        identity = self.observed.identity
        if identity is not None and identity.account_id == account.account_id:
            return identity.account_alias or None
        setting = self.observed.setting(account.account_id, ACCOUNT_ALIAS.setting)
        if setting is None:
            return Unseen("The setup leaves aliases alone, so nobody has looked.")
        return as_entry(setting.seen, lambda _: str(setting.content))

    def _invitations(self) -> Iterator[InvitationEntry]:
        """Those whose accounts have not joined."""
        for invitation in sorted(self.setup.invitations, key=lambda invitation: invitation.account):
            if self.observed.account_called(invitation.account) is None:
                handshake = self.observed.latest_invitation(invitation.account)
                yield InvitationEntry(
                    account=invitation.account,
                    unit_path=invitation.organizational_unit,
                    handshake_id=handshake.handshake_id if handshake else None,
                    state=handshake.state if handshake else None,
                    requested_at=handshake.requested_at.isoformat() if handshake else None,
                    expires_at=handshake.expires_at.isoformat() if handshake else None,
                )

    def _management_roles(self) -> Iterator[RoleEntry]:
        """Roles of the account that is signed in to, as far as the setup is about them."""
        owner = self.observed.identity.account_id if self.observed.identity else ""
        for role in self.observed.roles:
            yield self._role(role, owner, "management", led_to(dict(role.inline_policies)))

    def _access_roles(self) -> Iterator[RoleEntry]:
        for account_id, seen in sorted(self.observed.survey.access_roles, key=lambda pair: pair[0]):
            role = value_of(seen)
            if role is not None:
                yield self._role(role, account_id, "access", [])

    def _role(
        self, role: Role, account_id: str, kind: Literal["management", "access"], leads_to: list[str]
    ) -> RoleEntry:
        attached = list(role.attached_policies) if kind == "access" else NOT_LOOKED_AT
        return RoleEntry(
            account=account_id,
            name=role.role_name,
            arn=f"arn:{self.partition}:iam::{account_id}:role/{role.role_name}",
            kind=kind,
            leads_to=leads_to,
            trusts=statements_of(role.trust_policy),
            trust_policy=json.loads(role.trust_policy),
            inline_policies=NOT_LOOKED_AT
            if kind == "access"
            else {name: json.loads(document) for name, document in role.inline_policies},
            session_seconds=role.session_seconds,
            attached_policies=attached,
        )

    def _identity_center(self) -> IdentityCenterEntry | Unseen | None:
        return as_entry(self.observed.identity_center, lambda center: center_of(center, self.partition))

    def _security_contact(self) -> dict[str, Any] | Unseen | None:
        setting = self.observed.setting(MANAGEMENT_ACCOUNT, SECURITY_CONTACT.setting)
        if setting is None:
            return Unseen("The setup names no contact or leaves it alone, so nobody has looked.")
        return as_entry(setting.seen, lambda _: dict(setting.content))

    def _data_bunker(self) -> DataBunkerEntry | None:
        wanted = self.setup.data_bunker
        if wanted is None:
            return None
        account = self.observed.account_with_email(self.setup.email_of(wanted))
        called = (audit_logs_of(self.setup.guardrails), backups_of(self.setup.guardrails))
        buckets = [self._bucket(account, each) for each in called] if account else []
        return DataBunkerEntry(
            account=account.account_id if account else None, name=wanted.account_name, buckets=buckets
        )

    def _bucket(self, account: Account, bucket: str) -> BucketEntry:
        """Each aspect that was looked at, in the order of their names."""
        aspects: dict[str, Any] = {}
        for setting in self.observed.settings:
            if setting.account_id == account.account_id and setting.name.startswith(f"{bucket}:"):
                hidden = asdict(unseen(setting.seen)) if isinstance(setting.seen, Unknown) else None
                aspects[setting.name.partition(":")[2]] = hidden or setting.content
        return BucketEntry(name=bucket_name(bucket, account.account_id), settings=dict(sorted(aspects.items())))

    def _decisions(self) -> Iterator[DecisionEntry]:
        done = (*(self.past.performed or ()), *self.past.tended)
        for attempt in sorted(done, key=_when):
            if attempt.change.irreversible:
                yield DecisionEntry(
                    what=attempt.change.full_title,
                    at=_when(attempt).isoformat(),
                    by=attempt.by or Unseen("The journal of that time did not record who was signed in."),
                )


def _when(attempt: Attempt) -> datetime:
    return attempt.concluded_at or attempt.intended_at


def _policy(policy: SurveyedPolicy) -> PolicyEntry:
    content = value_of(policy.content)
    return PolicyEntry(
        id=policy.policy_id,
        arn=policy.arn,
        name=policy.policy_name,
        type=policy.policy_type,
        description=policy.description,
        aws_managed=policy.aws_managed,
        targets=as_entry(policy.targets, _in_a_list) or [],
        document=as_entry(policy.content, json.loads),
        sha256=sha256(content.encode()).hexdigest() if content else None,
    )


def _in_a_list(values: tuple[str, ...]) -> list[str]:
    return list(values)


def _account_in(arn: str) -> str:
    parts = arn.split(":")
    return parts[4] if len(parts) > 4 else ""
