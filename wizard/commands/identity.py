"""`orgwizard whoami`: whose the credentials are, and what they may be used for. Asks nobody, writes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from state.observed import Identity, Organization
from wizard.claims.base import Blocked
from wizard.claims.identity import ADMINISTRATOR_STEPS, ROOT_USER, reasons
from wizard.commands.opening import likely_source
from wizard.commands.terminal import Options, out_json
from wizard.exit_status import DONE
from wizard.machine.streams import out
from wizard.onboarding.signed_in import organization_around

MINUTES_TOLD = 2 * 24 * 60
"""Beyond that, days are told."""


def show_identity(options: Options) -> int:
    """`whoami`. Raises AwsError when AWS would not say."""
    world = options.world_for(options.onboardings.rehearsal, None)
    identity, gateway = world.sign_in.use(likely_source(tuple(world.sign_in.sources())), options.region or "")
    organization = organization_around(gateway)
    if options.json:
        out_json(identity_record(identity, organization))
    else:
        for line in identity_lines(identity, organization, world.clock.now()):
            out(line)
    return DONE


def identity_lines(identity: Identity, organization: Organization | None, now: datetime) -> Iterator[str]:
    """For reading: who that is, and each reason why nothing can be carried out as that."""
    yield f"Account       {identity.account_id}"
    yield f"Alias         {identity.account_alias or '(none)'}"
    yield f"Principal     {identity.principal}"
    yield f"Kind          {identity.kind}"
    yield f"Partition     {identity.partition}"
    yield f"Credentials   {identity.source or '(not known)'}"
    yield f"Expire        {expiry_words(identity, now)}"
    yield f"Organization  {organization_words(identity, organization)}"
    for blocked in reasons(identity, organization, ""):
        yield ""
        yield blocked.what
        yield blocked.remedy
    if identity.kind == ROOT_USER:
        yield ""
        yield from (f"{number}. {step}" for number, step in enumerate(ADMINISTRATOR_STEPS, start=1))


def expiry_words(identity: Identity, now: datetime) -> str:
    """Until when, as far as anything tells."""
    if identity.expires_at is not None:
        minutes = int((identity.expires_at - now).total_seconds() // 60)
        when = f"{identity.expires_at:%Y-%m-%d %H:%M} UTC"
        left = f"{minutes} min" if minutes < MINUTES_TOLD else f"{minutes // (24 * 60)} days"
        return f"{when}, in {left}" if minutes >= 0 else f"{when}, which is past"
    if identity.principal.startswith("assumed-role/") or identity.kind == "federated-user":
        return "some time: they are temporary, and nothing on this machine tells until when"
    return "not known: an access key works until somebody deletes it"


def organization_words(identity: Identity, organization: Organization | None) -> str:
    """Which organization the account is in, and as what."""
    if organization is None:
        return "none, or it may not be read"
    owner = organization.management_account_id
    role = "its management account" if owner == identity.account_id else f"a member; account {owner} owns it"
    return f"{organization.organization_id}, {role}"


def identity_record(identity: Identity, organization: Organization | None) -> dict[str, Any]:
    """The same as JSON-ready data."""
    return {
        "account_id": identity.account_id,
        "alias": identity.account_alias or None,
        "arn": identity.arn,
        "principal": identity.principal,
        "kind": identity.kind,
        "partition": identity.partition,
        "source": identity.source or None,
        "expires_at": identity.expires_at.isoformat() if identity.expires_at else None,
        "organization_id": organization.organization_id if organization else None,
        "management_account_id": organization.management_account_id if organization else None,
        "problems": [_record(blocked) for blocked in reasons(identity, organization, "")],
    }


def _record(blocked: Blocked) -> dict[str, str]:
    return {"reason": blocked.what, "remedy": blocked.remedy}
