"""What AWS is like on the day: how fast, how generous, and which calls go wrong. Data, so that a scenario is a file."""

from __future__ import annotations

import fnmatch
from dataclasses import dataclass, field
from enum import StrEnum

from state.setup.partitions import REGIONS_FOR_EVERYBODY


class Effect(StrEnum):
    """What becomes of a call that a rule applies to."""

    ERROR = "error"
    """Refused with `code`, `reason` and `message`; nothing is carried out."""
    CONNECTION_RESET_BEFORE = "connection-reset-before"
    """The connection breaks before AWS saw the call; nothing is carried out."""
    ANSWER_LOST = "answer-lost"
    """Carried out, and the answer never comes: reading times out."""
    CONNECTION_CLOSED_AFTER = "connection-closed-after"
    """Carried out, and the connection is closed without an answer."""
    MALFORMED = "malformed"
    """Carried out, and the answer cannot be parsed, as behind a proxy that answers with a page of its own."""
    CREATION_FAILS = "creation-fails"
    """CreateAccount is accepted, and the creation ends FAILED with `reason`."""
    KILL_BEFORE = "kill-before"
    """The process dies by SIGKILL before AWS saw the call."""
    KILL_AFTER = "kill-after"
    """The process dies by SIGKILL when AWS has carried the call out."""


@dataclass(slots=True)
class Rule:
    """Calls of `operation` from the `occurrence`-th on, `times` of them, suffer `effect`."""

    operation: str
    """`CreateAccount`, or a pattern such as `List*`."""
    effect: str
    occurrence: int = 1
    times: int = 1
    """0: for ever after."""
    every: int = 0
    """Instead of `occurrence` and `times`: every n-th call."""
    code: str = ""
    reason: str = ""
    message: str = ""
    region: str = ""
    """Where it strikes; empty for everywhere."""
    until_sign_in: bool = False
    """The trouble lasts until somebody signs in again, and is then over for good."""
    seen: int = 0
    """Calls so far."""
    fired: int = 0
    over: bool = False

    def strikes(self, operation: str, region: str = "") -> bool:
        """Count a call, and say whether it suffers."""
        elsewhere = self.region not in ("", region)
        if self.over or elsewhere or not fnmatch.fnmatchcase(operation, self.operation):
            return False
        self.seen += 1
        if self.every:
            struck = self.seen % self.every == 0
        else:
            lasts = self.until_sign_in or self.times == 0
            struck = self.seen >= self.occurrence and (lasts or self.seen < self.occurrence + self.times)
        self.fired += struck
        return struck

    def signed_in(self) -> None:
        """Somebody signed in with fresh credentials."""
        self.over = self.over or (self.until_sign_in and self.fired > 0)


@dataclass(slots=True)
class Hesitation:
    """A service that does not know a new account, or its sessions, yet."""

    service: str
    """As boto3 calls it."""
    code: str
    seconds: float
    """How long after a role can be assumed in the account; of several for one service, one after the other."""


@dataclass(slots=True)
class Climate:
    """The limits and delays of this AWS. Seconds are simulated."""

    regions: list[str] = field(default_factory=lambda: sorted(REGIONS_FOR_EVERYBODY))
    """Those that are enabled in every account."""
    read_seconds: float = 0.2
    write_seconds: float = 0.5
    creation_seconds: tuple[int, int] = (60, 180)
    """How long CreateAccount takes, at least and at most; the name decides where between."""
    usable_after_seconds: float = 120
    """How long after that nobody can assume a role there (API: organizations.CreateAccount, 'a few minutes')."""
    failure_seconds: float = 15
    """How soon a creation that fails has failed."""
    hesitations: list[Hesitation] = field(default_factory=list)
    """What services answer in accounts that are minutes old."""
    policy_type_seconds: float = 4
    """How long EnablePolicyType stays PENDING_ENABLE."""
    service_access_seconds: float = 0
    """How long a service acts as if its trusted access had not been enabled yet."""
    closing_seconds: float = 180
    shown_after_seconds: float = 0
    """How long lists leave out what has just come into being, as in any system that is consistent in the end."""
    finalizing_seconds: float = 0
    account_quota: int = 10
    """Default of new organizations (UG: orgs_reference_limits)."""
    policies_per_target: int = 0
    """How many service control policies one place takes, as Service Quotas tells; 0: as documented, and not told."""
    creations_in_flight: int = 5
    """UG: orgs_reference_limits."""
    page_size: int = 20
    """The most any list returns at once; 20 is also the most anybody may ask for (API: MaxResults)."""
    empty_first_pages: bool = True
    """Lists start with an empty page that still carries a NextToken, which AWS is free to do (API: ListAccounts)."""
    invitation_answer: str = "ACCEPTED"
    """ACCEPTED, DECLINED, or empty when nobody answers."""
    invitation_answer_hours: float = 18
    owner_makes_role: bool = True
    """Whether the owner of an invited account makes the organization access role there before accepting."""
    all_features_answer: str = "ACCEPTED"
    """The same for the request to approve all features."""
    all_features_answer_hours: float = 18
    device_answer: str = "APPROVED"
    """What becomes of a sign-in by device code: APPROVED, DENIED, or empty when nobody answers."""
    device_answer_seconds: float = 420
    """How long after it was begun: a few seconds in a rehearsal that is watched."""
    device_code_seconds: float = 600
    device_interval: int = 5
    """Both: what sso-oidc.StartDeviceAuthorization answers."""
    center_enabled: bool = True
    """Whether a person presses Enable for Identity Center; it cannot be done by a call."""
    center_enabled_after_hours: float = 18
    """How long after there is an organization, and the rehearsal has begun."""
    first_sign_in_after_hours: float = 2
    """How long after they are in Identity Center people first sign in; negative for never. Who was there before the
    rehearsal began does so every day."""
    beginner_deleted_after_hours: float = 10
    """How long after an administrator has signed in as themselves somebody deletes the user for the beginning."""
    break_glass_after_hours: float = 20
    """How long after that somebody makes the users for emergencies that they are asked for; negative for never."""
    center_region: str = ""
    """The Region that the person presses it in, if not the one that was asked for."""
    center_creating_seconds: float = 0
    """How long it is CREATE_IN_PROGRESS then."""
    center_failure: str = ""
    """Why it could not be enabled."""
    center_permission_sets: bool = True
    """Whether the person leaves multi-account permissions on."""
    center_knows_account_after_seconds: float = 0
    """How long nothing can be assigned in a new account."""
    assignment_seconds: float = 20
    """How long Identity Center works on an assignment, or on bringing a permission set up to date."""
    principal_known_after_seconds: float = 0
    """How long a new person or group is unknown to the part that assigns."""
    throttled: bool = False
    """Whether the published rates apply; see `throttling`."""
    management_email_verified: bool = True
    returns_after_hours: float = 24
    """How much later it is whenever a saved rehearsal is opened again."""
