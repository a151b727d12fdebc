"""What the application may ask of a screen, whichever it is: a screen that has the method has the ability."""

from __future__ import annotations

from typing import Protocol, runtime_checkable


@runtime_checkable
class ShowsPage(Protocol):
    """It is a page of the wizard."""

    PAGE: str
    """The page's key."""


@runtime_checkable
class SavesWhatIsTyped(Protocol):
    """Something can be typed in it."""

    def save_pending(self) -> None:
        """Save what is being typed, as if the field had been left."""
        ...


@runtime_checkable
class HasActs(Protocol):
    """It has buttons, which the menu offers too."""

    def act(self, key: str) -> None:
        """The button of this id was pressed."""
        ...


@runtime_checkable
class TakesPastes(Protocol):
    """It knows what to do with several fields at once."""

    def take_paste(self, text: str) -> bool:
        """Fill what the text names; whether it names anything."""
        ...
