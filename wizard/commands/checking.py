"""`orgwizard check`: whether an organization is still as its setup has it. Fit for a scheduled job; saves nothing."""

from __future__ import annotations

from wizard.checking.words import check_lines, check_record
from wizard.commands.opening import scratch
from wizard.commands.terminal import Options, out_json
from wizard.exit_status import DIFFERS, DONE
from wizard.machine.streams import out


def check_setup(options: Options) -> int:
    """`check`."""
    with scratch(options) as onboarding:
        saved = options.onboardings.summary(onboarding.name)
        checked = onboarding.check(saved.progress if saved else None)
        name = onboarding.name
    if options.json:
        out_json(check_record(name, checked))
    else:
        for line in check_lines(name, checked):
            out(line)
    return DONE if checked.in_step else DIFFERS
