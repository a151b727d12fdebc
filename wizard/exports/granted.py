"""A profile registry for Granted: a directory to put into a git repository that the team shares.

Facts: Granted's documentation, profile registry. Everybody's own sign-in to the management account is asked for once.
"""

from __future__ import annotations

from dataclasses import replace

from wizard.exports.aws_config import sections
from wizard.exports.format import Files, Format, Proof, Reader, Taken, comment, first_lines
from wizard.exports.texts import as_yaml

YOURS = Reader("{{ .Variables.management_profile }}", "{{ .Variables.mfa_serial }}")
"""What differs from one person to the next: Granted fills it in."""
ASKED = {
    "management_profile": "Your own profile in the management account",
    "mfa_serial": "The ARN of your MFA device there",
}


def files(taken: Taken) -> Files:
    """The registry, and the profiles."""
    told = first_lines(taken, "a profile registry for Granted")
    registry = {
        "awsConfig": ["./config"],
        "templateValues": [{name: [{"prompt": prompt}, {"isRequired": True}]} for name, prompt in ASKED.items()],
    }
    folder = f"{taken.name}-granted"
    profiles = "\n".join(sections(replace(taken, reader=YOURS)))
    return {
        f"{folder}/granted.yml": comment(told) + as_yaml(registry),
        f"{folder}/config": comment(told) + "\n" + profiles,
    }


def _proof(taken: Taken) -> Proof:
    return Proof(
        f"granted registry add -n {taken.name} -u YOUR-REPOSITORY && granted registry sync",
        "It says that the registry is in step, and `assume` offers each profile.",
    )


FORMAT = Format("granted", "A profile registry for Granted, to share by git", True, files, _proof, "configparser")
