"""The JSON Schema of the inventory, for whoever reads it with a program."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from state.inventory import VERSION, Inventory

if TYPE_CHECKING:
    from pydantic import TypeAdapter


@cache
def inventory_type() -> TypeAdapter[Inventory]:
    """The pydantic view of `Inventory`."""
    from pydantic import TypeAdapter

    return TypeAdapter(Inventory)


def json_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of the inventory file."""
    schema = inventory_type().json_schema()
    version = {**schema["properties"]["version"], "const": VERSION}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "title": "orgwizard inventory",
        "properties": {**schema["properties"], "version": version},
    }
