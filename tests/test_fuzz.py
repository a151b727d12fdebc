"""A few of the inputs that `make fuzz` makes by the thousand."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.fuzz import TARGETS, run

ROUNDS = 40


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.__name__)
def test_no_mutated_input_is_a_defect(
    target: Callable[[random.Random, Path], str],
    record_property: Callable[[str, object], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE", "AWS_EC2_METADATA_DISABLED"):
        monkeypatch.setenv(name, "")  # so that what the target sets is taken back

    told = run(target, ROUNDS, seed=1)

    record_property("runs", ROUNDS)
    assert sum(told.values()) == ROUNDS
    assert told["taken"]
