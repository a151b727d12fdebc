"""Stand-ins for answers that a rehearsal can do without. The real thing never gets any."""

from __future__ import annotations

from dataclasses import replace

from state.setup import Setup

STAND_IN_REGION = "eu-west-1"


def with_stand_ins(setup: Setup) -> Setup:
    """`setup` with a made-up email pattern and home Region where it has none.

    The addresses end in `.example`, which nobody can own (RFC 2606), so they cannot be taken for real ones.
    """
    return replace(
        setup,
        email_pattern=setup.email_pattern or _stand_in_pattern(setup),
        home_region=setup.home_region or STAND_IN_REGION,
    )


def without_stand_ins(setup: Setup) -> Setup:
    """`setup` without the made-up email pattern, which has to be asked for before it is used for real."""
    return replace(setup, email_pattern="") if setup.email_pattern == _stand_in_pattern(setup) else setup


def _stand_in_pattern(setup: Setup) -> str:
    return f"aws+{{account}}@{setup.name}.example"
