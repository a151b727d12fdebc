"""What people take away is written whole, and never over something that the program did not write."""

from __future__ import annotations

from pathlib import Path

import pytest

from state.errors import WrongInput
from state.saved.exported import Exported


def test_what_we_wrote_is_replaced_and_what_somebody_edited_is_not(tmp_path: Path) -> None:
    exported = Exported(tmp_path)
    (first,) = exported.write({"sub/a.txt": "one\n"}, tmp_path)

    exported.write({"sub/a.txt": "two\n"}, tmp_path)
    first.write_text("mine\n")
    with pytest.raises(WrongInput, match="not as orgwizard wrote it"):
        exported.write({"sub/a.txt": "three\n"}, tmp_path)
    assert first.read_text() == "mine\n"

    exported.write({"sub/a.txt": "three\n"}, tmp_path, overwrite=True)
    assert first.read_text() == "three\n"


def test_where_one_file_is_in_the_way_none_is_written(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text("mine\n")

    with pytest.raises(WrongInput):
        Exported(tmp_path).write({"a.txt": "one\n", "b.txt": "two\n"}, tmp_path)

    assert not (tmp_path / "a.txt").exists()


@pytest.mark.parametrize("record", [b"{", b"[]", b"\xff", b"[" * 100_000], ids=lambda record: str(record[:3]))
def test_a_directory_is_never_replaced_and_a_damaged_record_only_means_asking(tmp_path: Path, record: bytes) -> None:
    exported = Exported(tmp_path)
    exported.write({"a.txt": "one\n"}, tmp_path)
    (tmp_path / "exports.json").write_bytes(record)
    (tmp_path / "b.txt").mkdir()

    with pytest.raises(WrongInput):
        exported.write({"a.txt": "two\n"}, tmp_path)
    with pytest.raises(WrongInput):
        exported.write({"b.txt": "two\n"}, tmp_path, overwrite=True)


def test_a_link_to_somebody_elses_file_is_not_ours(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.txt"
    elsewhere.write_text("mine\n")
    (tmp_path / "a.txt").symlink_to(elsewhere)

    with pytest.raises(WrongInput):
        Exported(tmp_path).write({"a.txt": "one\n"}, tmp_path)

    assert elsewhere.read_text() == "mine\n"


def test_a_link_that_leads_to_itself_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to("a.txt")

    with pytest.raises(WrongInput, match="is there already"):
        Exported(tmp_path).write({"a.txt": "one\n"}, tmp_path)
