"""A terminal that is gone holds nobody up."""

from __future__ import annotations

import os
from contextlib import suppress

import pytest

from screens.terminal.writer import EnduringWriter


@pytest.mark.timeout(20)
def test_what_is_written_to_a_terminal_that_is_gone_falls_and_the_program_goes_on_to_its_end() -> None:
    reading, writing = os.pipe()
    terminal = os.fdopen(writing, "w")
    writer = EnduringWriter(terminal)
    writer.start()
    os.close(reading)

    for _ in range(200):
        writer.write("x" * 1000)
    writer.stop()

    assert not writer.is_alive()
    with suppress(BrokenPipeError):
        terminal.close()


def test_everything_is_written_before_the_writer_ends() -> None:
    reading, writing = os.pipe()
    with os.fdopen(writing, "w") as terminal, os.fdopen(reading) as read:
        writer = EnduringWriter(terminal)
        writer.start()
        for number in range(100):
            writer.write(f"{number} ")
        writer.stop()
        terminal.close()

        assert read.read().split() == [str(number) for number in range(100)]
