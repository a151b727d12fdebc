"""A policy of the program's goes again: from one place, or altogether. What others wrote into it is never lost."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from state.changes.base import Change
from state.changes.policies import DeletePolicy, DetachPolicy, UpdatePolicy
from state.observed import Observed, Policy
from state.observed.settings import as_value
from state.observed.stand_ins import filled
from state.page_key import PageKey
from state.setup import ROOT
from wizard.claims.base import Blocked, Claim, Needed, Satisfied, Verdict
from wizard.claims.organization import ORGANIZATION
from wizard.policies.equality import says

OURS = "orgwizard-"
"""What the names of the program's own policies begin with."""


def added_by_others(present: dict[str, Any], wanted: dict[str, Any]) -> list[dict[str, Any]]:
    """Statements that are none of ours, by their ids."""
    known = {statement["Sid"] for statement in statements_of(wanted)}
    return [each for each in statements_of(present) if each.get("Sid") not in known]


def statements_of(document: dict[str, Any]) -> list[dict[str, Any]]:
    """The statements of a policy; one may stand without brackets."""
    statements = document.get("Statement", [])
    return statements if isinstance(statements, list) else [statements]


def sids_of(contents: Iterable[str]) -> frozenset[str]:
    """The ids of all statements of these policies, as JSON."""
    return frozenset(str(each.get("Sid")) for content in contents for each in statements_of(json.loads(content)))


@dataclass(frozen=True)
class PolicyNoLongerHere(Claim):
    """A policy that this setup attached here, and now wants elsewhere only, is off again."""

    policy_type: str
    policy_name: str
    path: str
    after: tuple[str, ...]
    """Keys of the claims that it is in force where it is wanted now: nothing is unprotected in between."""

    page = PageKey.GUARDRAILS

    @property
    def key(self) -> str:
        return f"no-longer:{self.policy_name}:{self.path}"

    @property
    def title(self) -> str:
        return f"Policy {self.policy_name} is not attached {'to the root' if self.path == ROOT else f'to {self.path}'}"

    @property
    def requires(self) -> tuple[str, ...]:
        return (ORGANIZATION, *self.after)

    @property
    def may_need(self) -> tuple[Change, ...]:
        return (DetachPolicy(self.policy_type, self.policy_name, self.path),)

    def assess(self, observed: Observed) -> Verdict:
        policy = observed.policy_named(self.policy_type, self.policy_name)
        if policy is None or self.path not in policy.paths:
            return Satisfied("It is not attached here.")
        return Needed(DetachPolicy(self.policy_type, self.policy_name, self.path))


@dataclass(frozen=True)
class PolicyTakenBack(Claim):
    """A policy of the program's is attached nowhere that the setup knows, and gone."""

    policy_type: str
    policy_name: str
    path: str
    """Where the program attaches it."""
    content: str
    """What the program writes into it, as JSON."""
    others: tuple[str, ...] = ()
    """Where else it attaches it."""
    wanted: tuple[str, ...] = ()
    """What the setup's other policies say that stay; for want of room, some of it may stand in this one."""
    going: tuple[str, ...] = ()
    """What those say that are taken back as well."""

    page = PageKey.GUARDRAILS

    @property
    def key(self) -> str:
        return f"taken-back:{self.policy_name}"

    def _merged_into(self, observed: Observed) -> Change | None:
        """That a policy of ours does not say this any more, of which it became a part for want of room. A policy that
        would say nothing is taken off and goes."""
        wanted = json.loads(filled(self.content, observed))
        for policy in observed.policies:
            ours = policy.policy_type == self.policy_type and policy.policy_name.startswith(OURS)
            if ours and "Statement" in wanted and policy.content and says(policy.content, as_value(wanted)):
                document = json.loads(policy.content)
                rest = added_by_others(document, wanted)
                if not rest:
                    return self._off_and_gone(policy)
                content = as_value({**document, "Statement": rest})
                return UpdatePolicy(self.policy_type, policy.policy_name, content)
        return None

    def _off_and_gone(self, policy: Policy) -> Change:
        if policy.paths:
            return DetachPolicy(self.policy_type, policy.policy_name, policy.paths[0])
        return DeletePolicy(self.policy_type, policy.policy_name)

    @property
    def title(self) -> str:
        return f"Policy {self.policy_name} is taken back"

    @property
    def requires(self) -> tuple[str, ...]:
        return (ORGANIZATION,)

    @property
    def may_need(self) -> tuple[Change, ...]:
        return (
            DetachPolicy(self.policy_type, self.policy_name, self.path),
            DeletePolicy(self.policy_type, self.policy_name),
        )

    def assess(self, observed: Observed) -> Verdict:
        policy = observed.policy_named(self.policy_type, self.policy_name)
        if policy is None:
            host = self._merged_into(observed)
            return Needed(host) if host else Satisfied("There is no such policy.")
        present, own = json.loads(policy.content or "{}"), json.loads(self.content)
        kept = [each for each in added_by_others(present, own) if each.get("Sid") in sids_of(self.wanted)]
        ours = sids_of((*self.wanted, *self.going))
        if any(each.get("Sid") not in ours for each in added_by_others(present, own)):
            return Blocked(
                f"Policy {self.policy_name} has statements that somebody added to it.",
                "Move them to a policy of their own in AWS Organizations, then apply again; or turn this guardrail "
                "off (`leave` in a setup file).",
            )
        if kept and kept != statements_of(present):
            content = as_value({**present, "Statement": kept})
            return Needed(UpdatePolicy(self.policy_type, self.policy_name, content))
        if kept:
            return Satisfied("It says nothing of this any more, only what others of ours say that found no room.")
        return Needed(self._off_and_gone(policy))
