"""The four keys that open every account are named, each with whoever has it."""

from __future__ import annotations

from dataclasses import replace

from state.setup.access import Access
from tests.peopled import BERT, with_administrators, with_people
from wizard.audit.keys import KEYS, keys_to_every_account


def test_all_four_keys_are_named_and_who_holds_them() -> None:
    question, lines = keys_to_every_account(with_people())

    assert question.startswith("Who can still ")
    assert [line.partition(": ")[0] for line in lines[:4]] == list(KEYS)
    assert "MFA or not" in lines[0]
    assert BERT.user_name in lines[4]


def test_narrowed_access_roles_take_one_key_from_most_and_break_glass_users_keep_it() -> None:
    setup = replace(with_administrators(), access=Access(break_glass=("first", "second")))
    _, lines = keys_to_every_account(setup)

    assert lines[0].startswith("sts:AssumeRole: where the access roles are narrowed: ")
    assert lines[0].endswith("Break-glass: first and second, with MFA.")
    assert lines[1:4] == keys_to_every_account(with_people())[1][1:4]
