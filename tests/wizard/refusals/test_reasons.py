"""Every reason that AWS's own service model lists is explained, and an unknown one shows raw."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import botocore.session
import pytest

from wizard.aws.service_models import with_shared_models
from wizard.errors import AWS, OWNER, YOU
from wizard.refusals import Explanation, creation_failure, refusal

SHAPES = {
    "ConstraintViolationException": "ConstraintViolationExceptionReason",
    "HandshakeConstraintViolationException": "HandshakeConstraintViolationExceptionReason",
    "InvalidInputException": "InvalidInputExceptionReason",
}


def listed(shape: str) -> list[str]:
    model = with_shared_models(botocore.session.Session()).get_service_model("organizations")
    reasons: list[str] = model.shape_for(shape).enum  # type: ignore[attr-defined]
    return list(reasons)


def explanations() -> Iterator[tuple[str, Explanation | None]]:
    for reason in listed("CreateAccountFailureReason"):
        yield reason, creation_failure(reason)
    for code, shape in SHAPES.items():
        for reason in listed(shape):
            yield f"{code}/{reason}", refusal(code, reason)


EVERY = dict(explanations())


@pytest.mark.parametrize("name", EVERY)
def test_every_listed_reason_is_explained_in_whole_sentences(name: str) -> None:
    explanation = EVERY[name]

    assert explanation is not None
    assert explanation.whose_move in (YOU, AWS, OWNER)
    for text in (explanation.what, explanation.remedy):
        assert text[0].isupper()
        assert text.endswith(".")
        assert "  " not in text
        assert name.rpartition("/")[2] not in text, "an explanation is words; only an unknown reason shows raw"


def test_no_two_creation_failures_read_the_same() -> None:
    messages = [creation_failure(reason).what for reason in listed("CreateAccountFailureReason")]

    assert len(set(messages)) == len(messages)


def test_an_unknown_creation_failure_shows_raw() -> None:
    explanation = creation_failure("MOON_IN_THE_WRONG_PHASE")

    assert "MOON_IN_THE_WRONG_PHASE" in explanation.what
    assert explanation.remedy


def test_a_missing_reason_is_said_to_be_missing() -> None:
    assert "no reason" in creation_failure("").what


def test_an_unknown_refusal_has_no_explanation() -> None:
    assert refusal("ConstraintViolationException", "MOON_IN_THE_WRONG_PHASE") is None
    assert refusal("MoonException") is None


def test_reasons_need_no_boto3() -> None:
    program = (
        "import sys, wizard.refusals, state.changes; sys.exit('botocore' in sys.modules or 'boto3' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
