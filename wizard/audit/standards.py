"""Two lists that auditors go by, and how the organization stands against each line of them. Pure, and honest: what the
program does not look at is the team's to do. Lines that a guardrail answers are told with it; the others stand here.
"""

from __future__ import annotations

from dataclasses import dataclass

from state.observed import Observed
from state.setup import Setup
from wizard.claims.base import Claim, Verdict
from wizard.guardrails import GUARDRAILS
from wizard.guardrails.auditing import BASELINE, CIS, Audited, Facts, Status, yours


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a list."""

    standard: str
    item: str
    """Security Hub's id, or ACCT.01 to ACCT.17."""
    title: str
    status: Status
    because: str
    """A whole sentence."""


def lines(setup: Setup, observed: Observed, assessed: tuple[tuple[Claim, Verdict], ...]) -> tuple[Line, ...]:
    """Every line of both lists; `assessed` are the verdicts of all the setup's claims."""
    facts = Facts(setup, observed, {claim.key: verdict for claim, verdict in assessed})
    return tuple(Line(each.standard, each.item, each.title, *each.judge(facts)) for each in _LINES)


_NOT_LOOKED_AT = "This program does not look at it."
_OF_NO_GUARDRAIL = (
    Audited(CIS, "Config.1", "AWS Config records", yours(f"{_NOT_LOOKED_AT} AWS charges for each recorded item.")),
    Audited(CIS, "EC2.2", "Default security groups allow nothing", yours(_NOT_LOOKED_AT)),
    Audited(CIS, "EC2.6", "Flow logs in each VPC", yours(_NOT_LOOKED_AT)),
    Audited(CIS, "IAM.6", "Hardware MFA of root users", yours("AWS does not say which kind of MFA device it is.")),
    Audited(CIS, "IAM.18", "A role for cases with AWS Support", yours(_NOT_LOOKED_AT)),
    Audited(
        CIS,
        "IAM.28",
        "IAM Access Analyzer in each Region",
        yours(f"{_NOT_LOOKED_AT} Its external access part is free."),
    ),
    Audited(
        BASELINE, "ACCT.03", "Console access for each person", yours("Give people IAM Identity Center or IAM users.")
    ),
    Audited(BASELINE, "ACCT.04", "Permissions by groups and roles", yours(_NOT_LOOKED_AT)),
    Audited(
        BASELINE,
        "ACCT.05",
        "MFA for everybody",
        yours("Roles made here ask for it; your users' sign-in is not looked at."),
    ),
    Audited(BASELINE, "ACCT.09", "Unused VPCs and their like deleted", yours(_NOT_LOOKED_AT)),
    Audited(BASELINE, "ACCT.11", "IAM Access Analyzer", yours(f"{_NOT_LOOKED_AT} Its external access part is free.")),
    Audited(BASELINE, "ACCT.12", "Trusted Advisor read", yours(_NOT_LOOKED_AT)),
    Audited(
        BASELINE,
        "ACCT.13",
        "Credentials that live short",
        yours("Roles made here give such; IAM users' keys are not looked at."),
    ),
    Audited(
        BASELINE, "ACCT.14", "GuardDuty", yours(f"{_NOT_LOOKED_AT} It is free for 30 days, then charged by volume.")
    ),
    Audited(BASELINE, "ACCT.15", "Security Hub", yours(f"{_NOT_LOOKED_AT} It needs AWS Config, which is charged.")),
    Audited(BASELINE, "ACCT.16", "Cost Anomaly Detection", yours(f"{_NOT_LOOKED_AT} It is free.")),
)


def _in_order(line: Audited) -> tuple[int, str, int]:
    """As the lists have them."""
    service, _, number = line.item.partition(".")
    return (CIS, BASELINE).index(line.standard), service, int(number)


_LINES = sorted((*_OF_NO_GUARDRAIL, *(line for each in GUARDRAILS for line in each.audited)), key=_in_order)


def summary(judged: tuple[Line, ...], benchmark: str) -> str:
    """How many lines of a list stand how: `7 met, 11 yours to do`."""
    counts = [
        (status, sum(line.standard == benchmark and line.status is status for line in judged)) for status in Status
    ]
    return ", ".join(f"{number} {status}" for status, number in counts if number)
