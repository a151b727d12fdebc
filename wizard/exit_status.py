"""With which status the program ends, on the command line and in plain mode."""

from __future__ import annotations

from wizard.engine.events import Ending

DONE, FAILED, WRONG, WAITING, REFUSED, INTERRUPTED = 0, 1, 2, 3, 4, 130
STATUS_OF = {Ending.DONE: DONE, Ending.FAILED: FAILED, Ending.WAITING: WAITING, Ending.UNAPPROVED: REFUSED}
