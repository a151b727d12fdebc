"""`orgwizard enter`: how one gets into an account, to copy; its console in the browser; or, to a program that asks for
it, a session there. Nothing else here has a secret."""

from __future__ import annotations

import os
import sys
import webbrowser
from difflib import get_close_matches
from shlex import join

from state.errors import OrgwizardError, WrongInput
from state.observed import Observed
from state.setup import MemberAccount, Setup
from state.setup.people import MANAGEMENT
from state.setup.text_rules import account_written, quoted
from wizard.commands.opening import scratch
from wizard.commands.terminal import Options, out_json
from wizard.exit_status import DONE
from wizard.machine.browser import display_likely
from wizard.machine.streams import at_a_terminal, goes_into_a_file, narrate, out
from wizard.onboarding.entering import (
    WayToEnter,
    portal_address,
    roles_into,
    sets_given_in,
    ways_into_management,
    ways_to_enter,
)


def enter_account(options: Options) -> int:
    """`enter`. Raises WrongInput for an account that is not in the setup, OrgwizardError while it is not there."""
    if options.process:
        return _hand_over_session(options)
    with scratch(options) as onboarding:
        onboarding.check_account()
        account = _account_named(onboarding.setup, account_written(options.account))
        observed = onboarding.look()
        ways = _ways(onboarding.setup, observed, account, f"orgwizard apply {onboarding.name}{options.in_rehearsal}")
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


def _hand_over_session(options: Options) -> int:
    """What `credential_process` of a profile is to print (AWS CLI user guide, cli-configure-sourcing-external): by the
    account's role in the management account, for an hour at most. AWS is asked for nothing but that."""
    _insist_on_a_program(options)
    with scratch(options) as onboarding:
        onboarding.check_account()
        account, signed_in = _account_named(onboarding.setup, account_written(options.account)), onboarding.signed_in
        if account is None or signed_in is None:
            raise WrongInput(
                "No role leads into the management account.",
                "Enter it by Identity Center: leave --process out to see how.",
            )
        session = signed_in.gateway.session_through(roles_into(onboarding.setup, signed_in.identity, account))
    out_json(
        {
            "Version": 1,
            "AccessKeyId": session.access_key_id,
            "SecretAccessKey": session.secret_access_key,
            "SessionToken": session.session_token,
            "Expiration": f"{session.expires_at:%Y-%m-%dT%H:%M:%SZ}",
        }
    )
    return DONE


def _insist_on_a_program(options: Options) -> None:
    """A session is shown on no screen and written into no file. Raises WrongInput before AWS is asked for anything."""
    if options.console:
        raise WrongInput("--console and --process are two ways to enter.", "Give one of them.")
    profile = ("--profile", options.profile) if options.profile else ()
    command = join(("orgwizard", "enter", options.setup, options.account, "--process", *profile))
    how = f"Write it into a profile of ~/.aws/config, which runs it: credential_process = {command}"
    if at_a_terminal(sys.stdout):
        raise WrongInput("What --process prints opens the account, so it is not shown on a terminal.", f"{how}.")
    if goes_into_a_file(sys.stdout):
        raise WrongInput("What --process prints opens the account, so it is not written into a file.", f"{how}.")


def _ways(setup: Setup, observed: Observed, account: MemberAccount | None, make_it: str) -> tuple[WayToEnter, ...]:
    """At least one; None stands for the management account. `make_it` is the command that makes what is missing.
    Raises OrgwizardError where there is none."""
    ways = ways_to_enter(setup, observed, account) if account else ways_into_management(setup, observed)
    if ways:
        return ways
    if account is not None:
        raise OrgwizardError(
            f"Account {account.account_name} is not there yet, as far as AWS shows.",
            f"Make it first: {make_it}.",
        )
    raise OrgwizardError(
        "This setup gives nobody a permission set in the management account, or AWS does not show it yet; no role "
        "leads there either.",
        f"Give somebody OrganizationAdministrator there on the page People, then: {make_it}. Until "
        "then you get in as you did before.",
    )


def _account_named(setup: Setup, name: str) -> MemberAccount | None:
    """The account of this name, or with this id; None for the management account."""
    found = next((each for each in setup.accounts if name in (each.account_name, each.account_id)), None)
    if found is not None or name in (MANAGEMENT, "management", setup.management_account_id or MANAGEMENT):
        return found
    names = [each.account_name for each in setup.accounts]
    nearest = next(iter(get_close_matches(name, names, n=1)), "")
    meant = f"Write {quoted(nearest)} if that is meant" if nearest else f"Write one of {', '.join(names[:10])}"
    raise WrongInput(f"There is no account {quoted(name)} in this setup.", f"{meant}.")


def _address(setup: Setup, observed: Observed, account: MemberAccount | None) -> str:
    """Straight into the console. Raises OrgwizardError where nobody is given anything there."""
    title, owner = MANAGEMENT, observed.organization.management_account_id if observed.organization else ""
    if account is not None:
        found = observed.account_with_email(setup.email_of(account))
        title, owner = account.account_name, found.account_id if found else ""
    names = sets_given_in(setup, observed, title, owner) if owner else ()
    if not names:
        raise OrgwizardError(
            f"Nobody is given a permission set in {title}, so no address leads into its console.",
            "Give somebody access on the page People and apply that, or leave --console out: a terminal gets in by the "
            "roles.",
        )
    return portal_address(observed, owner, names[0])


def _open(address: str, *, made_up: bool) -> None:
    """In the browser, where the person at the keyboard would see it; else the address, to be opened elsewhere."""
    out(address)
    if made_up:
        narrate("In a rehearsal the address is made up, so nothing is opened.")
    elif display_likely(os.environ, sys.platform) and webbrowser.open(address):
        narrate("It is opened in the browser.")
    else:
        narrate("Open it in a browser; none can be opened from here.")
