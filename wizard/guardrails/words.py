"""What each protection means, what it costs and how it is taken back, in words; and how it stands in a setup."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from state.setup import Setup
from state.setup.guardrails import CANNOT_TAKE_BACK, IN_THE_BUNKER, Choice, Item, Level
from wizard.edits.guardrails import BUDGET, CONTACT, LOCKED_DAYS, REGIONS
from wizard.edits.questions import Question

FREE = "It costs nothing."
_POLICY = "The policy is detached and deleted."


@dataclass(frozen=True, slots=True)
class Words:
    """One protection, for people."""

    title: str
    """A few words, at most 42 characters."""
    consequence: str
    """A whole sentence or two."""
    cost: str
    """A whole sentence."""
    undo: str
    """How what was made goes again, or what stays; for what cannot be taken back, why AWS does not let one."""


class GuardrailStanding(StrEnum):
    """How a protection stands in the answers."""

    ON = "on"
    OFF = "off"
    TAKEN_BACK = "taken back"
    LACKING = "incomplete"
    """Wanted, but something that it needs was not given, so that nothing is done."""


LEVELS: dict[Level, str] = {
    Level.ESSENTIAL: "Essential: costs nothing beyond storage, and gets in nobody's way",
    Level.STRICT: "Strict: also what limits people, Regions, and what is left of root users",
    Level.NONE: "None: nothing is set; whatever is there already stays",
}
"""Each level as `Title: what it means`."""

WORDS: dict[Item, Words] = {
    Item.DENY_LEAVING: Words(
        "Accounts cannot leave or close themselves",
        "Nobody in an account can take it out of the organization or close it; the management account still can.",
        FREE,
        _POLICY,
    ),
    Item.DENY_ROOT_USER: Words(
        "Root users of accounts can do nothing",
        "Whoever gets hold of an account's root user gets nothing. Root tasks are done from the management account.",
        FREE,
        f"{_POLICY} For a task that only the root user can do, detach it for the occasion.",
    ),
    Item.PROTECT_ACCESS_ROLES: Words(
        "Access roles cannot be changed from within",
        "Nobody in an account can change or delete the role by which you get in, or make one of its name.",
        FREE,
        _POLICY,
    ),
    Item.CENTRAL_ROOT_ACCESS: Words(
        "Root users are looked after centrally",
        "New accounts come without a root password, and the few root tasks are done from the management account.",
        FREE,
        "Both features are turned off again; credentials that were removed stay removed.",
    ),
    Item.ROOT_CREDENTIALS: Words(
        "Root credentials of accounts are removed",
        "Passwords, keys and MFA devices of the accounts' root users are deleted: nobody can sign in as one.",
        FREE,
        f"{CANNOT_TAKE_BACK[Item.ROOT_CREDENTIALS]} A new password is set by mail, when you allow it.",
    ),
    Item.MANAGEMENT_ROOT_USER: Words(
        "The management account's root user is safe",
        "No policy limits it, so it needs MFA and no access keys. You do this in the console; it is seen when done.",
        "It costs nothing with an app on a phone; a hardware key, which is safer, costs 30 to 60 USD.",
        CANNOT_TAKE_BACK[Item.MANAGEMENT_ROOT_USER],
    ),
    Item.AUDIT_TRAIL: Words(
        "Everything that happens is recorded",
        "A trail writes who did what, in every account and Region, to a bucket in the data bunker.",
        "The first trail costs nothing; storing its logs costs cents a month at first.",
        "The trail goes; its bucket and the logs in it stay.",
    ),
    Item.PROTECT_AUDIT_TRAIL: Words(
        "Trails cannot be stopped",
        "Nobody in an account can stop, change or delete a trail; only the access role can.",
        FREE,
        _POLICY,
    ),
    Item.PROTECT_DATA_BUNKER: Words(
        "The data bunker cannot be emptied",
        "Nobody in the data bunker's unit can delete logs or backups; only the access role changes how they are kept.",
        FREE,
        _POLICY,
    ),
    Item.OBJECT_LOCK: Words(
        "Audit logs are locked",
        "Nobody at all, the root user included, can delete an audit log before its time is over.",
        "You pay for the storage until then, whatever happens.",
        CANNOT_TAKE_BACK[Item.OBJECT_LOCK],
    ),
    Item.BACKUPS: Words(
        "There is a place for backups",
        "A bucket in the data bunker to which the other accounts write; none of them can delete what is there.",
        "It costs nothing while it is empty; storing backups costs what they weigh.",
        CANNOT_TAKE_BACK[Item.BACKUPS],
    ),
    Item.BLOCK_PUBLIC_ACCESS: Words(
        "Nothing in S3 can be public",
        "Public access to S3 is blocked in each account as a whole. A website in a bucket needs CloudFront then.",
        FREE,
        "The block is removed where it is as the program set it; buckets become no more public than they were.",
    ),
    Item.EBS_ENCRYPTION: Words(
        "New disks are encrypted",
        "New EBS volumes in the home Region are encrypted with AWS's own key, in each account.",
        FREE,
        "It is turned off again; volumes that were encrypted stay so.",
    ),
    Item.INSTANCE_METADATA: Words(
        "New instances need IMDSv2",
        "A flaw in a web application no longer gives an instance's credentials away. Old software may not know IMDSv2.",
        FREE,
        "The default of the account is removed; instances keep what they were started with.",
    ),
    Item.PASSWORD_POLICY: Words(
        "Passwords of IAM users are long",
        "At least 14 characters of four kinds, and none of the last 24. It concerns new passwords only.",
        FREE,
        "The policy is deleted where it is exactly what the program sets; AWS's default takes its place.",
    ),
    Item.ACCOUNT_ALIAS: Words(
        "Accounts have a sign-in name",
        "Each account's sign-in page has a readable address. The name is public, and unique in all of AWS.",
        FREE,
        "The alias is removed, and its address no longer leads anywhere.",
    ),
    Item.SECURITY_CONTACT: Words(
        "AWS knows whom to warn",
        "AWS writes to your security contact when it sees something wrong in any of the accounts.",
        FREE,
        "The contact is removed where it is the one in this setup; AWS writes to the root address then.",
    ),
    Item.ALLOWED_REGIONS: Words(
        "Only your Regions can be used",
        "Only the access role can start anything outside of your Regions; services without a Region go on everywhere.",
        FREE,
        _POLICY,
    ),
    Item.QUARANTINE: Words(
        "There is a unit for suspects",
        "An account that you move to the unit Suspended can do nothing at all any more, but for the access role.",
        FREE,
        f"{_POLICY} The unit stays.",
    ),
    Item.AI_OPT_OUT: Words(
        "AI services do not keep your content",
        "AWS's AI services neither store nor learn from what you give them; what they have kept so far is deleted.",
        FREE,
        f"{_POLICY} What was deleted stays deleted.",
    ),
    Item.BUDGET: Words(
        "Somebody is told when it gets expensive",
        "A mail at 80 and at 100 percent of your budget, up to a day late. It warns, and stops nothing.",
        FREE,
        "The budget is deleted.",
    ),
}


def standing_of_guardrail(setup: Setup, item: Item) -> GuardrailStanding:
    """How the protection stands."""
    match setup.guardrails.choice(item):
        case Choice.LEAVE:
            return GuardrailStanding.OFF
        case Choice.TAKE_BACK:
            return GuardrailStanding.TAKEN_BACK
        case _:
            return GuardrailStanding.LACKING if lacking(setup, item) else GuardrailStanding.ON


def lacking(setup: Setup, item: Item) -> str:
    """What is missing for a protection that is wanted, as a sentence; empty when nothing is."""
    guardrails = setup.guardrails
    if guardrails.choice(item) is not Choice.APPLY or setup.applies(item):
        return ""
    if item is Item.SECURITY_CONTACT:
        return "Nothing is set until you say who the contact is."
    if item is Item.BUDGET:
        return "Nothing is set until you say how much a month may cost, and who is told."
    return "Nothing is made without a data bunker: an account with that purpose, on Accounts & roles."


def needs(item: Item) -> str:
    """What a protection takes beside the organization, as a sentence; empty for nothing."""
    if item in IN_THE_BUNKER:
        return "It needs an account with the purpose data-bunker."
    return {
        Item.SECURITY_CONTACT: "It needs a contact.",
        Item.BUDGET: "It needs an amount and an address.",
        Item.ALLOWED_REGIONS: "The home Region is always allowed.",
    }.get(item, "")


def about(setup: Setup, item: Item) -> tuple[str, ...]:
    """Consequence and cost, what is lacking or needed, and how it is taken back: a few lines."""
    told = WORDS[item]
    undo = f"It cannot be taken back. {told.undo}" if item in CANNOT_TAKE_BACK else f"To take it back: {told.undo}"
    lines = (lacking(setup, item) or needs(item), f"{told.consequence} {told.cost}", undo)
    return tuple(line for line in lines if line)


def costs(setup: Setup) -> str:
    """What everything that is chosen costs, in one line."""
    return f"Costs: {'; '.join(_costs(setup))}."


def _costs(setup: Setup) -> Iterator[str]:
    if not (setup.applies(Item.AUDIT_TRAIL) or setup.applies(Item.BACKUPS)):
        yield "nothing"
        return
    yield "nothing beyond storage, cents a month at first"
    if setup.applies(Item.AUDIT_TRAIL):
        yield "a trail of your own beside it, 2 USD for 100,000 events"
    if setup.applies(Item.OBJECT_LOCK) and setup.applies(Item.AUDIT_TRAIL):
        yield f"locked logs are paid for {value_words(setup, Value.LOCKED_DAYS)}"


class Value(StrEnum):
    """What some protections need to be told."""

    CONTACT = "value-contact"
    BUDGET = "value-budget"
    REGIONS = "value-regions"
    LOCKED_DAYS = "value-locked-days"


@dataclass(frozen=True, slots=True)
class Needed:
    """A value, for people."""

    title: str
    meaning: str
    """Whole sentences."""
    questions: tuple[Question, ...]
    """What is asked for it."""


VALUES: dict[Value, Needed] = {
    Value.CONTACT: Needed(
        "Security contact",
        "Whom AWS writes to about security: a person or a team, with an address and a phone number.",
        CONTACT,
    ),
    Value.BUDGET: Needed(
        "Monthly budget",
        "Above how many US dollars a month somebody is told, and who. It warns, and stops nothing.",
        BUDGET,
    ),
    Value.REGIONS: Needed(
        "Allowed Regions",
        "Where something may be started, once only your Regions can be used.",
        REGIONS,
    ),
    Value.LOCKED_DAYS: Needed(
        "Audit logs stay locked for",
        "How long nobody can delete an audit log, once audit logs are locked. It can be made longer, never shorter.",
        LOCKED_DAYS,
    ),
}


def value_words(setup: Setup, value: Value) -> str:
    """The value as it stands, in a few words."""
    guardrails = setup.guardrails
    match value:
        case Value.CONTACT:
            contact = guardrails.security_contact
            given = [text for text in (contact.full_name, contact.email) if text]
            return ", ".join(given) if given else "incomplete" if contact.given else "none yet"
        case Value.BUDGET:
            if not guardrails.monthly_budget_usd:
                return "none yet"
            return f"{guardrails.monthly_budget_usd} USD, tells {guardrails.budget_email or 'nobody yet'}"
        case Value.REGIONS:
            return ", ".join((f"{setup.home_region or 'no home Region yet'} (home)", *guardrails.allowed_regions))
        case Value.LOCKED_DAYS:
            return f"{guardrails.object_lock_days} day{'' if guardrails.object_lock_days == 1 else 's'}"
