"""Where calls go: the Region, the endpoint and the proxy that were chosen, and by whom, judged before anything is sent.

An address that cannot be one is refused by libraries with a message that quotes it, password included.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import botocore.session
from botocore.configprovider import ConfiguredEndpointProvider
from botocore.httpsession import get_cert_path

from state.setup.text_rules import REGION, quoted
from wizard.aws.failures import explained
from wizard.errors import AwsError
from wizard.gateway.world import Route
from wizard.machine.addresses import ESCAPED, address_fault
from wizard.refusals.redaction import said

FALLBACK_REGION = "us-east-1"
"""For somebody who named no Region anywhere; Organizations and IAM are global within a partition."""
REGION_VARIABLES = ("AWS_REGION", "AWS_DEFAULT_REGION")
"""In the order of the AWS CLI and of every other SDK. boto3 by itself knows the second only."""


def region_for(asked: str, home_region: str, core: botocore.session.Session | None = None) -> str:
    """The Region to call: `asked` for, else the environment's, else that of `core`'s profile, else `home_region`.

    Raises AwsError when what was chosen cannot be a Region; that says where it stands.
    """
    choices = [("--region", asked), *((name, os.environ.get(name, "")) for name in REGION_VARIABLES)]
    if core is not None:
        profile = core.get_config_variable("profile") or "default"
        choices.append((f"region of profile {profile} in ~/.aws/config", core.get_scoped_config().get("region", "")))
    choices.append(("the setup's home Region", home_region))
    where, region = next(((where, region) for where, region in choices if region), ("", FALLBACK_REGION))
    if not isinstance(region, str) or not REGION.fullmatch(region):
        raise AwsError(
            f"{quoted(str(region))} is no Region of AWS. It comes from {where}.",
            "Write the code of a Region there, such as eu-west-1, or name one with --region.",
        )
    return region


def endpoint_chosen(core: botocore.session.Session, service: str) -> tuple[str, str] | None:
    """The endpoint that somebody chose instead of AWS's own, and where that stands; None where nobody did.

    Raises InvalidConfigError when the profile names a services section that is not there.
    """
    if core.get_config_variable("ignore_configured_endpoint_urls"):
        return None
    scoped = core.get_scoped_config()
    chosen = ConfiguredEndpointProvider(core.full_config, scoped, service).provide()
    if not chosen:
        return None
    for name in (f"AWS_ENDPOINT_URL_{service.replace('-', '_').upper()}", "AWS_ENDPOINT_URL"):
        if os.environ.get(name):
            return str(chosen), name
    return str(chosen), f"endpoint_url of profile {core.get_config_variable('profile') or 'default'}"


@contextmanager
def nothing_sent(service: str) -> Iterator[None]:
    """Nothing is sent yet: what goes wrong is a setting. Raises AwsError."""
    with explained(f"{service}:*"):
        try:
            yield
        except (ValueError, TypeError) as error:
            raise AwsError(
                f"Nothing was sent, because a setting for {service} cannot be used: {said(error)}.",
                "Look at the variables that begin with AWS_ and at the profile in ~/.aws/config.",
            ) from error


@contextmanager
def making_a_client(core: botocore.session.Session, service: str) -> Iterator[None]:
    """A client of `service` can be made, and what keeps it from being made is told. Raises AwsError."""
    with nothing_sent(service):
        chosen = endpoint_chosen(core, service)
        if chosen is not None and (fault := address_fault(chosen[0])):
            raise AwsError(
                f"{chosen[1]} {fault}.", f"Write it as https://host:port, or take it out to call AWS. {ESCAPED}"
            )
        yield


def route_to(core: botocore.session.Session, service: str, endpoint: str) -> Route:
    """How `endpoint` is reached: which authorities are believed, and who says so."""
    bundle, said_by = core.get_config_variable("ca_bundle"), "AWS_CA_BUNDLE"
    if not os.environ.get("AWS_CA_BUNDLE") and bundle:
        said_by = f"ca_bundle of profile {core.get_config_variable('profile') or 'default'}"
    if not bundle and (bundle := os.environ.get("REQUESTS_CA_BUNDLE")):
        said_by = "REQUESTS_CA_BUNDLE"
    chosen = endpoint_chosen(core, service)
    return Route(endpoint, chosen[1] if chosen else "", str(bundle or get_cert_path(True)), said_by if bundle else "")
