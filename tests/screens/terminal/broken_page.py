"""The wizard with a page that has a defect: `python -m tests.screens.terminal.broken_page NAME …`."""

from __future__ import annotations

import sys

from screens.faces import FACES
from screens.pages.structure import StructureScreen
from wizard.cli import main

PLANTED = "wJalrXUtnFEMI-planted-secret"


class BrokenPage(StructureScreen):
    """Fails as soon as it is shown, with a secret at hand."""

    def begin(self) -> None:
        secret = PLANTED
        raise ValueError(f"a text of {len(secret)} letters")


if __name__ == "__main__":
    FACES["structure"] = "tests.screens.terminal.broken_page:BrokenPage"
    sys.exit(main())
