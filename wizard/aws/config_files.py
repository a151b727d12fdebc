"""Why ~/.aws/config or ~/.aws/credentials cannot be read: which line of which file, and what is the matter with it.

What stands in a line is never repeated: it may be a secret. Names of sections and settings are none.
"""

from __future__ import annotations

import configparser
import os
import stat
from pathlib import Path

import botocore.session
from botocore.exceptions import ConfigParseError

from wizard.errors import NoCredentials
from wizard.refusals.redaction import said

MEANWHILE = "Meanwhile an access key that is typed in works, and so does a sign-in with a code."
_SAVED_AS = {
    b"\xef\xbb\xbf": "is saved with a byte order mark",
    b"\xff\xfe": "is saved as UTF-16",
    b"\xfe\xff": "is saved as UTF-16",
}


def unreadable(error: ConfigParseError) -> NoCredentials:
    """The same as an error that says what to correct."""
    path, cause = str(error.kwargs.get("path", "~/.aws/config")), error.kwargs.get("error")
    what, remedy = _saved_wrongly(path) or _written_wrongly(cause)
    return NoCredentials(f"{said(path)} cannot be read: {what}.", f"{remedy} {MEANWHILE}")


def named_by_the_environment() -> str:
    """The profile that variables name, '' for none; an empty one names none, as whoever empties it means.

    botocore and the AWS CLI look at AWS_DEFAULT_PROFILE first.
    """
    return os.environ.get("AWS_DEFAULT_PROFILE") or os.environ.get("AWS_PROFILE") or ""


def passed_over(core: botocore.session.Session) -> NoCredentials | None:
    """Why one of the files cannot be read, where botocore passes over it in silence; None where it does not.

    That is a directory, a link that leads nowhere, or a file that its reader may not open.
    """
    for setting in ("config_file", "credentials_file"):
        named = os.path.expandvars(core.get_config_variable(setting))
        try:
            path = Path(named).expanduser()
            why = _not_read(path)
        except RuntimeError:
            path, why = Path(named), "there is no such user"
        except OSError as error:
            why = said(error.strerror)
        if why:
            return NoCredentials(
                f"{said(path)} cannot be read: {why}.", f"Make it a file that you can read. {MEANWHILE}"
            )
    return None


def _not_read(path: Path) -> str:
    """'' for one that is read, and for one that is not there. Raises OSError."""
    if not os.path.lexists(path):
        return ""
    mode = path.stat().st_mode
    if stat.S_ISDIR(mode) or stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode):
        return "it is no file"
    return "" if os.access(path, os.R_OK) else "its mode keeps you from reading it"


def _saved_wrongly(path: str) -> tuple[str, str] | None:
    """An editor that wrote another encoding; None where it is UTF-8."""
    try:
        content = Path(path).read_bytes()
    except OSError:
        return None
    for mark, how in _SAVED_AS.items():
        if content.startswith(mark):
            return f"it {how}, which AWS's programs do not read", "Save it as UTF-8 without a byte order mark."
    if b"\0" in content:
        return "it is not text in UTF-8", "Save it as UTF-8 without a byte order mark."
    for number, line in enumerate(content.splitlines(), start=1):
        try:
            line.decode()
        except UnicodeDecodeError:
            return (
                f"line {number} is not in UTF-8",
                f"Save it as UTF-8, or take the special letter out of line {number}.",
            )
    return None


def _written_wrongly(cause: object) -> tuple[str, str]:
    match cause:
        case configparser.DuplicateSectionError():
            what = f"[{said(cause.section)}] begins a second time in line {cause.lineno}"
            return what, "Give that profile another name, or put both together."
        case configparser.DuplicateOptionError():
            what = f"{said(cause.option)} is set a second time in line {cause.lineno}"
            return what, f"Take one of the two out of [{said(cause.section)}]."
        case configparser.MissingSectionHeaderError() if cause.line.lstrip().startswith("["):
            return f"the bracket that line {cause.lineno} opens is not closed", f"Correct line {cause.lineno}."
        case configparser.MissingSectionHeaderError():
            return f"line {cause.lineno} stands before any [section]", "Write [default] or [profile NAME] above it."
        case configparser.ParsingError():
            numbers = [number for number, _ in cause.errors]
            lines = f"line {numbers[0]}" if numbers else "a line"
            return f"{lines} is neither a [section] nor `name = value`", f"Correct {lines}, or put a # before it."
        case UnicodeDecodeError():
            return (
                "it has letters beyond ASCII, and the locale of this machine knows none",
                "Set LANG to a UTF-8 locale such as C.UTF-8.",
            )
        case ValueError():
            return (
                "a block of indented lines has one without an equals sign",
                "Write each of its lines as `name = value`, or unindent it.",
            )
        case _:
            return "it is not in the form of such files", "Compare it with what `aws configure` writes."
