"""Who is signed in, as other accounts' trails name them."""

from __future__ import annotations

import pytest

from state.observed import Identity


@pytest.mark.parametrize(
    ("principal", "session_name"),
    [
        ("user/anna", "orgwizard-anna"),
        ("user/teams/anna@acme.example", "orgwizard-anna@acme.example"),
        ("assumed-role/AWSReservedSSO_Admin_0a1b/jörg maier", "orgwizard-j-rg-maier"),
        ("root", "orgwizard-root"),
        ("user/" + "x" * 64, "orgwizard-" + "x" * 54),
    ],
)
def test_a_session_in_another_account_is_called_after_who_is_at_work(principal: str, session_name: str) -> None:
    assert Identity("999988887777", f"arn:aws:iam::999988887777:{principal}").session_name == session_name
