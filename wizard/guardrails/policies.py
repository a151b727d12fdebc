"""Guardrails that are policies of the organization: in force where they should be, or taken back."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from state.changes.base import Change
from state.changes.policies import AttachPolicy, CreatePolicy, UpdatePolicy
from state.observed import CONTROL_TOWER, SERVICE_CONTROL_POLICY, Observed, Policy
from state.observed.settings import as_value
from state.observed.stand_ins import account_id_of, accounts_in, filled
from state.page_key import PageKey
from state.setup import ROOT, Setup, ancestors_and_self
from wizard.claims.accounts import account_key
from wizard.claims.base import ANOTHER_CLAIM, Blocked, Claim, Needed, Satisfied, Verdict, Waiting
from wizard.claims.organization import policy_type_key
from wizard.claims.readiness import ready_key
from wizard.claims.units import unit_key
from wizard.guardrails.base import Group, Guardrail, Wanted, none
from wizard.guardrails.policies_taken_back import (
    OURS,
    PolicyNoLongerHere,
    PolicyTakenBack,
    added_by_others,
    statements_of,
)
from wizard.policies.conditions import texts
from wizard.policies.equality import says
from wizard.policies.policy_text import PolicyText, except_accounts

POLICY_UNDO = "The policy is detached and deleted."
STAND_IN_ID = "000000000000"
"""Stands for the data bunker's id while a policy is written; its form is that of one."""


@dataclass(frozen=True, slots=True)
class PlacedPolicy:
    """A policy of the organization, and where it belongs."""

    text: PolicyText
    path: str = ROOT
    policy_type: str = SERVICE_CONTROL_POLICY


@dataclass(frozen=True, kw_only=True)
class PolicyGuardrail(Guardrail):
    """A guardrail that is one policy of the organization, as a rule a service control policy.

    Such a policy binds every principal of the accounts below it, the root user and the organization access role
    included; never the management account, service-linked roles, or other accounts' principals that a resource policy
    lets in (Organizations user guide, orgs_manage_policies_scps). Where one exempts the access role, it does so by
    name: `protect_access_roles` belongs beside it, so that nobody in an account can make a role of that name.
    """

    group: Group = Group.POLICIES

    placed: Callable[[Wanted], PlacedPolicy | None]
    """The policy; None where the setup has no place for it. Raises WrongInput for names that no policy can carry."""

    after: Callable[[Wanted], tuple[str, ...]] = none
    """Keys of the claims that have to hold before it is attached."""

    def policy(self, wanted: Wanted) -> PlacedPolicy | None:
        """The policy as the setup wants it; None without a place for it, or while an access role has no name yet."""
        placed = self.placed(wanted) if wanted.access_roles else None
        excepted = wanted.excepted(self.item)
        if placed is None or not excepted:
            return placed
        text = placed.text
        return replace(placed, text=replace(text, document=except_accounts(text.document, excepted)))

    def claims(self, wanted: Wanted) -> Iterator[Claim]:
        placed = self.policy(wanted)
        if placed is None:
            return
        text, paths, policy_type = placed.text, self.paths(placed, wanted.setup), placed.policy_type
        left = tuple(path for path in attached_by_us(wanted, text.policy_name) if path not in paths)
        if wanted.applies(self.item):
            yield from self._in_force(wanted, placed, paths, left)
            after = tuple(policy_key(text.policy_name, path) for path in paths)
            yield from (PolicyNoLongerHere(policy_type, text.policy_name, path, after) for path in left)
        elif wanted.takes_back(self.item):
            yield PolicyTakenBack(policy_type, text.policy_name, paths[0], text.content, (*paths[1:], *left))

    def _in_force(
        self, wanted: Wanted, placed: PlacedPolicy, paths: tuple[str, ...], left: tuple[str, ...]
    ) -> Iterator[PolicyInForce]:
        text, content, after = placed.text, placed.text.content, self.after(wanted)
        if wanted.bunker is not None and STAND_IN_ID in content:
            content = content.replace(STAND_IN_ID, account_id_of(wanted.bunker.account))
            after = (*after, ready_key(wanted.bunker.account))
        known = {place.account.lower() for place in wanted.members}
        after = (*after, *(account_key(each) for each in accounts_in(content) if each.lower() in known))
        plain = self.placed(wanted) if wanted.excepted(self.item) else None
        for path in paths:
            yield PolicyInForce(
                placed.policy_type,
                text.policy_name,
                text.description,
                content,
                path,
                after,
                left=left,
                for_everybody=plain.text.content if plain else "",
            )

    def paths(self, placed: PlacedPolicy, setup: Setup) -> tuple[str, ...]:
        """Where the policy is attached: at its own place, or in the units that the setup narrows it to."""
        return setup.guardrails.scope(self.item).units or (placed.path,)


def attached_by_us(wanted: Wanted, policy_name: str) -> tuple[str, ...]:
    """Where a policy was ever attached for this setup, each place once."""
    made = (each for each in wanted.made if isinstance(each, AttachPolicy) and each.policy_name == policy_name)
    return tuple(dict.fromkeys(each.path for each in made))


def policy_key(policy_name: str, path: str) -> str:
    """The key of the claim that a policy is in force somewhere."""
    return f"policy:{policy_name}:{path}"


@dataclass(frozen=True)
class PolicyInForce(Claim):
    """A policy is attached here, or above, or somebody else's that says the same."""

    policy_type: str
    policy_name: str
    description: str
    content: str
    """Canonical JSON, with stand-ins for ids that AWS has yet to give."""
    path: str
    after: tuple[str, ...] = ()
    """Keys of claims that have to hold before, beside the obvious ones."""
    ours: tuple[tuple[str, str], ...] = ()
    """Name and content of all policies that the setup wants in this place, in order, this one among them."""
    left: tuple[str, ...] = ()
    """Places where our own policy is attached, and shall not stay: being in force there does not count."""
    for_everybody: str = ""
    """The content without exceptions, where there are some: somebody else's policy that says so is not repeated."""

    page = PageKey.GUARDRAILS

    @property
    def key(self) -> str:
        return policy_key(self.policy_name, self.path)

    @property
    def title(self) -> str:
        return f"Policy {self.policy_name} is in force {'everywhere' if self.path == ROOT else f'in {self.path}'}"

    @property
    def requires(self) -> tuple[str, ...]:
        return (policy_type_key(self.policy_type), unit_key(self.path), *self.after)

    @property
    def may_need(self) -> tuple[Change, ...]:
        return (UpdatePolicy(self.policy_type, self.policy_name, self.content),)

    def assess(self, observed: Observed) -> Verdict:
        wanted = filled(self.content, observed)
        ours = observed.policy_named(self.policy_type, self.policy_name)
        equal = [policy for policy in self._of_the_type(observed) if self._says(policy, wanted, observed)]
        here = next((policy for policy in equal if self._counted(policy) & self._at_or_above()), None)
        if here is not None:
            return Satisfied(f"Policy {here.policy_name} ({here.policy_id}) is attached.")
        if ours is None:
            return self._attach(equal[0], observed) if equal else self._create(observed)
        if ours not in equal:
            content, free = self._with_what_others_added(ours), newly_excepted(ours.content, wanted, observed)
            return Needed(UpdatePolicy(self.policy_type, self.policy_name, content, free))
        return self._attach(ours, observed)

    def _says(self, policy: Policy, wanted: str, observed: Observed) -> bool:
        """Of a policy that is not ours it is enough that it says so of everybody; it is never changed."""
        if not policy.content:
            return False
        stricter = self.for_everybody and not policy.policy_name.startswith(OURS)
        return says(policy.content, wanted) or bool(
            stricter and says(policy.content, filled(self.for_everybody, observed))
        )

    def _counted(self, policy: Policy) -> set[str]:
        """Where the policy is attached and stays."""
        return set(policy.paths) - (set(self.left) if policy.policy_name == self.policy_name else set())

    def _create(self, observed: Observed) -> Verdict:
        """Only if it can be attached afterwards, too."""
        create = CreatePolicy(self.policy_type, self.policy_name, self.description, self.content)
        return self._governed(observed) or self._too_long(observed) or self._without_room(observed) or Needed(create)

    def _attach(self, policy: Policy, observed: Observed) -> Verdict:
        attach = AttachPolicy(self.policy_type, policy.policy_name, self.path)
        return self._governed(observed) or self._without_room(observed) or Needed(attach)

    def _governed(self, observed: Observed) -> Blocked | None:
        if CONTROL_TOWER not in observed.trusted_services or self.policy_type != SERVICE_CONTROL_POLICY:
            return None
        return Blocked(
            f"Control Tower governs this organization, so {self.policy_name} is not attached: it could deny what "
            "Control Tower rolls out in its accounts.",
            "Turn on Control Tower's own control that says the same, and turn this guardrail off (`leave` in a setup "
            "file); or attach such a policy by hand to a unit that Control Tower does not govern.",
        )

    def _too_long(self, observed: Observed) -> Blocked | None:
        characters, most = len(filled(self.content, observed)), observed.limits_of(self.policy_type).characters
        if characters <= most:
            return None
        return Blocked(
            f"Policy {self.policy_name} has {characters} characters, and AWS takes {most} here.",
            "Give the accounts' access roles one common name, name fewer exceptions or Regions; or ask AWS Support to "
            "raise the quota.",
        )

    def _without_room(self, observed: Observed) -> Verdict | None:
        """What is to be done where AWS takes no policy more; None while there is room for this one.

        Counted are the policies of others that are attached, and those of ours that go before this one, attached or
        not: so it is known before anything is made. What finds no room of its own becomes part of one of ours.
        """
        names = [name for name, _ in self.ours]
        others = sum(self.path in each.paths and each.policy_name not in names for each in self._of_the_type(observed))
        most = observed.limits_of(self.policy_type).attached
        room = max(most - others, 0)
        if self.policy_name not in names[room:]:
            return None
        merged = self._merged(names[:room], observed).get(self.policy_name)
        if merged is not None:
            return Needed(merged)
        if any(observed.policy_named(self.policy_type, name) is None for name in names[:room]):
            return Waiting("It becomes part of a policy that is made first, for want of room.", on_whom=ANOTHER_CLAIM)
        return Blocked(
            f"{others} policies of others are attached to {self.path}, and AWS takes {most}: {self.policy_name} has no "
            "room, and does not fit into another of ours.",
            f"Merge or detach one of them in AWS Organizations; then {self.policy_name} fits.",
        )

    def _merged(self, hosts: list[str], observed: Observed) -> dict[str, UpdatePolicy]:
        """By name, for each policy without room: the change of one of ours that has some, so that it says this, too.

        All that goes into one policy is one change. What fits into none, for it grows too long, is left out.
        """
        attached = [each for each in self._of_the_type(observed) if self.path in each.paths and each.content]
        documents = {each.policy_name: json.loads(each.content) for each in attached if each.policy_name in hosts}
        longest = observed.limits_of(self.policy_type).characters
        host_of: dict[str, str] = {}
        for name, content in self.ours[len(hosts) :]:
            if any(says(each.content, filled(content, observed)) for each in attached):
                continue
            for host in reversed(hosts):
                both = _both(documents.get(host, {}), json.loads(content))
                if both is not None and len(filled(as_value(both), observed)) <= longest:
                    documents[host], host_of[name] = both, host
                    break
        return {name: UpdatePolicy(self.policy_type, host, as_value(documents[host])) for name, host in host_of.items()}

    def _with_what_others_added(self, ours: Policy) -> str:
        """Our statements in place of those with the same Sid; every other statement stays as it is."""
        wanted, present = json.loads(self.content), json.loads(ours.content or "{}")
        if "Statement" not in wanted:
            return self.content
        return as_value({**wanted, "Statement": [*wanted["Statement"], *added_by_others(present, wanted)]})

    def _of_the_type(self, observed: Observed) -> list[Policy]:
        return [policy for policy in observed.policies if policy.policy_type == self.policy_type]

    def _at_or_above(self) -> set[str]:
        return {ROOT} if self.path == ROOT else {ROOT, *ancestors_and_self(self.path)}


def _both(present: dict[str, Any], wanted: dict[str, Any]) -> dict[str, Any] | None:
    """One document that says both; None where one of them is none of statements."""
    if "Statement" not in present or "Statement" not in wanted:
        return None
    return {**present, "Statement": [*added_by_others(present, wanted), *statements_of(wanted)]}


def newly_excepted(present: str, wanted: str, observed: Observed) -> str:
    """Which accounts a policy binds now and would bind no more, by name or id, with commas; empty for none."""
    freed = excepted_in(json.loads(wanted)) - excepted_in(json.loads(present or "{}"))
    accounts = {each: observed.account_with_id(each) for each in sorted(freed)}
    return ", ".join(account.account_name if account else each for each, account in accounts.items())


def excepted_in(document: dict[str, Any]) -> frozenset[str]:
    """The ids of the accounts that a policy's statements leave out."""
    conditions = (each.get("Condition", {}).get("StringNotEquals", {}) for each in statements_of(document))
    return frozenset(each for one in conditions for each in texts(one.get("aws:PrincipalAccount", ())))
