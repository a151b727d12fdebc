"""Each person has signed in as themselves, and the user who administered everything before them is gone.

Identity Center tells neither its administrators nor its people anything: whoever a program has made gets no mail before
the first try at the portal (user guide, userswithoutpwd), so somebody has to tell them where to go.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from state.observed import Identity, Observed
from state.observed.draft import Draft
from state.observed.identity_center import IdentityCenter, SignIn
from state.observed.seen import Known, Unknown, value_of
from state.page_key import PageKey
from state.setup.people import PeopleFrom, Person
from wizard.claims.base import ANOTHER_CLAIM, Satisfied, Verdict, Waiting
from wizard.claims.callers import USER, caller_called
from wizard.claims.identity import TEMPORARY_ADMINISTRATOR
from wizard.claims.identity_center import ADMINISTRATOR, CONSOLES, SETTINGS, CenterClaim, console_address
from wizard.claims.people import person_key
from wizard.claims.reads import Reads
from wizard.claims.settings import SettingClaim


def signed_in_key(user_name: str) -> str:
    """The key of the claim that this person has signed in."""
    return f"signed-in:{user_name.lower()}"


@dataclass(frozen=True)
class PersonHasSignedIn(CenterClaim):
    """The person has signed in with Identity Center at least once: as AWS tells, as somebody said, or as whoever is
    signed in here."""

    person: Person
    people_from: PeopleFrom
    administers: bool
    """Whether the person is named for the management account."""

    @property
    def key(self) -> str:
        return signed_in_key(self.person.user_name)

    @property
    def title(self) -> str:
        return f"{self.person.user_name} has signed in"

    @property
    def requires(self) -> tuple[str, ...]:
        return (SETTINGS, person_key(self.person.user_name))

    def judge(self, center: IdentityCenter | None, observed: Observed) -> Verdict:
        if found := how_signed_in(self.person, center, observed.identity):
            return Satisfied(found)
        name = self.person.user_name
        reason = f"{name} has not signed in yet, as far as AWS tells."
        if center is None:
            return Waiting(reason, on_whom=name)
        if isinstance(center.sign_ins, Unknown):
            reason = f"Whether {name} has signed in could not be seen: {center.sign_ins.what}"
        return Waiting(reason, on_whom=name, message="\n".join(self._message(center, observed)))

    def _message(self, center: IdentityCenter, observed: Observed) -> Iterator[str]:
        """Where to go, what comes by mail, and how that is noticed."""
        partition = observed.identity.partition if observed.identity else "aws"
        portal, region = center.instance.start_url(partition), center.instance.region
        person, steps = self.person, [f"Open {portal}"]
        if self.people_from is PeopleFrom.IDENTITY_PROVIDER:
            steps.append("Sign in there as everywhere else, with MFA.")
        else:
            steps += [
                (
                    f"Type the user name {person.user_name}. AWS then mails a code to {person.address}, from "
                    "no-reply@signin.aws or no-reply@login.awsapps.com. If none comes, look among the spam; then "
                    f"whoever administers Identity Center opens {console_address(region, partition)}, Users, your "
                    "name, Reset password."
                ),
                (
                    "Set a password, and register an MFA device when you are asked to: an authenticator app, a passkey "
                    "or a security key."
                ),
            ]
        steps.append("Choose an account. What is listed below it is what you may do there.")
        if self.administers:
            steps.append(
                "From here on sign in to orgwizard as yourself too: on the page Sign in choose IAM Identity Center, "
                f"with that address and the Region {region}."
            )
        yield f"Hello {person.display_name}, from now on you sign in to our AWS accounts as yourself."
        yield from (f"{number}. {step}" for number, step in enumerate(steps, start=1))
        if isinstance(center.sign_ins, Unknown):
            yield "Then tell us: AWS does not say it here. On the page People the day is written down under your name."
        else:
            yield "Nothing has to be sent back: AWS tells of it by itself, some minutes later."

    def once_answered(self, draft: Draft) -> None:
        center = value_of(draft.identity_center)
        user = center.user_called(self.person.user_name, self.person.address) if center else None
        if center is not None and user is not None:
            told = (*(value_of(center.sign_ins) or ()), SignIn(user.user_id, user.user_name, "afterwards"))
            draft.put_identity_center(Known(replace(center, sign_ins=Known(told))))


def how_signed_in(person: Person, center: IdentityCenter | None, identity: Identity | None) -> str:
    """How it is known that the person has signed in, as a sentence; empty where nothing tells."""
    if person.signed_in:
        return f"First known on {person.signed_in}."
    user = center.user_called(person.user_name, person.address) if center else None
    if identity is not None and user is not None and identity.center_user.lower() == user.user_name.lower():
        return "You are signed in as that person."
    found = center.sign_in_of(user) if center and user else None
    if found is None:
        return ""
    if found.credential == "EXTERNAL_IDP":
        return f"On {found.day}, by your identity provider."
    how = "with MFA" if found.with_mfa else "whether with MFA, AWS does not tell"
    return f"On {found.day}, {how}."


@dataclass(frozen=True)
class TemporaryAdministratorIsGone(SettingClaim[str]):
    """The IAM user with which a team begins that had only a root user is deleted, once somebody who administers the
    organization has signed in as themselves."""

    administrators: tuple[Person, ...]
    """Those who are named for the management account."""

    page = PageKey.PEOPLE

    @property
    def reads(self) -> Reads[str]:
        return caller_called(USER, TEMPORARY_ADMINISTRATOR)

    @property
    def key(self) -> str:
        return f"gone:{self.setting}"

    @property
    def title(self) -> str:
        return f"IAM user {TEMPORARY_ADMINISTRATOR}, which was for the beginning, is gone"

    @property
    def comes_after(self) -> tuple[str, ...]:
        """One of the sign-ins is enough, so none of them is required."""
        return (*self.requires, *(signed_in_key(each.user_name) for each in self.administrators))

    def judge(self, present: str | None, observed: Observed) -> Verdict:
        if present is None:
            return Satisfied(f"There is no IAM user {TEMPORARY_ADMINISTRATOR}.")
        identity, center = observed.identity, value_of(observed.identity_center)
        known = [each for each in self.administrators if how_signed_in(each, center, identity)]
        if not known:
            names = " or ".join(each.user_name for each in self.administrators)
            return Waiting(f"It is needed until {names} has signed in.", on_whom=ANOTHER_CLAIM)
        console = CONSOLES.get(identity.partition if identity else "aws", CONSOLES["aws"])
        return Waiting(
            f"{known[0].user_name} signs in as themselves now, so nobody needs IAM user {TEMPORARY_ADMINISTRATOR} any "
            "more: it may do everything, and nobody's name is on it.",
            on_whom=ADMINISTRATOR,
            message=(
                f"Please take away the user with which we began. Sign in as yourself, with OrganizationAdministrator, "
                "to see that it works; then open\n"
                f"  https://{console}/iam/home#/users\n"
                f"1. Open {TEMPORARY_ADMINISTRATOR}. Under Security credentials, deactivate and delete its access key "
                "if it has one.\n"
                "2. Choose Delete, and type its name.\n"
                "Nothing has to be sent back: orgwizard looks whether it is gone."
            ),
        )
