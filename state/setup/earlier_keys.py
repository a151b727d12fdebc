"""Keys of setup files that earlier versions wrote, said in today's, so that an answer given then still counts.

A file is read so and never written so: the first time that it is saved, it has today's keys.
"""

from __future__ import annotations

from state.setup.guardrails import POLICIES_OF_THE_ROOT, WITHOUT_EXCEPTIONS
from state.setup.yaml_lines import Plain

POLICY_UNITS, EXCEPTED_ACCOUNTS = "policy_units", "excepted_accounts"
"""Where all policies at the root were attached instead, and which accounts none of them bound."""


def in_todays_keys(content: dict[str, Plain]) -> dict[str, Plain]:
    """`content` with one scope for each policy at the root in place of one for them all. A scope that the file gives
    by itself stays; what is no list is left to be judged as an unknown key."""
    guardrails = content.get("guardrails")
    if not isinstance(guardrails, dict):
        return content
    units, excepted = guardrails.get(POLICY_UNITS, []), guardrails.get(EXCEPTED_ACCOUNTS, [])
    own = guardrails.get("scopes", {})
    named = {POLICY_UNITS, EXCEPTED_ACCOUNTS} & guardrails.keys()
    if not (named and isinstance(units, list) and isinstance(excepted, list) and isinstance(own, dict)):
        return content
    scopes: dict[str, Plain] = {}
    for item in sorted(POLICIES_OF_THE_ROOT):
        scope: dict[str, Plain] = {"units": units} if units else {}
        if excepted and item not in WITHOUT_EXCEPTIONS:
            scope["except_accounts"] = excepted
        if scope:
            scopes[item.value] = scope
    rest: dict[str, Plain] = {key: value for key, value in guardrails.items() if key not in named}
    return {**content, "guardrails": {**rest, "scopes": {**scopes, **own}}}
