"""A guardrail that the setup leaves alone may hold all the same: judged by what the inventory looks at in any case."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from state.observed import Observed, Policy
from state.observed.seen import value_of
from state.observed.survey import SurveyedPolicy
from state.setup import ROOT, Setup
from state.setup.guardrails import Choice, Item, Level
from wizard.claims.base import Satisfied
from wizard.guardrails.base import Guardrail, Wanted
from wizard.guardrails.central_root_access import CREDENTIALS_MANAGEMENT, SESSIONS
from wizard.guardrails.policies import PolicyInForce
from wizard.guardrails.words import lacking

Standing = tuple[Literal["known", "absent", "unknown"], str]
LEFT_ALONE = "The setup leaves it alone, so nobody has looked whether it is there."
NOT_CHOSEN = "The setup leaves it alone."


def left_alone(setup: Setup, guardrail: Guardrail, observed: Observed) -> Standing:
    """Whether it holds, as far as that was looked at."""
    match guardrail.item:
        case Item.AUDIT_TRAIL:
            return _recorded(observed)
        case Item.CENTRAL_ROOT_ACCESS:
            return _central(observed)
        case _:
            return _denied(setup, guardrail, observed)


def _recorded(observed: Observed) -> Standing:
    trails = value_of(observed.survey.trails)
    if trails is None:
        return "unknown", LEFT_ALONE
    whole = [trail for trail in trails if trail.multi_region]
    if not whole:
        return "absent", f"{NOT_CHOSEN} No trail of the organization covers every Region."
    return "unknown", f"{NOT_CHOSEN} Trail {whole[0].name} is there; whether it records was not looked at."


def _central(observed: Observed) -> Standing:
    features = value_of(observed.survey.root_features)
    if features is None:
        return "unknown", LEFT_ALONE
    off = [each for each in (CREDENTIALS_MANAGEMENT, SESSIONS) if each not in features]
    if off:
        return "absent", f"{NOT_CHOSEN} {' and '.join(off)} {'is' if len(off) == 1 else 'are'} off."
    return "known", f"{NOT_CHOSEN} It is on all the same."


def _denied(setup: Setup, guardrail: Guardrail, observed: Observed) -> Standing:
    """By the policies of the organization, whoever made them."""
    with_it = replace(setup.guardrails, level=Level.NONE, choices={guardrail.item: Choice.APPLY})
    alone = replace(setup, guardrails=with_it)
    surveyed = value_of(observed.survey.policies)
    if surveyed is None or lacking(alone, guardrail.item):
        return "unknown", LEFT_ALONE
    claims = [each for each in guardrail.claims(Wanted(alone)) if isinstance(each, PolicyInForce)]
    if not claims:
        return "unknown", LEFT_ALONE
    seen = replace(observed, policies=tuple(_policies(surveyed, observed)))
    verdicts = [claim.assess(seen) for claim in claims]
    held = [verdict.evidence for verdict in verdicts if isinstance(verdict, Satisfied)]
    if len(held) == len(claims):
        return "known", f"{NOT_CHOSEN} It is in force all the same. {held[0]}"
    types = {claim.policy_type for claim in claims}
    if any(each.policy_type in types and _hidden(each) for each in surveyed):
        return "unknown", f"{NOT_CHOSEN} Not every policy of the organization could be read."
    return "absent", f"{NOT_CHOSEN} No policy that says so is attached."


def _policies(surveyed: tuple[SurveyedPolicy, ...], observed: Observed) -> Iterator[Policy]:
    """As claims look at them: by the paths of the places that they are attached to."""
    places = {unit.unit_id: unit.path for unit in observed.units}
    places |= {observed.root.root_id: ROOT} if observed.root else {}
    for each in surveyed:
        targets = value_of(each.targets) or ()
        paths = tuple(places[target] for target in targets if target in places)
        yield Policy(each.policy_id, each.policy_name, each.policy_type, value_of(each.content) or "", paths)


def _hidden(policy: SurveyedPolicy) -> bool:
    return not policy.aws_managed and (value_of(policy.content) is None or value_of(policy.targets) is None)
