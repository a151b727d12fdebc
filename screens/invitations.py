"""Step 4: existing accounts that should join, and how they have answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from textual.app import ComposeResult

from screens.edit_simple import EditInvitationDialogue, PasteDialogue
from screens.rows_step import RowsStep
from screens.widgets.act import Act
from screens.words import counted, problems_at
from state.observed import Handshake, Observed
from state.progress import ProgressLine
from state.setup import Invitation, Setup
from wizard import editing

PASTE = "One account a line: its 12-digit id or email address, then, if you like, a comma and the unit it belongs in."
ANSWERS = {
    "REQUESTED": "waiting for its owner",
    "OPEN": "waiting for its owner",
    "ACCEPTED": "accepted",
    "DECLINED": "declined",
    "CANCELED": "cancelled",
    "EXPIRED": "ran out",
}


class InvitationsScreen(RowsStep):
    """Which existing accounts should join?"""

    STEP = "invitations"
    EMPTY = (
        "No account is to be invited. If your team has an AWS account already, add it here: it joins by invitation, "
        "most likely as your sandbox. Otherwise go on."
    )

    def compose_body(self) -> ComposeResult:
        yield from self.compose_table()
        yield self.acts(
            Act("Add", "add", "Adds an account to invite. Key: A"),
            Act("Edit", "edit", "Opens the highlighted invitation. Key: Enter"),
            Act("Remove", "remove", "Takes it out of the plan; nothing at AWS changes. Key: Delete"),
            Act("Paste", "paste", "Several accounts at once. Key: P"),
            Act("Copy message", "copy", "A message to its owner, saying how to accept and until when."),
            Act("Send again", "again", "Lets the program send a new invitation after one that was declined."),
        )

    def columns(self) -> Sequence[str]:
        return ("Account", "Unit", "Purpose", "Answer")

    def rows(self) -> Sequence[Sequence[str]]:
        problems = self.onboarding.problems()
        return [
            (
                self.marked(invitation.account or "(id missing)", problems_at(problems, "invitations", number)),
                invitation.organizational_unit,
                invitation.purpose.value,
                self._answer(invitation),
            )
            for number, invitation in enumerate(self.setup.invitations)
        ]

    def show(self) -> None:
        super().show()
        self._show_acts()

    def _show_acts(self) -> None:
        number = self.number
        handshake = self._handshake(self.setup.invitations[number]) if number is not None else None
        refused = handshake is not None and handshake.state in ("DECLINED", "CANCELED")
        self.query_one("#copy").display = handshake is not None and handshake.pending
        self.query_one("#again").display = refused

    def _handshake(self, invitation: Invitation) -> Handshake | None:
        observed: Observed | None = self.onboarding.observed
        return observed.latest_invitation(invitation.account) if observed else None

    def _seen(self, invitation: Invitation) -> ProgressLine | None:
        lines = self.onboarding.progress.lines if self.onboarding.progress else ()
        return next((line for line in lines if line.key == f"account:{invitation.account.lower()}"), None)

    def _answer(self, invitation: Invitation) -> str:
        observed = self.onboarding.observed
        if observed is not None and observed.account_called(invitation.account) is not None:
            return "has joined"
        handshake = self._handshake(invitation)
        if handshake is None:
            seen = self._seen(invitation)
            return f"{seen.standing.value} (as last seen)" if seen else "not invited yet"
        words = ANSWERS.get(handshake.state, handshake.state)
        return f"{words} until {handshake.expires_at:%Y-%m-%d}" if handshake.pending else words

    def about(self, number: int) -> str:
        self._show_acts()
        invitation = self.setup.invitations[number]
        problems = problems_at(self.onboarding.problems(), "invitations", number)
        if problems:
            return f"{self.wizard.glyphs.problem} {problems[0].what} {problems[0].remedy}"
        handshake = self._handshake(invitation)
        if handshake is not None and handshake.pending:
            return (
                f"The owner of {invitation.account} has to accept by {handshake.expires_at:%Y-%m-%d %H:%M} UTC. Copy "
                "the message and send it to them."
            )
        seen = self._seen(invitation)
        if seen is not None:
            return seen.sentence
        return (
            f"The owner of {invitation.account} has 15 days to accept. From then on your organization pays its bill; "
            "nothing inside the account is changed, and no access role is made in it."
        )

    def act(self, key: str) -> None:
        number = self.number
        if key == "add":
            blank = Invitation(account="", organizational_unit=editing.sole_sandbox_unit(self.setup))
            self.app.push_screen(EditInvitationDialogue(self.setup, blank), self._add)
        elif key == "paste":
            dialogue = PasteDialogue("Several invitations at once", PASTE, self.setup, editing.paste_invitations)
            self.app.push_screen(dialogue, self._pasted)
        elif number is not None:
            self._act_on(key, number, self.setup.invitations[number])

    def _act_on(self, key: str, number: int, invitation: Invitation) -> None:
        handshake = self._handshake(invitation)
        if key == "edit":
            self.app.push_screen(
                EditInvitationDialogue(self.setup, invitation),
                lambda new: self.answer(editing.replace_invitation(self.setup, number, new)) if new else None,
            )
        elif key == "remove":
            self.answer(editing.remove_invitation(self.setup, number))
            self.notify(f"Removed from the plan: {invitation.account}. Nothing at AWS was changed.", markup=False)
        elif key == "copy" and handshake is not None and self.onboarding.observed is not None:
            from wizard.steps.invitations import acceptance_message

            self.wizard.copy(acceptance_message(handshake, self.onboarding.observed), f"message-{number + 1}.txt")
        elif key == "again" and handshake is not None:
            again = replace(invitation, send_again_after=handshake.handshake_id)
            self.answer(editing.replace_invitation(self.setup, number, again))
            self.notify("The next run sends a new invitation. Review and apply once more.", markup=False)

    def _add(self, invitation: Invitation | None) -> None:
        if invitation:
            place = invitation.organizational_unit
            setup = self.setup if place == "Root" else editing.add_unit(self.setup, place)
            self.answer(editing.add_invitation(setup, invitation))

    def _pasted(self, setup: Setup | None) -> None:
        if setup is not None:
            added = len(setup.invitations) - len(self.setup.invitations)
            self.answer(setup)
            self.notify(f"{counted(added, 'invitation')} added.", markup=False)
