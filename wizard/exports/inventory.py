"""A neutral inventory, as JSON and as YAML: what exists, where, and how to get in. Stable, so that two compare."""

from __future__ import annotations

from dataclasses import asdict

from state.text.printable import as_json
from wizard.exports.format import Files, Format, Proof, Taken, comment, first_lines
from wizard.exports.texts import as_yaml


def as_json_file(taken: Taken) -> Files:
    """The keys of `state.inventory`, in their order."""
    return {f"{taken.name}-inventory.json": as_json(asdict(taken.inventory), indent=2) + "\n"}


def as_yaml_file(taken: Taken) -> Files:
    """The same, for people."""
    told = comment(first_lines(taken, "the inventory"))
    return {f"{taken.name}-inventory.yaml": told + as_yaml(asdict(taken.inventory))}


def _proof(taken: Taken) -> Proof:
    return Proof(
        f"orgwizard schema inventory > inventory.schema.json && check-jsonschema --schemafile inventory.schema.json "
        f"{taken.name}-inventory.json",
        "It says: ok -- validation done. Taken again and compared with `diff`, the same facts give no difference.",
    )


FORMAT = Format(
    "inventory",
    "An inventory of the accounts, roles and policies for other tools, as JSON",
    True,
    as_json_file,
    _proof,
    "its own JSON Schema, by jsonschema",
)
FORMAT_YAML = Format(
    "inventory-yaml", "The same inventory as YAML", True, as_yaml_file, _proof, "its own JSON Schema, by jsonschema"
)
