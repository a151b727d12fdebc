"""A setup file says everything that is wrong with it at once, by line; and what is written is read again."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from types import FrameType
from typing import Any, get_args

import jsonschema
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic_core.core_schema import ErrorType

from state.errors import InvalidSetup, UnknownSetup, UnreadableState
from state.setup import Invitation, MemberAccount, Purpose, Setup
from state.setup.file import (
    from_template,
    json_schema,
    parse_setup,
    read_setup,
    template_text,
    write_setup,
)
from state.setup.guardrails import (
    POLICIES_OF_THE_ROOT,
    WITHOUT_EXCEPTIONS,
    Choice,
    Contact,
    Guardrails,
    GuardrailScope,
    Item,
    Level,
)
from state.setup.ready_made import TEMPLATES, templates
from state.setup.shape import NOUNS, fault_of
from state.setup.yaml_lines import Plain
from tests.samples import examples

patient = settings(deadline=None, max_examples=examples(20))

SOUND = """\
version: 1
name: acme
home_region: eu-west-1
email_pattern: aws+{account}@acme.io
organizational_units:
  - Security
  - Workloads/Production
accounts:
  - account_name: data-bunker
    organizational_unit: Security
    purpose: data-bunker
    tags:
      owner: anna
invitations:
  - account: 012345678901
    organizational_unit: Root
"""

GUARDRAILS = "    organizational_unit: Root\n"
"""After this line of SOUND, the last one, guardrails may follow."""

BROKEN: list[tuple[str, str, str, list[tuple[int, str]]]] = [
    # What is broken, what is replaced in SOUND, by what, and the lines and words that tell of it.
    ("no version", "version: 1\n", "", [(1, "The version is missing")]),
    ("odd version", "version: 1", "version: one", [(1, "'one' is not a version")]),
    ("misspelt key", "home_region:", "home_regoin:", [(3, "no key 'home_regoin' here")]),
    ("misspelt key of an account", "purpose:", "purpos:", [(11, "no key 'purpos' here")]),
    ("missing key", "name: acme\n", "", [(1, "The key 'name' is missing")]),
    ("key without a value", "name: acme", "name:", [(2, "The key 'name' is missing")]),
    ("missing key of an account", "    organizational_unit: Security\n", "", [(9, "'organizational_unit' is missing")]),
    ("purpose", "purpose: data-bunker", "purpose: bunker", [(11, "'bunker' is not a purpose")]),
    ("list where a text belongs", "name: acme", "name: [acme]", [(2, "is a list, and it has to be a plain text")]),
    ("text where a list belongs", "  - Security\n  - Workloads/Production", "  Security", [(5, "has to be a list")]),
    ("text where an account belongs", "invitations:", "  - sandbox\ninvitations:", [(14, "Entry 2 of accounts")]),
    ("list where tags belong", "      owner: anna", "      - anna", [(12, "has to be keys with values")]),
    ("key twice", "name: acme", "name: acme\nname: other", [(3, "line 2 has it already")]),
    ("tag key twice", "owner: anna", "owner: anna\n      owner: ben", [(14, "line 13 has it already")]),
    ("merge key", "    purpose: data-bunker", "    <<: {purpose: workload}", [(11, "no key '<<' here")]),
    ("list as a key", "name: acme", "name: acme\n? [a]\n: b", [(3, "where a key belongs")]),
    (
        "anchor and alias",
        "name: acme\nhome_region: eu-west-1",
        "name: &a acme\nhome_region: *a",
        [(2, "&a is an anchor"), (3, "*a is an alias")],
    ),
    ("alias of nothing", "name: acme", "name: *a", [(2, "*a is an alias")]),
    ("code", "name: acme", "name: !!python/object/apply:os.system [ls]", [(2, "is a YAML tag"), (2, "is a list")]),
    ("unknown tag", "name: acme", "name: !secret acme", [(2, "'!secret' is a YAML tag")]),
    ("tab", "    purpose", "\tpurpose", [(11, "a tab")]),
    ("two documents", "invitations:", "---\ninvitations:", [(14, "second YAML document")]),
    ("colon in a text", "name: acme", "name: acme: two", [(2, "a colon where no key can be")]),
    ("key without a colon", "name: acme\n", "name acme\n", [(3, "a key without a colon")]),
    ("indentation", "  - Workloads", " - Workloads", [(7, "indentation")]),
    ("open quotation mark", "name: acme", 'name: "acme', [(17, "never closed")]),
    ("pattern without quotes", "aws+{account}@acme.io", "{account}@acme.io", [(4, "means something else in YAML")]),
    ("forbidden first character", "name: acme", "name: @acme", [(2, "means something else in YAML")]),
    ("control character", "name: acme", "name: ac\x1bme", [(2, "control character")]),
    ("much too deep", "name: acme", "name: " + "[" * 100_000, [(2, "nested too deep")]),
    ("misspelt unit", "organizational_unit: Security", "organizational_unit: Securty", [(10, "'Securty' in this")]),
    ("account id", "012345678901", "01234567890", [(15, "'01234567890' is not an AWS account id")]),
    ("address from the pattern", "aws+{account}@", f"{'x' * 55}{{account}}@", [(9, "has 74 characters")]),
    ("level", GUARDRAILS, GUARDRAILS + "guardrails:\n  level: strickt\n", [(18, "'strickt' is not a level of")]),
    (
        "guardrail",
        GUARDRAILS,
        GUARDRAILS + "guardrails:\n  choices:\n    object-locks: apply\n",
        [(19, "'object-locks' is not a guardrail")],
    ),
    (
        "choice",
        GUARDRAILS,
        GUARDRAILS + "guardrails:\n  choices:\n    object-lock: aply\n",
        [(19, "'aply' is not a choice")],
    ),
    (
        "words and numbers of guardrails",
        GUARDRAILS,
        GUARDRAILS + "guardrails:\n  object_lock_days: 0\n  monthly_budget_usd: 20\n  allowed_regions: [mars]\n",
        [(17, "nobody is written to"), (18, "cannot be locked for 0 days"), (20, "mars")],
    ),
    ("misspelt key of guardrails", GUARDRAILS, GUARDRAILS + "guardrails:\n  levle: none\n", [(18, "no key 'levle'")]),
    (
        "number that is none",
        GUARDRAILS,
        GUARDRAILS + "guardrails:\n  object_lock_days: many\n",
        [(18, "'many'")],
    ),
    (
        "many things",
        "name: acme\nhome_region: eu-west-1\nemail_pattern: aws+{account}@acme.io\n",
        "name: Acme\nhome_regoin: eu-west-1\nemail_pattern: aws@acme.io\n",
        [(2, "cannot be called"), (3, "'home_regoin'"), (4, "exactly once")],
    ),
]


@pytest.mark.parametrize(
    ("before", "after", "expected"), [case[1:] for case in BROKEN], ids=[case[0] for case in BROKEN]
)
def test_a_broken_file_says_what_is_wrong_and_where(before: str, after: str, expected: list[tuple[int, str]]) -> None:
    assert SOUND.count(before) == 1
    parsed = parse_setup(SOUND.replace(before, after), "acme.yaml")

    told = [(problem.line, problem.what) for problem in parsed.problems]
    assert len(told) == len(expected), told
    for (line, what), (expected_line, words) in zip(told, expected, strict=True):
        assert line == expected_line
        assert words in what
    assert all(problem.remedy for problem in parsed.problems)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "acme.yaml:1: The file is empty."),
        (b"# only a comment\n", "acme.yaml:1: The file is empty."),
        (b"just text\n", "acme.yaml:1: The file is not a setup"),
        (b"- a\n- b\n", "acme.yaml:1: The file is not a setup"),
        (SOUND.encode() + b"# \xff\xfe\n", "acme.yaml:17: From here on the file is not UTF-8 text."),
        (b"\x7fELF\x02\x01\x01\x00", "acme.yaml:1: There is an invisible control character."),
        (SOUND.encode("utf-16"), "acme.yaml:1: From here on the file is not UTF-8 text."),
        (SOUND.encode() + b"#" * 1024 * 1024, "acme.yaml:1: The file is larger than 1 MiB"),
    ],
    ids=["empty", "comment", "text", "list", "not UTF-8", "binary", "UTF-16", "large"],
)
def test_what_is_no_setup_file_at_all_is_said_so(tmp_path: Path, data: bytes, expected: str) -> None:
    file = tmp_path / "acme.yaml"
    file.write_bytes(data)

    with pytest.raises(InvalidSetup) as raised:
        read_setup(file)

    assert len(raised.value.problems) == 1
    assert expected in raised.value.problems[0]
    assert raised.value.problems[0].startswith(str(file))


def test_every_text_is_taken_as_it_was_typed() -> None:
    parsed = parse_setup(
        SOUND.replace("owner: anna", "owner: no\n      since: 2026-11-23\n      yes: 0x1F"), "acme.yaml"
    )

    assert parsed.setup is not None
    assert parsed.problems == ()
    assert parsed.setup.invitations[0].account == "012345678901"
    assert parsed.setup.accounts[0].tags == {"owner": "no", "since": "2026-11-23", "yes": "0x1F"}


def test_a_file_from_windows_is_read(tmp_path: Path) -> None:
    file = tmp_path / "acme.yaml"
    file.write_bytes(b"\xef\xbb\xbf" + SOUND.replace("\n", "\r\n").encode())

    assert read_setup(file) == parse_setup(SOUND, "acme.yaml").setup


def test_an_account_id_is_written_so_that_no_reader_takes_it_for_a_number() -> None:
    text = write_setup(from_template("empty", "acme", existing_account="012345678901"))

    assert "account: '012345678901'" in text


@pytest.mark.parametrize("written", ["0123-4567-8901", "0123 4567 8901", " 012345678901 "])
def test_an_account_id_is_taken_as_the_console_shows_it(written: str) -> None:
    text = f"""
version: 1
name: acme
home_region: eu-west-1
management_account_id: '{written.replace("0", "1")}'
organizational_units: [Sandbox]
accounts: [{{account_name: 0123-4567-8901, email: a@acme.io, organizational_unit: Sandbox, account_id: '{written}'}}]
invitations: [{{account: '{written.replace("0", "2")}', organizational_unit: Sandbox}}]
"""
    setup = parse_setup(text, "acme.yaml").sound("acme.yaml")

    assert setup.management_account_id == "112345678911"
    assert (setup.accounts[0].account_name, setup.accounts[0].account_id) == ("0123-4567-8901", "012345678901")
    assert setup.invitations[0].account == "212345678921"


def test_a_list_that_was_commented_out_is_an_empty_one() -> None:
    parsed = parse_setup(SOUND.partition("invitations:")[0] + "invitations:\n#  - account: x\n", "acme.yaml")

    assert parsed.setup is not None
    assert parsed.setup.invitations == ()


def test_what_an_earlier_version_wrote_about_policies_still_counts() -> None:
    """A protection that was lifted from an account is not put on it because the key has another name today."""
    earlier = "guardrails:\n  policy_units: [Security]\n  excepted_accounts: [data-bunker]\n"
    setup = parse_setup(SOUND + earlier, "acme.yaml").sound("acme.yaml")
    for item in POLICIES_OF_THE_ROOT:
        excepted = () if item in WITHOUT_EXCEPTIONS else ("data-bunker",)
        assert setup.guardrails.scope(item) == GuardrailScope(units=("Security",), except_accounts=excepted)
    assert parse_setup(write_setup(setup), "acme.yaml").setup == setup


def test_an_earlier_key_with_no_list_is_an_unknown_key_with_its_line() -> None:
    parsed = parse_setup(SOUND + "guardrails:\n  policy_units: Security\n", "acme.yaml")
    assert [(each.line, each.what) for each in parsed.problems] == [(18, "There is no key 'policy_units' here.")]


def test_a_newer_file_is_refused_and_kept(tmp_path: Path) -> None:
    file = tmp_path / "acme.yaml"
    newer = SOUND.replace("version: 1", "version: 2") + "something_new: true\n"
    file.write_text(newer)

    with pytest.raises(UnreadableState, match="newer orgwizard"):
        read_setup(file)

    assert file.read_text() == newer


def test_a_file_that_is_not_there_or_no_file_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for name in ("acme.yaml", "file/acme.yaml", "a" * 300 + ".yaml"):
        with pytest.raises(UnknownSetup):
            read_setup(tmp_path / name)
    with pytest.raises(UnreadableState):
        read_setup(tmp_path)


def test_a_draft_with_problems_can_be_read_but_not_carried_out(tmp_path: Path) -> None:
    draft = Setup(name="acme", home_region="")
    file = tmp_path / "acme.yaml"
    file.write_text(write_setup(draft))
    parsed = parse_setup(write_setup(draft), "acme.yaml")

    assert parsed.setup == draft
    assert [problem.line for problem in parsed.problems] == [3]
    with pytest.raises(InvalidSetup):
        read_setup(file)


def test_a_warning_is_told_and_stops_nothing(tmp_path: Path) -> None:
    file = tmp_path / "acme.yaml"
    file.write_text(SOUND.replace("acme.io", "acme.example"))
    parsed = parse_setup(file.read_text(), "acme.yaml")

    assert [(problem.line, problem.serious) for problem in parsed.problems] == [(4, False)]
    assert read_setup(file) == parsed.setup


def test_what_is_missing_may_be_filled_in_before_anything_is_judged(tmp_path: Path) -> None:
    file = tmp_path / "acme.yaml"
    file.write_text(SOUND.replace("name: acme", "name: Acme"))

    def lower_case(setup: Setup) -> Setup:
        return Setup(name=setup.name.lower(), home_region=setup.home_region)

    assert read_setup(file, lower_case) == Setup(name="acme", home_region="eu-west-1")


texts = st.text(max_size=30) | st.sampled_from(
    [
        "",
        "no",
        "~",
        "null",
        "0777",
        "012345678901",
        "1e5",
        "2026-11-23",
        "- a",
        "a: b",
        "#",
        "*a",
        "&a",
        "!!x",
        "a\nb",
        "a\x85b",
        "\u2028",
        "'",
        '"',
    ]
)
shared_tags = {"a": "b"}
setups = st.builds(
    Setup,
    name=texts,
    home_region=texts,
    email_pattern=texts,
    organization_access_role=texts,
    management_account_id=texts,
    organizational_units=st.lists(texts, max_size=4).map(tuple),
    accounts=st.lists(
        st.builds(
            MemberAccount,
            account_name=texts,
            email=texts,
            organizational_unit=texts,
            purpose=st.sampled_from(Purpose),
            organization_access_role=texts,
            tags=st.dictionaries(texts, texts, max_size=3) | st.just(shared_tags),
        ),
        max_size=4,
    ).map(tuple),
    invitations=st.lists(
        st.builds(
            Invitation,
            account=texts,
            organizational_unit=texts,
            purpose=st.sampled_from(Purpose),
            send_again_after=texts,
        ),
        max_size=3,
    ).map(tuple),
    guardrails=st.builds(
        Guardrails,
        level=st.sampled_from(Level),
        choices=st.dictionaries(st.sampled_from(Item), st.sampled_from(Choice), max_size=4),
        allowed_regions=st.lists(texts, max_size=3).map(tuple),
        object_lock_days=st.integers(-10, 10_000),
        security_contact=st.builds(Contact, full_name=texts, title=texts, email=texts, phone=texts),
        monthly_budget_usd=st.integers(-10, 10**9),
        budget_email=texts,
    ),
)


@patient
@given(setups)
def test_what_is_written_is_read_again_exactly(setup: Setup) -> None:
    text = write_setup(setup)

    assert parse_setup(text, "acme.yaml").setup == setup
    assert text.startswith("version: 1\n")
    assert write_setup(setup) == text


@patient
@given(setups)
def test_any_other_reader_of_yaml_sees_the_same_texts(setup: Setup) -> None:
    read: dict[str, object] = yaml.safe_load(write_setup(setup))

    assert read["name"] == setup.name
    assert tuple(read.get("organizational_units", ())) == setup.organizational_units  # type: ignore[arg-type]


@patient
@given(st.binary(max_size=60), st.integers(0, len(SOUND)))
def test_no_file_whatever_gives_a_traceback(junk: bytes, place: int) -> None:
    text = SOUND[:place] + junk.decode("latin-1") + SOUND[place:]
    try:
        parsed = parse_setup(text, "acme.yaml")
    except UnreadableState:
        return
    assert parsed.setup is not None or parsed.problems
    assert all(problem.what.isprintable() for problem in parsed.problems)


FIELDS = tuple(
    (around, one.name)
    for around, noun in (("", Setup), *((key, noun) for key, noun in NOUNS.items()))
    for one in fields(noun)
)
WRONG = ("maybe", "", "1.5", "9" * 5000, "[]", "{}", "[[]]", "[1]", "{a: []}", "{a: b}", '"\\ud83d"', '{"\\ud83d": x}')


@pytest.mark.parametrize(("around", "key"), FIELDS, ids=lambda text: text or "top")
def test_any_value_anywhere_is_judged_and_never_a_traceback(around: str, key: str) -> None:
    for value in WRONG:
        inside = {"accounts": "accounts: [{%s}]", "invitations": "invitations: [{%s}]"}.get(around, around + ": {%s}")
        wrong = f"{key}: {value}"
        lines = {"name": "acme", "home_region": "eu-west-1"}
        lines.pop(key if not around else "", None)
        text = "\n".join(["version: 1", *(f"{known}: {told}" for known, told in lines.items())])
        parsed = parse_setup(f"{text}\n{inside % wrong if around else wrong}\n", "acme.yaml")
        assert all(problem.what.endswith(".") and problem.remedy.endswith(".") for problem in parsed.problems)


def test_every_kind_of_error_that_pydantic_has_is_told_in_two_sentences() -> None:
    kinds = get_args(ErrorType)
    content: dict[str, Plain] = {"name": "acme", "guardrails": {"choices": {"x": "maybe"}}}

    told = [fault_of(("name",), kind, content) for kind in kinds]

    assert len(kinds) > 90
    assert all(each.what.endswith(".") and each.remedy.endswith(".") for each in told)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (
            "invitations:\n  - account: '111122223333'\n    organizational_unit: Root\n    withdrawn: maybe",
            "true or false",
        ),
        ('email_pattern: "\\UFFFFFFFF"', "beyond what there can be"),
        ('email_pattern: "\\ud83d"', "half a character"),
        ('"\\ud83d": x', "half a character"),
    ],
)
def test_what_cannot_be_a_value_is_said_with_its_line(text: str, what: str) -> None:
    parsed = parse_setup(f"version: 1\nname: acme\nhome_region: eu-west-1\n{text}\n", "acme.yaml")

    (problem, *_) = parsed.serious_problems
    assert what in f"{problem.what} {problem.remedy}"
    assert problem.line == (7 if "withdrawn" in text else 4)


MANY: dict[str, Callable[[int], str]] = {
    "entries that are no accounts": lambda number: "accounts:\n" + "  - 1\n" * number,
    "accounts without anything": lambda number: "accounts:\n" + "  - {}\n" * number,
    "keys that nobody knows": lambda number: "".join(f"k{each}: 1\n" for each in range(number)),
    "the same key": lambda number: "k: 1\n" * number,
    "the same account": lambda number: "accounts:\n" + "  - {account_name: a, organizational_unit: Root}\n" * number,
    "units that cannot be": lambda number: "organizational_units:\n" + "  - ' /'\n" * number,
    "aliases": lambda number: "".join(f"k{each}: *a\n" for each in range(number)),
    "choices that nobody knows": lambda number: (
        "guardrails:\n  choices:\n" + "".join(f"    k{each}: x\n" for each in range(number))
    ),
}


@pytest.mark.parametrize("kind", MANY)
def test_the_work_grows_with_the_file_and_no_faster(kind: str) -> None:
    def work(number: int) -> int:
        lines = 0

        def count(_frame: FrameType, event: str, _about: object) -> Any:
            nonlocal lines
            lines += event == "line"
            return count

        before = sys.gettrace()
        sys.settrace(count)
        try:
            parse_setup("version: 1\nname: acme\nhome_region: eu-west-1\n" + MANY[kind](number), "acme.yaml")
        finally:
            sys.settrace(before)
        return lines

    work(1)  # what is made once is made
    assert work(160) < 5 * work(40)


def test_a_file_that_is_wrong_many_times_tells_so_and_not_every_time() -> None:
    parsed = parse_setup("version: 1\nname: acme\nhome_region: eu-west-1\n" + "k: 1\n" * 1000, "acme.yaml")

    with pytest.raises(InvalidSetup) as refused:
        parsed.sound("acme.yaml")
    assert len(refused.value.problems) == 201
    assert refused.value.problems[-1] == "… and 800 more."


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("existing_account", ["", "444455556666"])
def test_every_template_is_a_sound_setup_and_its_text_says_the_same(template: str, existing_account: str) -> None:
    answers = (template, "acme", "eu-west-1", "aws+{account}@acme.io", existing_account)
    parsed = parse_setup(template_text(*answers), "acme.yaml")

    assert parsed.problems == ()
    assert parsed.setup == from_template(*answers)


def test_the_suggested_structure_is_the_default() -> None:
    setup = from_template(TEMPLATES[0], "acme")

    assert TEMPLATES[0] == "suggested"
    assert [account.account_name for account in setup.accounts] == [
        "data-bunker",
        "shared-services",
        "production",
        "staging",
        "development",
        "sandbox",
    ]
    assert (setup.home_region, setup.email_pattern) == ("", "")


@pytest.mark.parametrize("template", TEMPLATES)
def test_the_account_in_use_becomes_the_sandbox(template: str) -> None:
    setup = from_template(template, "acme", existing_account="444455556666")

    assert setup.invitations == (Invitation(account="444455556666", organizational_unit="Sandbox"),)
    assert "Sandbox" in setup.organizational_units
    assert not any(account.purpose is Purpose.SANDBOX for account in setup.accounts)


def test_every_template_has_a_title_and_a_description() -> None:
    described = templates()

    assert tuple(template.name for template in described) == TEMPLATES
    assert len({template.title for template in described}) == len(TEMPLATES)
    assert all(template.description.endswith(".") and "#" not in template.description for template in described)


def test_the_schema_accepts_what_is_written_and_refuses_what_is_not_a_setup() -> None:
    validator = jsonschema.Draft202012Validator(json_schema())
    written = yaml.safe_load(template_text("suggested", "acme", "eu-west-1", "aws+{account}@acme.io", "012345678901"))

    assert validator.is_valid(written)
    assert not validator.is_valid({**written, "nmae": "x"})
    assert not validator.is_valid({**written, "version": 2})
    assert not validator.is_valid({"version": 1})


def test_nothing_slow_is_imported_until_a_file_is_read() -> None:
    code = "import sys, state.setup.file, state.saved.setups; sys.exit('pydantic' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], env=os.environ, check=False).returncode == 0


def test_what_is_counted_is_what_is_listed_and_warnings_are_told_apart() -> None:
    text = "version: 1\nname: acme\nhome_region: eu-wset-1\nemail_pattern: aws+{account}@acme.example\n"

    with pytest.raises(InvalidSetup) as refused:
        parse_setup(text, "acme.yaml").sound("acme.yaml")

    assert refused.value.message == "acme.yaml has 1 problem and 1 warning."
    problem, warning = refused.value.problems
    assert "'eu-wset-1' is not an AWS Region" in problem
    assert warning.endswith("(A warning.)")


@pytest.mark.parametrize("key", ["organizational_unit", "account_name", "account", "permission_set"])
def test_a_key_that_is_wanted_elsewhere_is_told_where_nobody_knows_it(key: str) -> None:
    parsed = parse_setup(f"version: 1\nname: acme\nhome_region: eu-west-1\n{key}: x\n", "acme.yaml")

    assert any(key in problem.what for problem in parsed.problems)
