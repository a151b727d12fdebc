"""What a team takes away from its setup: one module for each format, and this table of them in the order they are
offered. The command line, both faces and the README go by it."""

from __future__ import annotations

from state.errors import WrongInput
from wizard.exports import (
    aws_config,
    backstage,
    c7n_org,
    cloudformation,
    diagram,
    github_oidc,
    granted,
    hand_over,
    inventory,
    lza,
    org_formation,
    prowler,
    setup,
    steampipe,
    tables,
    terraform,
)
from wizard.exports.format import Files, Format, Taken

__all__ = ["FORMATS", "Files", "Format", "Taken", "formats_called"]

FORMATS: dict[str, Format] = {
    each.name: each
    for each in (
        setup.FORMAT,
        inventory.FORMAT,
        inventory.FORMAT_YAML,
        aws_config.FORMAT,
        hand_over.FORMAT,
        terraform.FORMAT,
        tables.FORMAT,
        diagram.FORMAT,
        cloudformation.FORMAT,
        github_oidc.FORMAT,
        org_formation.FORMAT,
        lza.FORMAT,
        steampipe.FORMAT,
        prowler.FORMAT,
        c7n_org.FORMAT,
        granted.FORMAT,
        backstage.FORMAT,
    )
}
"""By what the command line calls them."""


def formats_called(*names: str) -> tuple[Format, ...]:
    """The formats of these names. Raises WrongInput for a name that is none's."""
    unknown = [name for name in names if name not in FORMATS]
    if unknown:
        raise WrongInput(f"There is no export format called {unknown[0]!r}.", f"Choose one of {', '.join(FORMATS)}.")
    return tuple(FORMATS[name] for name in names)
