"""What a team takes away from its setup: one module for each format, and this table of them in the order they are
offered. The command line, both faces and the README go by it."""

from __future__ import annotations

from wizard.exports import aws_config, inventory, setup
from wizard.exports.format import Files, Format, Taken

__all__ = ["FORMATS", "Files", "Format", "Taken"]

FORMATS: dict[str, Format] = {
    each.name: each
    for each in (
        setup.FORMAT,
        inventory.FORMAT,
        inventory.FORMAT_YAML,
        aws_config.FORMAT,
    )
}
"""By what the command line calls them."""
