"""The organization exists with all features, and its root takes service control policies."""

from __future__ import annotations

from dataclasses import dataclass, replace

from state.changes.organization import CreateOrganization, EnablePolicyType
from state.observed import ENABLED, FeatureSet, Observed
from state.observed.draft import Draft
from state.observed.facts import policies_of_type
from state.page_key import PageKey
from wizard.claims.all_features import approve_for_everybody, assess_all_features
from wizard.claims.base import Blocked, Claim, Needed, Satisfied, Verdict, Waiting
from wizard.claims.identity import member_account, wrong_account

ORGANIZATION = "organization"


@dataclass(frozen=True)
class OrganizationExists(Claim):
    """The signed-in account is the management account of an organization with all features."""

    management_account_id: str
    """The only account that will do; empty while none has been confirmed."""
    as_it_is: bool = False
    """Whether one that has consolidated billing only is left so, and not led to all features."""

    page = PageKey.ORGANIZATION

    @property
    def key(self) -> str:
        return ORGANIZATION

    @property
    def title(self) -> str:
        return "The organization exists" if self.as_it_is else "The organization exists with all features"

    def assess(self, observed: Observed) -> Verdict:
        identity, organization = observed.identity, observed.organization
        if identity is None:
            return Blocked("Nobody is signed in.", "Sign in to the management account, then look again.")
        if self.management_account_id and identity.account_id != self.management_account_id:
            return wrong_account(identity, organization, self.management_account_id)
        if organization is None:
            return Needed(CreateOrganization())
        if not observed.in_management_account:
            return member_account(identity, organization)
        if organization.feature_set != FeatureSet.ALL and self.as_it_is:
            return Satisfied(f"Organization {organization.organization_id} is left as it is, for billing only.")
        if organization.feature_set != FeatureSet.ALL:
            return assess_all_features(observed, organization.management_account_id)
        return Satisfied(f"Organization {organization.organization_id} has all features.")

    def once_answered(self, draft: Draft) -> None:
        approve_for_everybody(draft)


def policy_type_key(policy_type: str) -> str:
    """The key of the claim that sees to policies of this type being enabled."""
    return f"policy-type:{policy_type}"


@dataclass(frozen=True)
class PolicyTypeEnabled(Claim):
    """Policies of one type can be attached in the organization.

    An organization made by the API has none enabled, one made in the console may
    (user guide, orgs_manage_org_create), so nothing is assumed.
    """

    policy_type: str

    page = PageKey.GUARDRAILS

    @property
    def key(self) -> str:
        return policy_type_key(self.policy_type)

    @property
    def title(self) -> str:
        called = policies_of_type(self.policy_type)
        return f"{called[0].upper()}{called[1:]} are enabled"

    @property
    def requires(self) -> tuple[str, ...]:
        return (ORGANIZATION,)

    def assess(self, observed: Observed) -> Verdict:
        status = observed.root.policy_type_status(self.policy_type) if observed.root else None
        if status is None:
            return Needed(EnablePolicyType(self.policy_type))
        if status == ENABLED:
            return Satisfied("They are enabled on the root.")
        return Waiting(f"AWS is enabling them: it says {status}.", look_again_after=3)

    def once_answered(self, draft: Draft) -> None:
        if draft.root is not None:
            policy_types = tuple(each for each in draft.root.policy_types if each[0] != self.policy_type)
            draft.put_root(replace(draft.root, policy_types=(*policy_types, (self.policy_type, ENABLED))))
