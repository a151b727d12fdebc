"""`orgwizard adopt`: an organization that exists becomes a saved setup. Nothing at AWS is changed."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import asdict, replace
from typing import Any

from state.errors import WrongInput
from state.setup import Purpose, Setup
from state.setup.region_rules import home_region_problem
from state.setup.text_rules import name_problem
from state.text.printable import printable
from wizard.adoption import Adoption
from wizard.commands.opening import sign_in, tell_of_lists
from wizard.commands.terminal import Options, out_json
from wizard.edits.stand_ins import with_stand_ins
from wizard.exit_status import DONE
from wizard.machine.streams import at_a_terminal, forget_typed_ahead, narrate, out
from wizard.onboarding.onboarding import Onboarding

VERSION = 1
"""Of what `--json` prints."""


def adopt_organization(options: Options) -> int:
    """`adopt`. Saves the setup, and nothing else."""
    setup = _named(options)
    onboardings = options.onboardings
    onboarding = onboardings.resume(setup.name) if onboardings.exists(setup.name) else onboardings.begin(setup)
    try:
        _insist_on_nothing_saved(onboarding)
        tell_of_lists(onboarding)
        sign_in(onboarding)
        adoption = onboarding.adopt()
        if not options.json and not options.yes and at_a_terminal(sys.stdin, sys.stderr):
            adoption = replace(adoption, setup=_asked(adoption.setup))
        onboarding.answer(adoption.setup)
        onboarding.look()
    finally:
        onboarding.close()
    if options.json:
        out_json(adoption_record(adoption))
    else:
        for line in adoption_lines(adoption, rehearsal=onboardings.rehearsal):
            out(line)
    return DONE


def _named(options: Options) -> Setup:
    """The new setup with no more than its name and home Region. Raises WrongInput."""
    setup = Setup(name=options.name, home_region=options.home_region or options.region or "")
    setup = with_stand_ins(setup) if options.onboardings.rehearsal else setup
    fault = name_problem(setup.name) or home_region_problem(setup.home_region)
    if fault is not None and not setup.home_region:
        raise WrongInput("The home Region is not known.", "Give --home-region, such as --home-region eu-west-1.")
    if fault is not None:
        raise WrongInput(fault.what, fault.remedy)
    return replace(setup, email_pattern="")


def _insist_on_nothing_saved(onboarding: Onboarding) -> None:
    """Answers that somebody gave are not replaced. What an earlier attempt left behind is gone on with."""
    setup = onboarding.setup
    if setup.accounts or setup.invitations or setup.organizational_units:
        raise WrongInput(
            f"There is a saved setup called {onboarding.name}, with answers of its own.",
            f"Choose another name, or open it with `orgwizard {onboarding.name}`: Organization offers to take in what "
            "is there.",
        )


def _asked(setup: Setup) -> Setup:
    """What accounts are for, put right by whoever knows. A line at a time; an empty one is a yes to the rest."""
    narrate("What each account is for is guessed from its name:")
    for line in _guesses(setup):
        narrate(line)
    narrate(f"A purpose is one of {', '.join(Purpose)}.")
    while True:
        sys.stderr.write(printable("Enter if that is right, or a number and a purpose, such as `2 workload`: "))
        sys.stderr.flush()
        forget_typed_ahead()
        number, _, purpose = sys.stdin.readline().strip().partition(" ")
        if not number:
            return setup
        if number.isdecimal() and 0 < int(number[:6]) <= len(setup.accounts) and purpose.strip() in list(Purpose):
            at = int(number) - 1
            account = replace(setup.accounts[at], purpose=Purpose(purpose.strip()))
            setup = replace(setup, accounts=(*setup.accounts[:at], account, *setup.accounts[at + 1 :]))
            narrate(f"{account.account_name}: {account.purpose}")
        else:
            narrate(f"That is no number from 1 to {len(setup.accounts)} with one of these purposes.")


def _guesses(setup: Setup) -> Iterator[str]:
    width = max((len(account.account_name) for account in setup.accounts), default=0)
    for number, account in enumerate(setup.accounts, start=1):
        yield f"  {number:>4}  {account.account_name:<{width}}  {account.account_id}  {account.purpose}"


def adoption_lines(adoption: Adoption, *, rehearsal: bool = False) -> Iterator[str]:
    """What was taken in, what is left alone, what was not seen, and how to go on."""
    setup = adoption.setup
    entered = sum(account.management_role for account in setup.accounts) + len(setup.invitations)
    number = len(setup.accounts) + len(setup.invitations)
    yield (
        f"The organization of account {setup.management_account_id} is now the setup {setup.name}: "
        f"{number} account{'' if number == 1 else 's'} in {len(setup.unit_paths())} units, {entered} of them with a "
        "role of the management account. Nothing was changed, and a plan of it changes nothing."
    )
    if setup.accounts:
        yield "What each account is for, guessed from its name unless you said otherwise:"
        yield from _guesses(setup)
    if setup.left_alone:
        yield "Left alone, by name:"
        yield from (f"  {name}  ({key})" for key, name in setup.left_alone.items())
    for advice in adoption.unseen:
        yield f"! {advice.what}"
        yield f"  {advice.remedy}"
    again = " --rehearse" if rehearsal else ""
    yield f"To give an account its role or guardrails, one by one: orgwizard {setup.name}{again}"
    yield f"To see later whether all is still so: orgwizard check {setup.name}{again}"


def adoption_record(adoption: Adoption) -> dict[str, Any]:
    """The same as JSON-ready data."""
    setup = adoption.setup
    return {
        "version": VERSION,
        "name": setup.name,
        "management_account_id": setup.management_account_id,
        "accounts": [
            {
                "account_id": account.account_id,
                "account_name": account.account_name,
                "organizational_unit": account.organizational_unit,
                "purpose": account.purpose.value,
                "purpose_is_a_guess": True,
                "management_role": account.management_role,
                "guardrails": account.guardrails,
            }
            for account in setup.accounts
        ],
        "invitations": [invitation.account for invitation in setup.invitations],
        "left_alone": setup.left_alone,
        "unseen": [asdict(advice) for advice in adoption.unseen],
    }
