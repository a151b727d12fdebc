"""The wizard in a real pseudo-terminal."""

from __future__ import annotations

import io
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pexpect

from state.saved.setups import SavedSetups
from tests.rehearsing import rehearsals, small, suggested

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


@contextmanager
def waiting_for_aws(home: Path) -> Iterator[pexpect.spawn[str]]:
    """The wizard on the page Sign in, with a call under way that nothing ever answers."""
    SavedSetups(home, rehearsal=False).create(small())
    with socket.create_server(("127.0.0.1", 0)) as silent:
        child = pexpect.spawn(
            sys.executable,
            ["-m", "wizard.cli", "acme"],
            cwd=str(ROOT),
            dimensions=(40, 120),
            encoding="utf-8",
            codec_errors="replace",
            timeout=30,
            env={
                **os.environ,
                "TERM": "xterm-256color",
                "HOME": str(home),
                "ORGWIZARD_HOME": str(home),
                "AWS_ENDPOINT_URL": f"http://127.0.0.1:{silent.getsockname()[1]}",
                "AWS_REGION": "eu-west-1",
                **dict.fromkeys(("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"), "any"),
            },
        )
        child.expect("Home Region")
        child.send("2")
        child.expect("Which credentials")
        child.expect("asks AWS who that is")
        child.send("\r")
        heard, _ = silent.accept()
        with heard:
            yield child
        child.close(force=True)


def shown_by(child: pexpect.spawn[str]) -> str:
    """All that it ever wrote to the terminal."""
    assert isinstance(child.logfile_read, io.StringIO)
    return child.logfile_read.getvalue()


def ended(child: pexpect.spawn[str]) -> int | None:
    """The exit status, once all output is read."""
    child.expect(pexpect.EOF)
    child.wait()
    return child.exitstatus
