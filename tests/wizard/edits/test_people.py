"""Who may do what where, edited: what AWS gave is taken away there, and access follows an account's name."""

from __future__ import annotations

from dataclasses import replace

from state.setup.people import AccountAssignment, given_by
from state.setup.validation import problems_of
from tests.peopled import ANNA_AHRENS, BERT, with_people
from wizard import edits
from wizard.edits.people import (
    Spot,
    codes_of,
    paste_people,
    remove_person,
    replace_person,
    sets_of,
    usual_access,
    with_sets,
)

SHOP = Spot(ANNA_AHRENS.user_name, "shop")


def never(_one: AccountAssignment) -> bool:
    return False


def always(_one: AccountAssignment) -> bool:
    return True


def test_what_aws_has_not_given_is_only_left_out() -> None:
    after = with_sets(with_people(), SHOP, (), never)

    assert sets_of(after, SHOP) == ()
    assert not given_by(after.assignments).withdrawn


def test_what_aws_gave_is_taken_away_again_and_given_again_when_somebody_says_so() -> None:
    without = with_sets(with_people(), SHOP, (), always)
    again = with_sets(without, SHOP, ("ReadOnly",), always)

    assert given_by(without.assignments).withdrawn == (AccountAssignment("shop", "ReadOnly", ANNA_AHRENS.user_name),)
    assert not given_by(again.assignments).withdrawn
    assert {*given_by(again.assignments).wanted} == {*given_by(with_people().assignments).wanted}


def test_whoever_leaves_takes_nothing_along() -> None:
    after = remove_person(with_people(), 1, always)

    assert [each.principal for each in given_by(after.assignments).withdrawn] == [BERT.user_name]
    assert not [each for each in problems_of(after) if each.serious]


def test_access_follows_another_user_name_and_another_name_of_an_account() -> None:
    setup = replace_person(with_people(), 0, replace(ANNA_AHRENS, user_name="anna@acme.example"))
    setup = edits.replace_account(setup, 0, replace(setup.accounts[0], account_name="store"))

    assert sets_of(setup, Spot("anna@acme.example", "store")) == ("ReadOnly",)
    assert sets_of(edits.remove_account(setup, 0), Spot("anna@acme.example", "store")) == ()
    assert not [each for each in problems_of(setup) if each.serious]


def test_pasted_people_come_with_their_groups_and_nobody_twice() -> None:
    pasted = paste_people(with_people(), "carla@acme.example, Carla, developers security\nBERT@acme.example\nno body\n")

    assert pasted.added == 1
    assert pasted.setup.people[-1].groups == ("developers", "security")
    assert [each.line_number for each in pasted.rejected] == [2, 3]


def test_the_usual_access_keeps_what_is_given_and_says_nothing_twice() -> None:
    once = usual_access(with_people())

    assert usual_access(once) == once
    assert {*given_by(with_people().assignments).wanted} <= {*given_by(once.assignments).wanted}


def test_every_set_has_letters_of_its_own() -> None:
    codes = codes_of(with_people())

    assert len(set(codes.values())) == len(codes)
