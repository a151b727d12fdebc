"""Whether a browser that this machine opens would be seen by the person at the keyboard."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

_REMOTE: tuple[str, ...] = (
    "SSH_CONNECTION",
    "SSH_CLIENT",
    "SSH_TTY",
    "CODESPACES",
    "REMOTE_CONTAINERS",
    "KUBERNETES_SERVICE_HOST",
)
_REMOTE += ("container", "ECS_CONTAINER_METADATA_URI_V4", "AWS_EXECUTION_ENV")
_MARKS = (".dockerenv", "run/.containerenv")
"""Files that Docker and Podman put into a container."""


def display_likely(environment: Mapping[str, str], platform: str, root: Path = Path("/")) -> bool:
    """Whether there is a display here, and nobody came from afar. `platform` is as `sys.platform` has it."""
    if any(environment.get(name) for name in _REMOTE) or any((root / mark).exists() for mark in _MARKS):
        return False
    if platform in ("darwin", "win32"):
        return True
    return bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))
