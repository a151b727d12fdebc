"""What is said before the first answer, by both faces: which account should own the organization, how to open a fresh
one, and what becomes of an account that is in use."""

from __future__ import annotations

from collections.abc import Iterator

SIGN_UP = "https://signin.aws.amazon.com/signup?request_type=register"
WHY_FRESH = (
    "We recommend a fresh account as management account, one that holds nothing but identity and billing. Policies of "
    "an organization never bind its management account, so nothing that could be attacked should run there."
)
NO_PROJECT = (
    "Sign up with an email address and a password on this page, not with a Builder ID, Google or GitHub (settings.aws."
    "com) and not by `aws signup`: that may give you a project, an account in an organization that AWS manages, and it "
    "cannot own yours."
)
PREPARE = (
    "an email address that no AWS account uses, best a shared mailbox such as aws@your-company.com",
    "a phone number and a payment card",
    "a password manager, and a device for multi-factor authentication (MFA)",
)
NOTE = (
    "the 12-digit account id, shown at the top right of the console",
    "Choose the Paid plan: creating an organization ends a Free plan at once, and its credits expire.",
    "Turn on MFA for the root user at once, and make no access keys for it.",
    "Make an IAM user or an Identity Center user with administrator rights to sign in with here.",
)
ADOPTED = "If you have an organization already, sign in to its management account instead: it is adopted as it is."
LATER = "You can do this now or later: it is not needed before the page Sign in."

IN_USE = "Do you already use an AWS account for something?"
WHAT_BECOMES_OF_IT = (
    "An account in use does not become the management account: it is invited. As the sandbox it is for trying things "
    "out; where people depend on it, it joins in a unit of its own. Its owner accepts the invitation later. From then "
    "on your organization pays its bill, your policies bind it, and Review shows what your guardrails set in it before "
    "anything is done."
)
WHAT_A_FILE_BECOMES = "Its answers become a setup of the name that stands in it. The file itself is left as it is."

FOR_REAL = (
    "From here on it is your real AWS. The answers are copied into a setup of the same name; what the rehearsal "
    "made up, such as account ids, is not. Nothing is changed before you have signed in, read the plan and typed its "
    "name."
)

ID_IS_SAFER = "The id is safer: a mistyped address may be a stranger's."


def fresh_account() -> Iterator[str]:
    """What to prepare, where to sign up, and what to do first: lines to be read in their order."""
    yield WHY_FRESH
    yield "Prepare"
    yield from (f"- {each}" for each in PREPARE)
    yield "Sign up at"
    yield SIGN_UP
    yield NO_PROJECT
    yield "Note"
    yield from (f"- {each}" for each in NOTE)
    yield ADOPTED
    yield LATER
