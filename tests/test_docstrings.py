"""What is called from elsewhere says why it is there."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
MODULES = sorted(
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    for room in ("state", "wizard", "screens")
    for path in (ROOT / room).rglob("*.py")
)


def undocumented(kind: type) -> Iterator[str]:
    """Public methods of a class that say nothing, and answer to no class above it that might say it for them."""
    for name, member in vars(kind).items():
        function = member.fget if isinstance(member, property) else getattr(member, "__func__", member)
        if name.startswith("_") or not inspect.isfunction(function) or function.__module__ != kind.__module__:
            continue
        if not function.__doc__ and not any(hasattr(above, name) for above in kind.__mro__[1:]):
            yield f"{kind.__name__}.{name}"


def test_a_public_method_has_a_docstring_unless_it_answers_to_a_class_above_it() -> None:
    kinds = [
        kind
        for module in map(importlib.import_module, MODULES)
        for kind in vars(module).values()
        if inspect.isclass(kind) and kind.__module__ == module.__name__ and not kind.__name__.startswith("_")
    ]

    assert [each for kind in kinds for each in undocumented(kind)] == []
