"""Accounts have a sign-in name: an alias, which is public and unique in all of AWS."""

from __future__ import annotations

from dataclasses import dataclass

from state.changes.account_settings import SetAccountAlias
from state.observed import Observed
from state.observed.settings import MANAGEMENT_ACCOUNT, Place, as_value
from state.setup import mailbox_name
from state.setup.guardrails import Item
from wizard.claims.base import Needed, Satisfied, Verdict
from wizard.claims.reads import Inside, Reads
from wizard.claims.settings import SettingClaim
from wizard.guardrails.base import FREE, Wanted, Words
from wizard.guardrails.in_each_account import InEachAccount, TakenBack


def _read(inside: Inside) -> str | None:
    return next(iter(inside.own.ask_all("iam", "ListAccountAliases", "AccountAliases", str)), None)


ACCOUNT_ALIAS = Reads(SetAccountAlias.name, _read, str, ("iam:ListAccountAliases",))
"""The alias; an account has one at most (API: iam.ListAccountAliases)."""


@dataclass(frozen=True)
class AccountHasAlias(SettingClaim[str]):
    """The account can be signed in to by a name. An alias that is there is kept, whatever it is."""

    alias: str
    reads = ACCOUNT_ALIAS

    @property
    def title(self) -> str:
        return f"Account {self.place.account_title} has an alias"

    def judge(self, present: str | None, _observed: Observed) -> Verdict:
        if present:
            return Satisfied(f"It is {present}.")
        return Needed(SetAccountAlias(self.place, as_value(self.alias)))


def _alias(wanted: Wanted, place: Place) -> str:
    """The setup's name stands before the account's, because somebody else may have taken that alone."""
    title = "management" if place.account == MANAGEMENT_ACCOUNT else mailbox_name(place.account_title)
    return f"{wanted.setup.name}-{title}".replace(".", "-").replace("_", "-")[:63].strip("-")


GUARDRAIL = InEachAccount(
    item=Item.ACCOUNT_ALIAS,
    words=Words(
        "Accounts have a sign-in name",
        "Each account's sign-in page has a readable address. The name is public, and unique in all of AWS.",
        FREE,
        "The alias is removed, and its address no longer leads anywhere.",
    ),
    claim=lambda wanted, place: AccountHasAlias(place, _alias(wanted, place)),
    back=TakenBack(SetAccountAlias, lambda wanted, place: as_value(_alias(wanted, place))),
    reads=(ACCOUNT_ALIAS,),
)
