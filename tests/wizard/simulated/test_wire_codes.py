"""Each service refuses in its own words, and answers whoever's credentials a client was given."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.credentials import Credentials
from botocore.exceptions import ClientError

from tests.wizard.simulated.conftest import Opening
from tests.wizard.simulated.signing import Aws, refused
from tests.wizard.simulated.test_iam_and_sts import assume
from wizard.aws.sessions import Clients, signed_with
from wizard.simulated.operation import Caller
from wizard.simulated.weather import Rule

OWN = {"AccountId": "999988887777"}
READS: dict[str, tuple[str, dict[str, Any]]] = {
    "organizations": ("describe_organization", {}),
    "iam": ("list_account_aliases", {}),
    "sts": ("get_caller_identity", {}),
    "s3": ("list_buckets", {}),
    "s3control": ("get_public_access_block", OWN),
    "ec2": ("get_ebs_encryption_by_default", {}),
    "cloudtrail": ("describe_trails", {}),
    "account": ("get_alternate_contact", {"AlternateContactType": "SECURITY"}),
    "budgets": ("describe_budgets", OWN),
}
DENIED = dict.fromkeys(READS, "AccessDeniedException") | dict.fromkeys(
    ("iam", "sts", "s3", "s3control"), "AccessDenied"
)
EXPIRED = dict.fromkeys(READS, "ExpiredTokenException") | dict.fromkeys(
    ("iam", "sts", "s3", "s3control"), "ExpiredToken"
)
UNKNOWN = dict.fromkeys(READS, "UnrecognizedClientException") | dict.fromkeys(("iam", "sts"), "InvalidClientTokenId")
THROTTLED = {
    **dict.fromkeys(("organizations", "account"), "TooManyRequestsException"),
    **dict.fromkeys(("iam", "sts"), "Throttling"),
    **dict.fromkeys(("s3", "s3control"), "SlowDown"),
    **dict.fromkeys(("cloudtrail", "budgets"), "ThrottlingException"),
    "ec2": "RequestLimitExceeded",
}


def ask(aws: Aws, service: str) -> Any:
    operation, parameters = READS[service]
    return getattr(aws.client(service), operation)(**parameters)


@pytest.mark.parametrize("service", READS)
@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("AccessDeniedException", DENIED | {"ec2": "UnauthorizedOperation"}),
        ("ExpiredTokenException", EXPIRED | {"ec2": "RequestExpired"}),
        ("TooManyRequestsException", THROTTLED),
    ],
)
def test_the_same_trouble_has_another_code_in_another_service(
    opening: Opening, service: str, code: str, expected: dict[str, str]
) -> None:
    aws = opening("existing-organization", Rule("*", "error", code=code))

    with refused(expected[service]):
        ask(aws, service)


@pytest.mark.parametrize("service", READS)
def test_credentials_of_nobody_are_refused_in_the_services_words(aws: Aws, service: str) -> None:
    stranger = aws.seen_by(Caller("arn:aws:iam::777777777777:user/eve"))

    with refused((UNKNOWN | {"ec2": "AuthFailure", "s3": "InvalidToken", "s3control": "InvalidToken"})[service]):
        ask(stranger, service)


@pytest.mark.parametrize(
    ("operation", "status"), [("get_bucket_policy", 404), ("head_bucket", 404), ("delete_bucket", 404)]
)
def test_what_is_missing_has_the_status_404(aws: Aws, operation: str, status: int) -> None:
    with pytest.raises(ClientError) as caught:
        getattr(aws.client("s3"), operation)(Bucket="acme-gone")

    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == status


@pytest.mark.parametrize("service", sorted(set(READS) - {"organizations", "account", "s3control"}))
def test_a_call_with_its_own_credentials_acts_inside_the_member_account(organization: Aws, service: str) -> None:
    account_id = organization.account("shop")
    arn = f"arn:aws:iam::{account_id}:role/OrganizationAccountAccessRole"
    given = organization.sts.assume_role(RoleArn=arn, RoleSessionName="anna")["Credentials"]
    credentials = Credentials(given["AccessKeyId"], given["SecretAccessKey"], given["SessionToken"])
    clients = Clients(organization.session, "eu-west-1")
    operation, parameters = READS[service]
    inside = dict.fromkeys(parameters, account_id) | signed_with(credentials)

    for region in ("eu-central-1", "us-east-1"):
        assert getattr(clients.reading(service, region), operation)(**inside)
    caller = clients.reading("sts", "us-east-1").get_caller_identity(**signed_with(credentials))
    assert caller["Account"] == account_id


def test_what_is_set_inside_an_account_stays_inside(organization: Aws) -> None:
    inside = assume(organization, organization.account("shop"))
    inside.client("account").put_alternate_contact(
        AlternateContactType="SECURITY",
        Name="Sam",
        Title="Security",
        EmailAddress="sam@acme.example",
        PhoneNumber="+49301",
    )
    inside.client("ec2", region_name="eu-central-1").enable_ebs_encryption_by_default()

    with refused("ResourceNotFoundException"):
        organization.client("account").get_alternate_contact(AlternateContactType="SECURITY")
    assert not organization.client("ec2", region_name="eu-central-1").get_ebs_encryption_by_default()[
        "EbsEncryptionByDefault"
    ]


def test_an_error_of_a_rest_service_carries_its_message(aws: Aws) -> None:
    with pytest.raises(ClientError) as caught:
        ask(aws, "account")

    response: Any = caught.value.response
    assert response["message"] == response["Error"]["Message"]
    assert response["ResponseMetadata"]["HTTPStatusCode"] == 404


def test_a_throttled_client_of_s3_sends_again(opening: Opening) -> None:
    aws = opening("default", Rule("ListBuckets", "error", code="SlowDown"))

    answer = aws.session.client("s3").list_buckets()

    assert answer["ResponseMetadata"]["RetryAttempts"] == 1
