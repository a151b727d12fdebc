"""The command line as a script meets it: results, narration and exit statuses."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
import yaml

from tests.command_line import NEW, PATTERN, ROOT, orgwizard, surroundings
from tests.samples import sample
from wizard.exports.format import REHEARSED
from wizard.simulated.world_file import load_world, save_world


@pytest.fixture
def setup_file(tmp_path: Path) -> Path:
    made = orgwizard(tmp_path, *NEW)
    assert made.returncode == 0, made.stderr
    return tmp_path / "acme.yaml"


@pytest.mark.usefixtures("setup_file")
def test_permissions_are_printed_as_a_policy_without_asking_aws(tmp_path: Path) -> None:
    printed = orgwizard(tmp_path, "permissions", "acme.yaml")

    assert printed.returncode == 0, printed.stderr
    policy = json.loads(printed.stdout)
    assert policy["Version"] == "2012-10-17"
    assert "organizations:CreateAccount" in {action for each in policy["Statement"] for action in each["Action"]}


@pytest.mark.usefixtures("setup_file")
def test_a_setup_goes_from_file_to_organization_and_back_to_a_file(tmp_path: Path) -> None:
    planned = orgwizard(tmp_path, "plan", "acme.yaml", "--rehearse", "--json")
    applied = orgwizard(tmp_path, "apply", "acme.yaml", "--rehearse", "--yes", "--json")
    exported = orgwizard(tmp_path, "export", "acme", "--rehearse", "--format", "setup", "--output", "-")
    (tmp_path / "exported.yaml").write_text(exported.stdout)
    again = orgwizard(tmp_path, "plan", "exported.yaml", "--rehearse", "--json")

    assert (planned.returncode, applied.returncode, exported.returncode, again.returncode) == (0, 0, 0, 0)
    planned_titles = [change["title"] for change in json.loads(planned.stdout)["changes"]]
    events = [json.loads(line) for line in applied.stdout.splitlines()]
    assert len([event for event in events if event["event"] == "change_performed"]) == len(planned_titles)
    assert events[-1]["ending"] == "done"
    assert json.loads(again.stdout)["changes"] == []
    assert "management_account_id" not in yaml.safe_load(exported.stdout), "a rehearsal's ids are made up"


@pytest.mark.usefixtures("setup_file")
def test_planning_saves_nothing(tmp_path: Path) -> None:
    assert orgwizard(tmp_path, "plan", "acme.yaml", "--rehearse").returncode == 0
    assert json.loads(orgwizard(tmp_path, "list", "--rehearse", "--json").stdout)["setups"] == []


@pytest.mark.usefixtures("setup_file")
def test_nothing_is_done_without_approval(tmp_path: Path) -> None:
    refused = orgwizard(tmp_path, "apply", "acme.yaml", "--rehearse", given="acme\n")

    assert refused.returncode == 4
    assert "--yes" in refused.stderr
    status = json.loads(orgwizard(tmp_path, "status", "acme", "--rehearse", "--json").stdout)["setups"][0]
    assert (status["at"], status["counts"], status["steps"]) == (None, None, [])


@pytest.mark.usefixtures("setup_file")
def test_a_rehearsal_leaves_the_real_progress_of_the_same_setup_alone(tmp_path: Path) -> None:
    assert orgwizard(tmp_path, "apply", "acme.yaml", "--rehearse", "--yes").returncode == 0

    assert json.loads(orgwizard(tmp_path, "list", "--json").stdout)["setups"] == []
    assert [
        one["name"] for one in json.loads(orgwizard(tmp_path, "list", "--rehearse", "--json").stdout)["setups"]
    ] == ["acme"]


def test_waiting_for_a_person_is_status_3_and_running_it_again_goes_on(tmp_path: Path) -> None:
    orgwizard(tmp_path, "new", "acme", "--email-pattern", PATTERN, "--existing-account", "444455556666")

    first = orgwizard(tmp_path, "apply", "acme.yaml", "--rehearse", "--yes")
    second = orgwizard(tmp_path, "apply", "acme", "--rehearse", "--yes")

    assert first.returncode == 3, first.stderr
    assert "accept-handshake" in first.stdout
    assert second.returncode == 0, second.stderr


def test_every_problem_of_a_file_is_told_at_once_with_its_line(tmp_path: Path, setup_file: Path) -> None:
    text = setup_file.read_text().replace("purpose: data-bunker", "purpos: data-bunker").replace(PATTERN, "aws@acme")
    setup_file.write_text(text)

    told = orgwizard(tmp_path, "plan", "acme.yaml", "--rehearse")

    assert told.returncode == 2
    assert "acme.yaml:" in told.stderr
    assert "'purpose'" in told.stderr or '"purpose"' in told.stderr or "purpose" in told.stderr
    assert "{account}" in told.stderr
    assert "Traceback" not in told.stderr
    assert told.stdout == ""


@pytest.mark.parametrize(
    ("words", "status", "says"),
    [
        ((), 2, "orgwizard apply"),
        (("acme",), 2, "needs a terminal"),
        (("apply", "nobody", "--rehearse"), 2, "nobody"),
        (("apply", "missing.yaml", "--rehearse"), 2, "missing.yaml"),
        (("status", "../../etc"), 2, "etc"),
        (("discard", "nobody", "--yes"), 2, "nobody"),
        (("export", "nobody", "--format", "setup"), 2, "nobody"),
        (("new", "Not A Name"), 2, "lower-case"),
        (("new", "acme", "--template", "sugested"), 2, "suggested"),
        (("plan",), 2, "SETUP"),
        (("nonsense", "--nothing"), 2, "--nothing"),
    ],
)
def test_wrong_usage_is_status_2_and_says_what_to_do(
    tmp_path: Path, words: tuple[str, ...], status: int, says: str
) -> None:
    told = orgwizard(tmp_path, *words)

    assert told.returncode == status, told.stderr
    assert says in told.stderr
    assert "Traceback" not in told.stderr
    assert told.stdout == ""


def test_a_new_file_never_replaces_another(tmp_path: Path, setup_file: Path) -> None:
    before = setup_file.read_text()

    assert orgwizard(tmp_path, "new", "acme").returncode == 2
    assert setup_file.read_text() == before


def test_a_file_that_differs_from_the_saved_answers_keeps_them_aside(tmp_path: Path, setup_file: Path) -> None:
    orgwizard(tmp_path, "apply", "acme.yaml", "--rehearse", "--yes")
    setup_file.write_text(setup_file.read_text().replace("home_region: eu-west-1", "home_region: eu-central-1"))

    told = orgwizard(tmp_path, "apply", "acme.yaml", "--rehearse", "--yes")

    assert told.returncode == 0
    kept = list((tmp_path / "state" / "rehearsals" / "acme").glob("setup-before-*.yaml"))
    assert len(kept) == 1
    assert str(kept[0]) in told.stderr
    assert "eu-west-1" in kept[0].read_text()


@pytest.mark.usefixtures("setup_file")
def test_a_discarded_setup_lies_aside_and_is_not_listed(tmp_path: Path) -> None:
    orgwizard(tmp_path, "apply", "acme.yaml", "--rehearse", "--yes")

    assert orgwizard(tmp_path, "discard", "acme", "--rehearse").returncode == 4
    assert orgwizard(tmp_path, "discard", "acme", "--rehearse", "--yes").returncode == 0
    assert json.loads(orgwizard(tmp_path, "list", "--rehearse", "--json").stdout)["setups"] == []
    assert list((tmp_path / "state" / "discarded").glob("*/journal.jsonl"))


@pytest.mark.usefixtures("setup_file")
def test_the_schema_accepts_what_new_writes(tmp_path: Path) -> None:
    schema = json.loads(orgwizard(tmp_path, "schema").stdout)
    jsonschema.Draft202012Validator.check_schema(schema)

    for template in json.loads(orgwizard(tmp_path, "templates", "--json").stdout):
        written = orgwizard(tmp_path, "new", "acme", "--template", template["name"], "--output", "-").stdout
        jsonschema.validate(yaml.safe_load(written), schema)


@pytest.mark.parametrize("moment", sample(["kill-after", "kill-before"], 2))
def test_a_process_killed_in_the_middle_of_create_account_is_picked_up(tmp_path: Path, moment: str) -> None:
    state = tmp_path / "state"
    state.mkdir()
    apply_once = [sys.executable, "-m", "tests.wizard.engine.apply_once", str(state), "CreateAccount", moment, "3"]
    killed = subprocess.run(apply_once, capture_output=True, cwd=ROOT, check=False)
    assert killed.returncode == -signal.SIGKILL, killed.stderr

    resumed = orgwizard(tmp_path, "apply", "acme", "--rehearse", "--yes")
    exported = orgwizard(tmp_path, "export", "acme", "--rehearse", "--format", "inventory")

    assert resumed.returncode == 0, resumed.stderr
    accounts = json.loads(exported.stdout)["accounts"]
    emails = [account["email"] for account in accounts]
    assert len(emails) == len(set(emails)) == 7
    asked_of_aws = load_world(state / "rehearsals" / "acme" / "world.json").creations.values()
    assert len(asked_of_aws) == 6


@pytest.mark.usefixtures("setup_file")
def test_an_interrupt_stops_between_changes_and_the_next_run_goes_on(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "wizard.cli", "apply", "acme.yaml", "--rehearse", "--yes", "--json"]
    environment = surroundings(tmp_path)
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment, cwd=tmp_path) as applying:
        assert applying.stdout is not None
        for line in applying.stdout:
            if "change_started" in line:
                applying.send_signal(signal.SIGINT)
                break
        rest = applying.stdout.read()
        status = applying.wait()

    assert status == 130, rest
    assert orgwizard(tmp_path, "apply", "acme.yaml", "--rehearse", "--yes").returncode == 0


def test_an_invitation_is_accepted_with_the_invited_accounts_credentials(tmp_path: Path) -> None:
    orgwizard(
        tmp_path, "new", "acme", "--email-pattern", PATTERN, "--home-region", "eu-west-1", "--existing-account",
        "444455556666", "--template", "minimal",
    )  # fmt: skip
    weather = ("--scenario", "invitation-unanswered")
    invited = orgwizard(tmp_path, "apply", "acme.yaml", *weather, "--yes")
    unasked = orgwizard(tmp_path, "accept", "acme", "444455556666", *weather)
    accepted = orgwizard(tmp_path, "accept", "acme", "444455556666", *weather, "--with-access-role", "--yes")
    done = orgwizard(tmp_path, "apply", "acme", *weather, "--yes")
    without_profile = orgwizard(tmp_path, "accept", "acme.yaml", "444455556666")

    assert (invited.returncode, unasked.returncode, accepted.returncode, done.returncode) == (3, 4, 0, 0), (
        accepted.stderr + done.stderr
    )
    assert "Account 444455556666 as user/otto" in accepted.stderr
    assert "✓ Accept the invitation of account 444455556666" in accepted.stderr
    assert "✓ Make OrganizationAccountAccessRole an administrator" in accepted.stderr
    assert accepted.stdout.startswith("The account has joined. The management account does the rest: orgwizard apply ")
    assert "Everything is as the setup wants it" not in accepted.stdout
    assert without_profile.returncode == 1
    assert "--profile" in without_profile.stderr


@pytest.mark.parametrize("level", ["essential", "strict", "none"])
def test_new_presets_the_guardrails_that_were_asked_for(tmp_path: Path, level: str) -> None:
    written = orgwizard(tmp_path, "new", "acme", "--guardrails", level, "--output", "-").stdout

    assert yaml.safe_load(written).get("guardrails", {}).get("level", "essential") == level


def test_a_scenario_that_does_not_exist_is_a_wrong_input(tmp_path: Path) -> None:
    told = orgwizard(tmp_path, "whoami", "--scenario", "nosuch")
    assert told.returncode == 2
    assert "Choose one of: default," in told.stderr


@pytest.mark.usefixtures("setup_file")
def test_a_scheduled_job_tells_by_the_status_whether_anything_differs(tmp_path: Path) -> None:
    assert orgwizard(tmp_path, "plan", "acme.yaml", "--rehearse", "--detailed-exitcode").returncode == 5
    assert orgwizard(tmp_path, "apply", "acme.yaml", "--rehearse", "--yes").returncode == 0

    assert orgwizard(tmp_path, "plan", "acme", "--rehearse", "--detailed-exitcode").returncode == 0
    in_step = orgwizard(tmp_path, "check", "acme", "--rehearse", "--json")
    assert (in_step.returncode, json.loads(in_step.stdout)["in_step"]) == (0, True), in_step.stdout

    world_file = tmp_path / "state" / "rehearsals" / "acme" / "world.json"
    world = load_world(world_file)
    next(each for each in world.accounts.values() if each.account_name == "production").public_access_block = None
    save_world(world, world_file)
    differs = orgwizard(tmp_path, "check", "acme", "--rehearse")
    told = json.loads(orgwizard(tmp_path, "check", "acme", "--rehearse", "--json").stdout)

    assert differs.returncode == 5
    assert "Changed by somebody:" in differs.stdout
    assert [(each["kind"], each["by"]) for each in told["differences"]] == [("changed", None)]


def test_an_organization_is_taken_in_by_name_once(tmp_path: Path) -> None:
    adopted = orgwizard(tmp_path, "adopt", "bank", "--scenario", "grown-organization", "--json")
    again = orgwizard(tmp_path, "adopt", "bank", "--rehearse")
    planned = json.loads(orgwizard(tmp_path, "plan", "bank", "--rehearse", "--json").stdout)
    checked = orgwizard(tmp_path, "check", "bank", "--rehearse")

    record = json.loads(adopted.stdout)
    assert (adopted.returncode, again.returncode, checked.returncode) == (0, 2, 0), checked.stdout
    assert {each["purpose"] for each in record["accounts"]} >= {"data-bunker", "workload", "sandbox"}
    assert record["left_alone"]["100000000013"] == "account legacy, SUSPENDED"
    assert (planned["changes"], planned["later"]) == ([], [])


def test_an_unknown_template_is_told_with_each_template_named_once(tmp_path: Path) -> None:
    meant = orgwizard(tmp_path, "new", "acme", "--template", "minimall")
    unlike = orgwizard(tmp_path, "new", "acme", "--template", "foo")

    assert "Use minimal, if that is meant, or one of suggested, customers, workloads, empty." in meant.stderr
    assert "Use one of suggested, minimal, customers, workloads, empty." in unlike.stderr


def test_a_new_file_says_what_the_invited_account_is_for(tmp_path: Path) -> None:
    told = orgwizard(
        tmp_path, "new", "acme", "--email-pattern", PATTERN, "--home-region", "eu-west-1", "--existing-account",
        "444455556666", "--output", "-",
    )  # fmt: skip

    assert told.stdout.rstrip().endswith("purpose: sandbox")


def test_no_command_is_said_to_prove_at_aws_what_a_rehearsal_made_up(tmp_path: Path) -> None:
    setup = tmp_path / "acme.yaml"
    setup.write_text(orgwizard(tmp_path, "new", "acme", "--output", "-").stdout, encoding="utf-8")
    words = ("export", str(setup), "--rehearse", "--output", str(tmp_path / "out"), "--format")

    there = f", in {tmp_path / 'out'}: "
    assert f"{REHEARSED} Of a real organization, this proves it{there}" in orgwizard(tmp_path, *words, "csv").stderr
    assert f"To prove it{there}orgwizard plan acme.yaml" in orgwizard(tmp_path, *words, "setup").stderr


def test_a_file_that_is_called_otherwise_is_proven_by_the_name_that_it_has(tmp_path: Path, setup_file: Path) -> None:
    told = orgwizard(
        tmp_path, "export", str(setup_file), "--rehearse", "--format", "setup", "--output", str(tmp_path / "mine.yaml")
    )

    assert f"To prove it, in {tmp_path}: orgwizard plan mine.yaml" in told.stderr


def test_what_is_named_as_a_directory_becomes_one(tmp_path: Path, setup_file: Path) -> None:
    ended = orgwizard(tmp_path, "export", str(setup_file), "--rehearse", "--format", "setup", "--output", "new/")

    assert ended.returncode == 0, ended.stderr
    assert [file.suffix for file in (tmp_path / "new").iterdir()] == [".yaml"]
