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
    ],
)
def test_a_trust_made_in_the_console_is_the_same_trust(same: dict[str, Any]) -> None:
    assert amounts_to_the_same(same, OURS)


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
