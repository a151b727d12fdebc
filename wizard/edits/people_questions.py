"""The questions of the page People: about each person, and about Identity Center. Both front ends ask from here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from state.setup import Setup
from state.setup.people import PeopleFrom, Person
from wizard.edits import people as editing
from wizard.edits.access import names_in
from wizard.edits.people import replace_person
from wizard.edits.questions import Offer, Question


@dataclass(frozen=True, slots=True)
class _AboutPerson:
    """One question, whichever person it is about."""

    key: str
    label: str
    hint: str
    now: Callable[[Person], str]
    answered: Callable[[Person, str], Person]
    without: Callable[[Person], str] = lambda _person: ""
    """What it comes to where nothing is answered."""
    example: str = ""

    def of(self, number: int) -> Question:
        """About the `number`-th person of a setup."""
        return Question(
            key=self.key,
            where=("people", number, self.key),
            label=self.label,
            hint=self.hint,
            now=lambda setup: self.now(setup.people[number]),
            answered=lambda setup, text: replace_person(setup, number, self.answered(setup.people[number], text)),
            without=lambda setup: self.without(setup.people[number]),
            example=self.example,
        )


_ABOUT_PERSON = (
    _AboutPerson(
        "user_name",
        "User name",
        "What the person types at the sign-in, best their email address. It cannot be changed later.",
        lambda person: person.user_name,
        lambda person, text: replace(person, user_name=text.strip()),
        example="anna@acme.example",
    ),
    _AboutPerson(
        "name",
        "Name",
        "Shown in the portal. Empty: what stands before the @.",
        lambda person: person.name,
        lambda person, text: replace(person, name=text),
        lambda person: replace(person, name="").display_name,
    ),
    _AboutPerson(
        "email",
        "Email",
        "AWS writes there when the password is set. Whoever reads it can take the user over.",
        lambda person: person.email,
        lambda person, text: replace(person, email=text.strip()),
        lambda person: replace(person, email="").address,
    ),
    _AboutPerson(
        "groups",
        "Groups",
        "What a group is given, everybody in it has. Commas or spaces between names.",
        lambda person: ", ".join(person.groups),
        lambda person, text: replace(person, groups=names_in(text)),
        example="developers",
    ),
)


_SIGNED_IN = _AboutPerson(
    "signed_in",
    "Signed in on",
    "The first day. AWS tells it some minutes later, and it is written here by itself; where it does not, you do.",
    lambda person: person.signed_in,
    lambda person, text: replace(person, signed_in=text.strip()),
    example="2026-11-30",
)


def person_questions(number: int) -> tuple[Question, ...]:
    """About the `number`-th person, in the order they are asked."""
    return tuple(about.of(number) for about in (*_ABOUT_PERSON, _SIGNED_IN))


YES, NO = "yes", "no"
WHETHER = (
    Offer(NO, "No", "What this person may do is said account by account."),
    Offer(YES, "Yes", "OrganizationAdministrator in the management account: reaches every account. One or two people."),
)


def questions_of_new_person(number: int) -> tuple[Question, ...]:
    """About somebody who is being added, the last of the people. The first is the one to begin with: whoever sets all
    this up, and so far works as somebody else."""
    administers = Question(
        key="administers",
        where=("people", number),
        label="Administers all",
        hint="Whether this person administers the organization, by name. Say yes for yourself.",
        now=lambda setup: YES if editing.administers(setup, number) else NO,
        answered=lambda setup, text: editing.administering(setup, number, yes=text == YES),
        offers=lambda _setup: WHETHER,
    )
    return (*(about.of(number) for about in _ABOUT_PERSON), administers)


# Identity Center itself

WHERE_FROM = (
    Offer(
        PeopleFrom.DIRECTORY.value, "Identity Center", "People are made there, with a password and MFA of their own."
    ),
    Offer(PeopleFrom.IDENTITY_PROVIDER.value, "Our own provider", "Another provider sends them; nobody is made."),
)


def _with_wish(setup: Setup, key: str, text: str) -> Setup:
    wish = setup.identity_center
    match key:
        case "region":
            return replace(setup, identity_center=replace(wish, region=text.strip()))
        case "people_from":
            return replace(setup, identity_center=replace(wish, people_from=PeopleFrom(text)))
        case "bill_shown":
            return replace(setup, identity_center=replace(wish, bill_shown=text.strip()))
        case _:
            return replace(setup, identity_center=replace(wish, settings_done=text.strip()))


def _center_question(key: str, label: str, hint: str) -> Question:
    return Question(
        key=key,
        where=("identity_center", key),
        label=label,
        hint=hint,
        now=lambda setup: str(getattr(setup.identity_center, key)),
        answered=lambda setup, text: _with_wish(setup, key, text),
    )


CENTER_QUESTIONS = (
    replace(
        _center_question("region", "Region", "A person enables it there, for good. Empty: the home Region."),
        without=lambda setup: setup.home_region,
    ),
    replace(
        _center_question("people_from", "People are in", "Where the people and their groups are kept."),
        offers=lambda _setup: WHERE_FROM,
    ),
    replace(
        _center_question(
            "settings_done",
            "Settings made on",
            "The day on which the sign-in settings were made in the console (mail codes, MFA). AWS tells it to nobody.",
        ),
        example="2026-11-30",
    ),
    replace(
        _center_question(
            "bill_shown",
            "Bill shown on",
            "The day on which the root user let others see the bill (Activate IAM access). AWS tells it to nobody.",
        ),
        example="2026-11-30",
    ),
)
"""In the order they are asked."""
