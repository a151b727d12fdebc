"""Connections for Steampipe: one for each account, and one for all of them together.

Facts: Steampipe's documentation of its AWS plugin. A connection's name has lower-case letters, digits and underscores.
"""

from __future__ import annotations

from wizard.exports.format import Files, Format, Proof, Taken, comment, first_lines
from wizard.exports.texts import Block, distinct, label
from wizard.exports.ways import ways_of

REFUSED = ["AccessDenied", "AccessDeniedException", "NotAuthorized", "UnauthorizedOperation", "AuthorizationError"]
"""What a policy of the organization makes a Region answer: no reason to break off."""


def files(taken: Taken) -> Files:
    """One file, for ~/.steampipe/config; its profiles are those of `aws-config`."""
    ways = ways_of(taken.inventory)
    names = distinct({way.account.id: f"aws_{label(way.account.name, 'account')}" for way in ways}, "_")
    told = first_lines(taken, "connections for Steampipe, with the profiles of the format aws-config")
    blocks = [
        Block("connection", names[way.account.id])
        .set("plugin", "aws")
        .set("profile", way.profile)
        .set("regions", ["*"])
        .set("ignore_error_codes", REFUSED)
        for way in ways
    ]
    together = Block("connection", "aws_all").set("plugin", "aws").set("type", "aggregator")
    blocks.append(together.set("connections", [names[way.account.id] for way in ways]))
    return {f"{taken.name}-aws.spc": comment(told) + "".join(f"\n{block.text()}" for block in blocks)}


def _proof(taken: Taken) -> Proof:
    accounts = len(ways_of(taken.inventory))
    return Proof(
        "steampipe query 'select account_id from aws_all.aws_account'",
        f"It lists {accounts} account ids, those of {taken.name}.",
    )


FORMAT = Format("steampipe", "Connections for Steampipe, one for each account", True, files, _proof, "python-hcl2")
