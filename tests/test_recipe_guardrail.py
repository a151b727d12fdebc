"""The recipe for a guardrail, followed on a copy: name and level, change, module, line in the table, simulated AWS.

Then it shows on every face, is applied, and holds; no other file has to know it.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.recipes import add_to, copied_tree, put_into, seen_in

CHANGE = '''

@dataclass(frozen=True, slots=True)
class SetSnapshotBlockPublicAccess(OneSetting):
    """API: ec2.EnableSnapshotBlockPublicAccess or ec2.DisableSnapshotBlockPublicAccess, in the home Region."""

    name = "snapshot-block"
    undo = "DisableSnapshotBlockPublicAccess lifts it."
    needs = ("ec2:EnableSnapshotBlockPublicAccess", "ec2:DisableSnapshotBlockPublicAccess")
    page = PageKey.GUARDRAILS

    @property
    def title(self) -> str:
        return "Let snapshots be public again" if self.takes_away else "Keep snapshots from being public"

    def request(self, observed: Observed) -> Request:
        if self.takes_away:
            return self.sent_inside(observed, "ec2", "DisableSnapshotBlockPublicAccess", {})
        state = {"State": self.content(observed)}
        return self.sent_inside(observed, "ec2", "EnableSnapshotBlockPublicAccess", state)
'''

MODULE = '''"""Snapshots of disks cannot be public, in the home Region of each account."""

from __future__ import annotations

from dataclasses import dataclass

from state.changes.account_settings import SetSnapshotBlockPublicAccess
from state.observed import Observed
from state.observed.settings import as_value
from state.setup.guardrails import Item
from wizard.claims.base import Needed, Satisfied, Verdict
from wizard.claims.reads import Answer, Inside, Reads
from wizard.claims.settings import SettingClaim
from wizard.guardrails.auditing import CIS, Audited, in_every_account
from wizard.guardrails.base import FREE, Words
from wizard.guardrails.in_each_account import InEachAccount, TakenBack

ALL = as_value("block-all-sharing")


def _read(inside: Inside) -> str | None:
    def understand(answer: Answer) -> str | None:
        return None if answer["State"] == "unblocked" else str(answer["State"])

    return inside.own.ask("ec2", "GetSnapshotBlockPublicAccessState", understand)


SNAPSHOT_BLOCK = Reads(
    SetSnapshotBlockPublicAccess.name, _read, str, ("ec2:GetSnapshotBlockPublicAccessState",)
)


@dataclass(frozen=True)
class SnapshotsAreNotPublic(SettingClaim[str]):
    """Nobody shares a snapshot with everybody."""

    reads = SNAPSHOT_BLOCK

    @property
    def title(self) -> str:
        return f"Snapshots in {self.place.account_title} are not public"

    def judge(self, present: str | None, _observed: Observed) -> Verdict:
        if present == "block-all-sharing":
            return Satisfied("AWS says block-all-sharing.")
        return Needed(SetSnapshotBlockPublicAccess(self.place, ALL))


GUARDRAIL = InEachAccount(
    item=Item.SNAPSHOT_BLOCK,
    words=Words("Snapshots cannot be public", "Nobody shares a disk with the world.", FREE, "The block is lifted."),
    claim=lambda _wanted, place: SnapshotsAreNotPublic(place),
    back=TakenBack(SetSnapshotBlockPublicAccess, lambda _wanted, _place: ALL),
    reads=(SNAPSHOT_BLOCK,),
    audited=(Audited(CIS, "EC2.182", "Snapshots not public", in_every_account("snapshot-block", "Look elsewhere.")),),
)
'''

SIMULATED = '''

@answers("ec2", "GetSnapshotBlockPublicAccessState")
def get_snapshot_block_public_access_state(call: Call) -> Answer:
    """API: ec2.GetSnapshotBlockPublicAccessState."""
    return {"State": _settings(call).snapshot_block}


@answers("ec2", "EnableSnapshotBlockPublicAccess", writes=True)
def enable_snapshot_block_public_access(call: Call) -> Answer:
    """API: ec2.EnableSnapshotBlockPublicAccess."""
    _own_settings(call).snapshot_block = call.parameters["State"]
    return {"State": call.parameters["State"]}


@answers("ec2", "DisableSnapshotBlockPublicAccess", writes=True)
def disable_snapshot_block_public_access(call: Call) -> Answer:
    """API: ec2.DisableSnapshotBlockPublicAccess."""
    _own_settings(call).snapshot_block = "unblocked"
    return {"State": "unblocked"}
'''

SETUP = """
version: 1
name: acme
home_region: eu-west-1
email_pattern: aws+{account}@acme.example
organizational_units: [Workloads]
accounts:
  - {account_name: production, organizational_unit: Workloads, purpose: workload}
guardrails:
  level: none
  choices: {snapshot-block: apply}
"""

FACES = """
import asyncio, json, sys
from pathlib import Path

from textual.widgets import OptionList

from state.setup.guardrails import Item
from tests.command_line import orgwizard
from tests.guardrail_answers import essential
from tests.screens.faces import wizard
from wizard.guardrails.words import about

home = Path(sys.argv[1])


def told(*words):
    ended = orgwizard(home, *words)
    assert ended.returncode in (0, 1), ended
    return ended.stdout


async def listed():
    async with wizard(home / "screen", essential()) as (app, pilot):
        app.go_to("guardrails")
        await pilot.pause()
        return [str(option.prompt) for option in app.screen.query_one("#guardrails", OptionList).options]


def kinds(text):
    events = map(json.loads, text.splitlines())
    return [each["change"]["kind"] for each in events if each["event"] == "change_performed"]


rehearse = ("--rehearse", "--json")
(home / "acme.yaml").write_text(SETUP)
seen = {"words": about(essential(), Item("snapshot-block")), "schema": told("schema")}
seen["plan"] = told("plan", "acme.yaml", *rehearse)
seen["permissions"] = told("permissions", "acme.yaml")
seen["performed"] = kinds(told("apply", "acme.yaml", "--yes", "--account", "999988887777", *rehearse))
seen["plan afterwards"] = told("plan", "acme", *rehearse)
seen["inventory"] = told("export", "acme", "--rehearse", "--format", "inventory", "--output", "-")
seen["screen"] = asyncio.run(listed())
print(json.dumps(seen))
"""


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What each face of the copy shows, once the recipe was followed."""
    copy = copied_tree(tmp_path_factory.mktemp("recipe"))
    wanted = copy / "state" / "setup" / "guardrails.py"
    put_into(wanted, '    PASSWORD_POLICY = "password-policy"', '    SNAPSHOT_BLOCK = "snapshot-block"\n')
    put_into(wanted, "        Item.PASSWORD_POLICY,\n", "        Item.SNAPSHOT_BLOCK,\n")
    add_to(copy / "state" / "changes" / "account_settings.py", CHANGE)
    (copy / "wizard" / "guardrails" / "snapshot_block.py").write_text(MODULE, encoding="utf-8")
    table = copy / "wizard" / "guardrails" / "__init__.py"
    put_into(table, "    root_credentials,\n", "    snapshot_block,\n")
    put_into(table, "    password_policy.GUARDRAIL,\n", "    snapshot_block.GUARDRAIL,\n")
    simulated = copy / "wizard" / "simulated"
    put_into(simulated / "settings.py", "    metadata_defaults: dict", '    snapshot_block: str = "unblocked"\n')
    add_to(simulated / "ec2.py", SIMULATED)
    return seen_in(copy, f"SETUP = {SETUP!r}\n{FACES}")


def test_the_new_guardrail_is_told_in_words_and_listed_on_the_screen(seen: dict[str, Any]) -> None:
    assert "Nobody shares a disk with the world. It costs nothing." in seen["words"]
    assert any("Snapshots cannot be public" in line for line in seen["screen"])


def test_the_new_guardrail_can_be_written_in_a_file(seen: dict[str, Any]) -> None:
    assert "snapshot-block" in seen["schema"]


def test_the_new_guardrail_is_planned_and_allowed_and_carried_out(seen: dict[str, Any]) -> None:
    assert "SetSnapshotBlockPublicAccess" in seen["plan"]
    assert "ec2:EnableSnapshotBlockPublicAccess" in seen["permissions"]
    assert "ec2:GetSnapshotBlockPublicAccessState" in seen["permissions"]
    assert "SetSnapshotBlockPublicAccess" in seen["performed"]


def test_the_new_guardrail_is_read_and_holds_afterwards(seen: dict[str, Any]) -> None:
    afterwards = json.loads(seen["plan afterwards"])

    assert not [change for change in afterwards["changes"] if "Snapshot" in json.dumps(change)]
    inventory = json.loads(seen["inventory"])
    checks = {(each["check"], each["status"]) for each in inventory["baseline"] if each["check"] == "snapshot-block"}
    assert checks == {("snapshot-block", "met")}
    assert "EC2.182" in {line["item"] for line in inventory["benchmarks"]}
