"""The hand-over: what one gives to the team, or to an auditor. One page of HTML that needs nothing else; Markdown."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from state.inventory import AccountEntry, GuardrailEntry, IdentityCenterEntry, Inventory, Unseen, WaitEntry
from wizard.exports.console import access_portal_address, console_address, sign_in_address, switch_role_address
from wizard.exports.documents import (
    Badge,
    Block,
    Bullets,
    Card,
    Cards,
    Code,
    Document,
    Link,
    Node,
    Paragraph,
    Section,
    Table,
    Tone,
    Tree,
    Words,
    words,
)
from wizard.exports.documents.markdown import as_markdown
from wizard.exports.documents.page import as_page
from wizard.exports.format import BY, REHEARSED, Files, Format, Proof, Taken
from wizard.exports.hand_over_rules import paragraph, roles, rules
from wizard.exports.if_something_goes_wrong import emergencies
from wizard.exports.ways import center_ways_of, ways_of

FOR = {
    "management": "Owns the organization, signs people in and pays for every account. Nothing else runs in it.",
    "workload": "Runs a workload. A mistake in another account does not reach it.",
    "data-bunker": "Keeps audit logs and backups. Nobody works in it.",
    "shared-services": "Tools that serve every environment, such as deployment.",
    "sandbox": "For trying AWS out, away from everything that matters.",
    "other": "What the team needs it for.",
}
NOT_IN_THE_SETUP = "The setup does not name it, so its use is for its owner to say."
CAME = {
    "management": "It owns the organization.",
    "created": "Made by this setup.",
    "invited": "Invited by this setup, and joined.",
    "adopted": "It was in the organization before, or somebody else brought it.",
}
STATUS_WORDS = {
    "known": Badge("in force", Tone.GOOD),
    "absent": Badge("not there", Tone.BAD),
    "waiting": Badge("waits", Tone.WAITING),
    "unknown": Badge("unknown", Tone.PLAIN),
}
NOT_CHOSEN = {
    "known": "Not chosen, and in force all the same",
    "absent": "Not chosen, and not there",
    "unknown": "Not chosen, and nobody has looked whether it is there",
}
WORTH = ("IAM.9", "IAM.4", "ACCT.05", "ACCT.03", "ACCT.13", "ACCT.04", "ACCT.01", "ACCT.10", "ACCT.16", "ACCT.14")
"""What protects most for the least work, first: root users, people's own sign-in, being told."""


def files(taken: Taken) -> Files:
    """The same document twice."""
    document = hand_over(taken)
    return {f"{taken.name}-hand-over.md": as_markdown(document), f"{taken.name}-hand-over.html": as_page(document)}


def hand_over(taken: Taken) -> Document:
    """What there is, how one gets in, what protects it, and what is left to do."""
    inventory = taken.inventory
    sections = (
        ("chart", "The organization", _chart(inventory)),
        ("accounts", "Accounts and the ways in", _accounts(inventory)),
        ("guardrails", "What protects them", _guardrails(inventory)),
        ("waits", "What waits", _waits(inventory)),
        ("yours", "What is yours to do", _yours(inventory)),
        ("wrong", "If something goes wrong", emergencies(inventory)),
        ("decisions", "What cannot be taken back", _decisions(inventory)),
        ("cost", "What it costs", _cost(inventory)),
        ("roles", "Roles and whom they trust", roles(inventory)),
        ("rules", "Policies and services", rules(inventory)),
    )
    seen = f" As AWS was seen on {_moment(taken.seen_at)}." if taken.seen_at else ""
    return Document(
        title=f"AWS organization {inventory.name}",
        subtitle=f"Hand-over to the team and its auditors: the accounts, the ways in, what protects them, and what is "
        f"left to do.{seen}",
        warning=REHEARSED if inventory.rehearsal else "",
        figures=_figures(inventory),
        sections=tuple(Section(key, title, tuple(blocks)) for key, title, blocks in sections),
        foot=f"{BY}. What could not be looked at is called unknown. There are no secrets in it; addresses and account "
        "ids are for the team and its auditors.",
    )


def _figures(inventory: Inventory) -> tuple[tuple[str, str], ...]:
    chosen = [each for each in inventory.guardrails if each.chosen == "apply"]
    known = sum(each.standing == "known" for each in chosen)
    return (
        (str(len(inventory.accounts)), "account" if len(inventory.accounts) == 1 else "accounts"),
        (str(len(inventory.units)), "organizational unit" if len(inventory.units) == 1 else "organizational units"),
        (f"{known} of {len(chosen)}", "chosen guardrails in force"),
        (str(len(inventory.waits)), "thing not finished" if len(inventory.waits) == 1 else "things not finished"),
    )


def _chart(inventory: Inventory) -> Iterator[Block]:
    organization = inventory.organization
    if organization is None:
        yield paragraph("There is no organization yet.")
        return
    for part, why in inventory.not_seen.items():
        yield paragraph(f"Not everything could be looked at ({part}). {why}")
    yield Tree(Node(words("Root of the organization ", Code(organization.id)), "root", _below(inventory, "Root")))
    yield paragraph(
        f"The management account is {organization.management_account_id}, the home Region {inventory.home_region}, and "
        f"the organization's feature set {organization.feature_set}. Policies bind every account below the place they "
        "are attached to, and never the management account."
    )


def _below(inventory: Inventory, path: str) -> tuple[Node, ...]:
    """Accounts first: they are what is in the unit itself."""
    place = next((unit.id for unit in inventory.units if unit.path == path), inventory.root_id)
    accounts = [
        Node(words(Link(each.name, f"#account-{each.id}"), " ", Code(each.id)), "account")
        for each in sorted(inventory.accounts, key=lambda account: account.name)
        if each.parent_id == place
    ]
    units = [
        Node(words(unit.name), "unit", _below(inventory, unit.path))
        for unit in sorted(inventory.units, key=lambda unit: unit.name)
        if unit.parent_id == place
    ]
    return (*accounts, *units)


def _accounts(inventory: Inventory) -> Iterator[Block]:
    if not inventory.accounts:
        yield paragraph("There are no accounts yet.")
        return
    in_order = sorted(inventory.accounts, key=lambda each: (each.id != inventory.management_account_id, each.name))
    yield Cards(tuple(_card(inventory, account) for account in in_order))


def _card(inventory: Inventory, account: AccountEntry) -> Card:
    tags = account.tags
    if isinstance(tags, Unseen):
        shown = words(f"unknown: {tags.unknown}")
    else:
        shown = words(", ".join(f"{key} = {value}" for key, value in (tags or {}).items()) or "none")
    state = Badge(account.state, Tone.GOOD if account.state == "ACTIVE" else Tone.BAD)
    origin = f"unknown: {account.origin.unknown}" if isinstance(account.origin, Unseen) else CAME[account.origin]
    facts: list[tuple[str, tuple[Words, ...]]] = [
        ("What it is for", (words(FOR.get(account.purpose or "", NOT_IN_THE_SETUP)),)),
        ("Account id", (words(Code(account.id)),)),
        ("Root user's address", (words(account.email),)),
        ("In", (words(account.unit_path),)),
        ("How it came", (words(origin),)),
        ("Ways in", tuple(_ways_in(inventory, account))),
        ("Tags", (shown,)),
    ]
    return Card(f"account-{account.id}", account.name, (state,), tuple(facts))


def _ways_in(inventory: Inventory, account: AccountEntry) -> Iterator[Words]:
    if account.id == inventory.management_account_id:
        address = sign_in_address(inventory.partition, inventory.management_account_id)
        yield (
            words(Link("Sign in to the console", address), " as a user of it, seldom.")
            if address
            else words("Console.")
        )
        return
    found = False
    for center_way in center_ways_of(inventory):
        if center_way.account is account and isinstance(inventory.identity_center, IdentityCenterEntry):
            found = True
            address = access_portal_address(inventory.identity_center.start_url, account.id, center_way.permission_set)
            yield words(Link(f"Access portal: {center_way.permission_set}", address))
            yield words("Terminal: profile ", Code(center_way.profile))
    for way in ways_of(inventory):
        if way.account is account:
            found = True
            mfa = "with MFA" if way.with_mfa else "without MFA"
            yield words(
                "Terminal: profile ",
                Code(way.profile),
                f", through role {way.management_role_arn.rpartition('/')[2]} {mfa}",
            )
    role = inventory.role_into(account, "access")
    if role is not None and (address := switch_role_address(inventory.partition, account.id, account.name, role.name)):
        found = True
        yield words(Link("Switch role in the console", address), f" to {role.name}, for whoever may assume it directly")
    if isinstance(account.access_role, Unseen):
        yield words(f"Its own roles are unknown: {account.access_role.unknown}")
    elif not found:
        yield words("No role leads into it. Whoever has credentials of it enters as before.")


def _guardrails(inventory: Inventory) -> Iterator[Block]:
    chosen = [each for each in inventory.guardrails if each.chosen != "leave"]
    if chosen:
        head = ("Protection", "Stands", "What it means", "Evidence")
        rows = tuple(_guardrail(each) for each in chosen)
        yield Table("What the team has chosen, and whether AWS shows it in force.", head, rows)
    for standing, told in NOT_CHOSEN.items():
        left = [each.title for each in inventory.guardrails if (each.chosen, each.standing) == ("leave", standing)]
        if left:
            yield paragraph(f"{told}: {'; '.join(left)}.")


def _guardrail(each: GuardrailEntry) -> tuple[Words, ...]:
    return words(each.title), words(STATUS_WORDS[each.standing]), words(each.meaning), words(each.because)


def _waits(inventory: Inventory) -> Iterator[Block]:
    if not inventory.waits:
        yield paragraph("Nothing and nobody. Everything that was chosen is there.")
        return
    head = ("What", "On whom", "Until", "Why")
    rows = tuple(_wait(each) for each in inventory.waits)
    yield Table("What is not finished, and whose move it is.", head, rows)


def _wait(each: WaitEntry) -> tuple[Words, ...]:
    whom = words(Code(each.on_whom)) if each.on_whom.startswith("orgwizard ") else words(each.on_whom)
    return (
        words(each.what),
        whom,
        words(_moment(datetime.fromisoformat(each.until)) if each.until else "no limit"),
        words(each.because),
    )


def _yours(inventory: Inventory) -> Iterator[Block]:
    """In order of worth."""
    yield paragraph(
        "In order of worth. The words are those of AWS's Startup Security Baseline and of the CIS AWS Foundations "
        "Benchmark; what this program does not look at counts as yours."
    )
    todo = [line for line in inventory.benchmarks if line.status == "yours to do"]
    ranks = {item: number for number, item in enumerate(WORTH)}
    first: dict[str, Words] = {}
    for line in sorted(todo, key=lambda line: ranks.get(line.item, len(ranks))):
        first.setdefault(line.title, words(f"{line.title} ({line.item}). {line.because}"))
    yield Bullets(tuple(first.values()), numbered=True) if first else paragraph("Nothing of either list.")
    met = [f"{line.title} ({line.item})" for line in inventory.benchmarks if line.status == "met"]
    if met:
        yield paragraph(f"Met: {'; '.join(met)}.")


def _decisions(inventory: Inventory) -> Iterator[Block]:
    if not inventory.decisions:
        yield paragraph("Nothing of the kind is recorded for this setup on this machine.")
        return
    rows = tuple(
        (
            words(each.what),
            words(_moment(datetime.fromisoformat(each.at))),
            words(each.by.unknown) if isinstance(each.by, Unseen) else words(Code(each.by)),
        )
        for each in inventory.decisions
    )
    yield Table("By the program's own record.", ("What", "When", "Signed in as"), rows)


def _cost(inventory: Inventory) -> Iterator[Block]:
    yield paragraph(inventory.costs)
    yield paragraph(
        "An organization and its accounts cost nothing by themselves. Everything that runs in any of them is on one "
        "bill, the management account's."
    )
    address = console_address(inventory, "costmanagement/home")
    if address:
        yield Paragraph(words("What this month has cost so far: ", Link("Billing and Cost Management", address), "."))


def _moment(at: datetime) -> str:
    return f"{at.day} {at:%B %Y, %H:%M} UTC"


def _proof(taken: Taken) -> Proof:
    return Proof(
        f"orgwizard export {taken.name} --format hand-over --output again && diff {taken.name}-hand-over.md again/",
        "Nothing but the moment at which AWS was seen differs while nothing has changed.",
    )


FORMAT = Format(
    "hand-over",
    "A page for the team or an auditor: accounts, ways in, guardrails, what is left; HTML and Markdown",
    True,
    files,
    _proof,
    "an HTML parser and markdown-it; Chromium, with axe-core",
)
