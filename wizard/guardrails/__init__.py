"""From the guardrails that a setup wants to the claims that make them true, and what has to be read for them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from state.changes.account_settings import (
    ModifyInstanceMetadataDefaults,
    PutPublicAccessBlock,
    PutSecurityContact,
    SetAccountAlias,
    SetEbsEncryptionByDefault,
    UpdateAccountPasswordPolicy,
)
from state.observed import SERVICE_CONTROL_POLICY, Scope
from state.observed.partitions import partition_of
from state.observed.settings import (
    AUDIT_LOGS,
    BACKUPS,
    FOUR_BLOCKS,
    MANAGEMENT_ACCOUNT,
    BucketAspect,
    Place,
    as_value,
    bucket_name,
)
from state.observed.stand_ins import MANAGEMENT_ACCOUNT_ID, ORGANIZATION_ID, account_id_of
from state.setup import ROOT, MemberAccount, Setup, mailbox_name
from state.setup.guardrails import Choice, Item
from state.setup.text_rules import role_name_problem
from wizard.claims.accounts import account_key
from wizard.claims.base import Claim
from wizard.claims.organization import PolicyTypeEnabled
from wizard.claims.readiness import InvitedAccountIsReady, ready_key
from wizard.claims.settings import SettingClaim
from wizard.guardrails.account_settings import (
    AccountHasAlias,
    BudgetTakenBack,
    BudgetWarns,
    InstanceMetadataNeedsTokens,
    NewVolumesAreEncrypted,
    PasswordsAreStrong,
    PublicAccessIsBlocked,
    SecurityContactIsKnown,
    SettingTakenBack,
    at_least_as_strict,
)
from wizard.guardrails.data_bunker import (
    CLOUDTRAIL,
    TRAIL,
    OrganizationIsRecorded,
    TrailTakenBack,
    bucket_claims,
    bucket_key,
)
from wizard.guardrails.policies import PolicyInForce, PolicyTakenBack, TrustedAccessEnabled, trusted_access_key
from wizard.guardrails.root_users import (
    CREDENTIALS_MANAGEMENT,
    IAM,
    SESSIONS,
    ManagementRootHasMfa,
    ManagementRootHasNoKeys,
    RootCredentialsRemoved,
    RootFeatureEnabled,
)
from wizard.policies import management, service_control
from wizard.policies.buckets import backups_bucket_policy, trail_bucket_policy
from wizard.policies.policy_text import PolicyText

ACCOUNT = "account.amazonaws.com"
AI_OPT_OUT = "AISERVICES_OPT_OUT_POLICY"
SUSPENDED = "Suspended"
"""The unit for accounts in quarantine."""
INSIDE_OF_ACCOUNTS = (
    Item.ROOT_CREDENTIALS,
    Item.BLOCK_PUBLIC_ACCESS,
    Item.EBS_ENCRYPTION,
    Item.INSTANCE_METADATA,
    Item.PASSWORD_POLICY,
    Item.ACCOUNT_ALIAS,
    Item.SECURITY_CONTACT,
)
STAND_IN_ID = "000000000000"
"""Stands for the data bunker's id while a policy is written; its form is that of one."""


def guardrail_claims(setup: Setup) -> tuple[Claim, ...]:
    """The claims of every guardrail that is wanted or taken back; policies come last, so that nobody is locked out."""
    guardrails = _Guardrails(setup)
    return (
        *guardrails.invited_accounts(),
        *guardrails.root_users(),
        *guardrails.data_bunker(),
        *guardrails.accounts(),
        *guardrails.money(),
        *guardrails.policies(),
    )


def units_for_guardrails(setup: Setup) -> tuple[str, ...]:
    """Units that guardrails need and the setup does not name itself."""
    wanted = setup.applies(Item.QUARANTINE) and SUSPENDED not in setup.unit_paths()
    return (SUSPENDED,) if wanted else ()


def with_guardrails(scope: Scope, claims: tuple[Claim, ...]) -> Scope:
    """What has to be read for `steps`, beside the rest of the scope."""
    names: dict[Place, list[str]] = {}
    paths: dict[str, set[str]] = {}
    for claim in claims:
        if isinstance(claim, SettingClaim):
            wanted = names.setdefault(claim.place, [])
            wanted += [claim.setting] if claim.setting not in wanted else []
        elif isinstance(claim, (PolicyInForce, PolicyTakenBack)):
            paths.setdefault(claim.policy_type, {ROOT}).add(claim.path)
    return replace(
        scope,
        settings=tuple((place, tuple(each)) for place, each in names.items()),
        policies=tuple((policy_type, frozenset(each)) for policy_type, each in sorted(paths.items())),
    )


def policy_texts(setup: Setup) -> Iterator[tuple[Item, str, PolicyText, str]]:
    """Each guardrail that is a policy: what it is, its type, its text and where it belongs."""
    named = {setup.organization_access_role, *(setup.organization_access_role_of(each) for each in setup.accounts)}
    roles = frozenset(name for name in named if role_name_problem(name) is None)
    if not roles:
        return  # somebody is still typing
    yield Item.DENY_LEAVING, SERVICE_CONTROL_POLICY, service_control.deny_leaving(), ROOT
    yield Item.DENY_ROOT_USER, SERVICE_CONTROL_POLICY, service_control.deny_root_user(), ROOT
    partition = partition_of(setup.home_region)
    protected = service_control.protect_access_roles(partition, roles)
    yield Item.PROTECT_ACCESS_ROLES, SERVICE_CONTROL_POLICY, protected, ROOT
    yield Item.PROTECT_AUDIT_TRAIL, SERVICE_CONTROL_POLICY, service_control.protect_audit_trail(roles), ROOT
    if setup.data_bunker is not None:
        role = setup.organization_access_role_of(setup.data_bunker)
        buckets = [bucket_name(bucket, STAND_IN_ID) for bucket in (AUDIT_LOGS, BACKUPS)]
        bunker = service_control.protect_data_bunker(buckets, frozenset({role}))
        yield Item.PROTECT_DATA_BUNKER, SERVICE_CONTROL_POLICY, bunker, setup.data_bunker.organizational_unit
    regions = {setup.home_region, *setup.guardrails.allowed_regions}
    restricted = service_control.restrict_regions(regions, roles)
    yield Item.ALLOWED_REGIONS, SERVICE_CONTROL_POLICY, restricted, ROOT
    yield Item.QUARANTINE, SERVICE_CONTROL_POLICY, service_control.quarantine(roles), SUSPENDED
    yield Item.AI_OPT_OUT, AI_OPT_OUT, management.ai_opt_out(), ROOT


def management_place(setup: Setup) -> Place:
    """The management account, where its own settings are."""
    return Place(MANAGEMENT_ACCOUNT, MANAGEMENT_ACCOUNT, "", setup.home_region)


def place_of(setup: Setup, account: MemberAccount) -> Place:
    """An account that the setup creates, where its settings are."""
    role_name = setup.organization_access_role_of(account)
    return Place(setup.email_of(account), account.account_name, role_name, setup.home_region)


class _Guardrails:
    """The claims of one setup, part by part."""

    def __init__(self, setup: Setup) -> None:
        self.setup = setup
        self.management = management_place(setup)
        invited = [each for each in setup.invitations if not each.withdrawn]
        role_name = setup.organization_access_role
        self.invited = tuple(Place(each.account, each.account, role_name, setup.home_region) for each in invited)
        self.created = tuple(place_of(setup, account) for account in setup.accounts)
        self.members = (*self.created, *self.invited)
        self.everywhere = (self.management, *self.members)

    def takes_back(self, item: Item) -> bool:
        """Whether what the program made of it shall go."""
        return self.setup.guardrails.choice(item) is Choice.TAKE_BACK

    def invited_accounts(self) -> Iterator[Claim]:
        """It takes the owner of an invited account to let anybody in."""
        if any(self.setup.guardrails.choice(item) is not Choice.LEAVE for item in INSIDE_OF_ACCOUNTS):
            yield from (InvitedAccountIsReady(each.account, each.role_name) for each in self.invited)

    def root_users(self) -> Iterator[Claim]:
        """Central root access first: the rest stands on it."""
        applies = self.setup.applies
        central = applies(Item.CENTRAL_ROOT_ACCESS) or applies(Item.ROOT_CREDENTIALS)
        if central:
            yield TrustedAccessEnabled(IAM)
        if central or self.takes_back(Item.CENTRAL_ROOT_ACCESS):
            yield RootFeatureEnabled(self.management, CREDENTIALS_MANAGEMENT, central)
            yield RootFeatureEnabled(self.management, SESSIONS, central)
        if applies(Item.ROOT_CREDENTIALS):
            yield from (RootCredentialsRemoved(place) for place in self.members)
        if applies(Item.MANAGEMENT_ROOT_USER):
            yield ManagementRootHasMfa(self.management)
            yield ManagementRootHasNoKeys(self.management)

    def data_bunker(self) -> Iterator[Claim]:
        """Buckets, then the trail that writes to one."""
        account, applies = self.setup.data_bunker, self.setup.applies
        if self.takes_back(Item.AUDIT_TRAIL):
            yield TrailTakenBack(self.management)
        if account is None:
            return
        place, partition = place_of(self.setup, account), partition_of(self.setup.home_region)
        bunker_id = account_id_of(place.account)
        if applies(Item.AUDIT_TRAIL):
            bucket = bucket_name(AUDIT_LOGS, bunker_id)
            arn = f"arn:{partition}:cloudtrail:{place.region}:{MANAGEMENT_ACCOUNT_ID}:trail/{TRAIL}"
            policy = trail_bucket_policy(partition, bucket, MANAGEMENT_ACCOUNT_ID, ORGANIZATION_ID, arn)
            days = self.setup.guardrails.object_lock_days if applies(Item.OBJECT_LOCK) else 0
            yield TrustedAccessEnabled(CLOUDTRAIL)
            yield from bucket_claims(place, AUDIT_LOGS, as_value(policy), locked_days=days)
            ready = tuple(bucket_key(AUDIT_LOGS, aspect) for aspect in (BucketAspect.VERSIONING, BucketAspect.POLICY))
            yield OrganizationIsRecorded(self.management, bucket, ready)
        if applies(Item.BACKUPS):
            others = [each.account for each in self.created if each != place]
            writers = [account_id_of(account) for account in others]
            policy = backups_bucket_policy(partition, bucket_name(BACKUPS, bunker_id), ORGANIZATION_ID, writers)
            there = tuple(account_key(account) for account in others)
            yield from bucket_claims(place, BACKUPS, as_value(policy), writers=there)

    def accounts(self) -> Iterator[Claim]:
        """What is set in each account by itself."""
        contact = self.setup.guardrails.security_contact
        if self.setup.applies(Item.SECURITY_CONTACT):
            yield TrustedAccessEnabled(ACCOUNT)
        written = as_value(
            {
                "Name": contact.full_name,
                "Title": contact.title,
                "EmailAddress": contact.email,
                "PhoneNumber": contact.phone,
            }
        )
        for place in self.everywhere:
            alias = self._alias(place)
            claims: tuple[tuple[Item, Claim, Claim], ...] = (
                (
                    Item.BLOCK_PUBLIC_ACCESS,
                    PublicAccessIsBlocked(place),
                    _taken_back(place, PublicAccessIsBlocked, as_value(FOUR_BLOCKS), PutPublicAccessBlock),
                ),
                (
                    Item.EBS_ENCRYPTION,
                    NewVolumesAreEncrypted(place),
                    _taken_back(place, NewVolumesAreEncrypted, as_value(True), SetEbsEncryptionByDefault),
                ),
                (
                    Item.INSTANCE_METADATA,
                    InstanceMetadataNeedsTokens(place),
                    _taken_back(
                        place, InstanceMetadataNeedsTokens, as_value("required"), ModifyInstanceMetadataDefaults
                    ),
                ),
                (
                    Item.PASSWORD_POLICY,
                    PasswordsAreStrong(place),
                    _taken_back(
                        place, PasswordsAreStrong, as_value(at_least_as_strict({})), UpdateAccountPasswordPolicy
                    ),
                ),
                (
                    Item.ACCOUNT_ALIAS,
                    AccountHasAlias(place, alias),
                    _taken_back(place, AccountHasAlias, as_value(alias), SetAccountAlias),
                ),
                (
                    Item.SECURITY_CONTACT,
                    SecurityContactIsKnown(place, written, trusted_access_key(ACCOUNT)),
                    _taken_back(place, SecurityContactIsKnown, written, PutSecurityContact),
                ),
            )
            for item, applied, taken_back in claims:
                if self.setup.applies(item):
                    yield applied
                elif self.takes_back(item):
                    yield taken_back

    def _alias(self, place: Place) -> str:
        """Public and unique in all of AWS, so the setup's name stands before the account's."""
        title = "management" if place.account == MANAGEMENT_ACCOUNT else mailbox_name(place.account_title)
        return f"{self.setup.name}-{title}".replace(".", "-").replace("_", "-")[:63].strip("-")

    def money(self) -> Iterator[Claim]:
        """A budget."""
        guardrails = self.setup.guardrails
        if self.setup.applies(Item.BUDGET):
            yield BudgetWarns(self.management, guardrails.monthly_budget_usd, guardrails.budget_email)
        elif self.takes_back(Item.BUDGET):
            yield BudgetTakenBack(self.management)

    def policies(self) -> Iterator[Claim]:
        """Each policy where it belongs."""
        account = self.setup.data_bunker
        bunker_id = account_id_of(self.setup.email_of(account)) if account else ""
        if self.setup.applies(Item.AI_OPT_OUT):
            yield PolicyTypeEnabled(AI_OPT_OUT)
        for item, policy_type, text, path in policy_texts(self.setup):
            if self.setup.applies(item):
                content = text.content.replace(STAND_IN_ID, bunker_id) if bunker_id else text.content
                after = (ready_key(self.setup.email_of(account)),) if account and STAND_IN_ID in text.content else ()
                yield PolicyInForce(policy_type, text.policy_name, text.description, content, path, after)
            elif self.takes_back(item):
                yield PolicyTakenBack(policy_type, text.policy_name, path, text.content)


def _taken_back(place: Place, claim: type[SettingClaim], ours: str, change: type) -> SettingTakenBack:
    return SettingTakenBack(place, claim.name, ours, change)
