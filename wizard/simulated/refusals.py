"""How the simulated AWS says no."""

from __future__ import annotations


class Refusal(Exception):
    """An error answer: AWS's code on the wire, its message, and the `Reason` where the operation has one."""

    def __init__(self, code: str, message: str, reason: str = "") -> None:
        super().__init__(f"{code} {reason}: {message}")
        self.code = code
        self.message = message
        self.reason = reason


def invalid_input(reason: str, message: str) -> Refusal:
    """API: organizations.InvalidInputException."""
    return Refusal("InvalidInputException", message, reason)


def constraint(reason: str, message: str) -> Refusal:
    """API: organizations.ConstraintViolationException."""
    return Refusal("ConstraintViolationException", message, reason)


def handshake_constraint(reason: str, message: str) -> Refusal:
    """API: organizations.HandshakeConstraintViolationException."""
    return Refusal("HandshakeConstraintViolationException", message, reason)
