"""What this machine is like and what the wizard will do about it. Pure: facts in, findings out, no secret near."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from wizard.gateway.world import CredentialSource, taken_unasked
from wizard.machine.clipboards import routes
from wizard.machine.terminal import writes_unicode
from wizard.refusals.text_from_aws import one_line

SMALLEST, COMFORTABLE = (60, 20), (120, 40)
MOST_SKEW_SECONDS = 240
"""AWS refuses signatures that are five minutes off (IAM user guide, signing elements); a minute is kept in hand."""


@dataclass(frozen=True, slots=True)
class Found:
    """One line of a check-up, as whole sentences."""

    topic: str
    """`terminal`, `clipboard`, `keyring`, `credentials`, `state`, `network`, `clock`, `versions`."""
    what: str
    """What was found."""
    then: str
    """What the wizard will do about it, or what to do."""
    trouble: bool = False
    """Whether somebody should do something."""


@dataclass(frozen=True, slots=True)
class Terminal:
    """The terminal that the command runs in."""

    is_one: bool
    columns: int
    lines: int
    encoding: str


def terminal(facts: Terminal, environment: Mapping[str, str]) -> Iterator[Found]:
    """The terminal: whether there is one, how large, which colours and signs."""
    if not facts.is_one:
        yield Found(
            "terminal",
            "There is no terminal.",
            "The wizard needs one; without it use `orgwizard new`, `plan` and `apply`.",
        )
    term = one_line(environment.get("TERM", ""))
    plain = term == "dumb" or environment.get("ACCESSIBLE") == "1"
    yield Found(
        "terminal",
        f"TERM is {term or 'not set'}"
        + (", and ACCESSIBLE=1 is set." if environment.get("ACCESSIBLE") == "1" else "."),
        "The wizard asks one line at a time." if plain else "The wizard draws its screens; --plain asks line by line.",
    )
    if facts.is_one:
        yield _size(facts)
    yield _colours(environment)
    utf8 = writes_unicode(facts.encoding)
    yield Found(
        "terminal",
        f"Text is written as {one_line(facts.encoding) or 'an unknown encoding'}.",
        "Lines and signs are drawn."
        if utf8
        else "The wizard draws in ASCII by itself, as with --ascii. Set LANG to a UTF-8 locale such as C.UTF-8 to see "
        "names as they are.",
        trouble=not utf8,
    )


def _size(facts: Terminal) -> Found:
    size = f"It has {facts.columns} columns and {facts.lines} lines."
    if facts.columns < SMALLEST[0] or facts.lines < SMALLEST[1]:
        return Found("terminal", size, "Make it at least 60 by 20, or use --plain.", trouble=True)
    if facts.columns < COMFORTABLE[0] or facts.lines < COMFORTABLE[1]:
        return Found("terminal", size, "Everything fits; at 120 by 40 more stays in view.")
    return Found("terminal", size, "There is room for everything side by side.")


def _colours(environment: Mapping[str, str]) -> Found:
    if environment.get("NO_COLOR"):
        return Found("terminal", "NO_COLOR is set.", "The wizard uses no colour at all.")
    if environment.get("COLORTERM") in ("truecolor", "24bit"):
        return Found("terminal", "It says that it shows all colours.", "The wizard uses them.")
    return Found("terminal", "It says nothing about its colours.", "The wizard uses the nearest of 256.")


def clipboard(environment: Mapping[str, str], installed: Sequence[str]) -> Found:
    """Which way a text will take to the clipboard. `installed` are the programs that are there."""
    tmux = "This is inside tmux. " if environment.get("TMUX") else ""
    command = next((command for _, command in routes(environment) if command[0] in installed), None)
    if command is not None:
        return Found("clipboard", f"{tmux}The program {command[0]} is there.", f"Texts are copied by {command[0]}.")
    return Found(
        "clipboard",
        f"{tmux}No program for the clipboard is there.",
        "Texts are handed to the terminal (OSC 52), which may not take them; each also lies in a file.",
    )


def credentials(sources: Sequence[CredentialSource], variables: Sequence[str]) -> Iterator[Found]:
    """Names only, of profiles and of environment variables."""
    broken, usable = [s for s in sources if s.remedy], [s for s in sources if not s.remedy]
    for each in broken:
        yield Found("credentials", f"{one_line(each.title)}: {one_line(each.hint)}.", each.remedy, trouble=True)
    names = ", ".join(one_line(source.title) for source in usable)
    if usable:
        yield Found("credentials", f"Found: {names}.", _which_is_used(usable, bool(broken and broken[0].preferred)))
    elif not broken:
        yield Found(
            "credentials",
            "No credentials were found.",
            "Set them up with `aws configure sso` or `aws configure`, then try `orgwizard whoami`.",
            trouble=True,
        )
    if variables:
        yield Found(
            "credentials",
            f"Set in the environment: {', '.join(map(one_line, sorted(variables)))}.",
            "They are honoured, as by the AWS CLI. Their values are shown nowhere.",
        )


def _which_is_used(usable: Sequence[CredentialSource], asked_in_vain: bool) -> str:
    if asked_in_vain:
        return "The one that is asked for cannot be used; name another with --profile."
    if (used := taken_unasked(usable)) is not None:
        return f"{one_line(used.title)} is used unless --profile names another; see `orgwizard whoami`."
    return "None is the default, so commands need --profile."


def keyring(backend: str, usable: bool) -> Found:
    """Where secrets that somebody types could be kept."""
    if usable:
        return Found("keyring", f"The keyring is {one_line(backend)}.", "Nothing is kept there unless you agree.")
    return Found(
        "keyring",
        f"There is no usable keyring ({one_line(backend) or 'none'}).",
        "What you type stays in memory, and is asked for again next time.",
    )


def state_directory(path: str, trouble: str) -> Found:
    """Where setups are saved; `trouble` is what the system said."""
    if not trouble:
        return Found("state", f"Setups are saved in {one_line(path)}, which is writable.", "Nothing to do.")
    return Found(
        "state",
        f"Setups cannot be saved: {one_line(trouble)}.",
        "Make the directory writable or free some space, or point ORGWIZARD_HOME elsewhere.",
        trouble=True,
    )


def clock(there: datetime, here: datetime) -> Found:
    """AWS's time against this machine's."""
    seconds = round((here - there).total_seconds())
    if abs(seconds) <= MOST_SKEW_SECONDS:
        return Found("clock", f"This machine's clock and AWS's are {abs(seconds)} s apart.", "Nothing to do.")
    way = "ahead of" if seconds > 0 else "behind"
    return Found(
        "clock",
        f"This machine's clock is {abs(seconds)} s {way} AWS's, which refuses what is five minutes off.",
        "Set it, better let it be set by the network (`timedatectl set-ntp true`).",
        trouble=True,
    )
