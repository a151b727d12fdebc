"""A line to type a secret in: what is typed shows as asterisks, which every terminal has."""

from __future__ import annotations

from rich.text import Text

from screens.widgets.typing_line import TypingLine


class SecretLine(TypingLine):
    """Textual's own masking uses a sign that terminals without UTF-8 lack."""

    @property
    def _value(self) -> Text:
        return Text("*" * len(self.value), no_wrap=True, overflow="ignore", end="")

    def line_of(self, text: str) -> str:
        """No secret has blanks or line breaks: they come from a terminal that broke it, and nobody could see them."""
        return "".join(text.split())
