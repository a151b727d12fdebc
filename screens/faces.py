"""Which screen shows which page. A screen is imported when it is first shown."""

from __future__ import annotations

from importlib import import_module

from textual.screen import Screen

FACES = {
    "start": "screens.pages.start:StartScreen",
    "structure": "screens.pages.structure:StructureScreen",
    "sign-in": "screens.pages.sign_in:SignInScreen",
    "organization": "screens.pages.organization:OrganizationScreen",
    "invitations": "screens.pages.invitations:InvitationsScreen",
    "accounts": "screens.pages.accounts:AccountsScreen",
    "people": "screens.pages.people:PeopleScreen",
    "guardrails": "screens.pages.guardrails:GuardrailsScreen",
    "review": "screens.pages.review:ReviewScreen",
    "apply": "screens.pages.apply:ApplyScreen",
    "finish": "screens.pages.finish:FinishScreen",
}
"""A page's key to its screen."""


def face(key: str) -> Screen[None]:
    """A new screen for a page."""
    module, _, name = FACES[key].partition(":")
    screen: Screen[None] = getattr(import_module(module), name)()
    return screen
