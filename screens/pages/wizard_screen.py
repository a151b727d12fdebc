"""A screen that knows the application it is in."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar, cast

from screens.widgets.sized import SizedScreen

if TYPE_CHECKING:
    from screens.app import OrgwizardApp

Result = TypeVar("Result")


class WizardScreen(SizedScreen[Result]):
    """Every page, and the questions before there is a setup."""

    @property
    def wizard(self) -> OrgwizardApp:
        """The application."""
        return cast("OrgwizardApp", self.app)
