"""Which ways there are to the clipboard, best first. Pure: the environment in, commands out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

ROUTES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("TMUX", "Copied to tmux's buffer.", ("tmux", "load-buffer", "-w", "-")),
    ("WAYLAND_DISPLAY", "Copied with wl-copy.", ("wl-copy",)),
    ("DISPLAY", "Copied with xclip.", ("xclip", "-selection", "clipboard")),
    ("DISPLAY", "Copied with xsel.", ("xsel", "--clipboard", "--input")),
    ("", "Copied with pbcopy.", ("pbcopy",)),
)
"""The variable that has to be set, if any; what to say afterwards; the program that takes the text."""


def routes(environment: Mapping[str, str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What to say and the command, for each way that this environment may have."""
    for variable, said, command in ROUTES:
        if not variable or environment.get(variable):
            yield said, command
