"""The writes about policies of the organization."""

from __future__ import annotations

from abc import ABC
from collections.abc import Callable
from dataclasses import dataclass, replace

from state.changes.base import Change, Lane
from state.changes.request import MADE_HERE, Request
from state.observed import Observed, Policy, Section
from state.observed.draft import Draft
from state.observed.stand_ins import filled, parent_id
from state.page_key import PageKey
from state.setup import ROOT


@dataclass(frozen=True, slots=True)
class PolicyChange(Change, ABC):
    """A change of one policy, which is known by its type and its name."""

    policy_type: str
    policy_name: str

    lane = Lane.ORGANIZATION
    touches = frozenset({Section.POLICIES})
    page = PageKey.GUARDRAILS

    def policy_id(self, observed: Observed) -> str:
        """AWS's id of the policy, or a placeholder."""
        policy = self.policy(observed)
        return policy.policy_id if policy else f"<id of policy {self.policy_name}>"

    def policy(self, observed: Observed) -> Policy | None:
        """The policy as it is."""
        return observed.policy_named(self.policy_type, self.policy_name)

    def rewrite(self, draft: Draft, changed: Callable[[Policy], Policy]) -> None:
        """Write the policy down as changed, where it is there."""
        policy = self.policy(draft)
        if policy is not None:
            draft.put_policy(changed(policy))


@dataclass(frozen=True, slots=True)
class CreatePolicy(PolicyChange):
    """API: organizations.CreatePolicy. It binds nobody before it is attached."""

    description: str
    content: str
    """Canonical JSON, with stand-ins for ids that AWS has yet to give."""

    undo = "DeletePolicy removes it while it is attached nowhere."
    needs = ("organizations:CreatePolicy", "organizations:TagResource")

    @property
    def title(self) -> str:
        return f"Create policy {self.policy_name}"

    @property
    def consequence(self) -> str:
        return self.description

    def request(self, observed: Observed) -> Request:
        parameters = {
            "Name": self.policy_name,
            "Type": self.policy_type,
            "Description": self.description,
            "Content": filled(self.content, observed),
            "Tags": MADE_HERE,
        }
        return Request("organizations", "CreatePolicy", parameters)

    def predict(self, draft: Draft) -> None:
        policy_id = draft.new_id(f"<id of policy {self.policy_name}>")
        draft.put_policy(Policy(policy_id, self.policy_name, self.policy_type, filled(self.content, draft)))


@dataclass(frozen=True, slots=True)
class UpdatePolicy(PolicyChange):
    """API: organizations.UpdatePolicy."""

    content: str
    frees: str = ""
    """Accounts that it binds now and would bind no more, with commas; empty for none."""

    undo = "UpdatePolicy sets it back."
    needs = ("organizations:UpdatePolicy",)
    after_accounts = True

    @property
    def title(self) -> str:
        return f"Update policy {self.policy_name}"

    @property
    def consequence(self) -> str:
        freed = f"It no longer binds {self.frees}, as the setup excepts. " if self.frees else ""
        return f"{freed}It takes effect at once wherever the policy is attached. Statements that others added stay."

    @property
    def detail(self) -> str:
        return f"no longer for {self.frees}" if self.frees else ""

    @property
    def loosens(self) -> bool:
        return bool(self.frees)

    def request(self, observed: Observed) -> Request:
        parameters = {"PolicyId": self.policy_id(observed), "Content": filled(self.content, observed)}
        return Request("organizations", "UpdatePolicy", parameters)

    def predict(self, draft: Draft) -> None:
        self.rewrite(draft, lambda policy: replace(policy, content=filled(self.content, draft)))


@dataclass(frozen=True, slots=True)
class AttachPolicy(PolicyChange):
    """API: organizations.AttachPolicy."""

    path: str
    """`Root`, or the path of a unit."""

    undo = "DetachPolicy takes it off."
    needs = ("organizations:AttachPolicy",)
    after_accounts = True

    @property
    def title(self) -> str:
        return f"Attach policy {self.policy_name}"

    @property
    def detail(self) -> str:
        return "to the root" if self.path == ROOT else f"to {self.path}"

    @property
    def consequence(self) -> str:
        whom = "every member account" if self.path == ROOT else f"the accounts in {self.path}"
        return f"It binds {whom} from now on, their administrators included, but never the management account."

    def request(self, observed: Observed) -> Request:
        parameters = {"PolicyId": self.policy_id(observed), "TargetId": parent_id(self.path, observed)}
        return Request("organizations", "AttachPolicy", parameters)

    def predict(self, draft: Draft) -> None:
        self.rewrite(draft, lambda policy: replace(policy, paths=(*policy.paths, self.path)))


@dataclass(frozen=True, slots=True)
class DetachPolicy(PolicyChange):
    """API: organizations.DetachPolicy."""

    path: str

    touches = frozenset({Section.POLICIES, Section.SETTINGS})  # what it declared, accounts have of their own again
    undo = "AttachPolicy puts it back."
    needs = ("organizations:DetachPolicy",)

    @property
    def title(self) -> str:
        return f"Detach policy {self.policy_name}"

    @property
    def detail(self) -> str:
        return "from the root" if self.path == ROOT else f"from {self.path}"

    @property
    def consequence(self) -> str:
        return "It binds nobody there any more, from now on."

    @property
    def loosens(self) -> bool:
        return True

    def request(self, observed: Observed) -> Request:
        parameters = {"PolicyId": self.policy_id(observed), "TargetId": parent_id(self.path, observed)}
        return Request("organizations", "DetachPolicy", parameters)

    def predict(self, draft: Draft) -> None:
        def elsewhere(policy: Policy) -> Policy:
            return replace(policy, paths=tuple(path for path in policy.paths if path != self.path))

        self.rewrite(draft, elsewhere)


@dataclass(frozen=True, slots=True)
class DeletePolicy(PolicyChange):
    """API: organizations.DeletePolicy, once it is attached nowhere."""

    undo = "CreatePolicy makes it anew: choose the guardrail again."
    needs = ("organizations:DeletePolicy",)

    @property
    def title(self) -> str:
        return f"Delete policy {self.policy_name}"

    def request(self, observed: Observed) -> Request:
        return Request("organizations", "DeletePolicy", {"PolicyId": self.policy_id(observed)})

    def predict(self, draft: Draft) -> None:
        gone = self.policy(draft)
        if gone is not None:
            draft.drop_policy(gone)
