"""An organization whose units have slashes in their names: they are themselves, and never a path."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from state.changes.units import CreateOrganizationalUnit
from state.setup import MemberAccount, Setup
from tests.stage import Stage, ending_of
from wizard.engine.events import Ending
from wizard.exports.taking_stock import Past, inventory_of
from wizard.simulated.organizations_units import new_unit

FLAT = Setup(
    name="acme",
    home_region="eu-west-1",
    email_pattern="aws+{account}@acme.example",
    organizational_units=("Sec/Vault",),
    accounts=(MemberAccount(account_name="vault", organizational_unit="Sec/Vault"),),
)


def on_stage(home: Path, *names: str) -> Stage:
    """An organization with units of these names in its root."""
    stage = Stage(FLAT, home, "existing-organization")
    (organization,) = stage.world.organizations.values()
    for name in names:
        new_unit(stage.world, organization, name, organization.root_id)
    return stage


def test_a_unit_with_a_slash_in_its_name_is_never_taken_for_a_nested_one(tmp_path: Path) -> None:
    stage = on_stage(tmp_path, "Sec/Vault")
    assert {CreateOrganizationalUnit("Sec"), CreateOrganizationalUnit("Sec/Vault")} <= stage.plan().approved()

    assert ending_of(stage.run()) is Ending.DONE

    observed = stage.look()
    vault = observed.account_with_email("aws+vault@acme.example")
    nested, flat = observed.unit_at("Sec/Vault"), observed.unit_at("Sec\\/Vault")
    assert vault is not None
    assert nested is not None
    assert flat is not None
    assert vault.unit_path == "Sec/Vault"
    assert {nested.unit_id, flat.unit_id} <= {unit.unit_id for unit in observed.units}
    assert nested.unit_id != flat.unit_id


def test_a_setup_can_mean_the_unit_whose_name_has_the_slash(tmp_path: Path) -> None:
    stage = on_stage(tmp_path, "Sec/Vault")
    account = replace(FLAT.accounts[0], organizational_unit="Sec\\/Vault")
    stage.want(replace(FLAT, organizational_units=("Sec\\/Vault",), accounts=(account,)))

    assert ending_of(stage.run()) is Ending.DONE

    (organization,) = stage.world.organizations.values()
    assert [unit.unit_name for unit in organization.units.values()].count("Sec/Vault") == 1
    assert "Sec" not in [unit.unit_name for unit in organization.units.values()]


def test_the_inventory_names_the_real_parent_of_every_unit(tmp_path: Path) -> None:
    stage = on_stage(tmp_path, "A/B", "R&D / Ops", "[bold]red[/bold]")
    (organization,) = stage.world.organizations.values()
    a = new_unit(stage.world, organization, "A", organization.root_id)
    new_unit(stage.world, organization, "B", a.unit_id)

    units = inventory_of(stage.setup, stage.look(), Past(None)).units

    parents = {unit.path: unit.parent_id for unit in units}
    assert len(parents) == len(units)
    assert parents["A/B"] == a.unit_id
    assert {parents[path] for path in ("A\\/B", "R&D \\/ Ops", "[bold]red[\\/bold]")} == {organization.root_id}
