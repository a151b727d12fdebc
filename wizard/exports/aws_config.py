"""Profiles for ~/.aws/config: one for each way into each account.

Facts of the format: the AWS CLI's user guide, cli-configure-role and cli-configure-sso. A session that starts from
another role's lasts an hour at most, and the command line cannot ask for an MFA code where Identity Center signed in.
"""

from __future__ import annotations

from collections.abc import Iterator

from state.inventory import IdentityCenterEntry, Unseen
from wizard.exports.format import YOUR_DEVICE, Files, Format, Proof, Taken, comment, first_lines, one_line
from wizard.exports.ways import MOST_SECONDS, CenterWay, Way, center_ways_of, ways_of

SCOPES = "sso:account:access"


def profiles(taken: Taken) -> Files:
    """What belongs into ~/.aws/config, ready to be merged."""
    told = first_lines(taken, "profiles for ~/.aws/config")
    return {f"{taken.name}-aws-config": comment(told) + "\n" + "\n".join(sections(taken))}


def sections(taken: Taken) -> Iterator[str]:
    """Each section as text, Identity Center first: whoever has it needs no keys."""
    inventory = taken.inventory
    center = inventory.identity_center
    if isinstance(center, IdentityCenterEntry):
        ways = center_ways_of(inventory)
        if ways:
            yield _session(taken, center)
            yield from (_center_profile(taken, way) for way in ways)
    elif isinstance(center, Unseen):
        yield comment([f"Profiles of IAM Identity Center are not in here. {center.unknown}"])
    chains = ways_of(inventory)
    for way in chains:
        yield _first(taken, way)
        yield _second(taken, way)
    if not chains:
        yield comment(["No role leads into an account yet, as far as AWS shows."])


def _session(taken: Taken, center: IdentityCenterEntry) -> str:
    return _section(
        f"sso-session {taken.name}",
        sso_start_url=center.start_url,
        sso_region=center.region,
        sso_registration_scopes=SCOPES,
    )


def _center_profile(taken: Taken, way: CenterWay) -> str:
    return _section(
        f"profile {way.profile}",
        sso_session=taken.name,
        sso_account_id=way.account.id,
        sso_role_name=way.permission_set,
        region=taken.inventory.home_region,
    )


def _first(taken: Taken, way: Way) -> str:
    """The role in the management account, from one's own sign-in there."""
    owner, partition = taken.inventory.management_account_id, taken.inventory.partition
    device = taken.reader.mfa_serial or f"arn:{partition}:iam::{owner}:mfa/{YOUR_DEVICE}"
    mfa = {"mfa_serial": device} if way.with_mfa else {}
    return _section(
        f"profile {way.first_profile}",
        role_arn=way.management_role_arn,
        source_profile=taken.reader.profile,
        **mfa,
        region=taken.inventory.home_region,
    )


def _second(taken: Taken, way: Way) -> str:
    return _section(
        f"profile {way.profile}",
        role_arn=way.access_role_arn,
        source_profile=way.first_profile,
        duration_seconds=str(MOST_SECONDS),
        region=taken.inventory.home_region,
    )


def _section(title: str, **values: str) -> str:
    """Nothing in a value ends its line: the format has no escapes, so what would is shown as an escape of ours."""
    lines = [f"[{title}]", *(f"{key} = {one_line(value)}" for key, value in values.items())]
    return "\n".join(lines) + "\n"


def _proof(taken: Taken) -> Proof:
    inventory = taken.inventory
    pairs = [(way.profile, way.account.id) for way in center_ways_of(inventory)]
    pairs += [(way.profile, way.account.id) for way in ways_of(inventory)]
    profile, account = pairs[0] if pairs else (f"{taken.name}-ACCOUNT", "ACCOUNT")
    return Proof(
        f"AWS_CONFIG_FILE={taken.name}-aws-config aws configure list-profiles; "
        f"aws sts get-caller-identity --profile {profile}",
        f"The first lists every profile; once they are merged, the second says that you are in account {account}.",
    )


FORMAT = Format(
    "aws-config",
    "Profiles for ~/.aws/config, one for each way into each account",
    True,
    profiles,
    _proof,
    "botocore, which resolves and uses each profile; the AWS CLI 2",
)
