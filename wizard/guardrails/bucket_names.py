"""What a bucket's name is at odds with: somebody else's bucket, or an earlier one of ours."""

from __future__ import annotations

from state.observed.settings import SUFFIXES, bucket_name, kind_of
from wizard.claims.base import Blocked


def taken(bucket: str, account_id: str) -> Blocked:
    """The name is somebody else's: names are unique in all of AWS (S3 user guide, bucketnamingrules)."""
    name, key = bucket_name(bucket, account_id), SUFFIXES[kind_of(bucket)]
    proposed = "q3m8" if bucket.endswith("-x7k2") else "x7k2"
    return Blocked(
        f"A bucket called {name} is in somebody else's account; S3's names are unique in all of AWS. Nothing of yours "
        "is ever written to it.",
        f"Write {key}: {proposed} under guardrails in the setup, or answer Names of the buckets on Guardrails with it: "
        "the bucket is then made under another name.",
    )


def called_otherwise(bucket: str, there: str) -> Blocked:
    """One for the same purpose is there already."""
    kind = kind_of(bucket)
    key, suffix = SUFFIXES[kind], there.removeprefix(kind).removeprefix("-")
    return Blocked(
        f"Bucket {there} is there for the same purpose, and the setup calls it {bucket}. A bucket keeps its name; a "
        "second one would leave what is in the first without protection.",
        (f"Write {key}: {suffix}" if suffix else f"Take {key} out, or leave it empty,")
        + " under guardrails in the setup. To begin with a new bucket on purpose, delete the first one, and the trail "
        "that writes to it, in the console.",
    )
