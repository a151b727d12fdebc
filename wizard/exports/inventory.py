"""A neutral inventory, as JSON and as YAML: what exists, where, and how to get in. Stable, so that two compare."""

from __future__ import annotations

import sys
from dataclasses import asdict

import yaml

from state.setup.printable import as_json, printable_lines
from wizard.exports.format import Files, Format, Proof, Taken, comment, first_lines


def as_json_file(taken: Taken) -> Files:
    """The keys of `state.inventory`, in their order."""
    return {f"{taken.name}-inventory.json": as_json(asdict(taken.inventory), indent=2) + "\n"}


class _Dumper(yaml.SafeDumper):
    """Without anchors: they save a few lines and cost whoever compares two files."""

    def ignore_aliases(self, _data: object) -> bool:
        return True


def as_yaml_file(taken: Taken) -> Files:
    """The same, for people."""
    text: str = yaml.dump(
        asdict(taken.inventory), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=sys.maxsize
    )
    told = comment(first_lines(taken, "the inventory"))
    return {f"{taken.name}-inventory.yaml": told + printable_lines(text)}


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
