"""AWS's published rates and the program's own patience, in one place.

Rates: AWS Organizations user guide, orgs_reference_limits. Times are in seconds.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Rate:
    """A token bucket: `per_second` in the long run, `burst` at once."""

    per_second: float
    burst: int


@dataclass(frozen=True, slots=True)
class Limits:
    """What bounds a run. Hand the engine another one to override."""

    creations_in_flight: int = 5
    """CreateAccount requests that AWS works on at the same time."""
    create_account_rate: Rate = field(default_factory=lambda: Rate(0.1, 3))
    requests_in_flight: int = 10
    """Requests to Identity Center that AWS works on at the same time; it takes 15 (user guide, limits)."""
    accounts_at_once: int = 8
    """Accounts inside of which something is changed at the same time; one change at a time in each."""
    poll_every: float = 3
    """One ListCreateAccountStatus for all creations in flight."""
    poll_share: float = 0.02
    """The longer they have been under way the rarer it gets: after this share of the youngest one's age."""
    creation_deadline: float = 30 * 60
    """After this a creation in flight is left to AWS; the next run follows it."""
    lost_answer_wait: float = 60
    """How long to wait for the trace of a CreateAccount whose answer was lost, before it is asked anew."""
    clock_skew: float = 15 * 60
    """How far this machine's clock may be ahead of AWS's when a lost request is searched by time."""
    visible_within: float = 5 * 60
    """How long AWS may take to show what it said was done."""
    passive_deadline: float = 15 * 60
    """How long a run waits for AWS with nothing of its own under way, such as for a new account to be set up."""
    reading_patience: float = 3 * 60
    """How long a reading is tried again when AWS does not answer it."""
