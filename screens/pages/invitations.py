"""Step 4: existing accounts that should join, and how they have answered."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult

from screens.dialogues.edit_simple import PasteDialogue
from screens.dialogues.questions import edit_invitation, new_invitation
from screens.pages.rows_page import RowsPage
from screens.widgets.act import Act, Acts
from screens.widgets.words import counted, problems_at
from state.observed import Handshake, Observed
from state.saved.progress import ProgressLine, Standing
from state.setup import Invitation, Setup
from wizard import edits as editing
from wizard.edits.invitations import can_send_again, can_withdraw, send_again, withdraw

PASTE = "One account a line: its 12-digit id or email address, then, if you like, a comma and the unit it belongs in."
ANSWERS = {
    "REQUESTED": "waiting for its owner",
    "OPEN": "waiting for its owner",
    "ACCEPTED": "accepted",
    "DECLINED": "declined",
    "CANCELED": "cancelled",
    "EXPIRED": "ran out; the next run sends another",
}
NEXT_RUN = "Review and apply once more: nothing happens at AWS before."


class InvitationsScreen(RowsPage):
    """Which existing accounts should join?"""

    PAGE = "invitations"
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
            Act("Look again", "look", "Asks AWS how the invitations stand."),
        )
        yield Acts(
            Act("Copy message", "copy", "A message to its owner, saying how to accept and until when."),
            Act("Send again", "again", "The next run sends a new invitation."),
            Act("Withdraw", "withdraw", "The next run takes the invitation back."),
            Act("Accept here", "accept", "For somebody who holds credentials of the invited account too."),
            id="of-one",
            classes="acts",
        )

    def begin(self) -> None:
        """Look once, when somebody is signed in and anybody is invited."""
        if self.onboarding.identity is not None and self.onboarding.observed is None and self.setup.invitations:
            self.act("look")

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
        number, observed = self.number, self.onboarding.observed
        invitation = self.setup.invitations[number] if number is not None else None
        account = invitation.account if invitation else ""
        open_ = invitation is not None and not invitation.withdrawn and self._is_open(invitation)
        shown = {
            "copy": open_ and observed is not None,
            "again": observed is not None and can_send_again(self.setup, observed, account),
            "withdraw": observed is not None and can_withdraw(self.setup, observed, account),
            "accept": open_,
        }
        for key, display in shown.items():
            self.query_one(f"#{key}").display = display
        self.query_one("#of-one").display = any(shown.values())
        self.query_one("#look").display = self.onboarding.identity is not None and bool(self.setup.invitations)

    def _is_open(self, invitation: Invitation) -> bool:
        """Whether its owner can accept it, as far as anybody knows."""
        if self.onboarding.observed is not None:
            return self.onboarding.observed.pending_invitation(invitation.account) is not None
        seen = self._seen(invitation)
        return seen is not None and seen.standing is Standing.WAITING

    def _handshake(self, invitation: Invitation) -> Handshake | None:
        observed: Observed | None = self.onboarding.observed
        return observed.latest_invitation(invitation.account) if observed else None

    def _seen(self, invitation: Invitation) -> ProgressLine | None:
        lines = self.onboarding.progress.lines if self.onboarding.progress else ()
        kind = "withdrawn" if invitation.withdrawn else "account"
        return next((line for line in lines if line.key == f"{kind}:{invitation.account.lower()}"), None)

    def _answer(self, invitation: Invitation) -> str:
        observed = self.onboarding.observed
        if observed is not None and observed.account_called(invitation.account) is not None:
            return "has joined"
        handshake = self._handshake(invitation)
        if invitation.withdrawn:
            return "to be withdrawn" if handshake is not None and handshake.pending else "withdrawn"
        if handshake is not None and handshake.handshake_id == invitation.send_again_after:
            return "to be sent again"
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
        if invitation.withdrawn:
            return f"You do not want account {invitation.account} to join any more. {NEXT_RUN}"
        if handshake is not None and handshake.handshake_id == invitation.send_again_after:
            return f"Account {invitation.account} is to be invited anew. {NEXT_RUN}"
        if handshake is not None and handshake.pending:
            return (
                f"The owner of {invitation.account} has to accept by {handshake.expires_at:%Y-%m-%d %H:%M} UTC. Copy "
                "the message and send it to them. If you hold credentials of that account yourself, accept it here."
            )
        if handshake is not None and handshake.state in ("DECLINED", "CANCELED"):
            return f"The invitation is {handshake.state.lower()}. Talk to the account's owner, then send it again."
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
            self.app.push_screen(new_invitation(self.setup), self._edited)
        elif key == "paste":
            dialogue = PasteDialogue("Several invitations at once", PASTE, self.setup, editing.paste_invitations)
            self.app.push_screen(dialogue, self._pasted)
        elif key == "look" and not self.asking:
            self.ask(self.onboarding.look, lambda _: self.show(), "Asking AWS how the invitations stand.")
        elif number is not None:
            self._act_on(key, number, self.setup.invitations[number])

    def _act_on(self, key: str, number: int, invitation: Invitation) -> None:
        handshake = self._handshake(invitation)
        if key == "edit":
            self.app.push_screen(edit_invitation(self.setup, number), self._edited)
        elif key == "remove":
            self.answer(editing.remove_invitation(self.setup, number))
            self.notify(f"Removed from the plan: {invitation.account}. Nothing at AWS was changed.", markup=False)
        elif key == "copy" and handshake is not None and self.onboarding.observed is not None:
            from wizard.claims.invitations import acceptance_message

            role = self.setup.organization_access_role
            message = acceptance_message(handshake, self.onboarding.observed, role)
            self.wizard.copy(message, f"message-{number + 1}.txt")
        elif key == "again" and self.onboarding.observed is not None:
            self.answer(send_again(self.setup, self.onboarding.observed, invitation.account))
            self.notify(f"A new invitation will be sent. {NEXT_RUN}", markup=False)
        elif key == "withdraw":
            self.answer(withdraw(self.setup, invitation.account))
            self.notify(f"The invitation will be taken back. {NEXT_RUN}", markup=False)
        elif key == "accept":
            self._accept(invitation.account)

    def _accept(self, account: str) -> None:
        from screens.pages.accepting import AcceptDialogue

        if self.wizard.run_under_way:
            self.notify("A run is under way. Wait for its end, or stop it on the Apply step.", markup=False)
            return
        self.wizard.accepting = None
        self.app.push_screen(AcceptDialogue(self.onboarding, account), self._accepted)

    def _accepted(self, begun: bool | None) -> None:
        """What was read before no longer counts."""
        if begun:
            self.wizard.plan = None
            if self.onboarding.identity is not None:
                self.act("look")

    def _edited(self, setup: Setup | None) -> None:
        if setup:
            self.answer(setup)

    def _pasted(self, setup: Setup | None) -> None:
        if setup is not None:
            added = len(setup.invitations) - len(self.setup.invitations)
            self.answer(setup)
            self.notify(f"{counted(added, 'invitation')} added.", markup=False)
