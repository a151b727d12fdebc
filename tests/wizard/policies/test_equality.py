"""A document is recognized however AWS's consoles write it."""

from __future__ import annotations

from typing import Any

import pytest

from wizard.policies.equality import amounts_to_the_same

OURS: dict[str, Any] = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:root"}, "Action": "sts:AssumeRole"}
    ],
}


def written(**elements: Any) -> dict[str, Any]:
    return {**OURS, "Statement": {**OURS["Statement"][0], **elements}}


@pytest.mark.parametrize(
    "same",
    [
        written(Condition={}),
        written(Principal={"AWS": "111122223333"}),
        written(Principal={"AWS": ["arn:aws:iam::111122223333:root"]}),
        written(Action=["STS:AssumeRole"], Sid="Statement1"),
        {**written(), "Version": "2008-10-17"},
        {"Statement": OURS["Statement"]},
    ],
)
def test_a_trust_made_in_the_console_is_the_same_trust(same: dict[str, Any]) -> None:
    assert amounts_to_the_same(same, OURS)


def test_everybody_is_everybody_however_it_is_written() -> None:
    assert amounts_to_the_same(written(Principal="*"), written(Principal={"AWS": "*"}))


def test_the_version_of_the_language_matters_to_variables() -> None:
    variable = {"StringEquals": {"aws:PrincipalTag/team": "${aws:username}"}}

    assert not amounts_to_the_same(
        {**written(Condition=variable), "Version": "2008-10-17"}, written(Condition=variable)
    )


@pytest.mark.parametrize(
    "different",
    [
        written(Condition={"Bool": {"aws:MultiFactorAuthPresent": "true"}}),
        written(Principal={"AWS": "444455556666"}),
        written(Principal={"AWS": ["111122223333", "444455556666"]}),
        written(Principal="*"),
        written(Principal={"AWS": "arn:aws:iam::111122223333:user/anna"}),
    ],
)
def test_another_trust_is_not(different: dict[str, Any]) -> None:
    assert not amounts_to_the_same(different, OURS)
