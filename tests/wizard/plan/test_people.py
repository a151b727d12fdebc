"""What a plan tells about people before anything is done, and about access that nobody wants any more."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from state.observed import Observed
from state.observed.seen import Absent
from tests.peopled import soon, with_people
from tests.stage import Stage, ending_of
from wizard.engine.events import Ending
from wizard.plan.claims import claims_of, scope_of
from wizard.plan.findings import findings
from wizard.plan.leftovers import leftovers, with_leftovers


def test_that_the_region_is_final_is_told_before_anybody_enables_it() -> None:
    told = [each.what for each in findings(with_people(), Observed(identity_center=Absent()), ())]

    assert any("in eu-west-1. That Region is final" in each for each in told)
    nobody = replace(with_people(), people=(), assignments=())
    assert not any("Region is final" in each.what for each in findings(nobody, Observed(identity_center=Absent()), ()))


@pytest.mark.parametrize("nobody_left", [False, True])
def test_access_that_the_setup_gave_and_no_longer_names_is_named_until_it_is_gone(
    tmp_path: Path, nobody_left: bool
) -> None:
    stage = soon(Stage(with_people(), tmp_path))
    made = stage.plan().approved()
    assert ending_of(stage.run(made)) is Ending.DONE
    kept = () if nobody_left else stage.setup.assignments[:1]
    smaller = replace(stage.setup, assignments=kept, people=() if nobody_left else stage.setup.people)
    stage.want(smaller)
    stage.scope = with_leftovers(scope_of(smaller), made)

    told = [each.what for each in leftovers(claims_of(smaller), stage.look(), made)]

    assert any("was given ReadOnly in shop" in each for each in told)
    assert sum("was given" in each for each in told) == (4 if nobody_left else 2)
