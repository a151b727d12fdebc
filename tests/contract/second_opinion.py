"""What moto makes of calls that the simulated AWS answers too, in the same process and over no network."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import boto3
import pytest
from moto import mock_aws

Client = Callable[[str], Any]


def in_moto(story: Callable[[Client], Any], monkeypatch: pytest.MonkeyPatch) -> Any:
    """What a story comes to there. `story` is given what makes a client of a service."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "example")
    with mock_aws():
        session: Any = boto3.Session(region_name="eu-west-1")
        return story(session.client)
