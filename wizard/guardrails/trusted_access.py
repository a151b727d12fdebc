"""The claim that a service of AWS's may act in the organization, on which some guardrails stand."""

from __future__ import annotations

from dataclasses import dataclass

from state.changes.organization import EnableAWSServiceAccess
from state.observed import Observed
from state.page_key import PageKey
from wizard.claims.base import Claim, Needed, Satisfied, Verdict
from wizard.claims.organization import ORGANIZATION


@dataclass(frozen=True)
class TrustedAccessEnabled(Claim):
    """A service of AWS's may act in the organization. It is only enabled for what is used."""

    service_principal: str

    page = PageKey.GUARDRAILS

    @property
    def key(self) -> str:
        return trusted_access_key(self.service_principal)

    @property
    def title(self) -> str:
        return f"{self.service_principal} may act in the organization"

    @property
    def requires(self) -> tuple[str, ...]:
        return (ORGANIZATION,)

    def assess(self, observed: Observed) -> Verdict:
        if self.service_principal in observed.trusted_services:
            return Satisfied("It has trusted access.")
        return Needed(EnableAWSServiceAccess(self.service_principal))


def trusted_access_key(service_principal: str) -> str:
    """The key of the claim that a service has trusted access."""
    return f"trusted-access:{service_principal}"
