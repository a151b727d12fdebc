"""Who administers the organization: named people who sign in as themselves, once there are any. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from state.observed import Identity, Observed
from state.observed.seen import value_of
from state.setup import Setup
from wizard.claims.first_sign_ins import how_signed_in
from wizard.claims.identity import TEMPORARY_ADMINISTRATOR
from wizard.plan.finding import Finding
from wizard.plan.people import administrators_of

HOW_TO_NAME = (
    "Add yourself on the page People and let yourself administer everything, best two people; from there you are led "
    "to your own sign-in with MFA."
)


def about_administrators(setup: Setup, observed: Observed) -> Iterator[Finding]:
    """That nobody is named for the management account, or that somebody goes on as another than themselves."""
    identity, named = observed.identity, administrators_of(setup)
    if identity is None:
        return
    if setup.wants_identity_center and not named:
        yield Finding(
            "Nobody is named for the management account, so people sign in by themselves everywhere but there, where "
            f"you go on as {identity.principal}.",
            HOW_TO_NAME,
            serious=False,
        )
    elif identity.principal == f"user/{TEMPORARY_ADMINISTRATOR}" and not named:
        yield Finding(
            f"You are signed in as {TEMPORARY_ADMINISTRATOR}, a user for the beginning, and the setup names nobody who "
            "signs in by themselves.",
            HOW_TO_NAME,
            serious=False,
        )
    yield from _as_somebody_else(setup, observed, identity)


def _as_somebody_else(setup: Setup, observed: Observed, identity: Identity) -> Iterator[Finding]:
    center, name = value_of(observed.identity_center), identity.principal.removeprefix("user/")
    known = [each for each in administrators_of(setup) if how_signed_in(each, center, None)]
    if center is None or not known or identity.kind != "IAM user" or name in setup.access.break_glass:
        return
    instance = center.instance
    yield Finding(
        f"You are signed in as IAM user {name}, and {known[0].user_name} signs in by Identity Center by now.",
        "From here on sign in as yourself: on the page Sign in choose IAM Identity Center, with "
        f"{instance.start_url(identity.partition)} and the Region {instance.region}.",
        serious=False,
    )
