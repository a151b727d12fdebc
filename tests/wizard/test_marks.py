"""What a page's mark says is what the answers come to beside what AWS showed when it was last looked at."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType

import pytest

from state.changes.groups import PutGroupPolicy
from state.changes.units import CreateOrganizationalUnit
from state.observed import Account, AccountState
from state.page_key import PageKey
from state.saved.open_setup import OpenSetup
from state.saved.progress import ClaimStatus, Progress, ProgressLine
from state.saved.setups import SavedSetups
from state.setup import Purpose, Setup
from state.setup.access import Access, Callers
from state.setup.file import parse_setup, write_setup
from state.setup.guardrails import CANNOT_TAKE_BACK, Choice, Contact, Guardrails, Item, Level
from tests.peopled import with_administrators, with_people
from tests.rehearsing import apply_all, rehearsals, signed_in, small
from tests.state.changes.guardrail_changes import OWNER
from wizard import edits as editing
from wizard.claims.acceptance import InvitationAnswered, OrganizationAccessRoleExists
from wizard.claims.base import Claim
from wizard.claims.gone import AccountIsBack, AsItIs, GroupMayNoLongerEnter, RoleIsGone, UnitIsGone
from wizard.claims.invitations import InvitationWithdrawn
from wizard.claims.regions import InEveryRegion
from wizard.edits.invitations import withdraw
from wizard.engine.events import ChangePerformed, ChangeStarted
from wizard.guardrails.policies_taken_back import PolicyNoLongerHere
from wizard.onboarding.next_things import next_things
from wizard.onboarding.onboarding import Onboarding
from wizard.onboarding.progress import EDITED, MADE
from wizard.pages import ABOUT_ALL, PAGES, Mark, PageMark, page_named
from wizard.plan.claims import claims_of
from wizard.plan.life import Act, Wish, claims_for
from wizard.progress_words import progress_counts
from wizard.simulated.rehearsal import Rehearsal

NOON = datetime(2026, 11, 23, 12, 4, tzinfo=UTC)
CORRECTED_ON = {
    "OrganizationExists": PageKey.ORGANIZATION,
    "OrganizationalUnitExists": PageKey.STRUCTURE,
    "AccountInUnit": PageKey.STRUCTURE,
    "InvitationAccepted": PageKey.INVITATIONS,
    "InvitationWithdrawn": PageKey.INVITATIONS,
    "InvitationAnswered": PageKey.INVITATIONS,
    "OrganizationAccessRoleExists": PageKey.INVITATIONS,
    "InvitedAccountIsReady": PageKey.INVITATIONS,
    "MemberAccountExists": PageKey.ACCOUNTS,
    "AccountIsReady": PageKey.ACCOUNTS,
    "AccountIsTagged": PageKey.ACCOUNTS,
    "ManagementRoleExists": PageKey.ACCOUNTS,
    "BreakGlassUserIsReady": PageKey.ACCOUNTS,
    "CallerExists": PageKey.ACCOUNTS,
    "RoleIsGone": PageKey.ACCOUNTS,
    "AsItIs": PageKey.ACCOUNTS,
    "GroupMayNoLongerEnter": PageKey.ACCOUNTS,
    "AccountIsCalled": PageKey.ACCOUNTS,
    "AccountIsInUnit": PageKey.STRUCTURE,
    "CodeIsSent": PageKey.ACCOUNTS,
    "AccountHasAddress": PageKey.ACCOUNTS,
    "AccountIsClosed": PageKey.ACCOUNTS,
    "AccountIsBack": PageKey.STRUCTURE,
    "UnitIsGone": PageKey.STRUCTURE,
    "GroupMayEnter": PageKey.ACCOUNTS,
    "IdentityCenterEnabled": PageKey.PEOPLE,
    "SignInSettingsMade": PageKey.PEOPLE,
    "PermissionSetsAllowed": PageKey.PEOPLE,
    "PermissionSetIsThere": PageKey.PEOPLE,
    "GroupIsThere": PageKey.PEOPLE,
    "PersonIsThere": PageKey.PEOPLE,
    "PersonInGroup": PageKey.PEOPLE,
    "PersonHasSignedIn": PageKey.PEOPLE,
    "BillIsShown": PageKey.PEOPLE,
    "TemporaryAdministratorIsGone": PageKey.PEOPLE,
    "AccessGiven": PageKey.PEOPLE,
    "AccessTakenAway": PageKey.PEOPLE,
}
"""Every other kind of claim comes from the guardrails."""


def everything(choice: Choice) -> Setup:
    """A setup that claims all that can be claimed, with every guardrail applied or taken back."""
    setup = small()
    tagged = replace(setup.accounts[0], purpose=Purpose.DATA_BUNKER, tags={"team": "shop"})
    choices = {item: Choice.APPLY if item in CANNOT_TAKE_BACK else choice for item in Item}
    return replace(
        setup,
        accounts=(tagged, *setup.accounts[1:]),
        invitations=(*setup.invitations, replace(setup.invitations[0], account="111122223333", withdrawn=True)),
        access=Access(
            callers=Callers(users=("anna",), groups=("admins",)), break_glass=("anna-emergency", "otto-emergency")
        ),
        guardrails=Guardrails(
            level=Level.NONE,
            choices=choices,
            allowed_regions=("us-east-1",),
            security_contact=Contact(full_name="Anna", title="Security", email="a@acme.example", phone="+49 30 1234"),
            monthly_budget_usd=100,
            budget_email="money@acme.example",
        ),
    )


def kinds() -> dict[str, Claim]:
    """One claim of each kind."""
    of_the_invited = (
        InvitationAnswered("444455556666", "999988887777", "444455556666"),
        OrganizationAccessRoleExists("444455556666", "999988887777", "OrganizationAccountAccessRole"),
    )
    gone = (
        RoleIsGone("shop-access"),
        AccountIsBack("aws+shop@acme.example", "Workloads", "Root"),
        UnitIsGone("Workloads"),
        GroupMayNoLongerEnter(OWNER, PutGroupPolicy(OWNER, "{}", "admins", "assume-roles")),
        AsItIs(RoleIsGone("shop-access")),
    )
    narrowed = PolicyNoLongerHere("SERVICE_CONTROL_POLICY", "orgwizard-deny-leaving", "Root", ())
    shop = Account("222222222222", "shop", "aws+shop@acme.example", AccountState.ACTIVE)
    wished = (claim for act in Act for claim in claims_for(Wish(act, shop, "new"), everything(Choice.APPLY))[1:])
    of_people = with_people()
    taken_away = replace(of_people, assignments=tuple(replace(one, withdrawn=True) for one in of_people.assignments))
    chosen = (everything(Choice.APPLY), everything(Choice.TAKE_BACK), with_administrators())
    setups = (*chosen, of_people, taken_away)
    of_setups = [claim for setup in setups for claim in claims_of(setup)]
    of_regions = (claim.here for claim in of_setups if isinstance(claim, InEveryRegion))
    claims = (*of_setups, *of_regions, *of_the_invited, *gone, *wished, narrowed)
    return {type(claim).__name__: claim for claim in claims}


def every_kind(base: type[Claim] = Claim) -> Iterator[str]:
    for kind in base.__subclasses__():
        if not kind.__subclasses__():
            yield kind.__name__
        yield from every_kind(kind)


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[tuple[OpenSetup, Onboarding]]:
    """A setup, and what is saved of it."""
    saved = SavedSetups(tmp_path, rehearsal=True)
    saved.create(everything(Choice.APPLY))
    opened = saved.open("acme", NOON)
    yield opened, Onboarding(opened, Rehearsal(None))
    opened.close()


def marks(onboarding: Onboarding) -> dict[PageKey, PageMark]:
    return {page.key: page.mark(onboarding) for page in PAGES}


def seen(onboarding: Onboarding, *lines: ProgressLine) -> Progress:
    """All is done that these lines say nothing else about."""
    others = {
        claim.key: ProgressLine(claim.key, claim.title, ClaimStatus.DONE, "It is so.", claim.page)
        for claim in claims_of(onboarding.setup)
    }
    known = others | {line.key: line for line in lines}
    return Progress(NOON, tuple(known.values()), write_setup(onboarding.setup))


def test_every_kind_of_claim_names_the_page_on_which_its_answer_is_given() -> None:
    assert set(kinds()) == set(every_kind()), "a kind of claim is not walked here"
    for name, claim in kinds().items():
        assert claim.page is CORRECTED_ON.get(name, PageKey.GUARDRAILS), name


def test_what_is_wrong_with_a_claim_of_any_kind_marks_its_page_and_those_about_everything(
    opened: tuple[OpenSetup, Onboarding],
) -> None:
    saved, onboarding = opened
    claimed = {claim.key for claim in claims_of(onboarding.setup)}
    for name, claim in kinds().items():
        if claim.key not in claimed:
            continue
        for status, mark in ((ClaimStatus.PROBLEM, Mark.PROBLEM), (ClaimStatus.WAITING, Mark.WAITING)):
            saved.save_progress(seen(onboarding, ProgressLine(claim.key, claim.title, status, "So.", claim.page)))
            marked = {page for page, each in marks(onboarding).items() if each == PageMark(mark, 1)}
            assert marked == {claim.page, *ABOUT_ALL}, name


def test_after_an_edit_nothing_is_done_that_was_not_looked_at_since(tmp_path: Path) -> None:
    with signed_in(tmp_path, replace(small(), invitations=())) as onboarding:
        apply_all(onboarding)
        assert {each.mark for each in marks(onboarding).values()} == {Mark.DONE, Mark.UNTOUCHED}
        assert page_named("finish").mark(onboarding).words == "done"

        onboarding.answer(editing.move(onboarding.setup, "account", "0", "Root"))

        told = {page: marks(onboarding)[page].words for page in (PageKey.STRUCTURE, *ABOUT_ALL)}
        assert told == dict.fromkeys(told, "1 not applied")
        assert marks(onboarding)[PageKey.ACCOUNTS].words == "done"
        assert [line.sentence for line in onboarding.progress_lines if line.status is ClaimStatus.LEFT] == [EDITED]
        edited = onboarding.setup

    again = rehearsals(tmp_path).resume("acme")
    assert again.setup == edited
    assert marks(again)[PageKey.FINISH].words == "1 not applied"
    assert [summary.edited for summary in SavedSetups(tmp_path, rehearsal=True).summaries()] == [True]

    again.answer(editing.move(again.setup, "account", "0", "Workloads"))
    assert marks(again)[PageKey.FINISH].words == "done"
    again.close()


def test_answers_that_were_just_looked_at_are_not_read_from_their_text_again(tmp_path: Path) -> None:
    read: list[str] = []

    def note(frame: FrameType, event: str, _: object) -> None:
        if event == "call" and frame.f_code is parse_setup.__code__:
            read.append(frame.f_locals["file_name"])

    with signed_in(tmp_path, small()) as onboarding:
        onboarding.look()
        sys.setprofile(note)
        marks(onboarding)
        sys.setprofile(None)
        assert not read
        edited = editing.add_unit(onboarding.setup, "Sandbox")

    again = rehearsals(tmp_path).resume("acme")
    sys.setprofile(note)
    marks(again)
    again.answer(edited)
    marks(again)
    sys.setprofile(None)
    again.close()
    assert read == ["the answers of the last look"]


def test_before_anything_is_there_a_page_that_was_answered_is_done_and_the_rest_is_to_do(tmp_path: Path) -> None:
    with signed_in(tmp_path, small()) as onboarding:
        onboarding.look()

        assert marks(onboarding)[PageKey.STRUCTURE].words == "done"
        assert {marks(onboarding)[page].mark for page in ABOUT_ALL} == {Mark.UNTOUCHED}


def test_an_invitation_that_is_to_be_withdrawn_is_left_to_do(tmp_path: Path) -> None:
    with signed_in(tmp_path, small()) as onboarding:
        apply_all(onboarding)
        assert marks(onboarding)[PageKey.INVITATIONS].words == "1 waiting"

        onboarding.answer(withdraw(onboarding.setup, "444455556666"))

        assert marks(onboarding)[PageKey.INVITATIONS].words == "1 not applied"
        assert any(isinstance(claim, InvitationWithdrawn) for claim in claims_of(onboarding.setup))


def test_what_comes_after_an_invitation_waits_with_it_and_nothing_is_said_to_be_left_to_do(tmp_path: Path) -> None:
    with signed_in(tmp_path, small(), "invitation-unanswered") as onboarding:
        onboarding.look()
        assert not any(line.status is ClaimStatus.LATER for line in onboarding.progress_lines), "all of it can be begun"

        apply_all(onboarding)

        told = {page: mark.mark for page, mark in marks(onboarding).items()}
        assert {told[page] for page in (PageKey.STRUCTURE, PageKey.INVITATIONS, *ABOUT_ALL)} == {Mark.WAITING}
        assert {line.status for line in onboarding.progress_lines} == {
            ClaimStatus.DONE,
            ClaimStatus.WAITING,
            ClaimStatus.LATER,
        }
        titles = [thing.title for thing in next_things(onboarding)]
        assert titles[0] == "Send the message"
        assert "Review and apply" not in titles
        assert progress_counts(onboarding.progress).count("to do") == 0


@pytest.mark.parametrize("broken_by", ["an exception", "whoever watched it"])
def test_what_a_run_did_before_it_broke_off_is_known_without_looking(broken_by: str, tmp_path: Path) -> None:
    made = CreateOrganizationalUnit("Workloads")
    with signed_in(tmp_path, small()) as onboarding:
        run = onboarding.apply(onboarding.plan().approved())
        for event in run:
            if event == ChangePerformed(made):
                break
        if broken_by == "an exception":
            with pytest.raises(OSError, match="the disk went"):
                run.throw(OSError("the disk went"))  # type: ignore[attr-defined]
        run.close()  # type: ignore[attr-defined]

    (summary,) = SavedSetups(tmp_path, rehearsal=True).summaries()
    assert summary.progress is not None
    done = {line.key: line.sentence for line in summary.progress.lines if line.status is ClaimStatus.DONE}
    assert done["unit:Workloads"] == MADE
    assert "organization" in done


def test_a_run_that_is_stopped_before_its_first_change_has_looked(tmp_path: Path) -> None:
    with signed_in(tmp_path, small()) as onboarding:
        approved = onboarding.plan().approved()
        next(event for event in onboarding.apply(approved) if isinstance(event, ChangeStarted))

        assert onboarding.progress is not None
        assert onboarding.progress.count(ClaimStatus.DONE) == 0


def test_progress_of_an_older_version_is_read_and_told(opened: tuple[OpenSetup, Onboarding]) -> None:
    saved, onboarding = opened
    saved.save_progress(seen(onboarding, ProgressLine("unit:Workloads", "So", ClaimStatus.PROBLEM, "It is not.")))
    file = saved.directory / "progress.json"
    record = json.loads(file.read_text())
    del record["answers"]
    record["lines"] = [{key: value for key, value in line.items() if key != "page"} for line in record["lines"]]
    file.write_text(json.dumps(record))
    saved.close()

    again = SavedSetups(saved.directory.parent.parent, rehearsal=True).open("acme", NOON)
    older = Onboarding(again, Rehearsal(None))
    assert again.progress is not None
    assert {line.page for line in again.progress.lines} == {None}
    assert marks(older)[PageKey.STRUCTURE] == PageMark(Mark.PROBLEM, 1)
    again.close()
