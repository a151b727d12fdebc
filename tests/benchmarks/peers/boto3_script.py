"""The least a program can do: what somebody would write in an afternoon, with five threads, for a day without trouble.

python -m tests.benchmarks.peers.boto3_script 24
"""

from __future__ import annotations

import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import boto3

from state.setup import MemberAccount
from tests.benchmarks.accounts import setup_with

IN_FLIGHT = 5
EVERY = 3
"""Seconds between two looks at an account that is being made."""


def main(number: int) -> None:
    """Everything, once."""
    begun, setup = time.monotonic(), setup_with(number)
    organizations, iam, sts = boto3.client("organizations"), boto3.client("iam"), boto3.client("sts")
    owner = sts.get_caller_identity()["Account"]
    organizations.create_organization(FeatureSet="ALL")
    root = organizations.list_roots()["Roots"][0]["Id"]
    units = {"": root}
    for path in setup.unit_paths():
        above, _, name = path.rpartition("/")
        made = organizations.create_organizational_unit(ParentId=units[above], Name=name)
        units[path] = made["OrganizationalUnit"]["Id"]

    def make(wanted: MemberAccount) -> None:
        request = organizations.create_account(AccountName=wanted.account_name, Email=setup.email_of(wanted))
        status = request["CreateAccountStatus"]
        while status["State"] == "IN_PROGRESS":
            time.sleep(EVERY)
            asked = organizations.describe_create_account_status(CreateAccountRequestId=status["Id"])
            status = asked["CreateAccountStatus"]
        account, unit = status["AccountId"], units[wanted.organizational_unit]
        organizations.move_account(AccountId=account, SourceParentId=root, DestinationParentId=unit)
        door, role_name = f"arn:aws:iam::{account}:role/OrganizationAccountAccessRole", f"{wanted.account_name}-access"
        iam.create_role(RoleName=role_name, AssumeRolePolicyDocument=_allowed({"Principal": {"AWS": owner}}))
        iam.put_role_policy(RoleName=role_name, PolicyName="assume", PolicyDocument=_allowed({"Resource": door}))
        sts.assume_role(RoleArn=door, RoleSessionName="bench")

    with ThreadPoolExecutor(IN_FLIGHT) as pool:
        list(pool.map(make, setup.accounts))
    print(f"{time.monotonic() - begun:.1f} s")


def _allowed(whom_or_what: dict[str, object]) -> str:
    statement = {"Effect": "Allow", "Action": "sts:AssumeRole", **whom_or_what}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


if __name__ == "__main__":
    main(int(sys.argv[1]))
