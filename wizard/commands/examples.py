"""What one types, for the help of each command and for the manual page: a line of the shell, and what it is for."""

from __future__ import annotations

WIZARD = (
    ("orgwizard", "begin a setup, or go on with one"),
    ("orgwizard acme --rehearse", "try everything on a simulated AWS"),
    ("orgwizard acme.yaml", "open a setup file; what it lacks is asked"),
)

EXAMPLES: dict[str, tuple[tuple[str, str], ...]] = {
    "templates": (("orgwizard templates", "what each structure is good for"),),
    "scenarios": (("orgwizard scenarios", "what can go wrong in a rehearsal"),),
    "new": (
        ("orgwizard new acme --home-region eu-west-1 --email-pattern 'aws+{account}@acme.com'", "acme.yaml, to edit"),
        ("orgwizard new acme --existing-account 444455556666", "with the account in use as the sandbox"),
        ("orgwizard new acme --set guardrails.level=strict --output -", "to standard output"),
    ),
    "adopt": (("orgwizard adopt acme --profile acme-root", "what there is, as a setup that changes nothing"),),
    "plan": (
        ("orgwizard plan acme.yaml --rehearse", "without AWS and without credentials"),
        ("orgwizard plan acme --output acme.plan", "keep it; `orgwizard apply acme.plan` does exactly that"),
        ("orgwizard plan acme --detailed-exitcode", "for a schedule: status 5 where something would change"),
    ),
    "check": (("orgwizard check acme --json", "for a schedule: status 5 where something differs"),),
    "apply": (
        ("orgwizard apply acme", "shows the plan, and asks for the setup's name"),
        ("orgwizard apply acme.yaml --yes --account 111122223333", "without a question, and in that account only"),
        ("orgwizard apply acme.yaml --rehearse --scenario answers-lost", "in bad weather"),
    ),
    "undo": (("orgwizard undo acme", "what can go again; nothing goes before the setup's name is typed"),),
    "account": (
        ("orgwizard account move acme shop Sandbox", "tells first which policies it loses and gains"),
        ("orgwizard account close acme shop", "nothing goes before the account's name is typed"),
    ),
    "accept": (("orgwizard accept acme 444455556666 --profile old", "as somebody of the invited account"),),
    "status": (("orgwizard status acme", "each thing, as it was last seen"),),
    "list": (("orgwizard list --rehearse", "the rehearsals"),),
    "discard": (("orgwizard discard acme --rehearse", "to begin the rehearsal anew"),),
    "export": (
        ("orgwizard export acme --format inventory --output -", "for another program"),
        ("orgwizard export acme --format aws-config --merge", "a profile for each way in, into ~/.aws/config"),
        ("orgwizard export acme --format terraform --output terraform", "a folder of files"),
    ),
    "permissions": (
        ("orgwizard permissions acme.yaml", "for whoever applies it"),
        ("orgwizard permissions acme.yaml --for check", "for a scheduled job that only looks"),
        ("orgwizard permissions acme.yaml --for callers", "for those who use the roles"),
    ),
    "enter": (
        ("orgwizard enter acme production", "every way in, to copy"),
        ("orgwizard enter acme production --console", "its console, in the browser"),
        ("orgwizard enter acme production --process", "a session, as the credential_process of a profile"),
        ("orgwizard enter acme management", "the management account, by Identity Center"),
    ),
    "whoami": (("orgwizard whoami --profile acme-root", "who that is, before anything is planned"),),
    "doctor": (("orgwizard doctor", "first, when something does not work"),),
    "secrets": (
        ("orgwizard secrets list", "names only"),
        ("orgwizard secrets forget --all", "nothing of it stays"),
    ),
    "schema": (("orgwizard schema", "for an editor that checks the setup file while one types"),),
    "completion": (
        ('eval "$(orgwizard completion bash)"', "a line for ~/.bashrc"),
        ('eval "$(orgwizard completion zsh)"', "a line for ~/.zshrc, below compinit"),
        ("orgwizard completion fish | source", "a line for ~/.config/fish/config.fish"),
    ),
}


def examples_help(examples: tuple[tuple[str, str], ...]) -> str:
    """As a paragraph of a help text."""
    return "Examples:\n" + "".join(f"  {line}\n      {what}\n" for line, what in examples) + "\n"
