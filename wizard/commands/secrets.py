"""`orgwizard secrets`: what is kept in the keyring, without the secrets themselves."""

from __future__ import annotations

from dataclasses import asdict

from state.errors import WrongInput
from state.saved import locations
from state.saved.keyring import Secrets
from wizard.commands.terminal import Options, out_json
from wizard.exit_status import DONE
from wizard.machine.streams import narrate, out


def tend_secrets(options: Options) -> int:
    """`secrets list` and `secrets forget`."""
    secrets = Secrets(locations.home())
    if options.secrets_action == "list":
        if options.secret or options.all:
            raise WrongInput("`secrets list` takes no name.", "Leave it out: everything that is kept is listed.")
        return _list(secrets, options.json)
    return _forget(secrets, options)


def _list(secrets: Secrets, as_json: bool) -> int:
    entries = secrets.entries()
    if as_json:
        out_json([asdict(entry) for entry in entries])
        return DONE
    for entry in entries:
        out(f"{entry.name}: {entry.kind} of account {entry.account_id}")
    if not entries:
        narrate("Nothing is kept in the keyring.")
    return DONE


def _forget(secrets: Secrets, options: Options) -> int:
    names = [entry.name for entry in secrets.entries()]
    if options.all == bool(options.secret):
        raise WrongInput("It is not clear what to forget.", "Name one entry of `orgwizard secrets list`, or say --all.")
    if options.secret and options.secret not in names:
        raise WrongInput(f"Nothing called {options.secret} is kept.", "See what is with: orgwizard secrets list")
    for name in names if options.all else [options.secret]:
        secrets.forget(name)
        narrate(f"Forgot {name}. The key itself is still good at AWS; delete it there if nobody needs it.")
    return DONE
