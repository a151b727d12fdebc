"""Why no answer came, as far as this machine can tell: the name, the way, the proxy, the certificate or the time."""

from __future__ import annotations

import re
import socket
from functools import cache
from urllib.parse import urlsplit

from botocore import exceptions as boto
from botocore.loaders import create_loader

from wizard.errors import AwsError, Unreachable
from wizard.machine.addresses import ESCAPED, faulty_proxy
from wizard.refusals.redaction import said

GOING_ON = "then start again; what AWS did in the meantime is found by looking."
_REGION_IN_HOST = re.compile(r"\.([a-z]{2,4}(?:-[a-z]+)+-[1-9][0-9]?)\.")


def no_answer(action: str, error: boto.BotoCoreError) -> AwsError:
    """No answer to `action` came: Unreachable, or what kept it from being sent at all.

    The sentence names the host and the cause; user names of proxies stay out of it.
    """
    if isinstance(error, _NEVER_SENT) and (proxy := faulty_proxy()) is not None:
        message = f"{action} was not sent, because {proxy[0]} {proxy[1]}."
        return AwsError(message, f"Write it as http://host:port, or unset it. {ESCAPED}")
    if "header value" in str(error):
        message = f"{action} was not sent, because a key or token that it should be signed with contains a line break."
        return AwsError(message, "Sign in with credentials that were copied whole and with nothing behind them.")
    message, remedy = _sentences(error)
    return Unreachable(f"No answer to {action} came from AWS: {message}", remedy)


_OF_THE_FILE = ("[Errno 2]", "[Errno 13]", "[Errno 21]", "NO_CERTIFICATE_OR_CRL_FOUND", "PEM lib", "PEM routines")
"""What a file of certificates makes the libraries say before they reach anybody: no file, or nothing in it."""
_NEVER_SENT = (boto.HTTPClientError, boto.ProxyConnectionError)


def _sentences(error: boto.BotoCoreError) -> tuple[str, str]:
    host = urlsplit(str(error.kwargs.get("endpoint_url", ""))).hostname or "AWS"
    inner = str(error.kwargs.get("error", ""))
    match error:
        case boto.ProxyConnectionError():
            return _proxy(_host_of(str(error.kwargs.get("proxy_url", ""))), inner)
        case boto.SSLError() if any(words in inner for words in _OF_THE_FILE):
            return _bundle(inner)
        case boto.SSLError():
            return _certificate(host, inner)
        case boto.EndpointConnectionError() if _is_about_names(error.kwargs.get("error")):
            return _name(host)
        case boto.EndpointConnectionError():
            return (
                f"nothing takes connections at {host}.",
                (
                    f"Check that this machine has a network, that a firewall lets it reach {host} on port 443, and "
                    f"that HTTPS_PROXY is set where a proxy is needed, {GOING_ON}"
                ),
            )
        case boto.ConnectTimeoutError():
            return (
                f"{host} did not take the connection in time.",
                f"Check that a firewall lets this machine reach {host} on port 443, or set HTTPS_PROXY, {GOING_ON}",
            )
        case boto.ReadTimeoutError():
            return (
                f"{host} took the call and did not answer in time.",
                f"Check the network, {GOING_ON}",
            )
        case boto.ConnectionClosedError():
            return (f"the connection to {host} was closed before the answer.", f"Check the network, {GOING_ON}")
        case _ if "CA bundle" in inner or isinstance(error.kwargs.get("error"), FileNotFoundError):
            return _bundle(inner)
        case _:
            return f"{said(error)}.", f"Check the network, proxy and Region, {GOING_ON}"


def _name(host: str) -> tuple[str, str]:
    found = _REGION_IN_HOST.search(host)
    if found and found[1] not in known_regions():
        return (
            f"the name {host} is not found, and {found[1]} is no Region that this version of botocore knows.",
            f"Correct the Region where it was chosen, or name another with --region, {GOING_ON}",
        )
    return (
        f"the name {host} is not found.",
        (
            "Check that this machine has a network and its DNS server answers, or set HTTPS_PROXY where names are "
            f"looked up by a proxy, {GOING_ON}"
        ),
    )


@cache
def known_regions() -> frozenset[str]:
    """Every Region of every partition, as this version of botocore has them. Reads a file, and asks nobody."""
    partitions = create_loader().load_data("endpoints")["partitions"]
    return frozenset(region for partition in partitions for region in partition["regions"])


def _proxy(proxy: str, inner: str) -> tuple[str, str]:
    if "407" in inner:
        return (
            f"the proxy {proxy} asks for a user name and a password.",
            f"Put them into HTTPS_PROXY in the way your network's owner says, or use another network, {GOING_ON}",
        )
    return (
        f"the proxy {proxy} cannot be reached, or will not connect to AWS.",
        (
            "Check HTTPS_PROXY and HTTP_PROXY, unset them where no proxy is needed, or name hosts to reach without one "
            f"in NO_PROXY, {GOING_ON}"
        ),
    )


def _certificate(host: str, inner: str) -> tuple[str, str]:
    if "has expired" in inner or "not yet valid" in inner:
        return (
            f"the certificate of {host} is not valid at the time this machine believes it is.",
            f"Set this machine's clock, {GOING_ON}",
        )
    if "CERTIFICATE_VERIFY_FAILED" in inner or "certificate verify failed" in inner or "self-signed" in inner:
        return (
            (
                f"this machine does not trust the certificate that {host} shows; a company's proxy that reads along "
                "shows one of its own."
            ),
            (
                "Ask the network's owner for the certificate of its authority and name the file in AWS_CA_BUNDLE, or "
                f"use another network, {GOING_ON}"
            ),
        )
    return (
        f"no safe connection to {host} could be made ({said(inner) or 'TLS failed'}).",
        f"Check whether a proxy stands between this machine and AWS, {GOING_ON}",
    )


def _bundle(inner: str) -> tuple[str, str]:
    return (
        f"the file with certificates cannot be read ({said(inner)}).",
        f"Correct AWS_CA_BUNDLE, REQUESTS_CA_BUNDLE or ca_bundle in ~/.aws/config, or unset it, {GOING_ON}",
    )


def _is_about_names(inner: object) -> bool:
    """urllib3 wraps what the resolver says."""
    return isinstance(inner, socket.gaierror) or type(inner).__name__ == "NameResolutionError"


def _host_of(proxy_url: str) -> str:
    """`proxy:3128`, without the user's name and password in front of it."""
    rest = proxy_url.rpartition("//")[2].rpartition("@")[2]
    return said(rest.partition("/")[0]) or "in between"
