"""Which colours are used: those that somebody chose, or else those that fit the terminal's background."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from screens.terminal import themes
from state.errors import StateNotWritable
from state.saved.preferences import Preferences, read_preferences, write_preferences


class ChosenColours:
    """Kept for the next start. What cannot be kept is not missed: colours are no reason to disturb anybody."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._preferences = read_preferences(home)

    @property
    def chosen(self) -> str:
        """The theme that somebody chose; '' for none."""
        return self._preferences.theme

    def first(self) -> str:
        """What was chosen before, or else what fits the terminal as it was last."""
        chosen = self._preferences.theme
        return chosen if chosen in themes.TITLES else "light" if self._preferences.light_terminal else "dark"

    def choose(self, name: str) -> None:
        """Use these also after the next start."""
        self._prefer(Preferences(name, self._preferences.light_terminal))

    def fitting(self, light: bool) -> str:
        """The theme for this background; '' where somebody has chosen one."""
        if light is not self._preferences.light_terminal:
            self._prefer(Preferences(self._preferences.theme, light))
        return "" if self._preferences.theme else "light" if light else "dark"

    def _prefer(self, preferences: Preferences) -> None:
        self._preferences = preferences
        with suppress(StateNotWritable):
            write_preferences(self._home, preferences)
