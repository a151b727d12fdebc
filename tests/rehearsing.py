"""A setup rehearsed in a test: the real onboarding, store, journal, engine and gateway on the simulated AWS."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from state.changes.base import Change
from state.observed import Observed
from state.setup import Invitation, MemberAccount, Setup
from state.setup.file import from_template
from state.setup.guardrails import Guardrails, Level
from tests.stage import smaller
from wizard.engine.events import ChangePerformed, ChangeStarted, Event, RunEnded
from wizard.gateway.world import World
from wizard.onboarding import Onboardings
from wizard.onboarding.exporting import export
from wizard.onboarding.onboarding import Onboarding
from wizard.plan.life import Act
from wizard.simulated.rehearsal import Rehearsal

EXISTING_ACCOUNT = "444455556666"


def suggested(existing_account: str = "") -> Setup:
    """The suggested structure, filled in, without guardrails: those have tests of their own."""
    setup = from_template(
        "suggested",
        "acme",
        home_region="eu-west-1",
        email_pattern="aws+{account}@acme.example",
        existing_account=existing_account,
    )
    return replace(setup, guardrails=UNGUARDED)


UNGUARDED = Guardrails(level=Level.NONE)


def small() -> Setup:
    """One of each kind: enough for every call that the suggested structure needs, in a tenth of the time."""
    accounts = (MemberAccount(account_name=name, organizational_unit="Workloads") for name in ("shop", "bank"))
    return Setup(
        name="acme",
        home_region="eu-west-1",
        email_pattern="aws+{account}@acme.example",
        organizational_units=("Workloads",),
        accounts=tuple(accounts),
        invitations=(Invitation(account=EXISTING_ACCOUNT, organizational_unit="Workloads"),),
        guardrails=UNGUARDED,
    )


def rehearsals(home: Path, scenario: str = "") -> Onboardings:
    """The rehearsals kept below `home`, in the given weather."""

    def world_for(_rehearsal: bool, world_file: Path | None) -> World:
        rehearsal = Rehearsal(world_file, scenario)
        smaller(rehearsal.world)
        return rehearsal

    return Onboardings(home, True, world_for)


@contextmanager
def signed_in(home: Path, setup: Setup, scenario: str = "", *, confirm: bool = True) -> Iterator[Onboarding]:
    """`setup`, begun or resumed below `home`, signed in and, unless told otherwise, confirmed."""
    onboardings = rehearsals(home, scenario)
    onboarding = onboardings.resume(setup.name) if onboardings.exists(setup.name) else onboardings.begin(setup)
    try:
        onboarding.sign_in(onboarding.credential_sources()[0])
        if confirm:
            onboarding.confirm_identity()
        yield onboarding
    finally:
        onboarding.close()


def apply_all(onboarding: Onboarding) -> list[Event]:
    """Plan, approve everything, run to the end."""
    return list(onboarding.apply(onboarding.plan().approved()))


def finished(home: Path, setup: Setup, moved: str = "") -> None:
    """The setup applied and closed again; the account called `moved` was moved to the root behind its back."""
    with signed_in(home, setup) as onboarding:
        apply_all(onboarding)
        onboarding.look()
        if moved:
            tending = onboarding.tend()
            tending.look()
            wish = tending.wish(Act.MOVE, moved, "Root")
            list(tending.run(wish, tending.plan(wish).approved()))


def exported(onboarding: Onboarding, format_name: str) -> str:
    """The one file of a format that has one."""
    (text,) = export(onboarding, format_name).values()
    return text


def ending(events: list[Event]) -> str:
    """How the run ended."""
    ended = events[-1]
    assert isinstance(ended, RunEnded), ended
    return ended.ending.value


def performed(events: list[Event]) -> list[Change]:
    """Changes that were made, in order."""
    return [event.change for event in events if isinstance(event, ChangePerformed)]


def started(events: list[Event]) -> list[Change]:
    """Changes that were asked of AWS, in order."""
    return [event.change for event in events if isinstance(event, ChangeStarted)]


def comparable(observed: Observed) -> object:
    """The organization by its names: AWS's ids depend on the order in which it was asked."""
    names = {account.account_id: account.account_name for account in observed.accounts}

    def without_ids(policy: str) -> str:
        for account_id, name in names.items():
            policy = policy.replace(account_id, name)
        return policy

    return (
        sorted(unit.path for unit in observed.units),
        sorted(
            (account.account_name, account.email, account.state, account.unit_path) for account in observed.accounts
        ),
        [
            (role.role_name, [(name, without_ids(policy)) for name, policy in role.inline_policies])
            for role in observed.roles
        ],
        observed.root.policy_types if observed.root else None,
    )
