"""Deployment from GitHub without keys: for each workload account a provider and a role, and a workflow that uses it.

Facts: GitHub's documentation, configuring OpenID Connect in AWS; IAM user guide, id_roles_providers_create_oidc. The
role trusts one environment of one repository: whoever may deploy there is decided in GitHub.
"""

from __future__ import annotations

from typing import Any

from state.inventory import AccountEntry, Inventory
from wizard.exports.format import Files, Format, Proof, Taken, comment, first_lines
from wizard.exports.texts import as_yaml
from wizard.exports.ways import profile_names, ways_of

GITHUB = "token.actions.githubusercontent.com"
ROLE = "github-deployment"


def files(taken: Taken) -> Files:
    """For each workload account a stack and a workflow, and what to do with them."""
    inventory, written = taken.inventory, {}
    names = profile_names(inventory)
    for account in workloads(inventory):
        name = names[account.id]
        told = first_lines(taken, f"deployment from GitHub into account {account.id}")
        written[f"{name}-stack.yaml"] = comment(told) + as_yaml(_stack(inventory))
        written[f"workflows/deploy-{name}.yml"] = comment(told) + as_yaml(_workflow(inventory, account, name))
    told = first_lines(taken, "deployment from GitHub")
    lines = [f"<!-- {' '.join(told)} -->", "", "# Deployment from GitHub, without keys", ""]
    lines += _steps(inventory, names)
    return {f"{taken.name}-github-oidc/{name}": text for name, text in (written | {"README.md": _text(lines)}).items()}


def workloads(inventory: Inventory) -> list[AccountEntry]:
    """The accounts that something is deployed to."""
    return [each for each in inventory.members if each.purpose == "workload" and each.state == "ACTIVE"]


def _text(lines: list[str]) -> str:
    return "\n".join(lines) + "\n"


def _steps(inventory: Inventory, names: dict[str, str]) -> list[str]:
    accounts = workloads(inventory)
    if not accounts:
        return ["No account of the setup has the purpose workload, so there is nothing to deploy to."]
    reachable = {way.account.id for way in ways_of(inventory)}
    lines = ["1. In each account, make the stack:", ""]
    for each in accounts:
        name = names[each.id]
        lack = "" if each.id in reachable else "  # no role leads into it yet"
        lines.append(
            f"       aws cloudformation deploy --profile {name} --region {inventory.home_region} --stack-name {ROLE} "
            f"--template-file {name}-stack.yaml --capabilities CAPABILITY_NAMED_IAM "
            f"--parameter-overrides Owner=YOUR-OWNER Repository=YOUR-REPOSITORY Environment={name}{lack}"
        )
    lines += ["", "2. In GitHub, make an environment of each of these names, and say who approves there."]
    lines += [
        "3. Put the files of `workflows` into `.github/workflows`, and your deployment in the place of the last step."
    ]
    lines += ["4. Give the role the permissions that your deployment needs: it has none yet."]
    return lines


def _stack(inventory: Inventory) -> dict[str, Any]:
    provider = f"arn:{inventory.partition}:iam::${{AWS::AccountId}}:oidc-provider/{GITHUB}"
    subject = "repo:${Owner}/${Repository}:environment:${Environment}"
    trust = {
        "Effect": "Allow",
        "Principal": {"Federated": {"Fn::Sub": provider}},
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": {"StringEquals": {f"{GITHUB}:aud": "sts.amazonaws.com", f"{GITHUB}:sub": {"Fn::Sub": subject}}},
    }
    return {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Description": "A role for one environment of one repository on GitHub",
        "Parameters": {
            "Owner": {"Type": "String", "AllowedPattern": "[A-Za-z0-9-]+"},
            "Repository": {"Type": "String", "AllowedPattern": "[A-Za-z0-9._-]+"},
            "Environment": {"Type": "String", "AllowedPattern": "[A-Za-z0-9._-]+"},
        },
        "Resources": {
            "Provider": {
                "Type": "AWS::IAM::OIDCProvider",
                "Properties": {"Url": f"https://{GITHUB}", "ClientIdList": ["sts.amazonaws.com"]},
            },
            "Role": {
                "Type": "AWS::IAM::Role",
                "DependsOn": ["Provider"],
                "Properties": {
                    "RoleName": ROLE,
                    "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [trust]},
                },
            },
        },
    }


def _workflow(inventory: Inventory, account: AccountEntry, name: str) -> dict[str, Any]:
    """Nothing from outside is in it but ids and words of letters, digits and hyphens: GitHub evaluates text."""
    role = f"arn:{inventory.partition}:iam::{account.id}:role/{ROLE}"
    sign_in = {
        "uses": "aws-actions/configure-aws-credentials@v4",
        "with": {"role-to-assume": role, "aws-region": inventory.home_region},
    }
    return {
        "name": f"deploy-{name}",
        "on": {"workflow_dispatch": {}},
        "permissions": {"id-token": "write", "contents": "read"},
        "concurrency": {"group": f"deploy-{name}", "cancel-in-progress": False},
        "jobs": {
            "deploy": {
                "runs-on": "ubuntu-latest",
                "environment": name,
                "steps": [{"uses": "actions/checkout@v4"}, sign_in, {"run": "aws sts get-caller-identity"}],
            }
        },
    }


def _proof(taken: Taken) -> Proof:
    names = profile_names(taken.inventory)
    first = next((names[each.id] for each in workloads(taken.inventory)), f"{taken.name}-ACCOUNT")
    return Proof(
        f"gh workflow run deploy-{first}.yml",
        f"Its last step says that it is {ROLE} in that account, and no key was stored anywhere.",
    )


FORMAT = Format(
    "github-oidc",
    "Deployment from GitHub without keys: a stack and a workflow for each workload account",
    True,
    files,
    _proof,
    "cfn-lint; check-jsonschema with GitHub's schema of workflows",
)
