"""What one does when nobody can sign in, when somebody else has, and whom one calls. Links to AWS's own pages."""

from __future__ import annotations

from collections.abc import Iterator

from state.inventory import AccountEntry, CheckEntry, IdentityCenterEntry, Inventory, Unseen
from wizard.exports.console import sign_in_address, switch_role_address
from wizard.exports.documents import (
    Badge,
    Block,
    Bullets,
    Card,
    Cards,
    Code,
    Heading,
    Link,
    Paragraph,
    Tone,
    Words,
    words,
)

ROOT_PASSWORD = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reset-root-password.html"  # noqa: S105 - an address
LOST_MFA = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_lost-or-broken.html"
CANNOT_SIGN_IN = "https://support.aws.amazon.com/#/contacts/aws-account-support"
COMPROMISED = "https://repost.aws/knowledge-center/potential-account-compromise"
ROOT_TASKS = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user-privileged-task.html"


def emergencies(inventory: Inventory) -> Iterator[Block]:
    """In the order in which somebody needs them."""
    yield from _without_identity_center(inventory)
    owner = inventory.account(inventory.management_account_id)
    if owner is not None:
        yield Heading("Nobody can sign in to the management account")
        yield Bullets(tuple(_nobody_can_sign_in(inventory, owner)), numbered=True)
    yield Heading("Nobody can get into a member account")
    yield Bullets(tuple(_locked_out(inventory)), numbered=True)
    yield Heading("Somebody else may have got in")
    yield Bullets(tuple(_broken_into(inventory)), numbered=True)
    yield Heading("Whom to call")
    yield Bullets(tuple(_whom_to_call(inventory)))


def _without_identity_center(inventory: Inventory) -> Iterator[Block]:
    """A card for each of those who get in then, to be printed: the sheet is of use only where it can be reached."""
    if inventory.break_glass:
        yield Heading("Identity Center does not work")
        yield Cards(tuple(_break_glass(inventory, each) for each in inventory.break_glass))
    elif isinstance(inventory.identity_center, IdentityCenterEntry):
        yield Heading("Identity Center does not work")
        yield Paragraph(
            words(
                "No IAM users are kept for that day. Name two in the setup, under ",
                Code("access"),
                " as ",
                Code("break_glass"),
                ": how to make them is told then.",
            )
        )


TO_FILL_IN = "." * 40
STANDS = {
    "met": Badge("ready", Tone.GOOD),
    "waiting": Badge("not ready", Tone.WAITING),
    "unknown": Badge("unknown", Tone.PLAIN),
}


def _break_glass(inventory: Inventory, user: CheckEntry) -> Card:
    sign_in = sign_in_address(inventory.partition, inventory.management_account_id)
    name = user.check.rpartition("/")[2]
    facts: tuple[tuple[str, tuple[Words, ...]], ...] = (
        ("Stands", (words(user.because),)),
        ("Held by", (words(TO_FILL_IN),)),
        ("Password is kept", (words(TO_FILL_IN),)),
        ("MFA device is kept", (words(f"{TO_FILL_IN} (apart from the password)"),)),
        ("First", (words("As IAM user ", Code(name), ", with MFA: ", Link(sign_in, sign_in)),)),
        ("Then switch role", tuple(_into_each_account(inventory))),
        ("Try it twice a year", (words(f"Last on {TO_FILL_IN}"),)),
        ("Afterwards", (words("Look in CloudTrail what it did, and have an administrator set another password."),)),
    )
    return Card(f"break-glass-{name}", name, (STANDS.get(user.status, Badge("not ready", Tone.BAD)),), facts)


def _into_each_account(inventory: Inventory) -> Iterator[Words]:
    for account in inventory.members:
        role = account.access_role
        if isinstance(role, str) and account.state == "ACTIVE":
            address = switch_role_address(inventory.partition, account.id, account.name, role)
            yield words(Link(f"{account.name}: {role}", address), f" in account {account.id}")


def _nobody_can_sign_in(inventory: Inventory, owner: AccountEntry) -> Iterator[Words]:
    address = sign_in_address(inventory.partition, inventory.management_account_id)
    yield (
        words("Try the account's own ", Link("sign-in page", address), " as another administrator.")
        if address
        else words("Try as another administrator.")
    )
    yield words(
        f"As the root user: choose Root user, give {owner.email}, then Forgot password. Whoever reads that mailbox ",
        "can ",
        Link("set a new one", ROOT_PASSWORD),
        ", and needs the root user's MFA device then.",
    )
    yield words(
        "If the device is lost, AWS calls the phone number of the account: ", Link("lost MFA device", LOST_MFA), "."
    )
    yield words("Without mailbox or phone: ", Link("AWS Support without signing in", CANNOT_SIGN_IN), ".")


def _locked_out(inventory: Inventory) -> Iterator[Words]:
    yield words("From the management account, assume the account's access role: its profile is on the account's card.")
    features = inventory.root_features
    if isinstance(features, Unseen):
        yield words(f"Whether root tasks can be done from the management account is unknown: {features.unknown}")
    elif features and "RootSessions" in features:
        yield words(
            "For a bucket or queue policy that locks everybody out: a ",
            Link("root task from the management account", ROOT_TASKS),
            ", with ",
            Code("aws sts assume-root"),
            ".",
        )
    else:
        yield words("Central root access is off, so root tasks take the account's own root user.")
    yield words("Last: the account's own root user, by its address on the card, with Forgot password.")


def _broken_into(inventory: Inventory) -> Iterator[Words]:
    yield words("Do not close the account: what happened is then gone. Move it to a unit in which nothing is allowed.")
    yield words("Deactivate access keys, end sessions, and follow ", Link("AWS's own steps", COMPROMISED), ".")
    trails = inventory.trails
    if isinstance(trails, list) and trails:
        named = ", ".join(f"{trail.name} in bucket {trail.bucket}" for trail in trails)
        yield words(f"What was done, by whom and from where, is in the trail: {named}.")
    elif isinstance(trails, Unseen):
        yield words(f"Whether a trail records the organization is unknown: {trails.unknown}")
    else:
        yield words(
            "No trail records the whole organization. Event history in CloudTrail keeps 90 days of each account."
        )


def _whom_to_call(inventory: Inventory) -> Iterator[Words]:
    contact = inventory.security_contact
    if isinstance(contact, dict):
        told = ", ".join(str(value) for value in contact.values() if value)
        yield words(f"Your own security contact, whom AWS warns: {told}.")
    elif isinstance(contact, Unseen):
        yield words(f"Your own security contact is unknown: {contact.unknown}")
    else:
        yield words("AWS has no security contact of yours. Name one: it is who gets the warning.")
    yield words(
        "AWS, signed in: the Support Center of the account. AWS, not signed in: ",
        Link("account support", CANNOT_SIGN_IN),
        ".",
    )
