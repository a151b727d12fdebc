"""The options that commands take, each by the name under which `COMMANDS` lists it."""

from __future__ import annotations

import argparse


def world_options(parser: argparse.ArgumentParser) -> None:
    """Where AWS is, and who is asking."""
    parser.add_argument("--rehearse", action="store_true", help="on a simulated AWS; nothing leaves this machine")
    parser.add_argument("--scenario", default="", metavar="S", help="rehearse under this weather (see: scenarios)")
    parser.add_argument("--profile", default=None, metavar="P", help="profile of ~/.aws/config to sign in with")
    parser.add_argument("--region", default=None, metavar="R", help="Region to sign in through")
    parser.add_argument("--mfa-code", default="", metavar="C", help="six digits of the profile's MFA device")


def guardrails_option(parser: argparse.ArgumentParser) -> None:
    """What the protections are preset to."""
    from state.setup.guardrails import Level

    levels = [level.value for level in Level]
    parser.add_argument("--guardrails", default="", choices=levels, help="what protections are preset to")


SCHEMAS = ("setup", "inventory", "plan", "check", "undo", "status", "list", "account", "doctor", "events", "error")
"""What `schema` can be asked for; those of results stand in `wizard.commands.schemas`, which nobody waits for here."""
ARGUMENTS = {
    "name": lambda parser: parser.add_argument("name", metavar="NAME", help="the new setup's name"),
    "setup": lambda parser: parser.add_argument("setup", metavar="SETUP", help="a saved setup or a setup file"),
    "[setup]": lambda parser: parser.add_argument(
        "setup", nargs="?", default="", metavar="SETUP", help="one of them; else all"
    ),
    "template": lambda parser: parser.add_argument(
        "--template", default="", metavar="T", help="see: templates; or a setup file of your own"
    ),
    "set": lambda parser: parser.add_argument(
        "--set",
        action="append",
        metavar="KEY=VALUE",
        help="an answer, such as guardrails.level=strict, repeated",
    ),
    "pattern": lambda parser: parser.add_argument(
        "--email-pattern", default="", metavar="P", help="such as aws+{account}@your-domain"
    ),
    "home-region": lambda parser: parser.add_argument(
        "--home-region", default="", metavar="R", help="the Region your team works in, such as eu-west-1"
    ),
    "existing": lambda parser: parser.add_argument(
        "--existing-account", default="", metavar="ID", help="id or address of an account to invite as the sandbox"
    ),
    "guardrails": guardrails_option,
    "whose": lambda parser: parser.add_argument(
        "--for",
        dest="whose",
        default="apply",
        choices=("apply", "check", "undo", "account", "accept", "callers"),
        help="whoever applies SETUP, only looks (plan, check, export), takes back what was made, renames, moves or "
        "closes accounts, answers an invitation in the invited account, or uses the roles afterwards",
    ),
    "account": lambda parser: parser.add_argument("account", metavar="ACCOUNT", help="as SETUP invites it"),
    "management-account": lambda parser: parser.add_argument(
        "--account",
        dest="management_account",
        default="",
        metavar="ID",
        help="the management account's id: any other account is refused",
    ),
    "member": lambda parser: parser.add_argument("account", metavar="ACCOUNT", help="its name in SETUP, or its id"),
    "console": lambda parser: parser.add_argument(
        "--console", action="store_true", help="open the account's console by the portal of Identity Center"
    ),
    "process": lambda parser: parser.add_argument(
        "--process",
        action="store_true",
        help="print a session there as credential_process of a profile wants it; only to a program",
    ),
    "access-role": lambda parser: parser.add_argument(
        "--with-access-role", action="store_true", help="also make the organization access role there"
    ),
    "output": lambda parser: parser.add_argument(
        "--output", default="", metavar="FILE", help="where to write; - for standard output"
    ),
    "format": lambda parser: parser.add_argument(
        "--format", required=True, metavar="F", help="one of the formats below"
    ),
    "overwrite": lambda parser: parser.add_argument(
        "--overwrite", action="store_true", help="also over files that orgwizard did not write"
    ),
    "merge": lambda parser: parser.add_argument(
        "--merge", action="store_true", help="with aws-config: into ~/.aws/config, after showing what changes there"
    ),
    "unmerge": lambda parser: parser.add_argument(
        "--unmerge", action="store_true", help="with aws-config: take the profiles out of ~/.aws/config again"
    ),
    "json": lambda parser: parser.add_argument("--json", action="store_true", help="machine-readable output"),
    "take-over": lambda parser: parser.add_argument(
        "--take-over", action="store_true", help="open SETUP although a stopped or vanished process has it open"
    ),
    "plan-output": lambda parser: parser.add_argument(
        "--output", default="", metavar="FILE.plan", help="keep the plan, to be applied exactly so"
    ),
    "markdown": lambda parser: parser.add_argument(
        "--markdown", action="store_true", help="for a pull request, each change with its aws command"
    ),
    "detailed": lambda parser: parser.add_argument(
        "--detailed-exitcode", action="store_true", help="end with status 5 where something would be changed"
    ),
    "yes": lambda parser: parser.add_argument("--yes", action="store_true", help="approve without asking"),
    "ask-again": lambda parser: parser.add_argument(
        "--ask-again", action="store_true", help="ask AWS once more for what it refused for good"
    ),
    "act": lambda parser: parser.add_argument(
        "act", choices=("rename", "address", "move", "close"), metavar="ACT", help="rename, address, move or close"
    ),
    "tended": lambda parser: parser.add_argument("account", metavar="ACCOUNT", help="its name, or its id"),
    "[value]": lambda parser: parser.add_argument(
        "value", nargs="?", default="", metavar="VALUE", help="the new name, address or unit; nothing with close"
    ),
    "code": lambda parser: parser.add_argument(
        "--code", default="", metavar="C", help="with address: what the mail to the new address says"
    ),
    "secrets-action": lambda parser: parser.add_argument(
        "secrets_action", choices=("list", "forget"), metavar="ACTION", help="list or forget"
    ),
    "[secret]": lambda parser: parser.add_argument(
        "secret", nargs="?", default="", metavar="NAME", help="the one to forget, as `list` names it"
    ),
    "all": lambda parser: parser.add_argument("--all", action="store_true", help="forget every one"),
    "[of]": lambda parser: parser.add_argument(
        "of",
        nargs="?",
        default="setup",
        choices=SCHEMAS,
        metavar="OF",
        help=f"{', '.join(SCHEMAS[:-1])} or {SCHEMAS[-1]}",
    ),
    "shell": lambda parser: parser.add_argument(
        "shell", choices=("bash", "zsh", "fish"), metavar="SHELL", help="bash, zsh or fish"
    ),
    "world": world_options,
}
