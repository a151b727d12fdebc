"""AWS knows whom to warn: each account has the security contact of the setup, or one that it had before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from state.changes.account_settings import ContactChange, PutBillingContact, PutOperationsContact, PutSecurityContact
from state.errors import Advice
from state.observed import Observed
from state.observed.settings import MANAGEMENT_ACCOUNT, NOTHING, Place, as_value
from state.setup import Setup
from state.setup.guardrails import Contact, Item
from wizard.claims.base import Claim, Needed, Satisfied, Verdict
from wizard.claims.reads import Answer, Inside, Reads
from wizard.claims.settings import SettingClaim, within
from wizard.edits.guardrails import CONTACT
from wizard.guardrails.auditing import BASELINE, CIS, Audited, in_every_account
from wizard.guardrails.base import FREE, Lacking, Value, ValueWords, Wanted, Words
from wizard.guardrails.in_each_account import InEachAccount, SettingTakenBack, TakenBack
from wizard.guardrails.trusted_access import TrustedAccessEnabled, trusted_access_key

ACCOUNT = "account.amazonaws.com"
_NAMES = ("Name", "Title", "EmailAddress", "PhoneNumber")


@dataclass(frozen=True, slots=True)
class AlternateContact:
    """API: account.AlternateContact."""

    full_name: str
    title: str
    email: str
    phone: str

    @classmethod
    def of(cls, content: Answer) -> AlternateContact:
        """From AWS's own words."""
        return cls(*(str(content.get(name, "")) for name in _NAMES))


def _available(observed: Observed, place: Place) -> bool:
    """Of members once the service may act in the organization (API: account.GetAlternateContact)."""
    return place.account == MANAGEMENT_ACCOUNT or ACCOUNT in observed.trusted_services


def _reads(change: type[ContactChange]) -> Reads[AlternateContact]:
    def read(inside: Inside) -> dict[str, str]:
        """Asked for by the management account, which must not name its own id (API: account.GetAlternateContact)."""
        named = {"AlternateContactType": change.contact_type}
        if inside.place.account != MANAGEMENT_ACCOUNT:
            named["AccountId"] = inside.account_id

        def understand(answer: Answer) -> dict[str, str]:
            return {key: answer["AlternateContact"][key] for key in _NAMES if key in answer["AlternateContact"]}

        return inside.outside.ask("account", "GetAlternateContact", understand, **named)

    needed = ("account:GetAlternateContact",)
    return Reads(change.name, read, AlternateContact.of, needed, available=_available, outside=True)


SECURITY_CONTACT = _reads(PutSecurityContact)
BESIDE_IT: dict[type[ContactChange], Reads[Any]] = {
    PutBillingContact: _reads(PutBillingContact),
    PutOperationsContact: _reads(PutOperationsContact),
}
"""The other two that AWS knows, set where the setup names somebody."""


@dataclass(frozen=True)
class ContactIsKnown(SettingClaim[AlternateContact]):
    """AWS knows whom to write to. A contact that is there is kept, whoever it is."""

    contact: str
    """As canonical JSON."""
    change: type[ContactChange] = PutSecurityContact

    @property
    def reads(self) -> Reads[AlternateContact]:
        return BESIDE_IT.get(self.change, SECURITY_CONTACT)

    @property
    def title(self) -> str:
        return f"AWS knows the {self.change.contact_type.lower()} contact of {self.place.account_title}"

    @property
    def requires(self) -> tuple[str, ...]:
        return (within(self.place), trusted_access_key(ACCOUNT))

    def judge(self, present: AlternateContact | None, _observed: Observed) -> Verdict:
        if present is not None:
            return Satisfied(f"It is {present.email or 'set'}.")
        return Needed(self.change(self.place, self.contact))


@dataclass(frozen=True, kw_only=True)
class ContactsGuardrail(InEachAccount):
    """The security contact of each account, and beside it those that the setup names."""

    def claims_in(self, wanted: Wanted, place: Place) -> Iterator[Claim]:
        yield from super().claims_in(wanted, place)
        guardrails = wanted.setup.guardrails
        named = {PutBillingContact: guardrails.billing_contact, PutOperationsContact: guardrails.operations_contact}
        for change, contact in named.items():
            ours = _contact_words(contact)
            if not contact.given:
                continue
            if wanted.applies(self.item) and wanted.holds_in(self.item, place):
                yield ContactIsKnown(place, ours, change)
            elif self.goes_again(wanted, place, change, NOTHING):
                yield SettingTakenBack(place, BESIDE_IT[change], ours, change, NOTHING)


def _ours(wanted: Wanted, _place: Place) -> str:
    return _contact_words(wanted.setup.guardrails.security_contact)


def _contact_words(contact: Contact) -> str:
    return as_value(dict(zip(_NAMES, (contact.full_name, contact.title, contact.email, contact.phone), strict=True)))


def _now(setup: Setup) -> str:
    contact = setup.guardrails.security_contact
    given = [text for text in (contact.full_name, contact.email) if text]
    return ", ".join(given) if given else "incomplete" if contact.given else "none yet"


_EVERYWHERE = in_every_account(SECURITY_CONTACT.setting, "Every account has a security contact.")

GUARDRAIL = ContactsGuardrail(
    item=Item.SECURITY_CONTACT,
    words=Words(
        "AWS knows whom to warn",
        "AWS writes to your security contact when it sees something wrong in any of the accounts.",
        FREE,
        "The contact is removed where it is the one in this setup; AWS writes to the root address then.",
    ),
    before=(TrustedAccessEnabled(ACCOUNT),),
    claim=lambda wanted, place: ContactIsKnown(place, _ours(wanted, place)),
    back=TakenBack(PutSecurityContact, _ours),
    reads=(SECURITY_CONTACT, *BESIDE_IT.values()),
    audited=(
        Audited(CIS, "Account.1", "A security contact for each account", _EVERYWHERE),
        Audited(BASELINE, "ACCT.01", "Contacts of the account", _EVERYWHERE),
    ),
    needs="It needs a contact.",
    lacking=Lacking(
        "Nothing is set until you say who the contact is.",
        Advice(
            "There is no security contact, so AWS writes to the accounts' root addresses when something is wrong.",
            "Say on Guardrails whom AWS shall write to, or turn this protection off there.",
        ),
    ),
    value=ValueWords(
        Value.CONTACT,
        "Security contact",
        "Whom AWS writes to about security: a person or a team, with an address and a phone number. The setup "
        "file can name contacts for billing and operations, too.",
        CONTACT,
        _now,
    ),
)
