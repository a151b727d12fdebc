"""There is a unit for suspects: accounts in it can do nothing at all."""

from __future__ import annotations

from state.setup.guardrails import Item
from wizard.guardrails.base import FREE, Words
from wizard.guardrails.policies import POLICY_UNDO, PlacedPolicy, PolicyGuardrail
from wizard.policies.policy_text import NOT_AN_ASSUMED_ROOT, AccessRole, PolicyText, deny, document_of, unless

SUSPENDED = "Suspended"
"""The unit for accounts in quarantine."""


def quarantine(role_names: frozenset[AccessRole]) -> PolicyText:
    """Nothing at all, for accounts in a unit such as Suspended, except what the management account does there itself.

    That is the access roles, and the AssumeRoot sessions that remove a root user's credentials.
    """
    condition = {**unless(role_names), "Null": NOT_AN_ASSUMED_ROOT}
    return PolicyText(
        "orgwizard-quarantine",
        "Accounts in quarantine can do nothing; only the management account can enter them.",
        document_of(deny("DenyEverythingInQuarantine", ["*"], condition=condition)),
    )


GUARDRAIL = PolicyGuardrail(
    item=Item.QUARANTINE,
    words=Words(
        "There is a unit for suspects",
        "An account that you move to the unit Suspended can do nothing at all any more, but for the access role.",
        FREE,
        f"{POLICY_UNDO} The unit stays.",
    ),
    units=(SUSPENDED,),
    placed=lambda wanted: PlacedPolicy(quarantine(wanted.access_roles), SUSPENDED),
)
