"""Root users are looked after centrally: both features of central root access are on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from state.changes.base import Change
from state.changes.root_users import SetRootFeature
from state.observed import FeatureSet, Observed
from state.observed.settings import NOTHING, Place, as_value
from state.setup.guardrails import Item
from wizard.claims.base import Claim, Needed, Satisfied, Verdict
from wizard.claims.reads import Answer, Inside, Reads
from wizard.claims.settings import SettingClaim, within
from wizard.errors import AwsRefused
from wizard.guardrails.base import FREE, Group, Guardrail, Wanted, Words
from wizard.guardrails.trusted_access import TrustedAccessEnabled, trusted_access_key

IAM = "iam.amazonaws.com"
CREDENTIALS_MANAGEMENT = "RootCredentialsManagement"
SESSIONS = "RootSessions"


def _available(observed: Observed, _place: Place) -> bool:
    """Central root access is a matter of an organization with all features."""
    return observed.organization is not None and observed.organization.feature_set == FeatureSet.ALL


def _read(inside: Inside) -> dict[str, bool]:
    """None is on while IAM has no trusted access (API: iam.ListOrganizationsFeatures)."""

    def understand(answer: Answer) -> dict[str, bool]:
        return dict.fromkeys(sorted(answer.get("EnabledFeatures", ())), True)

    try:
        return inside.own.ask("iam", "ListOrganizationsFeatures", understand)
    except AwsRefused as error:
        if error.code in ("ServiceAccessNotEnabled", "ServiceAccessNotEnabledException"):
            return {}
        raise


ROOT_FEATURES: Reads[frozenset[str]] = Reads(
    SetRootFeature.name, _read, frozenset, ("iam:ListOrganizationsFeatures",), available=_available
)
"""Of the organization: which features of central root access are on (API: iam.ListOrganizationsFeatures)."""


def feature_key(feature: str) -> str:
    """The key of the claim that sees to a feature of central root access."""
    return f"root-feature:{feature}"


@dataclass(frozen=True)
class RootFeatureEnabled(SettingClaim[frozenset[str]]):
    """A feature of central root access is on (IAM user guide, id_root-enable-root-access)."""

    feature: str
    wanted: bool = True
    """False to take it back."""
    reads = ROOT_FEATURES

    @property
    def key(self) -> str:
        return feature_key(self.feature)

    @property
    def title(self) -> str:
        if not self.wanted:
            return f"{self.feature} is taken back"
        if self.feature == CREDENTIALS_MANAGEMENT:
            return "Root credentials are managed centrally"
        return "Root tasks are done from the management account"

    @property
    def requires(self) -> tuple[str, ...]:
        return (within(self.place), trusted_access_key(IAM)) if self.wanted else (within(self.place),)

    @property
    def may_need(self) -> tuple[Change, ...]:
        return () if self.wanted else (self._change,)

    @property
    def _change(self) -> SetRootFeature:
        return SetRootFeature(self.place, as_value(True) if self.wanted else NOTHING, self.feature)

    def judge(self, present: frozenset[str] | None, _observed: Observed) -> Verdict:
        is_on = self.feature in (present or ())
        if is_on is self.wanted:
            return Satisfied(f"{self.feature} is {'on' if is_on else 'off'}.")
        return Needed(self._change)


def central_root_access(wanted: Wanted, on: bool = True) -> Iterator[Claim]:
    """Both features, on or off."""
    yield RootFeatureEnabled(wanted.management, CREDENTIALS_MANAGEMENT, on)
    yield RootFeatureEnabled(wanted.management, SESSIONS, on)


def _off(wanted: Wanted) -> Iterator[Claim]:
    """Not while root credentials are to be removed, which stands on it."""
    return iter(()) if wanted.applies(Item.ROOT_CREDENTIALS) else central_root_access(wanted, on=False)


GUARDRAIL = Guardrail(
    item=Item.CENTRAL_ROOT_ACCESS,
    group=Group.ROOT_USERS,
    words=Words(
        "Root users are managed centrally",
        "New accounts come without a root password, and the few root tasks are done from the management account.",
        FREE,
        "Both features are turned off again; credentials that were removed stay removed.",
    ),
    before=(TrustedAccessEnabled(IAM),),
    applied=central_root_access,
    taken_back=_off,
    reads=(ROOT_FEATURES,),
)
