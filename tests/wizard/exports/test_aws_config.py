"""Profiles that botocore takes and that lead where they say; merged into somebody's file without touching the rest."""

from __future__ import annotations

import configparser
from dataclasses import replace
from pathlib import Path

import botocore.session
import pytest
from hypothesis import given
from hypothesis import strategies as st

from state.errors import WrongInput
from state.inventory import AssignmentEntry, IdentityCenterEntry, TrustStatement
from tests.command_line import orgwizard
from tests.wizard.exports.company import company_taken, text_of
from wizard.exports import Taken
from wizard.exports.format import Reader
from wizard.exports.merging import merged, without

ANNA = "arn:aws:iam::999988887777:mfa/anna"
MINE = b"[default]\nregion = eu-west-1\n\n[profile work]\nregion=us-east-1   # mine\n"
BLOCK = b"[profile acme-shop]\nregion = eu-west-1\n"


def taken() -> Taken:
    return replace(company_taken(), reader=Reader("acme-root", ANNA))


def test_botocore_finds_every_profile_and_each_leads_through_the_role_in_the_management_account(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "config"
    file.write_text(text_of("aws-config", taken()))
    monkeypatch.setenv("AWS_CONFIG_FILE", str(file))

    profiles = botocore.session.Session().full_config["profiles"]
    shop = next(account for account in taken().inventory.accounts if account.name == "shop")

    assert set(profiles) == {"acme-vault-access", "acme-vault", "acme-shop-access", "acme-shop"}
    assert profiles["acme-shop"]["role_arn"] == f"arn:aws:iam::{shop.id}:role/OrganizationAccountAccessRole"
    assert int(profiles["acme-shop"]["duration_seconds"]) == 3600, "the most that a chain of roles may have"
    first = profiles[profiles["acme-shop"]["source_profile"]]
    assert first["role_arn"] == "arn:aws:iam::999988887777:role/shop-access"
    assert (first["source_profile"], first["mfa_serial"]) == ("acme-root", ANNA)


def test_mfa_is_asked_for_where_the_roles_document_does_and_nowhere_else() -> None:
    inventory = taken().inventory
    open_to_all = [
        replace(role, trusts=[replace(each, mfa=False) for each in role.trusts if isinstance(each, TrustStatement)])
        for role in inventory.roles
        if isinstance(role.trusts, list)
    ]

    assert "mfa_serial" in text_of("aws-config", taken())
    assert "mfa_serial" not in text_of("aws-config", replace(taken(), inventory=replace(inventory, roles=open_to_all)))


def test_permission_sets_have_profiles_of_their_own() -> None:
    inventory = taken().inventory
    shop = next(account for account in inventory.accounts if account.name == "shop")
    assigned = AssignmentEntry(account=shop.id, permission_set="Admin", principal="admins", principal_type="GROUP")
    center = IdentityCenterEntry(
        region="eu-west-1",
        start_url="https://acme.awsapps.com/start",
        permission_sets=["Admin"],
        assignments=[assigned],
    )

    parser = configparser.RawConfigParser()
    parser.read_string(text_of("aws-config", replace(taken(), inventory=replace(inventory, identity_center=center))))

    assert parser["sso-session acme"]["sso_start_url"] == "https://acme.awsapps.com/start"
    assert dict(parser["profile acme-shop-admin"]) == {
        "sso_session": "acme",
        "sso_account_id": shop.id,
        "sso_role_name": "Admin",
        "region": "eu-west-1",
    }


@given(st.binary(max_size=60).map(lambda data: data.replace(b">>>", b"")), st.sampled_from([BLOCK, BLOCK * 2, b"x"]))
def test_whatever_is_in_the_file_is_the_same_once_the_block_is_taken_out_again(mine: bytes, block: bytes) -> None:
    there = merged(mine, "acme", block)

    assert without(there, "acme") == mine
    assert merged(there, "acme", block) == there
    assert without(merged(there, "acme", b"[other]\n"), "acme") == mine


def test_a_block_is_replaced_in_its_place_and_other_setups_blocks_stay() -> None:
    both = merged(merged(MINE, "acme", BLOCK), "other", b"[profile other]\n")
    later = both + b"[profile later]\n"

    changed = merged(later, "acme", b"[profile acme-bank]\n")

    assert changed.startswith(MINE)
    assert changed.endswith(b"[profile later]\n")
    assert changed.count(b"[profile other]") == 1
    assert b"acme-shop" not in changed


def test_a_section_that_is_somebodys_own_is_not_written_a_second_time() -> None:
    with pytest.raises(WrongInput, match="profile acme-shop"):
        merged(MINE + b"[profile acme-shop]\n", "acme", BLOCK)


@pytest.mark.parametrize("title", [b'[profile "acme-shop"]', b"[ profile   acme-shop ]", b"[profile acme-shop]\r"])
def test_however_a_section_of_that_name_is_written_it_is_somebodys_own(title: bytes) -> None:
    with pytest.raises(WrongInput, match="profile acme-shop"):
        merged(MINE + title + b"\n", "acme", BLOCK)


def test_damaged_markers_stop_everything() -> None:
    there = merged(MINE, "acme", BLOCK).replace(b"# <<< orgwizard acme <<<\n", b"")

    with pytest.raises(WrongInput, match="damaged"):
        merged(there, "acme", BLOCK)
    with pytest.raises(WrongInput, match="damaged"):
        without(there, "acme")


def test_made_up_profiles_are_never_put_among_real_ones(tmp_path: Path) -> None:
    orgwizard(tmp_path, "new", "acme", "--home-region", "eu-west-1", "--email-pattern", "aws+{account}@acme.example")

    ended = orgwizard(tmp_path, "export", "acme.yaml", "--rehearse", "--format", "aws-config", "--merge", "--yes")

    assert ended.returncode == 2
    assert "made up" in ended.stderr
    assert not (tmp_path / ".aws").exists()


def test_what_was_merged_is_taken_out_again_with_a_copy_kept(tmp_path: Path) -> None:
    orgwizard(tmp_path, "new", "acme", "--home-region", "eu-west-1", "--email-pattern", "aws+{account}@acme.example")
    config = tmp_path / ".aws" / "config"
    config.parent.mkdir()
    config.write_bytes(merged(MINE, "acme", BLOCK))
    config.chmod(0o640)

    refused = orgwizard(tmp_path, "export", "acme.yaml", "--format", "aws-config", "--unmerge")
    assert config.read_bytes() != MINE
    ended = orgwizard(tmp_path, "export", "acme.yaml", "--format", "aws-config", "--unmerge", "--yes")

    assert (refused.returncode, ended.returncode) == (4, 0), ended.stderr
    assert "-[profile acme-shop]" in refused.stderr
    assert config.read_bytes() == MINE
    assert config.stat().st_mode & 0o777 == 0o640
    (kept,) = config.parent.glob("config.before-orgwizard-*")
    assert kept.read_bytes() == merged(MINE, "acme", BLOCK)


def test_a_block_is_found_again_in_a_file_that_was_saved_on_windows() -> None:
    there = merged(MINE + b"# no end", "acme", BLOCK).replace(b"\n", b"\r\n")

    windows = MINE.replace(b"\n", b"\r\n")
    assert without(there, "acme") == windows + b"# no end"
    assert b"\n" not in merged(windows, "acme", BLOCK).replace(b"\r\n", b"")
    assert without(merged(windows, "acme", BLOCK), "acme") == windows
    assert merged(there, "acme", BLOCK).count(b"[profile acme-shop]") == 1


def test_a_file_that_is_read_only_stays_as_it_is_and_one_behind_a_link_is_changed_in_its_place(tmp_path: Path) -> None:
    orgwizard(tmp_path, "new", "acme", "--home-region", "eu-west-1", "--email-pattern", "aws+{account}@acme.example")
    config, real = tmp_path / ".aws" / "config", tmp_path / "dotfiles" / "aws"
    for path in (config, real):
        path.parent.mkdir()
    real.write_bytes(merged(MINE, "acme", BLOCK))
    config.symlink_to(real)
    real.chmod(0o440)

    refused = orgwizard(tmp_path, "export", "acme.yaml", "--format", "aws-config", "--unmerge", "--yes")
    assert (refused.returncode, real.read_bytes()) == (2, merged(MINE, "acme", BLOCK))
    assert "is read-only" in refused.stderr
    real.chmod(0o600)
    assert orgwizard(tmp_path, "export", "acme.yaml", "--format", "aws-config", "--unmerge", "--yes").returncode == 0

    assert config.is_symlink()
    assert real.read_bytes() == MINE
