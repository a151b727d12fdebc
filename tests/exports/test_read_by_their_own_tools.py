"""Every export is taken by the tool that it is for, whatever things are called; a broken one is refused by the same.

`make exports` installs the tools and runs this. A tool that is not there is told and left out.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from state.inventory import Inventory
from state.text.printable import printable
from tests.exports import tools
from tests.exports.tools import Told
from tests.wizard.exports.company import PIECES, called, company_taken
from wizard.exports import FORMATS, Taken

Names = Callable[[Inventory], list[str]]
HOSTILE = (
    *("${x} %{ if true } $${y}", "\"quotes\" 'and' `more`", "<b>markup</b> &amp; &#65;", "] [profile x]"),
    *("\U0001f600 é", "x" * 128, "a/b\\c", "<script>alert(1)</script>", "null", "---\n- a: !Ref X # y"),
    *("{{ x }} ${{ y }} {% z %}", "end", "click n1 call x()", "\\N\\G\\l", "%%{init: {}}%%", "012345678901"),
    "".join(PIECES),
)
"""Each of what some language reads as more than text, and all of it at once."""


def organizations() -> dict[str, Taken]:
    """The company, and the same with everything named as nobody would."""
    return {"acme": company_taken(), **{f"hostile-{number}": called(name) for number, name in enumerate(HOSTILE)}}


def accounts(inventory: Inventory) -> list[str]:
    return [each.name for each in inventory.accounts]


def places(inventory: Inventory) -> list[str]:
    return ["Root", *accounts(inventory), *(unit.name for unit in inventory.units)]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Mapping[str, Path]]:
    """By organization: each file of each format, on disk."""
    found = {}
    for title, taken in organizations().items():
        files = {name: text for each in FORMATS.values() for name, text in each.write(taken).items()}
        found[title] = tools.put(files, tmp_path_factory.mktemp(title))
    return found


def broken(path: Path, what: str, instead: str) -> Path:
    """A copy of a file with one thing wrong."""
    text = path.read_text(encoding="utf-8")
    assert what in text
    copy = path.with_name(f"broken-{path.name}")
    copy.write_text(text.replace(what, instead, 1), encoding="utf-8")
    return copy


def mermaid_text(label: str) -> str:
    return label.partition("<br>")[0].replace("<b></b>", "")


@pytest.mark.parametrize(
    ("tool", "file", "names", "fault"),
    [
        ("mermaid", "acme.mmd", places, ("-->", "-->>-")),
        ("graphviz", "acme.dot", places, ("->", "-<")),
        ("org-formation", "acme-organization.yml", accounts, ("AccountName", "AcountName")),
        ("backstage", "acme-catalog-info.yaml", accounts, ("type: aws-account", "type: []")),
    ],
)
def test_it_is_read_with_every_name_in_it(
    written: Mapping[str, Mapping[str, Path]], tool: str, file: str, names: Names, fault: tuple[str, str]
) -> None:
    files = {title: there[file] for title, there in written.items()}
    wrong = broken(files["acme"], *fault)

    told = tools.by_node(tool, *files.values(), wrong)

    for title, taken in organizations().items():
        assert told[files[title]].wrong == "", (title, told[files[title]].wrong)
        read = [mermaid_text(name) if tool == "mermaid" else name for name in told[files[title]].read]
        expected = names(taken.inventory)
        shown = expected if file.endswith((".yml", ".yaml")) else list(map(printable, expected))
        assert set(shown) <= set(read), title
    assert told[wrong].wrong


def test_the_workflows_of_github_are_workflows(written: Mapping[str, Mapping[str, Path]]) -> None:
    workflows = [path for there in written.values() for path in there.values() if path.parent.name == "workflows"]
    assert workflows

    assert tools.by_schema("--builtin-schema", "vendor.github-workflows", *workflows) == Told()
    wrong = broken(workflows[0], "runs-on", "run-on")
    assert tools.by_schema("--builtin-schema", "vendor.github-workflows", wrong).wrong


@pytest.mark.parametrize("file", ["accounts-config", "organization-config"])
def test_the_accelerators_own_schemas_take_its_configuration(
    written: Mapping[str, Mapping[str, Path]], file: str
) -> None:
    schemas = os.environ.get("LZA_SCHEMAS")
    if not schemas:
        pytest.skip("LZA_SCHEMAS names no directory with the accelerator's JSON schemas")
    schema = Path(schemas) / f"{file}.json"
    ours = [there[f"acme-lza/{file}.yaml"] for there in written.values()]

    assert tools.by_schema("--schemafile", schema, *ours) == Told()
    assert tools.by_schema("--schemafile", schema, broken(ours[0], "name:", "title:")).wrong


def test_cloud_custodians_own_schema_takes_its_accounts(written: Mapping[str, Mapping[str, Path]]) -> None:
    assert tools.by_c7n_org(*(there["acme-c7n-org.yml"] for there in written.values())) == Told()
    assert tools.by_c7n_org(broken(written["acme"]["acme-c7n-org.yml"], "account_id", "acount_id")).wrong


def test_the_aws_cli_lists_every_profile_and_no_other(written: Mapping[str, Mapping[str, Path]]) -> None:
    aws = tools.aws_cli()

    def listed(config: Path) -> tuple[int, str]:
        return tools.run(aws, "configure", "list-profiles", AWS_CONFIG_FILE=str(config), folder=config.parent)

    for title in ("acme", f"hostile-{len(HOSTILE) - 1}"):
        config = written[title]["acme-aws-config"]
        status, said = listed(config)
        sections = re.findall(r"^\[profile (.+)\]$", config.read_text(encoding="utf-8"), re.MULTILINE)
        assert (status, sorted(said.split())) == (0, sorted(sections)), title
    assert listed(broken(written["acme"]["acme-aws-config"], "[profile", "profile"))[0] != 0


def test_an_empty_organization_is_read_too(tmp_path: Path) -> None:
    taken = company_taken()
    nothing = replace(taken.inventory, organization=None, units=[], accounts=[], roles=[], policies=None)
    files = tools.put(FORMATS["diagram"].write(replace(taken, inventory=nothing)), tmp_path)

    assert tools.by_node("mermaid", files["acme.mmd"])[files["acme.mmd"]] == Told(read=[])
