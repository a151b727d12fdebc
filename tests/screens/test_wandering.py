"""Random keys, clicks, pastes and sizes: no crash, no answer lost, a way out of everything, the focus in sight."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.samples import examples
from tests.screens.wandering import Wanderer


@pytest.mark.parametrize("seed", range(1))
async def test_whoever_presses_anything_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    monkeypatch.chdir(tmp_path)

    actions = examples(50)
    counts = await Wanderer(tmp_path, seed).wander(actions)

    assert counts.total() == actions
