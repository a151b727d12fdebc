"""The recipe for a claim with its change, followed on a copy: the change, the claim, its line, the simulated AWS.

Then it is planned, allowed, reviewed, carried out, and holds; no other file has to know it.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.recipes import add_to, copied_tree, put_into, seen_in

CHANGE = '''

@dataclass(frozen=True, slots=True)
class PutAccountName(Change):
    """API: account.PutAccountName."""

    email: str
    account_name: str

    lane = Lane.ORGANIZATION
    touches = frozenset({Section.ACCOUNTS})
    undo = "PutAccountName gives it another name."
    needs = ("account:PutAccountName",)
    page = PageKey.ACCOUNTS

    @property
    def title(self) -> str:
        return f"Call {self.email} {self.account_name}"

    def request(self, observed: Observed) -> Request:
        account = observed.account_called(self.email)
        account_id = account.account_id if account else f"<id of {self.email}>"
        return Request("account", "PutAccountName", {"AccountId": account_id, "AccountName": self.account_name})

    def predict(self, draft: Draft) -> None:
        account = draft.account_called(self.email)
        if account is not None:
            draft.put_account(replace(account, account_name=self.account_name))
'''

CLAIM = '''"""An account is called as the setup calls it."""

from __future__ import annotations

from dataclasses import dataclass

from state.changes.accounts import PutAccountName
from state.observed import Observed
from state.page_key import PageKey
from wizard.claims.accounts import account_key
from wizard.claims.base import Claim, Needed, Satisfied, Verdict


@dataclass(frozen=True)
class AccountIsCalled(Claim):
    """The account with this address has the setup's name."""

    email: str
    account_name: str

    page = PageKey.ACCOUNTS

    @property
    def key(self) -> str:
        return f"called:{self.email.lower()}"

    @property
    def title(self) -> str:
        return f"{self.email} is called {self.account_name}"

    @property
    def requires(self) -> tuple[str, ...]:
        return (account_key(self.email), "trusted-access:account.amazonaws.com")

    @property
    def may_need(self) -> tuple[PutAccountName, ...]:
        return (PutAccountName(self.email, self.account_name),)

    def assess(self, observed: Observed) -> Verdict:
        account = observed.account_called(self.email)
        if account is not None and account.account_name != self.account_name:
            return Needed(PutAccountName(self.email, self.account_name))
        return Satisfied("It has that name.")
'''

LINES = """        TrustedAccessEnabled("account.amazonaws.com"),
        *(AccountIsCalled(setup.email_of(each), each.account_name) for each in setup.accounts),
"""

SIMULATED = '''

@answers("account", "PutAccountName", writes=True)
def put_account_name(call: Call) -> Answer:
    """API: account.PutAccountName."""
    account_meant(call).account_name = call.parameters["AccountName"]
    return {}
'''

FACES = """
import asyncio, json, sys
from pathlib import Path

from state.setup.file import parse_setup
from tests.command_line import orgwizard
from tests.rehearsing import rehearsals
from tests.screens.faces import LARGE, opened, screen_text, sign_in_beforehand, until

SETUP = '''
version: 1
name: acme
home_region: eu-west-1
organizational_units: [Workloads]
accounts:
  - {account_name: shop, email: aws+shop@acme.example, organizational_unit: Workloads}
guardrails: {level: none}
'''
home = Path(sys.argv[1])
rehearse = ("--rehearse", "--json")


def told(*words):
    ended = orgwizard(home, *words)
    assert ended.returncode == 0, ended
    return ended.stdout


async def reviewed():
    async with opened(home / "state", size=LARGE) as (app, pilot):
        sign_in_beforehand(app)
        app.go_to("review")
        await until(pilot, lambda: app.plan is not None)
        await pilot.pause()
        return [change.title for change, _ in app.plan.changes], screen_text(app)


file = home / "acme.yaml"
file.write_text(SETUP)
approved = ("--yes", "--account", "999988887777")
told("apply", "acme.yaml", *approved, *rehearse)
file.write_text(SETUP.replace("shop, email", "store, email"))
seen = {"plan": told("plan", "acme.yaml", *rehearse), "permissions": told("permissions", "acme.yaml")}
rehearsals(home / "state").resume("acme").close()
seen["events"] = told("apply", "acme.yaml", *approved, *rehearse)
seen["plan afterwards"] = told("plan", "acme", *rehearse)
onboarding = rehearsals(home / "state").resume("acme")
onboarding.answer(parse_setup(SETUP.replace("shop, email", "market, email"), "acme.yaml").sound("acme.yaml"))
onboarding.close()
seen["planned on the screen"], seen["screen"] = asyncio.run(reviewed())
print(json.dumps(seen))
"""

NEEDED = "Call aws+shop@acme.example store"


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What each face of the copy shows, once the recipe was followed."""
    copy = copied_tree(tmp_path_factory.mktemp("recipe"))
    add_to(copy / "state" / "changes" / "accounts.py", CHANGE)
    (copy / "wizard" / "claims" / "account_names.py").write_text(CLAIM, encoding="utf-8")
    table = copy / "wizard" / "plan" / "claims.py"
    imports = "from wizard.claims.account_names import AccountIsCalled\n"
    imports += "from wizard.guardrails.trusted_access import TrustedAccessEnabled\n"
    put_into(table, "from wizard.claims.accounts import", imports)
    put_into(table, "        *groups_that_enter(setup),\n", LINES)
    add_to(copy / "wizard" / "simulated" / "alternate_contacts.py", SIMULATED)
    return seen_in(copy, FACES)


def test_the_new_claim_is_planned_and_its_change_allowed(seen: dict[str, Any]) -> None:
    assert NEEDED in [change["title"] for change in json.loads(seen["plan"])["changes"]]
    assert "account:PutAccountName" in seen["permissions"]


def test_the_new_change_is_carried_out_and_its_claim_holds_afterwards(seen: dict[str, Any]) -> None:
    events = [json.loads(line) for line in seen["events"].splitlines()]
    performed = [each["change"]["kind"] for each in events if each["event"] == "change_performed"]

    assert "PutAccountName" in performed
    assert json.loads(seen["plan afterwards"])["changes"] == []


def test_the_new_change_is_reviewed_on_the_screen(seen: dict[str, Any]) -> None:
    assert "Call aws+shop@acme.example market" in seen["planned on the screen"]
    assert "aws+shop@acme.example" in seen["screen"]
