"""What is known of the data bunker's buckets, for the formats that take them over: what nobody could see is no wish."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from state.inventory import AccountEntry, BucketEntry, Inventory
from state.observed.settings import LOCKED, TAKEN, BucketAspect

ENCRYPTED_BY_S3 = "AES256"
"""Of another algorithm the key would have to be named, which is not looked at."""
PASSED_ON = {
    "ID",
    "Status",
    "Filter",
    "AbortIncompleteMultipartUpload",
    "Transitions",
    "NoncurrentVersionTransitions",
    "Expiration",
    "NoncurrentVersionExpiration",
}
"""Parts of a rule of a lifecycle (API: s3.LifecycleRule) that can be said in every format."""


@dataclass(frozen=True, slots=True)
class Bucket:
    """A bucket that is there, in the data bunker."""

    name: str
    settings: dict[str, Any]

    def known(self, aspect: BucketAspect) -> Any | None:
        """What AWS has of an aspect; None where there is nothing, or nobody could look."""
        found = self.settings.get(aspect.value)
        return None if isinstance(found, dict) and set(found) == {"unknown"} else found

    @property
    def locked(self) -> bool:
        """Whether it was made for Object Lock."""
        return self.known(BucketAspect.EXISTS) == LOCKED

    @property
    def rules(self) -> list[dict[str, Any]] | None:
        """The rules of its lifecycle; None where there are none, or one says what cannot be said everywhere."""
        rules = self.known(BucketAspect.LIFECYCLE)
        return list(rules) if rules and all(map(_can_be_said, rules)) else None

    def left_out(self) -> Iterator[str]:
        """What of it is not in the export, as sentences."""
        for aspect, found in self.settings.items():
            if isinstance(found, dict) and set(found) == {"unknown"}:
                yield f"The {aspect} of {self.name} is not in here. {found['unknown']}"
        encryption = self.known(BucketAspect.ENCRYPTION)
        if encryption not in (None, ENCRYPTED_BY_S3):
            yield f"The encryption of {self.name} is not in here: it is {encryption}, by a key that is not looked at."
        if self.known(BucketAspect.LIFECYCLE) and self.rules is None:
            yield f"The lifecycle of {self.name} is not in here: it has rules that this program does not make."
        if self.locked:
            yield f"The default retention of {self.name} is not in here: its mode is not looked at."


def _can_be_said(rule: dict[str, Any]) -> bool:
    dated = any("Date" in part for part in (*rule.get("Transitions", ()), rule.get("Expiration", {})))
    return set(rule) <= PASSED_ON and set(rule.get("Filter", {})) <= {"Prefix"} and not dated


def bunker_account(inventory: Inventory) -> AccountEntry | None:
    """The account for audit logs and backups, where it exists."""
    bunker = inventory.data_bunker
    return inventory.account(bunker.account) if bunker and bunker.account else None


def buckets_there(inventory: Inventory) -> list[Bucket]:
    """Those that AWS was seen to have, and that are the data bunker's own."""
    entries = inventory.data_bunker.buckets if inventory.data_bunker else []
    return [Bucket(each.name, each.settings) for each in entries if _is_there(each)]


def _is_there(entry: BucketEntry) -> bool:
    found = entry.settings.get(BucketAspect.EXISTS.value)
    return isinstance(found, str) and found != TAKEN
