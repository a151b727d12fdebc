"""The writes about policies of the organization, and about the services that may act in it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from state.changes.base import Change, Lane
from state.observed import Observed, Policy, Section
from state.observed.stand_ins import filled
from state.setup import ROOT

POLICIES = frozenset({Section.POLICIES})


@dataclass(frozen=True, slots=True)
class EnableAWSServiceAccess(Change):
    """API: organizations.EnableAWSServiceAccess. More settings may be read afterwards."""

    service_principal: str

    lane = Lane.ORGANIZATION
    touches = frozenset({Section.ORGANIZATION, Section.SETTINGS})
    undo = "DisableAWSServiceAccess ends it; the service may then delete what it has of the organization."

    @property
    def title(self) -> str:
        return f"Let {self.service_principal} act in the organization"

    @property
    def detail(self) -> str:
        return "trusted access"

    def predict(self, observed: Observed) -> Observed:
        return replace(observed, trusted_services=tuple(sorted({*observed.trusted_services, self.service_principal})))


@dataclass(frozen=True, slots=True)
class CreatePolicy(Change):
    """API: organizations.CreatePolicy. It binds nobody before it is attached."""

    policy_type: str
    policy_name: str
    description: str
    content: str
    """Canonical JSON, with stand-ins for ids that AWS has yet to give."""

    lane = Lane.ORGANIZATION
    touches = POLICIES
    undo = "DeletePolicy removes it while it is attached nowhere."

    @property
    def title(self) -> str:
        return f"Create policy {self.policy_name}"

    @property
    def consequence(self) -> str:
        return self.description

    def predict(self, observed: Observed) -> Observed:
        policy = Policy(
            f"<id of policy {self.policy_name}>", self.policy_name, self.policy_type, filled(self.content, observed)
        )
        return replace(observed, policies=(*observed.policies, policy))


@dataclass(frozen=True, slots=True)
class UpdatePolicy(Change):
    """API: organizations.UpdatePolicy."""

    policy_type: str
    policy_name: str
    content: str

    lane = Lane.ORGANIZATION
    touches = POLICIES
    undo = "UpdatePolicy sets it back."

    @property
    def title(self) -> str:
        return f"Update policy {self.policy_name}"

    @property
    def consequence(self) -> str:
        return "It takes effect at once wherever the policy is attached. Statements that others added to it stay."

    def predict(self, observed: Observed) -> Observed:
        return _with(observed, self.policy_type, self.policy_name, content=filled(self.content, observed))


@dataclass(frozen=True, slots=True)
class AttachPolicy(Change):
    """API: organizations.AttachPolicy."""

    policy_type: str
    policy_name: str
    path: str
    """`Root`, or the path of a unit."""

    lane = Lane.ORGANIZATION
    touches = POLICIES
    undo = "DetachPolicy takes it off."

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

    def predict(self, observed: Observed) -> Observed:
        policy = observed.policy_named(self.policy_type, self.policy_name)
        paths = (*(policy.paths if policy else ()), self.path)
        return _with(observed, self.policy_type, self.policy_name, paths=paths)


@dataclass(frozen=True, slots=True)
class DetachPolicy(Change):
    """API: organizations.DetachPolicy."""

    policy_type: str
    policy_name: str
    path: str

    lane = Lane.ORGANIZATION
    touches = POLICIES
    undo = "AttachPolicy puts it back."

    @property
    def title(self) -> str:
        return f"Detach policy {self.policy_name}"

    @property
    def detail(self) -> str:
        return "from the root" if self.path == ROOT else f"from {self.path}"

    @property
    def consequence(self) -> str:
        return "It binds nobody there any more, from now on."

    def predict(self, observed: Observed) -> Observed:
        policy = observed.policy_named(self.policy_type, self.policy_name)
        paths = tuple(path for path in (policy.paths if policy else ()) if path != self.path)
        return _with(observed, self.policy_type, self.policy_name, paths=paths)


@dataclass(frozen=True, slots=True)
class DeletePolicy(Change):
    """API: organizations.DeletePolicy, once it is attached nowhere."""

    policy_type: str
    policy_name: str

    lane = Lane.ORGANIZATION
    touches = POLICIES
    undo = "CreatePolicy makes it anew: choose the guardrail again."

    @property
    def title(self) -> str:
        return f"Delete policy {self.policy_name}"

    def predict(self, observed: Observed) -> Observed:
        gone = observed.policy_named(self.policy_type, self.policy_name)
        return replace(observed, policies=tuple(policy for policy in observed.policies if policy is not gone))


def _with(
    observed: Observed, policy_type: str, policy_name: str, *, content: str = "", paths: tuple[str, ...] | None = None
) -> Observed:
    """The reading with one policy changed."""
    meant = observed.policy_named(policy_type, policy_name)
    if meant is None:
        return observed
    changed = replace(meant, content=content or meant.content, paths=meant.paths if paths is None else paths)
    return replace(observed, policies=tuple(changed if each is meant else each for each in observed.policies))


POLICY_CHANGES: tuple[type[Change], ...] = (
    EnableAWSServiceAccess,
    CreatePolicy,
    UpdatePolicy,
    AttachPolicy,
    DetachPolicy,
    DeletePolicy,
)
