"""The writes to AWS, one frozen dataclass each, in a module for each thing that they change.

A change refers by name, never by an id of AWS's: an organizational unit is its path, an account its address (or its id
where the account existed before). So it can be shown, compared, approved, journaled and repeated, and may mention
things that are not there yet. It knows its call, the permissions for that, how it is taken back, the page on which its
answer is given, and the reading that AWS would return afterwards; a plan needs no more.
"""

from __future__ import annotations

from abc import ABC
from collections.abc import Iterator
from dataclasses import asdict, fields
from typing import Any

from state.changes import (
    access_roles,
    account_settings,
    accounts,
    all_features,
    assignments,
    buckets,
    budgets,
    groups,
    handshakes,
    identity_center,
    life,
    organization,
    people,
    permission_sets,
    policies,
    roles,
    root_users,
    tags,
    trails,
    units,
)
from state.changes.base import SECRET, Change
from state.observed.settings import Place

_MODULES = (
    organization,
    all_features,
    units,
    accounts,
    handshakes,
    access_roles,
    roles,
    groups,
    identity_center,
    life,
    permission_sets,
    assignments,
    people,
    tags,
    policies,
    account_settings,
    budgets,
    root_users,
    buckets,
    trails,
)


def _kinds() -> Iterator[type[Change]]:
    """What several kinds share has `ABC` among its bases; see `Change`."""
    for each in (each for module in _MODULES for each in vars(module).values()):
        if isinstance(each, type) and issubclass(each, Change) and ABC not in each.__bases__:
            yield each


KINDS: dict[str, type[Change]] = {kind.__name__: kind for kind in _kinds()}


def to_record(change: Change) -> dict[str, Any]:
    """The change as JSON-ready data: its kind, and its fields by name, secrets left out."""
    secret = {each.name for each in fields(change) if each.metadata == SECRET}
    told = {name: value for name, value in asdict(change).items() if name not in secret}
    return {"kind": type(change).__name__, **told}


def from_record(record: dict[str, Any]) -> Change:
    """The change that `to_record` wrote.

    Raises KeyError for a kind, and TypeError for fields, of another version of the program.
    """
    given = {key: value for key, value in record.items() if key != "kind"}
    if "tags" in given:
        given["tags"] = tuple((key, value) for key, value in given["tags"])
    if "place" in given:
        given["place"] = Place(**given["place"])
    return KINDS[record["kind"]](**given)
