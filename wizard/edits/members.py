"""The questions of the pages Accounts & roles and Invitations, about one account each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from difflib import get_close_matches

from state.errors import Advice
from state.setup import ROOT, Invitation, MemberAccount, Purpose, Setup
from state.setup.text_rules import account_written, quoted
from wizard.edits import replace_account, replace_invitation
from wizard.edits.guardrails import CAN_BE_EXCEPTED_FROM, is_excepted, with_commas, with_exception
from wizard.edits.questions import Offer, Question

PURPOSES = (
    Offer(Purpose.WORKLOAD.value, "Workload", "What your customers use, one account for each environment."),
    Offer(Purpose.DATA_BUNKER.value, "Data bunker", "Audit logs and backups, which few people may touch."),
    Offer(Purpose.SHARED_SERVICES.value, "Shared services", "Common tools such as deployment."),
    Offer(Purpose.SANDBOX.value, "Sandbox", "For trying things out."),
    Offer(Purpose.OTHER.value, "Something else"),
)
PURPOSE_HINT = "What the account is for. Logs and backups go to the data bunker; the others differ in advice only."

ORGANIZATION_ACCESS_ROLE = Question(
    key="organization_access_role",
    where=("organization_access_role",),
    label="Access role",
    hint="The administrator role that AWS makes in each new account. The name AWS itself gives is "
    "OrganizationAccountAccessRole.",
    now=lambda setup: setup.organization_access_role,
    answered=lambda setup, text: replace(setup, organization_access_role=text),
    example="OrganizationAccountAccessRole",
)


def units_to_choose(setup: Setup, present: str) -> tuple[Offer, ...]:
    """The units, the root first, with the present one even if it is not in the setup."""
    paths = dict.fromkeys((ROOT, *setup.unit_paths(), present))
    return tuple(Offer(path, "Root (no unit)" if path == ROOT else path) for path in paths)


NAME_HINT = "Shown in the AWS console and on bills. Choose it well: roles are named after it."
EMAIL_HINT = (
    "The root user's address; no two accounts in all of AWS share one, and it cannot be used for another one again. "
    "Empty: the setup's pattern."
)
UNIT_HINT = "Where the account belongs. AWS creates it in the root; then it is moved. It can be moved later."
ROLE_HINT = "The administrator role that AWS makes in this account. Empty: the setup's own choice."


YES, NO = "yes", "no"
YES_ROLE = Offer(YES, "Yes", "A role of the management account leads into it.")
NO_ROLE = Offer(NO, "No", "Nobody gets in by this program; whoever has access keeps it.")
YES_GUARDRAILS = Offer(YES, "Yes", "What the guardrails set inside of accounts is set in this one too.")
NO_GUARDRAILS = Offer(NO, "No", "Nothing inside of it is changed. Policies of the organization bind it anyway.")


def account_questions(number: int) -> tuple[Question, ...]:
    """About the `number`-th account to create, in the order they are asked."""

    def of(setup: Setup) -> MemberAccount:
        return setup.accounts[number]

    def asked(field: str, label: str, hint: str, put: Callable[[MemberAccount, str], MemberAccount]) -> Question:
        return Question(
            key=field,
            where=("accounts", number, field),
            label=label,
            hint=hint,
            now=lambda setup: str(getattr(of(setup), field)),
            answered=lambda setup, text: replace_account(setup, number, put(of(setup), text)),
        )

    name = asked("account_name", "Account name", NAME_HINT, lambda a, text: replace(a, account_name=text))
    email = asked("email", "Root email", EMAIL_HINT, lambda a, text: replace(a, email=text))
    unit = asked("organizational_unit", "Unit", UNIT_HINT, lambda a, text: replace(a, organizational_unit=text))
    purpose = asked("purpose", "What it is for", PURPOSE_HINT, lambda a, text: replace(a, purpose=Purpose(text)))
    role = asked(
        "organization_access_role", "Access role", ROLE_HINT, lambda a, text: replace(a, organization_access_role=text)
    )
    return (
        replace(name, example="production"),
        replace(email, without=lambda setup: setup.email_of(replace(of(setup), email=""))),
        replace(unit, offers=lambda setup: units_to_choose(setup, of(setup).organizational_unit)),
        replace(purpose, offers=lambda _setup: PURPOSES),
        replace(role, without=lambda setup: setup.organization_access_role),
    )


def tags_written(tags: Mapping[str, str]) -> str:
    """`cost-center=42, owner=anna`."""
    return ", ".join(f"{key}={value}" for key, value in sorted(tags.items()))


def tags_in(text: str) -> dict[str, str]:
    """Tags with commas between them; of a key that is there twice the last counts."""
    pairs = (each.partition("=") for each in text.split(",") if each.strip())
    return {key.strip(): value.strip() for key, _, value in pairs}


def _tags_fault(text: str) -> Advice | None:
    wrong = next((each.strip() for each in text.split(",") if each.strip() and "=" not in each), None)
    return (
        None
        if wrong is None
        else Advice(f"{quoted(wrong)} is no tag.", "Write each as key=value, with commas between.")
    )


def _tags_question(number: int) -> Question:
    """Asked where no tag has a comma, as only a file can write it."""
    return Question(
        key="tags",
        where=("accounts", number, "tags"),
        label="Tags",
        hint="For bills and searches, such as owner=anna, cost-center=42. They are set on the account; others stay.",
        now=lambda setup: tags_written(setup.accounts[number].tags),
        answered=lambda setup, text: replace_account(
            setup, number, replace(setup.accounts[number], tags=tags_in(text))
        ),
        example="owner=anna",
        form=_tags_fault,
    )


def questions_about(setup: Setup, number: int) -> tuple[Question, ...]:
    """About the `number`-th account as it is: one that exists may do without a role or guardrails."""
    tags = setup.accounts[number].tags
    about_tags = (_tags_question(number),) if tags_in(tags_written(tags)) == tags else ()
    if not setup.accounts[number].account_id:
        return (*account_questions(number), *about_tags)

    def asked(
        field: str, label: str, offers: tuple[Offer, ...], put: Callable[[MemberAccount, bool], MemberAccount]
    ) -> Question:
        return Question(
            key=field,
            where=("accounts", number, field),
            label=label,
            hint=offers[0].meaning,
            now=lambda setup: YES if getattr(setup.accounts[number], field) else NO,
            answered=lambda setup, text: replace_account(setup, number, put(setup.accounts[number], text == YES)),
            offers=lambda _setup: offers,
        )

    leads_in = asked(
        "management_role", "Management role", (YES_ROLE, NO_ROLE), lambda a, yes: replace(a, management_role=yes)
    )
    guarded = asked(
        "guardrails", "Guardrails in it", (YES_GUARDRAILS, NO_GUARDRAILS), lambda a, yes: replace(a, guardrails=yes)
    )
    return (*account_questions(number), leads_in, guarded, *about_tags)


def invitation_questions(number: int) -> tuple[Question, ...]:
    """About the `number`-th account to invite, in the order they are asked."""

    def of(setup: Setup) -> Invitation:
        return setup.invitations[number]

    def put(setup: Setup, invitation: Invitation) -> Setup:
        return replace_invitation(setup, number, invitation)

    return (
        Question(
            key="account",
            where=("invitations", number, "account"),
            label="Account",
            hint="The account id is safer than an address: a mistyped address may be a stranger's.",
            now=lambda setup: of(setup).account,
            answered=lambda setup, text: put(setup, replace(of(setup), account=account_written(text))),
            example="12-digit account id, or its email address",
        ),
        Question(
            key="organizational_unit",
            where=("invitations", number, "organizational_unit"),
            label="Unit",
            hint="Where the account is moved to once it has joined.",
            now=lambda setup: of(setup).organizational_unit,
            answered=lambda setup, text: put(setup, replace(of(setup), organizational_unit=text)),
            offers=lambda setup: units_to_choose(setup, of(setup).organizational_unit),
        ),
        Question(
            key="purpose",
            where=("invitations", number, "purpose"),
            label="What it is for",
            hint=PURPOSE_HINT,
            now=lambda setup: of(setup).purpose.value,
            answered=lambda setup, text: put(setup, replace(of(setup), purpose=Purpose(text))),
            offers=lambda _setup: PURPOSES,
        ),
    )


def questions_about_invitation(number: int) -> tuple[Question, ...]:
    """About the `number`-th account to invite as it is: also which guardrails leave it out."""
    return (*invitation_questions(number), exceptions_of_invitation(number))


def exceptions_of_invitation(number: int) -> Question:
    """From which guardrails an account that is in use is excepted."""

    def answered(setup: Setup, text: str) -> Setup:
        account, wanted = setup.invitations[number].account, {each.lower() for each in with_commas(text)}
        for item in CAN_BE_EXCEPTED_FROM:
            setup = with_exception(setup, item, account, item.value in wanted)
        return setup

    def now(setup: Setup) -> str:
        account = setup.invitations[number].account
        return ", ".join(each.value for each in CAN_BE_EXCEPTED_FROM if is_excepted(setup, each, account))

    return Question(
        key="excepted_from",
        where=("invitations", number, "excepted_from"),
        label="Excepted from",
        hint="Guardrails that shall not count in this account, by name, with commas; Review says what is open then.",
        now=now,
        answered=answered,
        form=_guardrails_fault,
        example="block-public-access",
    )


def _guardrails_fault(text: str) -> Advice | None:
    names = [each.value for each in CAN_BE_EXCEPTED_FROM]
    wrong = next((each for each in with_commas(text) if each.lower() not in names), None)
    if wrong is None:
        return None
    nearest = next(iter(get_close_matches(wrong.lower(), names, n=1)), "")
    meant = f"Write {nearest} if that is meant, or one of " if nearest else "Write one of "
    return Advice(f"An account cannot be excepted from {quoted(wrong)}.", f"{meant}{', '.join(names)}.")
