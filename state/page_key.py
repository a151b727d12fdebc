"""The pages of the wizard by key. Claims, changes and problems name the one on which their answer is given."""

from __future__ import annotations

from enum import StrEnum


class PageKey(StrEnum):
    """One page; `wizard.pages` says what it asks, the faces draw it."""

    START = "start"
    STRUCTURE = "structure"
    SIGN_IN = "sign-in"
    ORGANIZATION = "organization"
    INVITATIONS = "invitations"
    ACCOUNTS = "accounts"
    PEOPLE = "people"
    GUARDRAILS = "guardrails"
    REVIEW = "review"
    APPLY = "apply"
    FINISH = "finish"
