"""A run that did not come to its end is told of, with how far it came, until nothing of it is left to do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from state.changes.base import Change
from state.saved.progress import ClaimStatus, Progress, ProgressLine
from tests.rehearsing import apply_all, rehearsals, signed_in, small
from wizard.engine.events import ChangeStarted, Event
from wizard.progress_words import as_wanted, cut_short, message_to_send, progress_counts, run_before


def left_after(events: Iterator[Event], started: int) -> None:
    """Go on until the so manieth change has been started, and then ask for no more, as a process that is gone."""
    for event in events:
        started -= isinstance(event, ChangeStarted)
        if not started:
            return


def told(home: Path) -> Progress:
    """What the files say to whoever has not opened the setup."""
    (summary,) = rehearsals(home).summaries()
    assert summary.progress is not None
    return summary.progress


def approved(home: Path) -> frozenset[Change]:
    """Everything there is to do."""
    with signed_in(home, small()) as onboarding:
        return onboarding.plan().approved()


def test_a_run_that_was_cut_short_is_told_of_at_once_and_after_every_look(tmp_path: Path) -> None:
    everything = approved(tmp_path)
    with signed_in(tmp_path, small()) as onboarding:
        events = onboarding.apply(everything)
        left_after(events, 1)
        assert told(tmp_path).run_since is not None, "as whoever is killed right after the first change leaves it"
        left_after(events, 6)
    with signed_in(tmp_path, small()) as onboarding:
        onboarding.look()

    after = told(tmp_path)
    assert "was cut short" in cut_short(after)
    assert "did not come to its end" in progress_counts(after)
    assert 0 < sum(line.status == "done" for line in after.lines) < len(after.lines)


def test_a_run_that_came_to_its_end_is_not_told_of(tmp_path: Path) -> None:
    everything = approved(tmp_path)
    assert cut_short(told(tmp_path)) == ""
    with signed_in(tmp_path, small()) as onboarding:
        left_after(onboarding.apply(everything), 3)
    with signed_in(tmp_path, small()) as onboarding:
        apply_all(onboarding)

    assert cut_short(told(tmp_path)) == ""


def test_where_only_a_person_is_waited_for_the_run_before_says_who_until_when_and_nothing_of_work_left(
    tmp_path: Path,
) -> None:
    with signed_in(tmp_path, small(), "invitation-unanswered") as onboarding:
        apply_all(onboarding)
        told = " ".join(run_before(onboarding.progress, onboarding.progress_lines))
        assert "Waiting for the owner of 444455556666." in told
        assert "Until 2026-" in told
        assert "recorded" not in told
        assert "444455556666" in message_to_send(onboarding.progress_lines)

        onboarding.answer(replace(onboarding.setup, organizational_units=("Workloads", "Sandbox")))
        told = " ".join(run_before(onboarding.progress, onboarding.progress_lines))
        assert "what is left" in told, "an answer that nobody has applied is work again"


def test_where_everything_is_done_the_run_before_leaves_nothing_to_apply(tmp_path: Path) -> None:
    with signed_in(tmp_path, replace(small(), invitations=())) as onboarding:
        apply_all(onboarding)
        assert "nothing is left to apply" in " ".join(run_before(onboarding.progress, onboarding.progress_lines))


@pytest.mark.parametrize(
    ("done", "of", "words"),
    [
        (1, 1, "1 of 1 thing is as the setup wants it."),
        (1, 2, "1 of 2 things is as the setup wants it."),
        (0, 2, "0 of 2 things are as the setup wants them."),
    ],
)
def test_one_thing_is_and_two_are_as_the_setup_wants_them(done: int, of: int, words: str) -> None:
    assert as_wanted(done, of) == words


def test_several_problems_are_told_as_several() -> None:
    line = ProgressLine("a", "A", ClaimStatus.PROBLEM, "So.")

    assert "; 1 problem (" in progress_counts(Progress(datetime(2026, 11, 23, tzinfo=UTC), (line,)))
    assert "; 2 problems (" in progress_counts(Progress(datetime(2026, 11, 23, tzinfo=UTC), (line, line)))
