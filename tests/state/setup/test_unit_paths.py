"""Paths of organizational units: two different units never have the same one."""

from __future__ import annotations

from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from state.setup import ROOT, ancestors_and_self, parent_path, path_below, unit_name, unit_names
from state.setup.text_rules import unit_path_problem

NAMES = st.lists(
    st.text(st.sampled_from("AbR/\\ .oot"), min_size=1, max_size=6) | st.just(ROOT), min_size=1, max_size=4
)


@given(NAMES)
def test_a_path_gives_back_the_names_that_made_it(names: list[str]) -> None:
    path = reduce(path_below, names, ROOT)

    assert unit_names(path) == tuple(names)
    assert unit_name(path) == names[-1]
    assert parent_path(path) == reduce(path_below, names[:-1], ROOT)
    assert [unit_names(each) for each in ancestors_and_self(path)] == [tuple(names[: n + 1]) for n in range(len(names))]


def test_a_slash_in_a_name_is_not_a_slash_between_names() -> None:
    assert path_below(ROOT, "Sec/Vault") == "Sec\\/Vault"
    assert path_below("Sec", "Vault") == "Sec/Vault"
    assert path_below(ROOT, ROOT) != ROOT


@pytest.mark.parametrize("path", ["Sec\\/Vault", "R&D \\/ Ops/A\\\\B"])
def test_a_setup_may_name_a_unit_with_a_slash_in_its_name(path: str) -> None:
    assert unit_path_problem(path) is None
