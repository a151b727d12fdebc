"""Ids that AWS has yet to give, inside of documents: a policy names a bucket whose account does not exist yet.

A document is written with stand-ins, and a reading fills in what is known. What is left shows through in the review,
and nothing with a stand-in in it is ever sent.
"""

from __future__ import annotations

import re

from state.observed import Observed
from state.observed.settings import MANAGEMENT_ACCOUNT
from state.setup import ROOT

ORGANIZATION_ID = "<id of the organization>"
_ACCOUNT = re.compile(r"<id of account ([^<>]+)>")


def account_id_of(account: str) -> str:
    """Stands for the id of an account that is called by its address, its id or MANAGEMENT_ACCOUNT."""
    return f"<id of account {account}>"


MANAGEMENT_ACCOUNT_ID = account_id_of(MANAGEMENT_ACCOUNT)


def accounts_in(text: str) -> tuple[str, ...]:
    """The accounts whose ids are stood for in `text`, each once."""
    return tuple(dict.fromkeys(_ACCOUNT.findall(text)))


def parent_id(path: str, observed: Observed) -> str:
    """The id of the unit at `path`, or of the root for `Root`; what stands for it while AWS has yet to give it."""
    return observed.parent_id(path) or (f"<id of the {path.lower()}>" if path == ROOT else f"<id of {path}>")


def filled(text: str, observed: Observed) -> str:
    """`text` with the ids that `observed` knows."""

    def known(stand_in: re.Match[str]) -> str:
        account = observed.account_called(stand_in.group(1))
        return account.account_id if account else stand_in.group(0)

    if observed.organization is not None:
        text = text.replace(ORGANIZATION_ID, observed.organization.organization_id)
    return _ACCOUNT.sub(known, text)
