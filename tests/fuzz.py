"""Whatever is read, mutated: `make fuzz`, or `python -m tests.fuzz ROUNDS SEED`. A short run is in the suite.

Each target takes a source of chance and says in a word how the input was taken: as it was, or refused in a sentence.
Anything else that is raised is a defect, and is told with the seed that gives it again.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import string
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Callable
from contextlib import chdir, suppress
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from state.changes.accounts import CreateAccount, MoveAccount
from state.changes.organization import CreateOrganization
from state.errors import OrgwizardError
from state.saved.journal import Journal, Outcome
from state.saved.keyring import Secrets
from state.saved.progress import ClaimStatus, Progress, ProgressLine
from state.saved.setups import SavedSetups
from state.setup import Setup
from state.setup.file import parse_bytes, template_text
from state.setup.ready_made import TEMPLATES
from tests.wizard.aws.wire import Wire
from wizard.aws.calls import Calls
from wizard.aws.sessions import Clients
from wizard.aws.world import AwsWorld
from wizard.simulated.world_file import load_world

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
SPLINTERS = (
    *(b"\0", b"\n", b"\r", b"\r\n", b"\t", b"\xff", b"\xed\xa0\x80", b"\xef\xbb\xbf", b"\x1b[31m", b"\xe2\x80\xae"),
    *(b"- 1\n", b"&a ", b"*a", b"!!str ", b"---\n", b"[" * 50, b"{" * 50, b'"\\ud83d"', b'"\\UFFFFFFFF"', b": ", b"# "),
    *(b"|99\n", b"%YAML 9", b"1e999", b"Infinity", b"NaN", b"null", b"-1", b"9" * 400, b"true", b'"', b"'", b"[]"),
    *(b"{}", b"~", b"${HOME}"),
)
"""What upsets readers of YAML, JSON, INI and terminals."""


def mutated(chance: random.Random, data: bytes) -> bytes:
    """`data` with a few things cut out, doubled, moved, changed or put in."""
    for _ in range(chance.randint(1, 4)):
        start = chance.randint(0, len(data))
        end = min(len(data), start + chance.choice((1, 1, 2, 8, 60, 400)))
        match chance.randrange(7):
            case 0:
                data = data[:start] + data[end:]
            case 1:
                data = data[:start] + data[start:end] * 2 + data[end:]
            case 2:
                data = data[:start]
            case 3:
                data = data[:start] + bytes(len(data[start:end])) + data[end:]
            case 4:
                data = data[:start] + chance.randbytes(len(data[start:end])) + data[end:]
            case 5:
                lines = data.splitlines(keepends=True)
                chance.shuffle(lines)
                data = b"".join(lines)
            case _:
                data = data[:start] + chance.choice(SPLINTERS) + data[start:]
    return data


def taken(read: Callable[[], object]) -> str:
    """How it went. Two whole sentences are the only way to be refused."""
    refused: OrgwizardError | None = None
    try:
        read()
    except OrgwizardError as error:
        refused = error
    if refused is None:
        return "taken"
    assert refused.message.endswith("."), refused.message
    assert refused.remedy.endswith("."), refused.remedy
    return "refused"


def setup_files(chance: random.Random, _home: Path) -> str:
    """Setup files."""
    name = chance.choice(TEMPLATES)
    text = template_text(name, "acme", "eu-west-1", "aws+{account}@acme.io", chance.choice(("", "111122223333")))
    parsed = parse_bytes(mutated(chance, text.encode()), "acme.yaml")
    for problem in parsed.problems:
        assert problem.what.endswith("."), problem
        assert problem.remedy.endswith("."), problem
    return "refused" if parsed.serious_problems else "taken"


def state_files(chance: random.Random, home: Path) -> str:
    """The files of a saved setup: what can be opened has lost no attempt, and what cannot is left as it is."""
    saved = SavedSetups(home, rehearsal=False, shared=False)
    saved.create(Setup(name="acme", home_region="eu-west-1"))
    changes = (CreateOrganization(), CreateAccount("shop", "s@acme.io", "Role"), MoveAccount("s@acme.io", "Sandbox"))
    with saved.open("acme", NOON) as opened:
        for change in changes:
            opened.journal.conclude(opened.journal.intend(change, NOON), Outcome.PERFORMED, NOON)
        opened.save_progress(Progress(NOON, (ProgressLine("a", "A", ClaimStatus.DONE, "So."),)))
    file = (
        saved.directory / "acme" / chance.choice(("setup.yaml", "journal.jsonl", "progress.json", "id", "holder.json"))
    )
    before = mutated(chance, file.read_bytes() if file.exists() else b'{"user": "a", "host": "b", "pid": 1}')
    file.write_bytes(before)
    saved.summaries()

    def read() -> None:
        with saved.open("acme", NOON) as again:
            assert len(again.journal.attempts) == len(changes)
            again.journal.intend(CreateOrganization(), NOON)
        assert len(Journal(saved.directory / "acme" / "journal.jsonl").attempts) == len(changes) + 1

    told = taken(read)
    if told == "refused":
        assert file.read_bytes() == before
    (home / "secrets.json").write_bytes(mutated(chance, b'{"version": 1, "entries": [{"name": "a", "kind": "b"}]}'))
    taken(Secrets(home).entries)
    (home / "world.json").write_bytes(mutated(chance, b'{"version": 1, "world": {"scenario": "default", "time": "x"}}'))
    taken(lambda: load_world(home / "world.json"))
    return told


CONFIGURED = b"""[default]
region = eu-west-1
[profile a]
credential_process = /bin/false
[profile b]
source_profile = a
role_arn = arn:aws:iam::111122223333:role/x
mfa_serial = arn:aws:iam::111122223333:mfa/x
[sso-session c]
sso_start_url = https://acme.awsapps.com/start
sso_region = eu-west-1
[profile d]
sso_session = c
sso_account_id = 111122223333
sso_role_name = x
"""


def configuration_files(chance: random.Random, home: Path) -> str:
    """What the AWS CLI is configured with."""
    plain = CONFIGURED.replace(b"profile ", b"")
    for name, content in (("config", CONFIGURED), ("credentials", plain)):
        (home / name).write_bytes(mutated(chance, content))
    os.environ |= {"AWS_CONFIG_FILE": str(home / "config"), "AWS_SHARED_CREDENTIALS_FILE": str(home / "credentials")}
    os.environ |= {"AWS_EC2_METADATA_DISABLED": "true"}
    return taken(lambda: tuple(AwsWorld("", "eu-west-1").sign_in.sources()))


ANSWERS: dict[str, tuple[str, Any]] = {
    "DescribeOrganization": ("Organization", {"Id": "o-1", "Arn": "a", "FeatureSet": "ALL", "MasterAccountId": "1"}),
    "ListRoots": ("Roots", [{"Id": "r-1", "Arn": "a", "Name": "Root", "PolicyTypes": []}]),
    "ListAccounts": (
        "Accounts",
        [{"Id": "1", "Name": "a", "Email": "a@b.cd", "State": "ACTIVE", "JoinedTimestamp": 1.0}],
    ),
}


@cache
def _endpoint() -> tuple[Wire, Calls]:
    """One for all answers: making clients takes longer than asking with them."""
    wire = Wire()
    return wire, Calls(Clients(wire.session())).glances()


def answers(chance: random.Random, _home: Path) -> str:
    """What an endpoint answers."""
    operation = chance.choice(tuple(ANSWERS))
    key, content = ANSWERS[operation]
    body = mutated(chance, json.dumps({key: content, "NextToken": None}).encode()).decode("utf-8", "replace")
    wire, calls = _endpoint()
    wire.replies[operation] = [(chance.choice((200, 200, 400, 503)), body)]
    if isinstance(content, list):
        return taken(lambda: calls.ask_all("organizations", operation, key, dict))
    return taken(lambda: calls.ask("organizations", operation, lambda answer: dict(answer[key])))


SENT = (
    *("\x1b[<0;5;5M", "\x1b[<32;NaN;NaNM", "\x1b[M !!", "\x1b[999999999999C", "\x1b[200~", "\x1b[201~", "\x1b[?62;22c"),
    *(
        "\x1b]11;rgb:0/0/0\x07",
        "\x1b[48;24;80;1;1t",
        "\x1b[1;5A",
        "\x1bOP",
        "\x1b[I",
        "\x1b[O",
        "\x1b",
        "\x1b[",
        "\x9b1m",
    ),
    *(
        "\x9b1m",
        "\x00",
        "\x7f",
        "a",
        "é",
        "日本",
        "\ud83d",
        "\x1b[57441u",
        "\x1b[1;2;3;4;5;6u",
        "\x1b[?2048;2$y",
        "\r",
        "\t",
    ),
    *("\x1bP1$r0m\x1b\\", "\x1b_Ga\x1b\\"),
)
"""Keys, pastes and reports, sound and malformed."""


def keys_and_pastes(chance: random.Random, _home: Path) -> str:
    """What a terminal sends, whole, cut in two and mixed up."""
    from screens.terminal.input_gate import GatedParser

    parser, messages = GatedParser(), 0
    signs = (SENT if chance.random() < 0.8 else string.printable for _ in range(chance.randint(1, 30)))
    text = "".join(chance.choice(each) for each in signs)
    while text:
        cut = chance.randint(1, len(text))
        piece, text = text[:cut], text[cut:]
        messages += sum(1 for _ in parser.feed(piece))
        messages += sum(1 for _ in parser.tick())
    messages += sum(1 for _ in parser.feed(""))
    return "taken" if messages else "left out"


TARGETS = (setup_files, state_files, configuration_files, answers, keys_and_pastes)


A_VISIT_TAKES = 4
"""How many mutated inputs take about as long as one action in the wizard."""


def actions_in_the_wizard(home: Path, seed: int, actions: int) -> Counter[str]:
    """Keys, clicks, pastes and sizes at random, with what must hold after each."""
    from tests.screens.wandering import Wanderer

    return asyncio.run(Wanderer(home, seed).wander(actions))


def bytes_at_a_terminal(home: Path, seed: int, pieces: int) -> Counter[str]:
    """The same from outside: what a terminal may send to the whole program."""
    from tests.screens.terminal.byte_stream import play

    return Counter({"pieces": pieces, "characters drawn": len(play(home, seed, pieces))})


VISITS = (actions_in_the_wizard, bytes_at_a_terminal)


def run(target: Callable[[random.Random, Path], str], rounds: int, seed: int) -> Counter[str]:
    """How each of `rounds` inputs was taken. Raises AssertionError, with the seed, for the first that is a defect."""
    told: Counter[str] = Counter()
    for number in range(seed, seed + rounds):
        with tempfile.TemporaryDirectory(prefix="orgwizard-fuzz-") as home:
            try:
                told[target(random.Random(number), Path(home))] += 1
            except Exception as error:
                raise AssertionError(f"{target.__name__} with seed {number}: {traceback.format_exc()}") from error
    return told


def main(rounds: int = 2000, seed: int = 1) -> None:
    """Every target, and how its inputs were taken."""
    for target in TARGETS:
        told = run(target, rounds, seed)
        counts = ", ".join(f"{number} {word}" for word, number in sorted(told.items()))
        sys.stdout.write(f"{target.__name__:<20} {rounds} inputs from seed {seed}: {counts}\n")
        sys.stdout.flush()
    for visit in VISITS:
        with tempfile.TemporaryDirectory(prefix="orgwizard-fuzz-") as home, chdir(home):
            told = visit(Path(home), seed, max(1, rounds // A_VISIT_TAKES))
        counts = ", ".join(f"{number} {word}" for word, number in sorted(told.items()))
        sys.stdout.write(f"{visit.__name__:<20} from seed {seed}: {counts}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        main(*map(int, sys.argv[1:3]))
