"""Every kind of change is whole, and is in the list of kinds."""

from __future__ import annotations

import importlib
import inspect
import json
import pkgutil
from abc import ABC
from dataclasses import dataclass

import pytest

import state.changes
from state.changes import KINDS, from_record, to_record
from state.changes.accounts import CreateAccount
from state.changes.another_version import ChangeOfAnotherVersion
from state.changes.base import Change, Lane
from state.changes.policies import AttachPolicy
from state.changes.request import Request
from state.changes.roles import PutRolePolicy
from state.changes.root_users import DeleteRootCredential
from state.observed import Observed, OrganizationalUnit, Section
from state.observed.draft import Draft
from state.observed.settings import NOTHING, Place
from state.page_key import PageKey
from tests.state.changes.test_requests import CHANGES

ANSWERED_ON = {
    PageKey.STRUCTURE,
    PageKey.ORGANIZATION,
    PageKey.INVITATIONS,
    PageKey.ACCOUNTS,
    PageKey.PEOPLE,
    PageKey.GUARDRAILS,
}
"""Pages on which something is asked that can lead to a change."""


def test_every_kind_that_is_written_is_in_the_list_of_kinds() -> None:
    modules = [
        importlib.import_module(each.name) for each in pkgutil.iter_modules(state.changes.__path__, "state.changes.")
    ]
    written = {
        kind
        for module in modules
        for kind in vars(module).values()
        if inspect.isclass(kind) and issubclass(kind, Change) and ABC not in kind.__bases__
    }

    assert set(KINDS.values()) == written - {ChangeOfAnotherVersion}, "which is read and never written"
    assert not any(inspect.isabstract(kind) for kind in written)


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.__name__)
def test_every_kind_leads_to_a_page_on_which_answers_are_given(kind: type[Change]) -> None:
    assert kind.page in ANSWERED_ON


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.__name__)
def test_every_kind_names_the_permissions_it_needs(kind: type[Change]) -> None:
    assert kind.needs
    assert all(action.count(":") == 1 for action in kind.needs)


PARTS = ("lane", "needs", "page", "predict", "request", "title", "touches", "undo")


@pytest.mark.parametrize("forgotten", PARTS)
def test_a_kind_without_one_of_its_parts_cannot_be_written(forgotten: str) -> None:
    @dataclass(frozen=True, slots=True)
    class Whole(Change):
        lane = Lane.ORGANIZATION
        touches = frozenset({Section.UNITS})
        undo = ""
        needs = ("organizations:CreateOrganizationalUnit",)
        page = PageKey.STRUCTURE

        @property
        def title(self) -> str:
            return "Do nothing"

        def request(self, _observed: Observed) -> Request:
            return Request("organizations", "CreateOrganizationalUnit", {})

        def predict(self, draft: Draft) -> None:
            draft.put_unit(OrganizationalUnit("ou-1", "Workloads"))

    parts = {name: value for name, value in vars(Whole).items() if name in PARTS}
    type("AsWhole", (Change,), dict(parts))
    del parts[forgotten]

    with pytest.raises(TypeError, match=rf"Lacking is a change without {forgotten}$"):
        type("Lacking", (Change,), parts)


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: f"{type(change).__name__} {change.title}")
def test_a_change_comes_back_from_its_record_as_it_was(change: Change) -> None:
    assert from_record(json.loads(json.dumps(to_record(change)))) == change


def test_records_of_the_first_version_are_read() -> None:
    written = """[
        {"kind": "CreateAccount", "account_name": "shop", "email": "shop@example.com",
         "organization_access_role": "Admin", "tags": [["team", "web"]]},
        {"kind": "PutRolePolicy", "role_name": "shop-access", "policy_name": "assume", "account": "shop@example.com",
         "assumed_role": "Admin"},
        {"kind": "AttachPolicy", "policy_type": "SERVICE_CONTROL_POLICY", "policy_name": "stay", "path": "Root"},
        {"kind": "SetBudget", "place": {"account": "the management account", "account_title": "the management account",
         "role_name": "", "region": "eu-west-1"},
         "value": "{\\"amount\\":\\"50\\",\\"emails\\":[\\"money@example.com\\"],\\"thresholds\\":[80,100]}",
         "entry": "orgwizard-monthly"},
        {"kind": "DeleteRootCredential", "place": {"account": "shop@example.com", "account_title": "shop",
         "role_name": "Admin", "region": "eu-west-1"}, "value": "null", "entry": "password"}
    ]"""

    account, permission, policy, budget, credential = map(from_record, json.loads(written))

    shop = Place("shop@example.com", "shop", "Admin", "eu-west-1")
    assert account == CreateAccount("shop", "shop@example.com", "Admin", (("team", "web"),))
    assert permission == PutRolePolicy("shop-access", "assume", "shop@example.com", "Admin")
    assert policy == AttachPolicy("SERVICE_CONTROL_POLICY", "stay", "Root")
    assert budget.detail == "50 USD a month, tells money@example.com"
    assert credential == DeleteRootCredential(shop, NOTHING, "password")
