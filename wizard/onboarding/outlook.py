"""What would follow from a reading, as far as the answers are good already."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace

from state.changes.base import Change
from state.errors import OrgwizardError
from state.observed import Observed
from state.setup import Setup
from state.setup.validation import problems_of
from wizard.claims.organization import ORGANIZATION
from wizard.plan import Plan, make_plan
from wizard.plan.claims import claims_of
from wizard.plan.finding import Finding
from wizard.plan.findings import findings
from wizard.plan.leftovers import leftovers


def outlook(
    setup: Setup,
    observed: Observed,
    made: Collection[Change],
    refused_before: Callable[[frozenset[Change]], Iterable[OrgwizardError]],
) -> Plan:
    """The plan with what somebody should know before. `made` are the changes ever performed for the setup, and
    `refused_before` tells what AWS said of those that it refused for good."""
    good = not any(problem.serious for problem in problems_of(setup))
    claims = [claim for claim in claims_of(setup, made) if good or claim.key == ORGANIZATION]
    plan = make_plan(claims, observed)
    known = findings(setup, plan.observed, plan.approved())
    left = leftovers(claims, plan.observed, made) if good else ()
    before = refused_before(plan.approved())
    refused = (Finding(each.message, each.remedy, serious=True) for each in before)
    return replace(plan, findings=(*refused, *known, *left))
