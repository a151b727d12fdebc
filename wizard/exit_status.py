"""With which status the program ends, on the command line and in plain mode."""

from __future__ import annotations

DONE, FAILED, WRONG, WAITING, REFUSED, DIFFERS, INTERRUPTED = 0, 1, 2, 3, 4, 5, 130
STATUS_OF = {"done": DONE, "failed": FAILED, "waiting": WAITING, "unapproved": REFUSED}
"""By how a run ended (`wizard.engine.events.Ending`, which is not imported for the sake of four words)."""
