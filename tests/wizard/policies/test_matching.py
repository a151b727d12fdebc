"""Wildcards mean what IAM says they mean."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wizard.policies.matching import CannotTell, action_matches, arn_matches, matches, with_variables

PATTERNS = st.text("ab.*?\n", max_size=8)
TEXTS = st.text("ab.\n", max_size=8)


def by_the_book(pattern: str, text: str) -> bool:
    """The definition, one character at a time."""
    if not pattern:
        return not text
    if pattern[0] == "*":
        return by_the_book(pattern[1:], text) or (bool(text) and by_the_book(pattern, text[1:]))
    return bool(text) and pattern[0] in ("?", text[0]) and by_the_book(pattern[1:], text[1:])


@given(PATTERNS, TEXTS)
@settings(max_examples=300)
def test_a_pattern_fits_exactly_what_the_definition_says(pattern: str, text: str) -> None:
    assert matches(pattern, text) is by_the_book(pattern, text)


@given(st.text(st.characters(exclude_characters="*?$", exclude_categories=["Cs", "Co"])))
def test_text_without_wildcards_fits_itself_and_anything_fits_a_star(text: str) -> None:
    assert matches(text, text)
    assert matches("*", text)
    assert not matches(text, text + "x")


@given(st.text("*?ab$", max_size=6))
def test_what_a_variable_is_replaced_by_is_no_wildcard(value: str) -> None:
    pattern = with_variables("before/${key}/*", lambda _key: value)

    assert pattern is not None
    assert matches(pattern, f"before/{value}/after")
    assert matches(pattern, "before/other/after") is (value == "other")


@given(st.text("aAbB", max_size=6), st.text("aAbB", max_size=6))
def test_the_case_of_an_action_does_not_matter(one: str, other: str) -> None:
    assert action_matches(f"s3:{one}*", f"S3:{one.swapcase()}{other}")


@pytest.mark.parametrize(
    ("pattern", "arn", "fits"),
    [
        ("*", "arn:aws:iam::111122223333:root", True),
        ("arn:*:iam::*:root", "arn:aws-cn:iam::111122223333:root", True),
        ("arn:*:iam::*:role/Admin", "arn:aws:iam::111122223333:role/Admin", True),
        ("arn:*:iam::*:role/Admin", "arn:aws:iam::111122223333:role/path/Admin", False),
        ("arn:*:iam::*:role/Admin", "arn:aws:iam::111122223333:role/admin", False),
        ("arn:aws:iam::*:root", "arn:aws:iam::1:role/x:root", False),
        ("arn:aws:s3:::logs/*", "arn:aws:s3:::logs/a:b/c", True),
        ("arn:aws:s3:::logs", "arn:aws:s3:::logs/a", False),
        ("arn:aws:s3", "arn:aws:s3:::logs/a", True),
        ("arn:aws:s3:::logs/*", "*", False),
    ],
)
def test_arns_are_compared_part_by_part(pattern: str, arn: str, fits: bool) -> None:
    assert arn_matches(pattern, arn) is fits


def test_an_absent_variable_fits_nothing_and_a_default_value_cannot_be_told() -> None:
    assert with_variables("home/${aws:username}", lambda _key: None) is None
    assert with_variables("${*}${?}${$}", lambda _key: None) == with_variables("${x}", lambda _key: "*?$")
    with pytest.raises(CannotTell):
        with_variables("${aws:PrincipalTag/team, 'none'}", lambda _key: None)
