"""What AWS would refuse is said before AWS is asked, and what it accepts is left alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from state.errors import Advice
from state.setup import Invitation, MemberAccount, Setup
from state.setup.guardrails import MOST_LOCKED_DAYS, Choice, Contact, Guardrails, Item, Level
from state.setup.region_rules import region_problem
from state.setup.validation import (
    LIMITS,
    Problem,
    account_id_problem,
    account_name_problem,
    email_pattern_problem,
    email_problem,
    handshake_id_problem,
    invitation_target_problem,
    name_problem,
    problems_of,
    reserved_domain_problem,
    role_name_problem,
    tag_key_problem,
    tag_value_problem,
    unit_path_problem,
)
from tests.samples import examples

Rule = Callable[[str], Advice | None]
RULES: tuple[Rule, ...] = (
    name_problem,
    region_problem,
    email_problem,
    email_pattern_problem,
    account_name_problem,
    unit_path_problem,
    role_name_problem,
    account_id_problem,
    invitation_target_problem,
    handshake_id_problem,
    tag_key_problem,
    tag_value_problem,
)
patient = settings(deadline=None, max_examples=examples(20))

SOUND = Setup(
    name="acme",
    home_region="eu-west-1",
    email_pattern="aws+{account}@acme.io",
    organizational_units=("Security", "Workloads/Production"),
    accounts=(
        MemberAccount(account_name="data-bunker", organizational_unit="Security"),
        MemberAccount(account_name="production", organizational_unit="Workloads/Production"),
    ),
    invitations=(Invitation(account="044455556666", organizational_unit="Root"),),
)


def case_name(value: Rule | str) -> str:
    """The same in every worker, so without the address of a function."""
    return ascii(value)[:40] if isinstance(value, str) else value.__name__


TAKEN: list[tuple[Rule, str]] = [
    (name_problem, "a"),
    (name_problem, "acme-2"),
    (name_problem, "a" * 40),
    (region_problem, "eu-west-1"),
    (region_problem, "us-gov-west-1"),
    (region_problem, "cn-northwest-1"),
    (region_problem, "eusc-de-east-1"),
    (email_problem, "a@b.io"),
    (email_problem, "aws+prod@acme.io"),
    (email_problem, "a" * 57 + "@acme.i"[:7]),
    (email_problem, "o{}!#$*/=?^_`~-x@acme.io"),
    (email_pattern_problem, "{account}@x.io"),
    (email_pattern_problem, "aws@{account}.acme.io"),
    (account_name_problem, "a"),
    (account_name_problem, "Shop & Co. (live)"),
    (account_name_problem, "n" * 50),
    (unit_path_problem, "A/B/C/D/E"),
    (unit_path_problem, "Entwicklung für Kunden"),
    (unit_path_problem, "u" * 128),
    (role_name_problem, "Admin_+=,.@-1"),
    (role_name_problem, "r" * 64),
    (account_id_problem, "000000000001"),
    (invitation_target_problem, "044455556666"),
    (invitation_target_problem, "root@acme.io"),
    (handshake_id_problem, "h-examplehandshakeid111"),
    (tag_key_problem, "cost center/Größe"),
    (tag_key_problem, "k" * 128),
    (tag_value_problem, ""),
    (tag_value_problem, "v" * 256),
]

REFUSED: list[tuple[Rule, str, str]] = [
    (name_problem, "", "no name"),
    (name_problem, "Acme", "cannot be called"),
    (name_problem, "-acme", "cannot be called"),
    (name_problem, "acme-", "cannot be called"),
    (name_problem, "../acme", "cannot be called"),
    (name_problem, "acme\n", "cannot be called"),
    (name_problem, "a" * 41, "cannot be called"),
    (region_problem, "", "missing"),
    (region_problem, "eu-west-1a", "not an AWS Region"),
    (region_problem, "EU-WEST-1", "not an AWS Region"),
    (region_problem, "Ireland", "not an AWS Region"),
    (email_problem, "", "missing"),
    (email_problem, "a@b.c", "5 characters"),
    (email_problem, "a" * 58 + "@acme.i"[:7], "65 characters"),
    (email_problem, "müller@acme.io", "accent"),
    (email_problem, "a b@acme.io", "space"),
    (email_problem, "ab\x00@acme.io", "refuses"),
    (email_problem, "acme.io", "exactly one @"),
    (email_problem, "a@b@acme.io", "exactly one @"),
    (email_problem, "@acme.io", "nothing before"),
    (email_problem, ".aws@acme.io", "begins with a dot"),
    *((email_problem, f"a{character}b@acme.io", f"contains {character},") for character in "\"'()<>[]:;,\\|%&"),
    (email_problem, "aws@acme", "no valid domain"),
    (email_problem, "aws@-acme.io", "no valid domain"),
    (email_problem, "aws@acme.io-", "no valid domain"),
    (email_problem, "aws@.acme.io", "no valid domain"),
    (email_problem, "aws@acme.io.", "no valid domain"),
    (email_problem, "aws@ac_me.io", "no valid domain"),
    (email_problem, "aws@acme..io", "no valid domain"),
    (email_pattern_problem, "", "missing"),
    (email_pattern_problem, "aws@acme.io", "exactly once"),
    (email_pattern_problem, "{account}{account}@acme.io", "exactly once"),
    (email_pattern_problem, "{account}+{stage}@acme.io", "exactly once"),
    (email_pattern_problem, "aws+{account}@acme", "gives no valid address"),
    (account_name_problem, "", "missing"),
    (account_name_problem, " production", "space"),
    (account_name_problem, "production ", "space"),
    (account_name_problem, "a<b", "refuses"),
    (account_name_problem, "a>b", "refuses"),
    (account_name_problem, "prüfung", "refuses"),
    (account_name_problem, "a\tb", "refuses"),
    (account_name_problem, "n" * 51, "51 characters"),
    (unit_path_problem, "", "no name"),
    (unit_path_problem, "/Workloads", "empty name"),
    (unit_path_problem, "Workloads/", "empty name"),
    (unit_path_problem, "Workloads//Production", "empty name"),
    (unit_path_problem, "Workloads / Production", "space"),
    (unit_path_problem, "A/B/C/D/E/F", "5 levels"),
    (unit_path_problem, "A/" * 400_000, "5 levels"),
    (unit_path_problem, "u" * 129, "129 characters"),
    (unit_path_problem, "Root", "stands for"),
    (unit_path_problem, "root/Workloads", "stands for"),
    (unit_path_problem, "Work\x1b[2Jloads", "control character"),
    (role_name_problem, "", "no name"),
    (role_name_problem, "my role", "refuses"),
    (role_name_problem, "rôle", "refuses"),
    (role_name_problem, "AWSServiceRoleForMe", "keeps for itself"),
    (role_name_problem, "awsserviceroleforme", "keeps for itself"),
    (role_name_problem, "r" * 65, "65 characters"),
    (account_id_problem, "44455556666", "not an AWS account id"),
    (account_id_problem, "0444-5555-6666", "separators"),
    (account_id_problem, "٠٤٤٤٥٥٥٥٦٦٦٦", "not an AWS account id"),
    (invitation_target_problem, "", "does not say which"),
    (invitation_target_problem, "legacy", "not an AWS account id"),
    (invitation_target_problem, "root@acme", "no valid domain"),
    (handshake_id_problem, "h-1", "not the id"),
    (tag_key_problem, "", "no key"),
    (tag_key_problem, "aws:owner", "keeps for itself"),
    (tag_key_problem, "AWS:owner", "keeps for itself"),
    (tag_key_problem, "k" * 129, "129 characters"),
    (tag_key_problem, "owner?", "refuses"),
    (tag_value_problem, "v" * 257, "257 characters"),
    (tag_value_problem, "a\nb", "refuses"),
]


@pytest.mark.parametrize(("rule", "text"), TAKEN, ids=case_name)
def test_what_aws_takes_is_taken(rule: Rule, text: str) -> None:
    assert rule(text) is None


@pytest.mark.parametrize(("rule", "text", "expected"), REFUSED, ids=case_name)
def test_what_aws_refuses_is_refused_with_the_reason(rule: Rule, text: str, expected: str) -> None:
    fault = rule(text)

    assert fault is not None
    assert expected in fault.what


@patient
@given(st.sampled_from(RULES), st.text(max_size=300))
def test_every_fault_is_two_whole_sentences_that_cannot_upset_a_terminal(rule: Rule, text: str) -> None:
    fault = rule(text)

    if fault is not None:
        for sentence in (fault.what, fault.remedy):
            assert sentence.endswith(".")
            assert sentence.isprintable()
            assert len(sentence) < 400


@patient
@given(st.from_regex(r"[a-z0-9.+_-]{1,30}@[a-z0-9.-]{1,30}", fullmatch=True))
def test_every_address_that_is_taken_fits_the_pattern_of_aws(text: str) -> None:
    mailbox, _, domain = text.partition("@")

    if email_problem(text) is None:
        assert 6 <= len(text) <= 64
        assert not mailbox.startswith(".")
        assert all(domain.split("."))
        assert "." in domain


def test_every_limit_names_its_source() -> None:
    assert all(limit.source.startswith(("API: ", "Guide: ", "House rule: ")) for limit in LIMITS.values())


@pytest.mark.parametrize("domain", ["acme.example", "example.com", "mail.EXAMPLE.org", "a.test", "a.invalid"])
def test_an_address_where_nobody_can_receive_mail_is_a_warning(domain: str) -> None:
    own = replace(SOUND.accounts[0], email=f"aws@{domain}")
    problems = problems_of(replace(SOUND, accounts=(own,), invitations=()))

    assert reserved_domain_problem(f"aws@{domain}") is not None
    assert [(problem.where, problem.serious) for problem in problems] == [(("accounts", 0, "email"), False)]


def test_an_address_at_a_domain_that_only_looks_reserved_is_no_warning() -> None:
    assert reserved_domain_problem("aws@notexample.com") is None
    assert reserved_domain_problem("example.com@acme.io") is None


def test_a_sound_setup_has_no_problems() -> None:
    assert problems_of(SOUND) == ()


def account(name: str = "other", unit: str = "Security", **fields: str) -> MemberAccount:
    return MemberAccount(account_name=name, organizational_unit=unit, **fields)  # type: ignore[arg-type]


def with_accounts(*accounts: MemberAccount) -> Setup:
    return replace(SOUND, accounts=accounts)


def with_units(*paths: str) -> Setup:
    return replace(SOUND, organizational_units=paths, accounts=())


def with_invitations(*targets: str, unit: str = "Root") -> Setup:
    invitations = tuple(Invitation(account=target, organizational_unit=unit) for target in targets)
    return replace(SOUND, invitations=invitations)


PROBLEMATIC: list[tuple[str, Setup, tuple[str | int, ...], str]] = [
    ("name", replace(SOUND, name="Acme"), ("name",), "'Acme'"),
    ("region", replace(SOUND, home_region=""), ("home_region",), "missing"),
    ("no pattern", replace(SOUND, email_pattern=""), ("email_pattern",), "'data-bunker', 'production'"),
    ("bad pattern", replace(SOUND, email_pattern="aws@acme.io"), ("email_pattern",), "exactly once"),
    ("role", replace(SOUND, organization_access_role="a b"), ("organization_access_role",), "IAM"),
    ("no role", replace(SOUND, organization_access_role=""), ("organization_access_role",), "no name"),
    ("management account", replace(SOUND, management_account_id="1"), ("management_account_id",), "'1'"),
    ("unit", with_units("A//B"), ("organizational_units", 0), "empty name"),
    ("unit twice", with_units("A", "B", "A"), ("organizational_units", 2), "twice"),
    ("case twins", with_units("A/b", "A/B"), ("organizational_units", 1), "upper and lower case"),
    ("implied case twins", with_units("Work/A", "work/B"), ("organizational_units", 1), "'Work' and 'work'"),
    ("account name", with_accounts(account("a<b")), ("accounts", 0, "account_name"), "'a<b'"),
    (
        "name twice",
        with_accounts(account("a"), account("A", email="b@acme.io")),
        ("accounts", 1, "account_name"),
        "'A'",
    ),
    (
        "role twice",
        with_accounts(account("a b"), account("a-B", email="b@acme.io")),
        ("accounts", 1, "account_name"),
        "the role 'a-B-access'",
    ),
    ("email", with_accounts(account(email="a@b")), ("accounts", 0, "email"), "3 characters"),
    (
        "email twice",
        with_accounts(account("a", email="x@acme.io"), account("b", email="X@ACME.io")),
        ("accounts", 1, "email"),
        "used twice",
    ),
    (
        "pattern makes it twice",
        with_accounts(account("a", email="aws+b@acme.io"), account("b")),
        ("accounts", 1, "email"),
        "used twice",
    ),
    (
        "invited and created",
        replace(with_accounts(account("a")), invitations=with_invitations("AWS+a@acme.io").invitations),
        ("invitations", 0, "account"),
        "used twice",
    ),
    ("no unit", with_accounts(account(unit="")), ("accounts", 0, "organizational_unit"), "missing"),
    ("unknown unit", with_accounts(account(unit="Elsewhere")), ("accounts", 0, "organizational_unit"), "'Elsewhere'"),
    (
        "access role",
        with_accounts(account(organization_access_role="a b")),
        ("accounts", 0, "organization_access_role"),
        "IAM",
    ),
    (
        "tag",
        with_accounts(replace(account(), tags={"aws:x": "1"})),
        ("accounts", 0, "tags", "aws:x"),
        "keeps for itself",
    ),
    (
        "too many tags",
        with_accounts(replace(account(), tags={f"k{number}": "" for number in range(51)})),
        ("accounts", 0, "tags"),
        "51 tags",
    ),
    ("target", with_invitations("12"), ("invitations", 0, "account"), "'12'"),
    ("target twice", with_invitations("044455556666", "044455556666"), ("invitations", 1, "account"), "used twice"),
    (
        "target is the management account",
        replace(SOUND, management_account_id="044455556666"),
        ("invitations", 0, "account"),
        "is the management account",
    ),
    (
        "unknown unit of an invitation",
        with_invitations("044455556666", unit="Sandbox"),
        ("invitations", 0, "organizational_unit"),
        "'Sandbox'",
    ),
    (
        "handshake",
        replace(SOUND, invitations=(replace(SOUND.invitations[0], send_again_after="x"),)),
        ("invitations", 0, "send_again_after"),
        "not the id",
    ),
]


@pytest.mark.parametrize(
    ("setup", "where", "expected"),
    [case[1:] for case in PROBLEMATIC],
    ids=[case[0] for case in PROBLEMATIC],
)
def test_a_problem_says_where_it_is_and_is_told_once(setup: Setup, where: tuple[str | int, ...], expected: str) -> None:
    problems = problems_of(setup)

    assert [problem.where for problem in problems] == [where]
    assert expected in problems[0].what
    assert problems[0].serious


def test_a_pattern_that_makes_one_address_too_long_is_told_at_that_account() -> None:
    long_name = replace(SOUND, email_pattern="very-long-mailbox+{account}@acme.io", accounts=(account("n" * 50),))

    assert [problem.where for problem in problems_of(long_name)] == [("accounts", 0, "email")]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Production", "Workloads/Production"),
        ("workloads/production", "Workloads/Production"),
        ("Workloads/Prodution", "Workloads/Production"),
        ("security", "Security"),
        ("root", "Root"),
    ],
)
def test_a_unit_that_is_not_there_comes_with_the_nearest_that_is(typed: str, meant: str) -> None:
    (problem,) = problems_of(with_accounts(account(unit=typed)))

    assert f"Write '{meant}' if that is meant" in problem.remedy


def test_units_above_a_path_can_be_used_without_being_listed() -> None:
    assert problems_of(with_accounts(account(unit="Workloads"), account("b", unit="Root"))) == ()


def test_more_accounts_than_the_default_quota_are_a_warning() -> None:
    eight = tuple(account(f"a{number}") for number in range(8))

    assert problems_of(with_accounts(*eight)) == ()
    (problem,) = problems_of(with_accounts(*eight, account("ninth")))
    assert (problem.where, problem.serious) == ((), False)
    assert "11 accounts" in problem.what


def test_all_problems_are_told_at_once_in_the_order_of_the_fields() -> None:
    broken = Setup(
        name="",
        home_region="",
        organizational_units=("/",),
        accounts=(account("", unit="", email="x"),),
        invitations=(Invitation(account="", organizational_unit=""),),
    )

    assert [problem.where for problem in problems_of(broken)] == [
        ("name",),
        ("home_region",),
        ("organizational_units", 0),
        ("accounts", 0, "account_name"),
        ("accounts", 0, "email"),
        ("accounts", 0, "organizational_unit"),
        ("invitations", 0, "account"),
        ("invitations", 0, "organizational_unit"),
    ]


texts = st.text(max_size=80)


@patient
@given(
    st.builds(
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
                tags=st.dictionaries(texts, texts, max_size=3),
            ),
            max_size=3,
        ).map(tuple),
        invitations=st.lists(st.builds(Invitation, account=texts, organizational_unit=texts), max_size=3).map(tuple),
    )
)
def test_whatever_was_typed_gives_problems_and_never_a_traceback(setup: Setup) -> None:
    problems: tuple[Problem, ...] = problems_of(setup)

    assert problems == problems_of(setup)
    assert all(problem.what.isprintable() and problem.remedy.isprintable() for problem in problems)


CONTACT = Contact(full_name="Acme Security", title="Security", email="security@acme.io", phone="+49 30 123456")


def guarded(**wanted: Any) -> Setup:
    return replace(SOUND, guardrails=Guardrails(**wanted))


@pytest.mark.parametrize(
    "wanted",
    [
        {},
        {"level": Level.STRICT, "allowed_regions": ("eu-central-1",), "object_lock_days": MOST_LOCKED_DAYS},
        {"security_contact": CONTACT, "monthly_budget_usd": 1, "budget_email": "money@acme.io"},
        {"security_contact": Contact(full_name="Half"), "choices": {Item.SECURITY_CONTACT: Choice.LEAVE}},
    ],
)
def test_sound_guardrails_are_left_alone(wanted: dict[str, Any]) -> None:
    assert problems_of(guarded(**wanted)) == problems_of(SOUND)


@pytest.mark.parametrize(
    ("wanted", "where", "words"),
    [
        ({"security_contact": replace(CONTACT, full_name="")}, ("security_contact", "full_name"), "name is missing"),
        (
            {"security_contact": replace(CONTACT, title=" ")},
            ("security_contact", "title"),
            "cannot be a contact's title",
        ),
        ({"security_contact": replace(CONTACT, email="security@")}, ("security_contact", "email"), "no address"),
        ({"security_contact": replace(CONTACT, phone="")}, ("security_contact", "phone"), "phone number is missing"),
        ({"security_contact": replace(CONTACT, phone="call me")}, ("security_contact", "phone"), "is no phone number"),
        (
            {"security_contact": replace(CONTACT, phone="+" + "4" * 25)},
            ("security_contact", "phone"),
            "no phone number",
        ),
        ({"security_contact": replace(CONTACT, title="x" * 51)}, ("security_contact", "title"), "contact's title"),
        ({"monthly_budget_usd": 20}, ("budget_email",), "nobody is written to"),
        ({"monthly_budget_usd": 20, "budget_email": "nobody"}, ("budget_email",), "is no address"),
        ({"monthly_budget_usd": -1}, ("monthly_budget_usd",), "less than nothing"),
        ({"object_lock_days": 0}, ("object_lock_days",), "cannot be locked for 0 days"),
        ({"object_lock_days": MOST_LOCKED_DAYS + 1}, ("object_lock_days",), "cannot be locked for 3651 days"),
        ({"allowed_regions": ("eu-west-1", "mars")}, ("allowed_regions", 1), "mars"),
    ],
)
def test_what_is_wrong_with_guardrails_is_said_where_it_is(
    wanted: dict[str, Any], where: tuple[str | int, ...], words: str
) -> None:
    before = problems_of(SOUND)
    (problem,) = [each for each in problems_of(guarded(**wanted)) if each not in before]

    assert problem.where == ("guardrails", *where)
    assert words in problem.what
    assert problem.remedy.endswith(".")
