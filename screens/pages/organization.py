"""Organization: what AWS shows before anything is changed, and what is done with each of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content

from screens.pages.page_screen import PageScreen
from screens.widgets.act import Act, Acts
from screens.widgets.dialogue import Choice, ChoiceDialogue
from screens.widgets.glyphs import Glyphs
from screens.widgets.listing import Line, Listing
from screens.widgets.prose import Block, heading, item, labelled, quiet, to_copy
from screens.widgets.reading import Reading
from screens.widgets.row import Cell, Row
from screens.widgets.words import counted
from state.errors import OrgwizardError
from state.observed import ENABLED, SERVICE_CONTROL_POLICY, FeatureSet, Observed
from state.observed.seen import Known
from state.setup import Setup
from wizard.adoption import Adoption
from wizard.claims.base import Blocked, Needed, Verdict, Waiting
from wizard.claims.identity import member_account
from wizard.claims.organization import ORGANIZATION
from wizard.plan import Plan
from wizard.plan.finding import Finding

STYLES = {"keep": "$good", "add": "$accent", "differs": "$forever", "yours": "$forever"}
SIGN_IN_FIRST = (
    "Sign in first, on the page before: then the program can look at what is there already.",
    "Invitations, Accounts & roles and Guardrails need no credentials; you can go on with them meanwhile.",
)
WHAT_THAT_MEANS = (
    "This account becomes the management account for good. To undo it, the whole organization has to be deleted.",
    "It pays for every account in the organization.",
    "AWS sends a message to verify the account's email address if that was never done. Answer it within 24 hours.",
)
GUESSED = (
    "Taken in: a plan of it changes nothing. What each account is for is guessed from its name: put right what is not "
    "so. A role and guardrails are given account by account."
)
FREE_PLAN = (
    "A Free plan becomes a Paid plan at once, and its credits expire. To keep the credits, upgrade the plan by hand "
    "first, under Billing in the console."
)


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing that is there, or is to be."""

    key: str
    title: str
    fate: str
    """`keep`, `add`, `differs`; `yours` where somebody has to do something."""
    blocks: tuple[Block, ...]


class OrganizationScreen(PageScreen):
    """What is there already?"""

    PAGE = "organization"
    LEAD = "Looking changes nothing. What is there stays: nothing is deleted, renamed or overwritten."
    AUTO_FOCUS = "#things"
    HINTS: ClassVar[dict[str, str]] = {"things": "Up and down say what is done with each. r looks again."}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "act('look')", "look again", show=False),
        Binding("c", "act('copy')", "copy the message to whoever has to act", show=False),
        Binding("t", "act('take-in')", "take in what is there", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.outlook: Plan | None = None
        self.things: dict[str, Thing] = {}
        self.trouble: OrgwizardError | None = None

    def compose_body(self) -> ComposeResult:
        with Horizontal(id="work"):
            yield Listing("What is there", id="things")
            yield Reading("Your organization", id="found")
        yield Acts(
            Act("Look again", "look", "Reads AWS once more. Nothing is changed. Key: r"),
            Act("Copy message", "copy", "A message to whoever has to act, saying how and until when. Key: c"),
            Act("Take it in", "take-in", "Makes what is there the answers of this setup. Changes nothing. Key: t"),
            self.next_act(),
        )

    def begin(self) -> None:
        """Look at once when somebody is signed in."""
        if self.onboarding.identity is not None:
            self._look(again=self.onboarding.observed is None)

    def _look(self, again: bool) -> None:
        def look() -> Plan:
            if again:
                self.onboarding.look()
            return self.onboarding.outlook()

        self.ask(look, self._looked, "Looking at what is there. This takes a few seconds.")

    def _looked(self, outlook: Plan) -> None:
        self.outlook, self.trouble = outlook, None
        self.show()
        self.query_one("#things").focus()

    def show(self) -> None:
        signed_in = self.onboarding.identity is not None
        verdict = verdict_in(self.outlook) if self.outlook else None
        waiting = isinstance(verdict, Waiting) and verdict.on_a_person
        self.offer(look=signed_in, copy=waiting, **{"take-in": self.onboarding.can_adopt})
        if self.outlook:
            self.things = {each.key: each for each in things(self.setup, self.outlook, self.wizard.glyphs)}
            at = self.onboarding.progress.at if self.onboarding.progress else None
            self.query_one("#things", Listing).count(f"read {at:%H:%M} UTC, r again" if at else "")
        self.query_one("#things", Listing).show_lines(self._lines())
        self.show_meaning()

    def _lines(self) -> Iterator[Line]:
        if not self.things:
            words = "Nobody is signed in." if self.onboarding.identity is None else "AWS is being looked at."
            yield Line("none", Row(Content.styled(words, "$muted")), heading=True)
        for key, thing in self.things.items():
            fate = Cell(Content.styled(thing.fate, STYLES[thing.fate]), 8, right=True)
            sign = f"{self.wizard.glyphs.problem} " if thing.fate == "yours" else "  "
            yield Line(key, Row(Cell(Content.styled(sign, "bold $forever"), 2), Cell(thing.title), fate))

    def show_meaning(self) -> None:
        found = self.query_one("#found", Reading)
        thing = self.things.get(self.query_one("#things", Listing).chosen)
        if self.trouble is not None:
            bad = item(self.wizard.glyphs.failed, "$bad", Content.styled(self.trouble.message, "$bad"))
            found.show([bad, Block(""), Block(self.trouble.remedy)], "That did not work")
        elif self.onboarding.identity is None:
            found.show([Block(SIGN_IN_FIRST[0]), Block(""), quiet(SIGN_IN_FIRST[1])], "Your organization")
        elif thing is not None:
            found.show(thing.blocks, thing.title)

    def say(self, text: str) -> None:
        super().say(text)
        self.query_one("#found", Reading).show([quiet(text)])

    def act(self, key: str) -> None:
        verdict = verdict_in(self.outlook) if self.outlook else None
        if key == "look" and not self.asking:
            self._look(again=True)
        elif key == "copy" and isinstance(verdict, Waiting):
            self.wizard.copy(verdict.message, "message-all-features.txt")
        elif key == "take-in" and not self.asking:
            self._ask_to_take_in()

    def _ask_to_take_in(self) -> None:
        """Answers that somebody gave are asked about before they are replaced."""
        if not (self.setup.accounts or self.setup.invitations or self.setup.organizational_units):
            self._take_in()
            return
        choices = (
            Choice(
                "take",
                "Take in what is there",
                "It replaces the structure, the roles and the guardrails of this setup. Ctrl+Z takes that back.",
            ),
            Choice("keep", "Keep my answers", "What is there is compared with them, as before."),
        )
        text = "The setup becomes what AWS has already, so that a plan of it changes nothing."
        dialogue = ChoiceDialogue("Take in the organization", text, choices)
        self.app.push_screen(dialogue, lambda choice: self._take_in() if choice == "take" else None)

    def _take_in(self) -> None:
        self.ask(self.onboarding.adopt, self._taken_in, "Looking at everything that is there. Nothing is changed.")

    def _taken_in(self, adoption: Adoption) -> None:
        """Look once more, so that every page tells how AWS stands to what has become the answers."""
        self.wizard.answer(adoption.setup)
        self.ask(self.onboarding.look, self._on_to_accounts, "Comparing what was taken in. Nothing is changed.")

    def _on_to_accounts(self, _observed: Observed) -> None:
        self.wizard.go_to("accounts")
        self.wizard.notify(GUESSED, markup=False)

    def failed(self, error: OrgwizardError) -> None:
        self.trouble = error
        self.show()


def verdict_in(outlook: Plan) -> Verdict | None:
    """How the organization itself stands."""
    return next((verdict for claim, verdict in outlook.verdicts if claim.key == ORGANIZATION), None)


def things(setup: Setup, outlook: Plan, glyphs: Glyphs) -> Iterator[Thing]:
    """What was found, what is done with it, and what to know before going on."""
    observed = outlook.observed
    yield _organization(outlook, glyphs)
    for number, finding in enumerate(outlook.findings):
        yield _finding(number, finding, glyphs)
    if observed.organization is not None and observed.in_management_account:
        yield from _contents(setup, observed, glyphs)


def _organization(outlook: Plan, glyphs: Glyphs) -> Thing:
    observed = outlook.observed
    organization, identity = observed.organization, observed.identity
    if organization is None:
        blocks = [Block("There is no organization yet. One will be created, with all features.")]
        blocks += [*heading("What that means")]
        signs = (glyphs.forever, "$forever"), (glyphs.dot, "$muted"), (glyphs.dot, "$muted")
        blocks += [item(*sign, words) for sign, words in zip(signs, WHAT_THAT_MEANS, strict=True)]
        if not isinstance(observed.surroundings.account_plan, Known):
            blocks.append(item(glyphs.problem, "bold $forever", FREE_PLAN))
        blocks += [*heading("Costs"), Block("Nothing. You pay for what runs in the accounts.")]
        return Thing("organization", "No organization", "add", tuple(blocks))
    title = f"Organization {organization.organization_id}"
    if not observed.in_management_account:
        blocked = member_account(identity, organization) if identity else None
        blocks = [item(glyphs.failed, "$bad", blocked.what), Block("")] if blocked else []
        blocks += [Block(f"Nothing can be done from a member account. {blocked.remedy if blocked else ''}")]
        return Thing("organization", title, "yours", tuple(blocks))
    words = [*_verdict_blocks(verdict_in(outlook), glyphs)]
    if organization.feature_set != FeatureSet.ALL:
        billing = (
            "It has consolidated billing only: one bill, and no policies. It needs all features, and that cannot be "
            "taken back. First AWS asks every invited account for its approval; once all have given it, a second run "
            "makes the switch. Both are changes that you approve on Review."
        )
        return Thing("organization", title, "differs", (Block(billing), *words))
    blocks = [Block("It has all features, and is used as it is."), Block("")]
    blocks.append(labelled("Owned by", organization.management_account_id))
    blocks.append(labelled("Its email", organization.management_account_email))
    return Thing("organization", title, "keep", (*blocks, *words))


def _verdict_blocks(verdict: Verdict | None, glyphs: Glyphs) -> Iterator[Block]:
    match verdict:
        case Needed(change):
            yield from heading("Next, on Review and Apply")
            yield Block(f"{change.title}. {change.consequence}".strip())
        case Waiting(reason) as waiting:
            until = f" Until {waiting.until:%Y-%m-%d %H:%M} UTC." if waiting.until else ""
            yield from heading("Whose move")
            yield item(glyphs.waiting, "$forever", f"Waiting for {waiting.on_whom}. {reason}{until}")
            if waiting.message:
                yield Block("")
                yield from (to_copy(line) for line in waiting.message.splitlines())
        case Blocked() as blocked:
            yield Block("")
            yield item(glyphs.failed, "$bad", f"{blocked.what} {blocked.remedy}")
        case _:
            pass


def _finding(number: int, finding: Finding, glyphs: Glyphs) -> Thing:
    sign = (glyphs.problem, "bold $forever") if finding.serious else (glyphs.dot, "$muted")
    blocks = (Block(Content.styled("Before you begin", "bold $forever")), item(*sign, finding.what))
    return Thing(f"finding:{number}", finding.what, "yours", (*blocks, *heading("What to do"), Block(finding.remedy)))


def _contents(setup: Setup, observed: Observed, glyphs: Glyphs) -> Iterator[Thing]:
    there = {unit.path for unit in observed.units}
    new_units = [path for path in setup.unit_paths() if path not in there]
    blocks = [Block(f"{counted(len(there), 'unit')} there, {len(new_units)} to be added.")]
    blocks += [item(glyphs.dot, "$muted", path) for path in sorted(there)]
    blocks += [item(glyphs.dot, "$good", Content.assemble(path, ("  new", "$good"))) for path in new_units]
    yield Thing("units", f"{counted(len(there), 'unit')}", "add" if new_units else "keep", tuple(blocks))
    yield _accounts(setup, observed, glyphs)
    policies = observed.root.policy_type_status(SERVICE_CONTROL_POLICY) if observed.root else None
    on = policies == ENABLED
    words = "They are enabled." if on else "They are not enabled yet. They are turned on where a guardrail needs them."
    yield Thing("policies", "Service control policies", "keep" if on else "add", (Block(words),))


def _accounts(setup: Setup, observed: Observed, glyphs: Glyphs) -> Thing:
    wanted = {setup.email_of(account).lower() for account in setup.accounts}
    new = [each for each in setup.accounts if observed.account_with_email(setup.email_of(each)) is None]
    number = len(observed.accounts)
    compared = (
        f"{counted(number, 'account')}, compared by email address. None is closed or renamed; one that the setup "
    )
    blocks = [Block(f"{compared}names is moved to its unit there."), Block("")]
    for account in observed.accounts:
        ours = "in this setup" if account.email.lower() in wanted else "left alone"
        if observed.organization and account.account_id == observed.organization.management_account_id:
            ours = "the management account"
        words = Content.assemble(f"{account.account_id} {account.account_name}", (f"  {ours}", "$muted"))
        blocks.append(item(glyphs.dot, "$muted", words))
    blocks += [item(glyphs.dot, "$good", Content.assemble(each.account_name, ("  new", "$good"))) for each in new]
    return Thing("accounts", counted(number, "account"), "add" if new else "keep", tuple(blocks))
