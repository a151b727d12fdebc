"""An organization to take away: applied in a rehearsal, one invitation open, and one account that nobody named."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from state.observed import SERVICE_CONTROL_POLICY
from state.setup import Invitation, MemberAccount, Purpose, Setup, path_below
from state.setup.guardrails import Guardrails, Level
from tests.hostile import HOSTILE
from tests.rehearsing import EXISTING_ACCOUNT, apply_all, signed_in
from wizard.exports import FORMATS, Files, Taken
from wizard.onboarding.exporting import take
from wizard.simulated.rehearsal import Rehearsal
from wizard.simulated.world import Account, World

PIECES = (
    *HOSTILE,
    *("${x}", "%{ if true }", "$${y}", '"', "'", "\\", "\\n", "]", "[profile x]", "\n", "\r\n", "|", "`", "``"),
    *("<b>", "</td>", "<script>alert(1)</script>", "&amp;", "&#65;", "#", "# x", "*", "_", "{{ x }}", "${{ x }}", "%"),
    *("=1+1", "@x", "/", "-", "--", "---", ": ", "? ", "!Ref X", "- a", "null", "yes", "012345678901"),
    *("é", "\U0001f600", ";", ",", "\t", " ", "x" * 128, "[a](javascript:b)", "~~~", "!", "$", "%%", "//", "/*"),
)
"""What some language reads as more than text."""
STRANGER = "777788889999"


def company() -> Setup:
    """Essential guardrails, a data bunker, tags, an invitation."""
    return Setup(
        name="acme",
        home_region="eu-west-1",
        email_pattern="aws+{account}@acme.example",
        organizational_units=("Security", "Workloads/Production"),
        accounts=(
            MemberAccount(account_name="vault", organizational_unit="Security", purpose=Purpose.DATA_BUNKER),
            MemberAccount(
                account_name="shop",
                organizational_unit="Workloads/Production",
                purpose=Purpose.WORKLOAD,
                tags={"team": "one"},
            ),
        ),
        invitations=(Invitation(account=EXISTING_ACCOUNT, organizational_unit="Workloads"),),
        guardrails=Guardrails(level=Level.ESSENTIAL),
    )


def stranger(world: World) -> None:
    """An account that nobody named, with a tag of somebody's, that acts for a service in the organization."""
    (organization,) = world.organizations.values()
    account = Account(STRANGER, "elsewhere", "elsewhere@acme.example", world.time, tags={"owner": "dept-7"})
    account.organization_id, account.parent_id = organization.organization_id, organization.root_id
    account.joined_method, account.joined_at = "INVITED", world.time
    world.accounts[STRANGER] = account
    organization.attachments.append(("p-FullAWSAccess", STRANGER))
    organization.delegations[STRANGER] = {"guardduty.amazonaws.com": world.time}
    organization.root_tags["cost-centre"] = "42"


def taken_from(home: Path, setup: Setup) -> Taken:
    """Everything that can be taken of `setup`, once it was applied and the stranger had come."""
    with signed_in(home, setup) as onboarding:
        apply_all(onboarding)
        assert isinstance(onboarding.world, Rehearsal)
        stranger(onboarding.world.world)
        return take(onboarding, *FORMATS)


@cache
def company_taken() -> Taken:
    """The company's, made once for all tests of a process."""
    with TemporaryDirectory() as home:
        return taken_from(Path(home), company())


def for_real(taken: Taken) -> Taken:
    """The same, as if it had not been a rehearsal."""
    return replace(taken, inventory=replace(taken.inventory, rehearsal=False))


def files_of(name: str, taken: Taken | None = None) -> Files:
    """What a format writes of the company."""
    return FORMATS[name].write(taken or company_taken())


def text_of(name: str, taken: Taken | None = None) -> str:
    """The one file of a format that has one."""
    (text,) = files_of(name, taken).values()
    return text


def called(name: str) -> Taken:
    """The company, in which everything bears `name`; what has to differ has a number before it."""
    taken = company_taken()
    inventory = taken.inventory
    policies = inventory.policies
    assert isinstance(policies, list)
    units = [
        replace(unit, name=f"u{n}{name}", path=path_below("Root", f"u{n}{name}"))
        for n, unit in enumerate(inventory.units)
    ]
    accounts = [
        replace(account, name=f"{n}{name}", tags={f"k{name}": f"v{name}"})
        for n, account in enumerate(inventory.accounts)
    ]
    renamed = [
        policy if policy.aws_managed else replace(policy, name=f"p{n}{name}", description=f"d{name}")
        for n, policy in enumerate(each for each in policies if each.type == SERVICE_CONTROL_POLICY)
    ]
    named = replace(inventory, units=units, accounts=accounts, policies=renamed[:3])
    return replace(taken, inventory=replace(named, guardrails=[], baseline=[], benchmarks=[]))
