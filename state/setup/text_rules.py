"""AWS's limits on single texts, one rule each. `state.setup.validation` judges whole setups by them.

Every rule takes the text and gives Advice, or None when the text will do; so a file and a keyboard are judged alike.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from state.errors import Advice
from state.setup import ROOT, is_account_id, unit_names

Where = tuple[str | int, ...]
"""Path into the setup: `("accounts", 0, "email")`."""
Fault = tuple[Where, Advice, bool]
"""Where something is wrong, what, and whether that stops anything."""


@dataclass(frozen=True, slots=True)
class Limit:
    """How short and how long, or how few and how many."""

    least: int
    most: int
    source: str
    """`API:` an operation and its member in AWS's service model, `Guide:` a page of a user guide, or the house."""


LIMITS: dict[str, Limit] = {
    "setup name": Limit(1, 40, "House rule: it becomes the name of a directory"),
    "email address": Limit(6, 64, "API: organizations.CreateAccount.Email"),
    "account name": Limit(1, 50, "API: account.PutAccountName.AccountName, stricter than organizations.CreateAccount"),
    "organizational unit name": Limit(1, 128, "API: organizations.CreateOrganizationalUnit.Name"),
    "organizational unit depth": Limit(1, 5, "Guide: organizations orgs_reference_limits, OUs in a root"),
    "role name": Limit(1, 64, "API: iam.CreateRole.RoleName and organizations.CreateAccount.RoleName"),
    "tag key": Limit(1, 128, "API: organizations.Tag.Key"),
    "tag value": Limit(0, 256, "API: organizations.Tag.Value"),
    "tags on an account": Limit(0, 50, "Guide: organizations orgs_reference_limits, tags per resource"),
    "contact's name": Limit(1, 64, "API: account.PutAlternateContact.Name"),
    "contact's title": Limit(1, 50, "API: account.PutAlternateContact.Title"),
    "contact's email address": Limit(6, 254, "API: account.PutAlternateContact.EmailAddress"),
    "phone number": Limit(1, 25, "API: account.PutAlternateContact.PhoneNumber"),
    "accounts in an organization": Limit(1, 10, "Guide: organizations orgs_reference_limits, default; AWS raises it"),
}

DEVICES = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10))}
)
"""Names that Windows keeps for devices, in every directory."""
SETUP_NAME = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?")
REGION = re.compile(r"[a-z]{2,4}(-[a-z]+)+-[1-9][0-9]?")
ACCOUNT_NAME = re.compile(r"[ -;=?-~]+")  # API: account.PutAccountName
ROLE_NAME = re.compile(r"[A-Za-z0-9_+=,.@-]+")  # API: iam.CreateRole
HANDSHAKE_ID = re.compile(r"h-[0-9a-z]{8,32}")  # API: organizations.HandshakeId
DOMAIN = re.compile(r"[A-Za-z0-9.-]+")
FORBIDDEN_IN_MAILBOX = "\"'()<>[]:;,\\|%&"  # API: organizations.CreateAccount.Email
CONTACT_EMAIL = re.compile(r"[A-Za-z0-9_+=.#|!&-]+@[A-Za-z0-9_.-]+\.[A-Za-z0-9_]+")  # API: account.EmailAddress
PHONE = re.compile(r"[0-9 +()-]+")  # API: account.PhoneNumber takes more; this much is a number
PLACEHOLDER = "{account}"
RESERVED_DOMAINS = ("example", "test", "invalid", "localhost", "example.com", "example.net", "example.org")


def quoted(text: str) -> str:
    """`text` in quotes, shortened, with everything that could upset a terminal escaped."""
    return repr(text if len(text) <= 60 else text[:59] + "…")


def name_problem(text: str) -> Advice | None:
    """A setup's name."""
    limit = LIMITS["setup name"]
    if text in DEVICES:
        return Advice(
            f"The setup cannot be called {quoted(text)}: on Windows no directory can have that name.",
            f"Choose another name, such as {text}-acme.",
        )
    if SETUP_NAME.fullmatch(text) and len(text) <= limit.most:
        return None
    what = f"The setup cannot be called {quoted(text)}." if text else "The setup has no name."
    return Advice(
        what, f"Use lower-case letters, digits and hyphens inside, at most {limit.most} characters, such as acme."
    )


def email_problem(text: str) -> Advice | None:
    """A root user's address (API: organizations.CreateAccount.Email)."""
    limit = LIMITS["email address"]
    if not text:
        return Advice("The email address is missing.", "Write an address that your team can receive mail at.")
    if not all("!" <= character <= "~" for character in text):
        return Advice(
            f"The email address {quoted(text)} contains a space, an accent or another character that AWS refuses.",
            "Use only unaccented letters, digits and punctuation.",
        )
    if text.count("@") != 1:
        return Advice(f"The email address {quoted(text)} does not have exactly one @.", "Write it as name@domain.")
    if not limit.least <= len(text) <= limit.most:
        return Advice(
            f"The email address {quoted(text)} has {len(text)} characters; "
            f"AWS takes {limit.least} to {limit.most} (API: organizations.CreateAccount).",
            "Choose a shorter address." if len(text) > limit.most else "Write the whole address.",
        )
    mailbox, _, domain = text.partition("@")
    return _mailbox_problem(text, mailbox) or _domain_problem(text, domain)


def _mailbox_problem(text: str, mailbox: str) -> Advice | None:
    if not mailbox:
        return Advice(f"The email address {quoted(text)} has nothing before the @.", "Write it as name@domain.")
    if mailbox.startswith("."):
        return Advice(f"The email address {quoted(text)} begins with a dot.", "Remove the dot; AWS refuses it.")
    forbidden = sorted({character for character in mailbox if character in FORBIDDEN_IN_MAILBOX})
    if forbidden:
        return Advice(
            f"The email address {quoted(text)} contains {' '.join(forbidden)}, which AWS refuses before the @.",
            "Use letters, digits, dots, hyphens, underscores or a plus sign there.",
        )
    return None


def _domain_problem(text: str, domain: str) -> Advice | None:
    well_formed = DOMAIN.fullmatch(domain) and "." in domain and ".." not in domain
    if well_formed and domain[0] not in "-." and domain[-1] not in "-.":
        return None
    return Advice(
        f"The email address {quoted(text)} has no valid domain after the @.",
        "Write a domain of letters, digits, hyphens and at least one dot inside, such as your-company.com.",
    )


def reserved_domain_problem(text: str) -> Advice | None:
    """A warning: nobody can ever receive mail at a domain kept for documentation and tests (RFC 2606, RFC 6761)."""
    domain = text.rpartition("@")[2].lower()
    if not any(domain == reserved or domain.endswith("." + reserved) for reserved in RESERVED_DOMAINS):
        return None
    return Advice(
        f"Nobody can receive mail at {quoted(text)}: the domain is reserved for examples, "
        "and an account made with this address could never be recovered.",
        "Use a domain your team owns before anything is created at AWS; for a rehearsal this will do.",
    )


def email_pattern_problem(text: str) -> Advice | None:
    """The pattern that makes addresses from account names."""
    example = "Write a pattern such as aws+{account}@your-company.com."
    if not text:
        return Advice("The email pattern is missing.", example)
    if text.count(PLACEHOLDER) != 1 or set("{}") & set(text.replace(PLACEHOLDER, "")):
        mailbox, at, domain = text.partition("@")
        if at and not set("{}") & set(text) and email_problem(text) is None:
            example = (
                f"Write {mailbox}+{PLACEHOLDER}@{domain}, if your mail server delivers that to {mailbox}@{domain}."
            )
        return Advice(
            f"The email pattern {quoted(text)} does not contain {PLACEHOLDER} exactly once and no other braces.",
            example,
        )
    fault = email_problem(text.replace(PLACEHOLDER, "a"))
    if fault is None:
        return None
    return Advice(f"The email pattern {quoted(text)} gives no valid address. {fault.what}", fault.remedy)


def account_name_problem(text: str) -> Advice | None:
    """A member account's name (API: account.PutAccountName)."""
    limit = LIMITS["account name"]
    if not text:
        return Advice("The account name is missing.", "Write a name such as production.")
    if text != text.strip():
        return Advice(f"The account name {quoted(text)} begins or ends with a space.", "Remove the space.")
    if not ACCOUNT_NAME.fullmatch(text):
        return Advice(
            f"The account name {quoted(text)} contains a character that AWS refuses.",
            "Use unaccented letters, digits, spaces and punctuation, without < and >.",
        )
    return _too_long("account name", text, limit)


def _too_long(noun: str, text: str, limit: Limit) -> Advice | None:
    if len(text) <= limit.most:
        return None
    return Advice(
        f"The {noun} {quoted(text)} has {len(text)} characters; AWS takes at most {limit.most}.",
        f"Shorten it by {len(text) - limit.most}.",
    )


def unit_path_problem(text: str) -> Advice | None:
    """The path of an organizational unit, such as Workloads/Production."""
    depth = LIMITS["organizational unit depth"].most
    if not text:
        return Advice("The organizational unit has no name.", "Write a path such as Workloads/Production.")
    if text.replace("\\/", "").count("/") >= depth:
        return Advice(
            f"The organizational unit {quoted(text)} lies more than {depth} levels deep, which AWS refuses.",
            f"Leave levels out until at most {depth} names are left, with a / between them.",
        )
    if text.casefold() == ROOT.casefold() or text.casefold().startswith(f"{ROOT}/".casefold()):
        return Advice(
            f"The organizational unit {quoted(text)} uses the name {ROOT}, which stands for the organization's root.",
            f"Leave {ROOT} out: every path starts there. Or choose another name.",
        )
    return next((fault for name in unit_names(text) if (fault := _unit_name_problem(text, name))), None)


def _unit_name_problem(path: str, name: str) -> Advice | None:
    if not name:
        return Advice(
            f"The organizational unit {quoted(path)} has an empty name in its path.",
            "Write one / between two names, and none at the beginning or end.",
        )
    if name != name.strip():
        return Advice(
            f"The organizational unit {quoted(path)} has a space beside a / or at an end.", "Remove the space."
        )
    if not name.isprintable():
        return Advice(
            f"The organizational unit {quoted(path)} contains a control character or an unusual space.",
            "Type the name again.",
        )
    return _too_long("organizational unit name", name, LIMITS["organizational unit name"])


def role_name_problem(text: str) -> Advice | None:
    """An IAM role's name (API: iam.CreateRole)."""
    if not text:
        return Advice("The role has no name.", "Write a name such as OrganizationAccountAccessRole.")
    if not ROLE_NAME.fullmatch(text):
        return Advice(
            f"The role name {quoted(text)} contains a character that IAM refuses.",
            "Use unaccented letters, digits and _+=,.@- without spaces.",
        )
    if text.lower().startswith("awsservicerolefor"):
        return Advice(
            f"The role name {quoted(text)} begins with AWSServiceRoleFor, which AWS keeps for itself.",
            "Choose a name that begins differently.",
        )
    return _too_long("role name", text, LIMITS["role name"])


def account_written(text: str) -> str:
    """An account id as the console shows it, `4444-5555-6666`, without what separates it; anything else as it is."""
    bare = re.sub(r"[ -]", "", text.strip())
    return bare if is_account_id(bare) else text.strip()


def account_id_problem(text: str) -> Advice | None:
    """An AWS account's id."""
    if is_account_id(text):
        return None
    digits = re.sub(r"[ -]", "", text)
    if is_account_id(digits):
        return Advice(f"The account id {quoted(text)} is written with separators.", f"Write it as {digits}.")
    return Advice(
        f"{quoted(text)} is not an AWS account id.",
        "Write the 12 digits, leading zeros included, in quotes in a file; the console shows them at the top right.",
    )


def invitation_target_problem(text: str) -> Advice | None:
    """An account to invite, by its id or its root user's address (API: organizations.InviteAccountToOrganization)."""
    if not text:
        return Advice(
            "The invitation does not say which account is meant.",
            "Write the account's 12-digit id, or its root user's email address.",
        )
    return email_problem(text) if "@" in text else account_id_problem(text)


def handshake_id_problem(text: str) -> Advice | None:
    """An invitation's id (API: organizations.HandshakeId)."""
    if HANDSHAKE_ID.fullmatch(text):
        return None
    return Advice(
        f"{quoted(text)} is not the id of an invitation.",
        "Copy the id that begins with h- from the message about the earlier invitation, or leave it out.",
    )


def tag_key_problem(text: str) -> Advice | None:
    """A tag's key (API: organizations.Tag)."""
    if not text:
        return Advice("A tag has no key.", "Write a key such as environment, or remove the tag.")
    if text.lower().startswith("aws:"):
        return Advice(
            f"The tag key {quoted(text)} begins with aws:, which AWS keeps for itself.", "Drop the aws: part."
        )
    return _tag_text_problem("tag key", text)


def tag_value_problem(text: str) -> Advice | None:
    """A tag's value (API: organizations.Tag); it may be empty."""
    return _tag_text_problem("tag value", text)


def _tag_text_problem(noun: str, text: str) -> Advice | None:
    if not all(character in "_.:/=+-@" or unicodedata.category(character)[0] in "LZN" for character in text):
        return Advice(
            f"The {noun} {quoted(text)} contains a character that AWS refuses; a single one fails the whole account.",
            "Use letters, digits, spaces and _.:/=+-@ only.",
        )
    return _too_long(noun, text, LIMITS[noun])


def caller_name_problem(text: str, kind: str) -> Advice | None:
    """The name of a user, group, role or permission set; users and roles may have their path in front."""
    parts = text.split("/") if kind in ("users", "roles") else [text]
    if all(ROLE_NAME.fullmatch(part) and len(part) <= LIMITS["role name"].most for part in parts):
        return None
    return Advice(
        f"{quoted(text)} is not the name of one of the {kind.replace('_', ' ')}.",
        "Write its name as IAM or Identity Center shows it: letters, digits and any of _ + = , . @ -, no ARN.",
    )


def contact_text_problem(text: str, what: str) -> Advice | None:
    """A contact's name or title: `what` is the name of its limit (API: account.PutAlternateContact)."""
    limit = LIMITS[what]
    if text.strip() and len(text) <= limit.most and text.isprintable():
        return None
    said = f"{quoted(text)} cannot be a {what}." if text else f"The {what} is missing."
    return Advice(said, f"AWS takes a contact as a whole: write 1 to {limit.most} characters on one line.")


def contact_email_problem(text: str) -> Advice | None:
    """An address that AWS writes to (API: account.PutAlternateContact)."""
    limit = LIMITS["contact's email address"]
    if CONTACT_EMAIL.fullmatch(text) and limit.least <= len(text) <= limit.most:
        return None
    what = f"{quoted(text)} is no address that AWS writes to." if text else "The address to write to is missing."
    return Advice(what, "Write it as name@domain, better a mailbox that several people read.")


def phone_problem(text: str) -> Advice | None:
    """A phone number (API: account.PutAlternateContact)."""
    limit = LIMITS["phone number"]
    if PHONE.fullmatch(text) and any(character.isdigit() for character in text) and len(text) <= limit.most:
        return None
    what = f"{quoted(text)} is no phone number." if text else "The contact's phone number is missing."
    return Advice(what, f"Write it with the country's code, such as +49 30 123456, at most {limit.most} characters.")
