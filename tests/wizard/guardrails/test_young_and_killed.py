"""Killed at any write while accounts are minutes old and refuse much at first: the same organization, each write once.

What AWS refuses in passing is sent again, so what counts is what AWS carried out, as its own event history tells. A
small organization is killed at some writes; with `make thorough` the suggested one, at both levels, at every one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from state.setup import Setup
from state.setup.guardrails import Level
from tests.guarding import bunker_and_shop, guarded, guardrails, made_once, suggested_with
from tests.samples import THOROUGH
from tests.stage import WRITES, Stage, State, done_once, ending_of
from wizard.engine.events import Ending
from wizard.simulated.world import World

PARTS = 8
"""Of a whole matrix, so that several processes share it."""
SAMPLE = 4
CASES = [(level, part) for level in (Level.ESSENTIAL, Level.STRICT) for part in range(PARTS)]


def carried_out(world: World) -> Counter[tuple[str, str]]:
    """How often each write was carried out in which account, by its name: which id it gets is AWS's whim."""
    names = {account.account_id: account.account_name for account in world.accounts.values()}
    return Counter((each.event_name, names[each.account_id]) for each in world.events if each.event_name in WRITES)


def young(setup: Setup, home: Path) -> Stage:
    stage = Stage(setup, home, "young-accounts")
    stage.world.climate.account_quota = 30
    return stage


def before_and_after_each_write(states: list[State]) -> list[State]:
    """Two for each write: its intent is durable and nothing was sent; it was carried out and nobody heard of it."""
    return [each for pair in pairwise(states) if pair[0].calls != pair[1].calls for each in pair]


@pytest.mark.parametrize(("level", "part"), CASES if THOROUGH else [(Level.STRICT, 0)])
def test_killed_around_any_write_on_young_accounts_and_resumed_everything_is_there_once(
    tmp_path: Path, level: Level, part: int, record_property: Callable[[str, object], None]
) -> None:
    setup = suggested_with(level) if THOROUGH else bunker_and_shop(guardrails(level))
    stage = young(setup, tmp_path)
    assert ending_of(stage.run(recording=True)) is Ending.DONE
    organization, writes = guarded(stage.look()), carried_out(stage.world)
    states = before_and_after_each_write(stage.states)
    chosen = states[part::PARTS] if THOROUGH else states[7 :: len(states) // SAMPLE | 1]

    for number, state in enumerate(chosen):
        stage.enter(state)
        story = f"killed in moment {number} of {len(chosen)}"
        assert [ending_of(events) for events in stage.runs()][-1] is Ending.DONE, story
        assert carried_out(stage.world) == writes, story
        assert guarded(stage.look()) == organization, story
        assert made_once(stage.world), story
        assert set(done_once(stage.world).values()) == {1}, story

    assert len(chosen) >= SAMPLE
    record_property("moments", len(chosen))
