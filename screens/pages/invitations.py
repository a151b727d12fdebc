"""Invitations: existing accounts that should join, and how they have answered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from screens.dialogues.edit_simple import PasteDialogue
from screens.dialogues.questions import edit_invitation, new_invitation
from screens.pages.account_meaning import about_invitation
from screens.pages.rows_page import RowsPage
from screens.widgets.act import Act
from screens.widgets.prose import Block, heading, trimmed
from screens.widgets.row import Cell, Row
from screens.widgets.words import problems_at
from state.observed import Handshake, Observed
from state.saved.progress import ClaimStatus, ProgressLine
from state.setup import Invitation, Setup
from state.setup.validation import Problem
from wizard import edits as editing
from wizard.edits.invitations import Stage, can_send_again, can_withdraw, how_it_stands, send_again, withdraw

PASTE = "One account a line: its 12-digit id or email address, then, if you like, a comma and the unit it belongs in."
NEXT_RUN = "Review and apply once more: nothing happens at AWS before."


class InvitationsScreen(RowsPage):
    """Which existing accounts should join?"""

    PAGE = "invitations"
    TITLE = "Invitations"
    LEAD = "An account you have joins once its owner accepts. What runs in it goes on running."
    EMPTY = "Nobody is invited. An account you have can join: a invites one."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "act('look')", "ask AWS how they stand", show=False),
        Binding("c", "act('copy')", "copy the message to its owner", show=False),
    ]

    def compose_body(self) -> ComposeResult:
        yield from self.compose_list()
        yield self.acts(
            Act("+ Invitation", "add", "Adds an account to invite. Key: a"),
            Act("Copy message", "copy", "A message to its owner, saying how to accept and until when. Key: c"),
            Act("Accept here", "accept", "For somebody who holds credentials of the invited account too."),
            Act("Send again", "again", "The next run sends a new invitation."),
            Act("Withdraw", "withdraw", "The next run takes the invitation back."),
            Act("Edit", "edit", "Opens the highlighted invitation. Key: Enter"),
            Act("Remove", "remove", "Takes it out of the plan; nothing at AWS changes. Key: Delete"),
            Act("Look again", "look", "Asks AWS how the invitations stand. Key: r"),
            Act("Paste", "paste", "Several accounts at once. Key: p"),
        )

    def begin(self) -> None:
        """Look once, when somebody is signed in and anybody is invited."""
        if self.onboarding.identity is not None and self.onboarding.observed is None and self.setup.invitations:
            self.act("look")

    def rows(self) -> Iterator[Row]:
        problems = self.onboarding.problems()
        for number, invitation in enumerate(self.setup.invitations):
            sign, style, words = self._stage(invitation)
            wrong = self.sign(problems_at(problems, "invitations", number))
            told = Content.assemble((f"{sign} ", style), (words, "$body"))
            yield Row(Cell(wrong, 2), Cell(invitation.account or "(id missing)", 16), Cell(told))

    def show_meaning(self) -> None:
        super().show_meaning()
        number, observed = self.number, self.onboarding.observed
        invitation = self.setup.invitations[number] if number is not None else None
        account = invitation.account if invitation else ""
        open_ = invitation is not None and not invitation.withdrawn and self._is_open(invitation)
        self.offer(
            copy=open_ and observed is not None,
            again=observed is not None and can_send_again(self.setup, observed, account),
            withdraw=observed is not None and can_withdraw(self.setup, observed, account),
            accept=open_,
            look=self.onboarding.identity is not None and bool(self.setup.invitations),
        )

    def _is_open(self, invitation: Invitation) -> bool:
        """Whether its owner can accept it, as far as anybody knows."""
        if self.onboarding.observed is not None:
            return self.onboarding.observed.pending_invitation(invitation.account) is not None
        seen = self._seen(invitation)
        return seen is not None and seen.status is ClaimStatus.WAITING

    def _handshake(self, invitation: Invitation) -> Handshake | None:
        observed: Observed | None = self.onboarding.observed
        return observed.latest_invitation(invitation.account) if observed else None

    def _seen(self, invitation: Invitation) -> ProgressLine | None:
        kind = "withdrawn" if invitation.withdrawn else "account"
        return next(
            (line for line in self.onboarding.progress_lines if line.key == f"{kind}:{invitation.account.lower()}"),
            None,
        )

    def _stage(self, invitation: Invitation) -> tuple[str, str, str]:
        """Sign, colour and words of how it stands; only what was read is told as read."""
        stage, words = how_it_stands(invitation, self.onboarding.observed, self._seen(invitation))
        glyphs = self.wizard.glyphs
        sign, style = {
            Stage.JOINED: (glyphs.done, "$good"),
            Stage.OPEN: (glyphs.waiting, "$forever"),
            Stage.REFUSED: (glyphs.failed, "$bad"),
            Stage.LEFT: (glyphs.untouched, "$muted"),
        }[stage]
        return sign, style, words

    def about(self, number: int) -> tuple[str, list[Block]]:
        invitation = self.setup.invitations[number]
        words = self._whose_move(invitation)
        blocks = [*about_invitation(self.setup, invitation, self.wizard.glyphs)]
        return invitation.account or "(id missing)", [*trimmed(heading("Whose move")), Block(words), Block(""), *blocks]

    def problems_with(self, number: int) -> list[Problem]:
        return problems_at(self.onboarding.problems(), "invitations", number)

    def _whose_move(self, invitation: Invitation) -> str:
        handshake = self._handshake(invitation)
        if invitation.withdrawn:
            return f"You do not want account {invitation.account} to join any more. {NEXT_RUN}"
        if handshake is not None and handshake.handshake_id == invitation.send_again_after:
            return f"Account {invitation.account} is to be invited anew. {NEXT_RUN}"
        if handshake is not None and handshake.pending:
            return (
                f"Its owner's: they have to accept by {handshake.expires_at:%Y-%m-%d %H:%M} UTC. Copy the message and "
                "send it to them. If you hold credentials of that account yourself, accept it here."
            )
        if handshake is not None and handshake.state in ("DECLINED", "CANCELED"):
            return f"The invitation is {handshake.state.lower()}. Talk to the account's owner, then send it again."
        seen = self._seen(invitation)
        if seen is not None and seen.status not in (ClaimStatus.LEFT, ClaimStatus.LATER):
            return f"{seen.sentence} That is how it stood when AWS was last looked at."
        return "Yours: approving the changes on Review sends the invitation. Then its owner has 15 days to accept."

    def act(self, key: str) -> None:
        number = self.number
        if key == "add":
            self.app.push_screen(new_invitation(self.setup), self._edited)
        elif key == "paste":
            dialogue = PasteDialogue("Several invitations at once", PASTE, self.setup, editing.paste_invitations)
            self.app.push_screen(dialogue, self._edited)
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
        elif key == "copy" and handshake is not None and self.onboarding.observed is not None:
            from wizard.claims.invitations import acceptance_message

            role = self.setup.organization_access_role
            message = acceptance_message(handshake, self.onboarding.observed, role)
            self.wizard.copy(message, f"message-{number + 1}.txt")
        elif key == "again" and self.onboarding.observed is not None:
            self.answer(send_again(self.setup, self.onboarding.observed, invitation.account))
        elif key == "withdraw":
            self.answer(withdraw(self.setup, invitation.account))
        elif key == "accept":
            self._accept(invitation.account)

    def _accept(self, account: str) -> None:
        from screens.pages.accepting import AcceptDialogue

        if self.wizard.run_under_way:
            self.notify("A run is under way. Wait for its end, or stop it on the page Apply.", markup=False)
            return
        self.wizard.aside = None
        self.app.push_screen(AcceptDialogue(self.onboarding, account), self._accepted)

    def _accepted(self, begun: bool | None) -> None:
        """What was read before no longer counts."""
        if begun:
            self.wizard.plan = None
            if self.onboarding.identity is not None:
                self.act("look")

    def _edited(self, setup: Setup | None) -> None:
        if setup is not None:
            self.answer(setup)
