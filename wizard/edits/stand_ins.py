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
        email_pattern=setup.email_pattern or f"aws+{{account}}@{setup.name}.example",
        home_region=setup.home_region or STAND_IN_REGION,
    )
