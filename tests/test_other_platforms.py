"""What Windows and macOS lack or do otherwise, as far as Linux can stand in for it: nothing here patches our own code.

A process is made poorer before it imports the program: no modules and no functions that only POSIX has, and a platform
that calls itself Windows. What the libraries bring for it was imported before.
"""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from state.saved.setups import SavedSetups
from state.setup import Setup
from state.setup.text_rules import name_problem

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)

POORER = """
import asyncio, getpass, os, signal, socket, subprocess, sys, sysconfig, tempfile
import argcomplete, boto3, filelock, keyring, platformdirs, pydantic, yaml
sysconfig.get_config_vars()
for name in ("fcntl", "grp", "pty", "pwd", "resource", "termios", "tty"):
    sys.modules[name] = None
for name in ("fork", "getpgrp", "getsid", "getuid", "geteuid", "killpg", "uname"):
    delattr(os, name)
for name in ("SIGHUP", "SIGKILL", "SIGTSTP", "SIGCONT", "SIGWINCH", "pthread_sigmask"):
    delattr(signal, name)
sys.platform = "win32"
from wizard.cli import main
os.chdir(sys.argv[1])
said = []
for line in sys.stdin.read().splitlines():
    said.append(main(line.split()))
print("statuses", *said)
"""

WORK = """\
new acme --home-region eu-west-1 --email-pattern aws+{account}@acme.io --template minimal --guardrails none
plan acme.yaml --rehearse
apply acme.yaml --rehearse --yes
list --rehearse
status acme --rehearse
export acme --rehearse --format inventory --output acme.json
secrets list
doctor --rehearse
discard acme --rehearse --yes
"""


def test_the_core_needs_nothing_that_only_posix_has(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", POORER, str(tmp_path)],
        input=WORK, capture_output=True, text=True, timeout=100, check=False,
        env={**os.environ, "ORGWIZARD_HOME": str(tmp_path / "home"), "AWS_EC2_METADATA_DISABLED": "true"},
    )  # fmt: skip

    assert "statuses 0 0 0 0 0 0 0 0 0" in done.stdout, done.stdout[-2000:] + done.stderr[-2000:]
    assert (tmp_path / "acme.json").exists()


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="it looks at which files are open")
def test_a_setup_is_moved_aside_with_no_file_in_it_open_where_the_system_wants_that(tmp_path: Path) -> None:
    saved = SavedSetups(tmp_path, rehearsal=False)
    saved.create(Setup(name="acme", home_region="eu-west-1"))
    there, open_there = saved.directory_of("acme"), list[str]()

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if event == "os.rename" and str(arguments[0]) == str(there):
            descriptors = (os.path.realpath(one) for one in Path("/proc/self/fd").iterdir())
            open_there.extend(path for path in descriptors if path.startswith(str(there)))

    sys.addaudithook(watch)
    aside = saved.discard("acme", NOON, moves_what_is_open=False)

    assert open_there == []
    assert (aside / "setup.yaml").exists()
    assert not there.exists()


@pytest.mark.parametrize("name", ["con", "nul", "aux", "prn", "com1", "lpt9", "a.", "a ", "a:b", "a\\b", "ACME"])
def test_no_setup_has_a_name_that_is_no_directory_or_another_one_elsewhere(name: str) -> None:
    """Windows keeps names for devices, drops trailing dots and blanks; it and macOS do not tell capitals apart."""
    assert name_problem(name) is not None
