"""The writes about the organization itself: making it, its kinds of policies, and the services that may act in it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from state.changes.base import SERVICE_LINKED_ROLE, Change, Lane
from state.changes.request import Request
from state.observed import ENABLED, Account, AccountState, FeatureSet, Observed, Organization, Root, Section
from state.observed.draft import Draft
from state.observed.facts import policies_of_type
from state.observed.stand_ins import parent_id
from state.page_key import PageKey
from state.setup import ROOT


@dataclass(frozen=True, slots=True)
class CreateOrganization(Change):
    """API: organizations.CreateOrganization with FeatureSet ALL."""

    lane = Lane.ORGANIZATION
    touches = frozenset(Section) - {Section.IDENTITY, Section.ROLES, Section.SURROUNDINGS, Section.SURVEY}
    undo = ""
    needs = ("organizations:CreateOrganization", SERVICE_LINKED_ROLE)
    page = PageKey.ORGANIZATION

    @property
    def title(self) -> str:
        return "Create the organization"

    @property
    def detail(self) -> str:
        return "all features"

    @property
    def consequence(self) -> str:
        return (
            "The account you are signed in to becomes the management account for good and pays for every member. "
            "A Free plan becomes a Paid plan at once and its credits expire."
        )

    def request(self, _observed: Observed) -> Request:
        return Request("organizations", "CreateOrganization", {"FeatureSet": FeatureSet.ALL.value})

    def predict(self, draft: Draft) -> None:
        account_id = draft.identity.account_id if draft.identity else ""
        draft.put_organization(Organization("<id of the organization>", "", FeatureSet.ALL, account_id, ""))
        draft.put_root(Root("<id of the root>"))
        draft.put_account(Account(account_id, "", "", AccountState.ACTIVE, "INVITED"))


@dataclass(frozen=True, slots=True)
class EnablePolicyType(Change):
    """API: organizations.EnablePolicyType on the root."""

    policy_type: str

    lane = Lane.ORGANIZATION
    touches = frozenset({Section.ORGANIZATION})
    undo = "DisablePolicyType turns it off again, but every attachment of such a policy is lost."
    needs = ("organizations:EnablePolicyType",)
    page = PageKey.GUARDRAILS

    @property
    def title(self) -> str:
        return f"Enable {policies_of_type(self.policy_type)}"

    @property
    def detail(self) -> str:
        return "on the root"

    def request(self, observed: Observed) -> Request:
        parameters = {"RootId": parent_id(ROOT, observed), "PolicyType": self.policy_type}
        return Request("organizations", "EnablePolicyType", parameters)

    def predict(self, draft: Draft) -> None:
        if draft.root is not None:
            policy_types = (*draft.root.policy_types, (self.policy_type, ENABLED))
            draft.put_root(replace(draft.root, policy_types=policy_types))


@dataclass(frozen=True, slots=True)
class EnableAWSServiceAccess(Change):
    """API: organizations.EnableAWSServiceAccess. More settings may be read afterwards."""

    service_principal: str

    lane = Lane.ORGANIZATION
    touches = frozenset({Section.ORGANIZATION, Section.SETTINGS})
    undo = "DisableAWSServiceAccess ends it; the service may then delete what it has of the organization."
    needs = ("organizations:EnableAWSServiceAccess",)
    page = PageKey.GUARDRAILS
    before_accounts = True

    @property
    def title(self) -> str:
        return f"Let {self.service_principal} act in the organization"

    @property
    def detail(self) -> str:
        return "trusted access"

    def request(self, _observed: Observed) -> Request:
        return Request("organizations", "EnableAWSServiceAccess", {"ServicePrincipal": self.service_principal})

    def predict(self, draft: Draft) -> None:
        draft.put_trusted_service(self.service_principal)
