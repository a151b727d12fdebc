"""`orgwizard doctor`: what this machine is like. Changes nothing, shows no secret."""

from __future__ import annotations

import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version

from state.errors import KeyringFailed, OrgwizardError, StateNotWritable
from state.saved import locations
from state.saved.keyring import chosen_backend
from wizard.commands.terminal import Options, out_json
from wizard.exit_status import DONE
from wizard.machine import report
from wizard.machine.clipboards import ROUTES
from wizard.machine.network import probe
from wizard.machine.report import Found
from wizard.machine.streams import at_a_terminal, out
from wizard.machine.terminal import measured

PACKAGES = ("orgwizard", "boto3", "botocore", "textual", "questionary", "keyring", "pydantic")
VERSION = 1
"""Of what `--json` prints."""


def show_doctor(options: Options) -> int:
    """`doctor`. What it finds is no failure of the command: the status is 0, and `trouble` in --json tells each."""
    findings = tuple(checked(options))
    if options.json:
        out_json({"version": VERSION, "findings": [asdict(found) for found in findings]})
        return DONE
    topic = ""
    for found in findings:
        out(f"{'' if found.topic == topic else found.topic:<12}{'! ' if found.trouble else '  '}{found.what}")
        out(f"{'':<14}{found.then}")
        topic = found.topic
    number = sum(found.trouble for found in findings)
    out(f"{number} to look after, marked with !." if number else "Everything is fine.")
    return DONE


def checked(options: Options) -> Iterator[Found]:
    """Every finding, topic by topic."""
    size = measured() or shutil.get_terminal_size()
    is_one = at_a_terminal(sys.stdin, sys.stdout)
    facts = report.Terminal(is_one, size.columns, size.lines, getattr(sys.stdout, "encoding", "") or "")
    yield from report.terminal(facts, os.environ)
    installed = [command[0] for _, _, command in ROUTES if shutil.which(command[0])]
    yield report.clipboard(os.environ, installed)
    yield _keyring()
    yield from _credentials(options)
    yield _state_directory()
    yield from _network(options)
    yield _versions()


def _keyring() -> Found:
    """Which one is there; nothing is read from it."""
    try:
        backend = chosen_backend()
    except KeyringFailed as error:
        return Found("keyring", error.message, error.remedy, trouble=True)
    place = type(backend).__module__
    return report.keyring(place, usable=backend.priority > 0 and not place.endswith((".fail", ".null")))


def _credentials(options: Options) -> Iterator[Found]:
    variables = [name for name in os.environ if name.startswith("AWS_")]
    world = options.world_for(_rehearsal(options), None)
    try:
        sources = tuple(world.sign_in.sources())
    except OrgwizardError as error:
        yield Found("credentials", error.message, error.remedy, trouble=True)
        return
    yield from report.credentials(sources, variables)


def _state_directory() -> Found:
    try:
        home = locations.home()
        with tempfile.TemporaryFile(dir=home):
            pass
    except StateNotWritable as error:
        return report.state_directory("", error.message)
    except OSError as error:
        return report.state_directory("", f"{home}: {error.strerror}")
    return report.state_directory(str(home), "")


def _network(options: Options) -> Iterator[Found]:
    if _rehearsal(options):
        yield Found("network", "This is a rehearsal.", "The network is not asked, and nothing leaves this machine.")
        return
    try:
        routes = options.world_for(False, None).routes()
    except OrgwizardError as error:
        yield Found("network", error.message, error.remedy, trouble=True)
        return
    probes = [probe(route) for route in dict.fromkeys(routes)]
    yield from dict.fromkeys(each.found for each in probes)
    there = next((each.there for each in probes if each.there), None)
    if there is not None:
        yield report.clock(there, datetime.now(UTC))


def _rehearsal(options: Options) -> bool:
    return options.rehearse or bool(options.scenario)


def _versions() -> Found:
    found = [f"Python {platform.python_version()}"]
    for package in PACKAGES:
        try:
            found.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            found.append(f"{package} (not installed)")
    return Found("versions", f"{', '.join(found)}.", f"On {platform.system()} {platform.machine()}.")
