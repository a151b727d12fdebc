"""What is in an organization, thing by thing, and which of it a setup is about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from state.errors import Advice
from state.observed import AccountState, Observed, Scope
from state.observed.seen import NOT_ASKED, Unknown, value_of
from state.observed.settings import MANAGEMENT_ACCOUNT
from state.observed.stand_ins import filled
from state.setup import Setup, management_role_name
from wizard.claims.base import Claim
from wizard.claims.identity_center import IdentityCenterEnabled
from wizard.claims.roles import ManagementRoleExists
from wizard.guardrails import units_for_guardrails
from wizard.guardrails.audit_trail import TRAIL, OrganizationIsRecorded
from wizard.guardrails.base import management_place
from wizard.guardrails.policies import PolicyInForce
from wizard.guardrails.policies_taken_back import PolicyTakenBack
from wizard.guardrails.trails import TRAILS, Trail
from wizard.guardrails.trusted_access import TrustedAccessEnabled
from wizard.plan.claims import claims_of
from wizard.policies.equality import says

IDENTITY_CENTER = "sso.amazonaws.com"
"""It has trusted access as soon as somebody enables it (Organizations user guide, services-that-can-integrate-sso)."""
Things = dict[str, str]
"""What AWS knows it by, to its name."""


def everything(observed: Observed) -> Things:
    """What is there beside the management account and the units, as far as it could be looked at."""
    return dict(_everything(observed))


def _everything(observed: Observed) -> Iterator[tuple[str, str]]:
    survey, owner = observed.survey, observed.organization.management_account_id if observed.organization else ""
    for account in observed.accounts:
        state = "" if account.state == AccountState.ACTIVE else f", {account.state}"
        if account.account_id != owner:
            yield account.account_id, f"account {account.account_name}{state}"
    for policy in value_of(survey.policies) or ():
        if not policy.aws_managed:
            yield policy.policy_id, f"policy {policy.policy_name}"
    for service in value_of(survey.trusted_services) or ():
        yield service, "trusted access of a service"
    for each in value_of(survey.delegated_administrators) or ():
        for service in value_of(each.services) or ():
            yield delegation(each.account_id, service), "delegated administrator of a service"
    for trail in _trails(observed):
        yield trail_key(trail), f"trail {trail.name.rpartition('/')[2]}"
    for role in observed.roles:
        yield role_key(role.role_name), f"role {role.role_name} of the management account"
    for handshake in observed.invitations:
        if handshake.pending:
            yield handshake.handshake_id, f"open invitation of {handshake.target}"


def of_everything(scope: Scope, setup: Setup) -> Scope:
    """`scope` with the trails of the management account and the open invitations, which are told in any case."""
    place = management_place(setup)
    settings = dict(scope.settings)
    names = settings.get(place, ())
    settings[place] = names if TRAILS.setting in names else (*names, TRAILS.setting)
    return replace(scope, settings=tuple(settings.items()), invitations=True)


def unseen_in(observed: Observed) -> tuple[Advice, ...]:
    """Which kinds of things could not be looked at, each with its reason and what to do."""
    survey = observed.survey
    trails = observed.setting(MANAGEMENT_ACCOUNT, TRAILS.setting)
    looked_at: tuple[tuple[str, object], ...] = (
        ("Policies", survey.policies),
        ("Trusted access", survey.trusted_services),
        ("Delegated administrators", survey.delegated_administrators),
        ("Trails", trails.seen if trails else NOT_ASKED),
    )
    return tuple(
        Advice(f"{what} could not be looked at: {seen.what}", seen.remedy)
        for what, seen in looked_at
        if isinstance(seen, Unknown)
    )


def delegation(account_id: str, service: str) -> str:
    """What a delegated administrator is known by: AWS has no id for it."""
    return f"{account_id}:{service}"


def trail_key(trail: Trail) -> str:
    """What a trail of the management account is known by."""
    return trail.name if trail.name.startswith("arn:") else f"trail/{trail.name}"


def role_key(role_name: str) -> str:
    """What a role of the management account is known by."""
    return f"role/{role_name}"


def _trails(observed: Observed) -> tuple[Trail, ...]:
    setting = observed.setting(MANAGEMENT_ACCOUNT, TRAILS.setting)
    content = setting.content if setting else None
    return Trail.all_of(content) if isinstance(content, dict) else ()


def known_to(setup: Setup, observed: Observed) -> set[str]:
    """What of it the setup is about, or leaves alone."""
    known = {*setup.left_alone}
    references = [account.account_id or setup.email_of(account) for account in setup.accounts]
    references += [invitation.account for invitation in setup.invitations]
    known |= {found.account_id for each in references if (found := observed.account_called(each)) is not None}
    known |= {each.handshake_id for target in references if (each := observed.pending_invitation(target)) is not None}
    for claim in claims_of(setup):
        known |= set(_about(claim, observed))
    return known


def _about(claim: Claim, observed: Observed) -> Iterator[str]:
    """The things that a claim speaks of."""
    match claim:
        case ManagementRoleExists():
            yield role_key(management_role_name(claim.account_title))
        case TrustedAccessEnabled():
            yield claim.service_principal
        case IdentityCenterEnabled():
            yield IDENTITY_CENTER
        case PolicyInForce():
            wanted = filled(claim.content, observed)
            for policy in observed.policies:
                ours = policy.policy_name == claim.policy_name
                if policy.policy_type == claim.policy_type and (
                    ours or (policy.content and says(policy.content, wanted))
                ):
                    yield policy.policy_id
        case PolicyTakenBack():
            yield from (each.policy_id for each in observed.policies if each.policy_name == claim.policy_name)
        case OrganizationIsRecorded():
            for trail in _trails(observed):
                if trail.name == TRAIL or (trail.is_set_up and trail.records_everything):
                    yield trail_key(trail)


def unknown_to(setup: Setup, observed: Observed) -> Things:
    """What is there and that the setup neither is about nor leaves alone. Units are known by their ids or paths."""
    known = known_to(setup, observed)
    found = {key: name for key, name in everything(observed).items() if key not in known}
    units = {*setup.unit_paths(), *units_for_guardrails(setup)}
    ids = {*setup.organizational_unit_ids.values(), *setup.left_alone}
    others = (unit for unit in observed.units if unit.path not in units and unit.unit_id not in ids)
    return found | {unit.unit_id: f"organizational unit {unit.path}" for unit in others}
