"""How an organization stands against a setup, for the inventory: guardrails, settings, auditors' lists, what waits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from state.inventory import BenchmarkEntry, CheckEntry, GuardrailEntry, WaitEntry
from state.observed import Observed
from state.setup import Setup
from state.setup.guardrails import Choice
from state.setup.scope_rules import left_out_of
from wizard.audit import standards
from wizard.audit.account_settings import baseline, because, status_of
from wizard.claims.base import ANOTHER_CLAIM, Blocked, Claim, Needed, NotSeen, Satisfied, Verdict, Waiting
from wizard.claims.break_glass import BreakGlassUserIsReady
from wizard.errors import YOU
from wizard.exports.left_alone import left_alone
from wizard.guardrails import GUARDRAILS
from wizard.guardrails.base import Guardrail, Wanted
from wizard.guardrails.words import lacking

Status = Literal["known", "absent", "waiting", "unknown"]
Assessed = tuple[tuple[Claim, Verdict], ...]


def guardrails_of(setup: Setup, observed: Observed, assessed: Assessed) -> list[GuardrailEntry]:
    """Every guardrail there is, wanted or not."""
    wanted, verdicts = Wanted(setup), {claim.key: verdict for claim, verdict in assessed}
    return [_guardrail(wanted, each, verdicts, observed) for each in GUARDRAILS]


def _guardrail(
    wanted: Wanted, guardrail: Guardrail, verdicts: dict[str, Verdict], observed: Observed
) -> GuardrailEntry:
    setup = wanted.setup
    choice = setup.guardrails.choice(guardrail.item)
    keys = [claim.key for claim in guardrail.claims(wanted)]
    keys += [claim.key for place in wanted.everywhere for claim in guardrail.claims_in(wanted, place)]
    found = [verdicts[key] for key in keys if key in verdicts]
    status, why = _status(found)
    if choice is Choice.LEAVE:
        status, why = left_alone(setup, guardrail, observed)
    elif missing := lacking(setup, guardrail.item):
        status, why = "absent", missing
    elif choice is Choice.TAKE_BACK and status == "known":
        status, why = "absent", f"It was taken back. {why}"
    left = left_out_of(setup, guardrail.item) if setup.applies(guardrail.item) else ()
    if left:
        why = f"{why} As the setup has it, it does not hold in {', '.join(left)}."
    return GuardrailEntry(
        item=guardrail.item.value,
        title=guardrail.words.title,
        meaning=guardrail.words.consequence,
        chosen=choice.value,
        standing=status,
        because=why,
    )


def _status(verdicts: list[Verdict]) -> tuple[Status, str]:
    """The weakest of them decides."""
    told: dict[Status, list[str]] = {"unknown": [], "absent": [], "waiting": [], "known": []}
    for verdict in verdicts:
        match verdict:
            case NotSeen():
                told["unknown"].append(because(verdict))
            case Satisfied():
                told["known"].append(because(verdict))
            case Waiting():
                told["waiting"].append(because(verdict))
            case _:
                told["absent"].append(because(verdict))
    for status, reasons in told.items():
        if reasons:
            more = f" And {len(reasons) - 1} more like it." if len(reasons) > 1 and status != "known" else ""
            return status, reasons[-1 if status == "known" else 0] + more
    return "unknown", "Nothing is claimed of it."


def baseline_of(setup: Setup, observed: Observed, assessed: Assessed) -> list[CheckEntry]:
    """Every setting that the setup wants, account by account."""
    return [
        CheckEntry(account=each.account, check=each.check, status=each.status, because=each.because)
        for each in baseline(setup, observed, assessed)
    ]


def break_glass_of(observed: Observed, assessed: Assessed) -> list[CheckEntry]:
    """Whether each IAM user for emergencies is ready."""
    owner = observed.organization.management_account_id if observed.organization else ""
    return [
        CheckEntry(account=owner, check=claim.name, status=status_of(verdict), because=because(verdict))
        for claim, verdict in assessed
        if isinstance(claim, BreakGlassUserIsReady)
    ]


def standards_of(setup: Setup, observed: Observed, assessed: Assessed) -> list[BenchmarkEntry]:
    """Two lists that auditors go by."""
    return [
        BenchmarkEntry(
            benchmark=line.standard, item=line.item, title=line.title, status=line.status.value, because=line.because
        )
        for line in standards.lines(setup, observed, assessed)
    ]


def waits_of(setup: Setup, assessed: Assessed) -> list[WaitEntry]:
    """What does not hold yet, and whose move it is. What waits for another claim is told with that one."""
    return list(_waits(setup, assessed))


def _waits(setup: Setup, assessed: Assessed) -> Iterator[WaitEntry]:
    for claim, verdict in assessed:
        match verdict:
            case Waiting(on_whom=whom) if whom != ANOTHER_CLAIM:
                until = verdict.until.isoformat() if verdict.until else None
                yield _wait(claim, verdict.reason, whom, until, verdict.message or None)
            case Needed():
                yield _wait(claim, because(verdict), f"orgwizard apply {setup.name}")
            case Blocked(what, remedy):
                yield _wait(claim, f"{what} {remedy}", YOU)


def _wait(claim: Claim, why: str, whom: str, until: str | None = None, message: str | None = None) -> WaitEntry:
    return WaitEntry(what=claim.title, because=why, on_whom=whom, until=until, message=message)
