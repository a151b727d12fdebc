"""Step 9: what there is now, what waits on whom, files to keep, and what to do next."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from screens.pages.page_screen import PageScreen
from screens.widgets.act import Act
from screens.widgets.field import Field
from screens.widgets.words import counted
from state.errors import Advice, OrgwizardError
from state.observed import Account, Observed
from state.saved.locations import write_atomically
from state.saved.progress import Standing
from state.setup import ROOT, management_role_name
from wizard.audit import standards
from wizard.exports import FORMATS
from wizard.guardrails.auditing import BASELINE, CIS, Status
from wizard.narration import as_wanted
from wizard.plan import assess_all
from wizard.plan.claims import claims_of

NOT_GONE_THROUGH = (
    f"{CIS} and the {BASELINE} are gone through here, line by line, once AWS was looked at: "
    "sign in, then go to Organization."
)


class FinishScreen(PageScreen):
    """What do you have now, and what comes next?"""

    PAGE = "finish"
    AUTO_FOCUS = "#outcome"
    HINTS: ClassVar[dict[str, str]] = {"outcome": "Up and down scroll."}

    def compose_body(self) -> ComposeResult:
        with VerticalScroll(id="outcome"):
            yield Static("", id="outcome-text", markup=False)
        yield Field(
            "Write files to",
            str(Path.cwd()),
            id="where",
            check=_folder_fault,
            hint="An existing directory. Files that are there already are never overwritten.",
        )
        yield Static("", id="wrote", classes="status", markup=False)
        yield self.acts(
            *(Act(f"Write {each.name}", each.name, f"{each.title}.") for each in FORMATS.values()),
        )

    def show(self) -> None:
        self.query_one("#outcome-text", Static).update(_with_headings(*self._parts()))

    def _parts(self) -> Iterator[str]:
        yield from (self._exists(), self._waits(), self._next())
        observed = self.onboarding.observed
        if observed is not None and observed.organization is not None:
            yield from self._standards(observed)
        else:
            yield f"What auditors ask\n{NOT_GONE_THROUGH}"

    def _standards(self, observed: Observed) -> Iterator[str]:
        """Two lists that auditors go by, line by line."""
        glyphs = self.wizard.glyphs
        signs = {Status.MET: glyphs.done, Status.NOT_APPLICABLE: glyphs.dash, Status.YOURS: glyphs.untouched}
        judged = standards.lines(self.setup, observed, assess_all(claims_of(self.setup), observed))
        for name in (CIS, BASELINE):
            told = (
                f"  {signs[line.status]} {line.item} {line.title}: {line.status}. {line.because}"
                for line in judged
                if line.standard == name
            )
            yield f"{name}: {standards.summary(judged, name)}\n" + "\n".join(told)

    def _exists(self) -> str:
        observed = self.onboarding.observed
        if observed is not None and observed.organization is not None:
            accounts = sorted(observed.accounts, key=lambda account: (account.unit_path != ROOT, account.unit_path))
            lines = [f"Organization {observed.organization.organization_id}", *(_account_line(a) for a in accounts)]
            return "What exists\n" + "\n".join(lines)
        progress = self.onboarding.progress
        if progress is None:
            return "What exists\nNothing has been looked at or changed at AWS yet: so far there are only your answers."
        standing = self.onboarding.standing
        done = as_wanted(sum(line.standing is Standing.DONE for line in standing), len(standing))
        return f"What exists\n{done} AWS was last looked at on {progress.at:%Y-%m-%d %H:%M} UTC."

    def _waits(self) -> str:
        lines = self.onboarding.standing
        told = [
            f"  {self.wizard.glyphs.of_standing(line.standing)} {line.sentence}"
            for line in lines
            if line.standing in (Standing.WAITING, Standing.PROBLEM)
        ]
        left = sum(line.standing is Standing.LEFT for line in lines)
        if left or not lines:
            told.append(f"{counted(left, 'thing') if lines else 'Everything'} to do: go to Review.")
        return "What still waits\n" + "\n".join(told or ["Nothing and nobody."])

    def _next(self) -> str:
        name = self.onboarding.name
        flag = " --rehearse" if self.onboarding.rehearsal else ""
        lines = [
            f"  orgwizard {name}{flag}          comes back here",
            f"  orgwizard status {name}{flag}   shows how it stood when it was last looked at",
            f"  orgwizard plan {name}{flag}     compares with AWS again and changes nothing",
        ]
        access = next(iter(self.setup.accounts), None)
        if access is not None:
            account_id = self.setup.management_account_id or "MANAGEMENT-ACCOUNT-ID"
            role = f"arn:aws:iam::{account_id}:role/{management_role_name(access.account_name)}"
            lines += ["", f"To get into {access.account_name}, assume this role with MFA, then the access role in it:"]
            lines.append(f"  {role}")
        return "What comes next\n" + "\n".join(lines)

    # Exports

    def act(self, key: str) -> None:
        if key not in FORMATS or self.asking:
            return
        field = self.query_one("#where", Field)
        if not field.judge():
            field.input.focus()
            return
        path = free_path(Path(field.value).expanduser(), FORMATS[key].file_name(self.onboarding.name))
        self.ask(lambda: self._write(key, path), self._wrote, f"Writing {path}.")

    def _write(self, key: str, path: Path) -> Path:
        write_atomically(path, self.onboarding.export(key))
        return path

    def _wrote(self, path: Path) -> None:
        self.query_one("#wrote", Static).update(f"{self.wizard.glyphs.done} Wrote {path}")
        self.show()

    def failed(self, error: OrgwizardError) -> None:
        self.query_one("#wrote", Static).update(f"{self.wizard.glyphs.problem} {error.message} {error.remedy}")


def _with_headings(*parts: str) -> Content:
    """Each part's first line in bold."""
    headed = [part.partition("\n") for part in parts]
    return Content("\n\n").join(Content.assemble((first, "bold"), "\n", rest) for first, _, rest in headed)


def _account_line(account: Account) -> str:
    return f"  {account.account_id}  {account.account_name:<24} in {account.unit_path}, {account.state.lower()}"


def free_path(folder: Path, name: str) -> Path:
    """A path in `folder` where nothing is yet: `acme.yaml`, `acme-2.yaml`, …"""
    path, number = folder / name, 2
    while path.exists():
        path, number = folder / f"{Path(name).stem}-{number}{Path(name).suffix}", number + 1
    return path


def _folder_fault(text: str) -> Advice | None:
    if Path(text).expanduser().is_dir():
        return None
    return Advice("There is no such directory.", "Write the path of one that exists.")
