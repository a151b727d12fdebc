"""The wizard in a real pseudo-terminal."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import pexpect

from tests.rehearsing import rehearsals, suggested

ROOT = Path(__file__).parent.parent.parent.parent


def terminal(
    home: Path,
    module: str = "wizard.cli",
    *,
    dimensions: tuple[int, int] = (24, 80),
    begins: str = "Home Region",
    **environment: str,
) -> pexpect.spawn[str]:
    """The wizard in a real pseudo-terminal, with the setup acme open."""
    rehearsals(home).begin(suggested()).close()
    child = pexpect.spawn(
        sys.executable,
        ["-m", module, "--rehearse", "acme"],
        cwd=str(ROOT),
        dimensions=dimensions,
        encoding="utf-8",
        codec_errors="replace",
        timeout=30,
        env={**os.environ, "TERM": "xterm-256color", "ORGWIZARD_HOME": str(home), **environment},
    )
    child.delaybeforesend = None
    child.logfile_read = io.StringIO()
    child.expect(begins)
    return child


def shown_by(child: pexpect.spawn[str]) -> str:
    """All that it ever wrote to the terminal."""
    assert isinstance(child.logfile_read, io.StringIO)
    return child.logfile_read.getvalue()


def ended(child: pexpect.spawn[str]) -> int | None:
    """The exit status, once all output is read."""
    child.expect(pexpect.EOF)
    child.wait()
    return child.exitstatus
