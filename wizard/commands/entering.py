"""`orgwizard enter`: how one gets into an account, to copy; or its console in the browser. No secret passes here."""

from __future__ import annotations

import os
import sys
import webbrowser
from difflib import get_close_matches

from state.errors import OrgwizardError, WrongInput
from state.observed import Observed
from state.setup import MemberAccount, Setup
from state.setup.text_rules import account_written, quoted
from wizard.commands.opening import scratch
from wizard.commands.terminal import Options
from wizard.exit_status import DONE
from wizard.machine.browser import display_likely
from wizard.machine.streams import narrate, out
from wizard.onboarding.entering import portal_address, sets_given_in, ways_to_enter


def enter_account(options: Options) -> int:
    """`enter`. Raises WrongInput for an account that the setup does not make, OrgwizardError while it is not there."""
    with scratch(options) as onboarding:
        onboarding.check_account()
        account = _account_named(onboarding.setup, account_written(options.account))
        observed = onboarding.look()
        ways = ways_to_enter(onboarding.setup, observed, account)
        if not ways:
            raise OrgwizardError(
                f"Account {account.account_name} is not there yet, as far as AWS shows.",
                f"Make it first: orgwizard apply {options.setup}.",
            )
        if options.console:
            _open(_address(onboarding.setup, observed, account), made_up=onboarding.rehearsal)
            return DONE
    for way in ways:
        narrate(f"{way.title}. {' '.join(way.sentences)}")
        for line in way.text.splitlines():
            out(line)
        if way.command:
            narrate(f"{way.then}:")
            out(way.command)
    return DONE


def _account_named(setup: Setup, name: str) -> MemberAccount:
    """The account of this name, or with this id."""
    found = next((each for each in setup.accounts if name in (each.account_name, each.account_id)), None)
    if found is not None:
        return found
    names = [each.account_name for each in setup.accounts]
    nearest = next(iter(get_close_matches(name, names, n=1)), "")
    meant = f"Write {quoted(nearest)} if that is meant" if nearest else f"Write one of {', '.join(names[:10])}"
    raise WrongInput(f"There is no account {quoted(name)} in this setup.", f"{meant}.")


def _address(setup: Setup, observed: Observed, account: MemberAccount) -> str:
    """Straight into the console. Raises OrgwizardError where nobody is given anything there."""
    found = observed.account_with_email(setup.email_of(account))
    names = sets_given_in(setup, observed, account, found.account_id) if found else ()
    if found is None or not names:
        raise OrgwizardError(
            f"Nobody is given a permission set in {account.account_name}, so no address leads into its console.",
            "Give somebody access on the page People and apply that, or leave --console out: a terminal gets in by the "
            "roles.",
        )
    return portal_address(observed, found.account_id, names[0])


def _open(address: str, *, made_up: bool) -> None:
    """In the browser, where the person at the keyboard would see it; else the address, to be opened elsewhere."""
    out(address)
    if made_up:
        narrate("In a rehearsal the address is made up, so nothing is opened.")
    elif display_likely(os.environ, sys.platform) and webbrowser.open(address):
        narrate("It is opened in the browser.")
    else:
        narrate("Open it in a browser; none can be opened from here.")
