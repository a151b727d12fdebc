"""Whether a host answers from here: one connection and one HEAD, without credentials and without boto3."""

from __future__ import annotations

import base64
import http.client
import os
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import SplitResult, unquote, urlsplit
from urllib.request import getproxies, proxy_bypass

from wizard.machine.report import Found
from wizard.refusals.text_from_aws import one_line

TIMEOUT = 3.0
"""Seconds, for connecting and for answering."""
ORGANIZATIONS = {"cn": "organizations.cn-northwest-1.amazonaws.com.cn", "us-gov": "organizations.us-gov-west-1"}
"""One endpoint for each partition; elsewhere the one in us-east-1."""


@dataclass(frozen=True, slots=True)
class Probe:
    """What came of one try."""

    found: Found
    there: datetime | None = None
    """The time the host believes it is."""


def endpoints(region: str, environment: Mapping[str, str]) -> tuple[str, ...]:
    """The addresses that the wizard will call first: of Organizations and of STS, or what AWS_ENDPOINT_URL says."""
    if chosen := environment.get("AWS_ENDPOINT_URL"):
        return (chosen,)
    if region.startswith("cn-"):
        return (f"https://{ORGANIZATIONS['cn']}", f"https://sts.{region}.amazonaws.com.cn")
    organizations = f"{ORGANIZATIONS['us-gov']}.amazonaws.com" if region.startswith("us-gov-") else ""
    return (
        f"https://{organizations or 'organizations.us-east-1.amazonaws.com'}",
        f"https://sts.{region}.amazonaws.com",
    )


def probe(address: str) -> Probe:
    """Connect and ask for nothing. Whatever goes wrong is a finding with a remedy."""
    url = urlsplit(address)
    host = url.hostname or ""
    proxy = _proxy_for(url)
    way = f" through the proxy {_place(proxy)}" if proxy else ""
    try:
        there = _asked(url, proxy)
    except ssl.SSLError as error:
        return _trouble(f"{host}{way} shows a certificate that is not trusted here: {_said(error)}.", CERTIFICATES)
    except socket.gaierror:
        return _trouble(f"The name {_place(proxy).partition(':')[0] if proxy else host} is not found.", NAMES)
    except FileNotFoundError:
        return _trouble("The file that AWS_CA_BUNDLE names is not there.", "Correct AWS_CA_BUNDLE, or unset it.")
    except (OSError, http.client.HTTPException, ValueError) as error:
        return _trouble(f"{host} does not answer{way}: {_said(error)}.", PROXY if proxy else FIREWALL)
    return Probe(Found("network", f"{host} answers{way}.", "Nothing to do."), there)


CERTIFICATES = "If a company's proxy reads along, name the certificate of its authority in AWS_CA_BUNDLE."
NAMES = "Check the network, its DNS server and the Region, or set HTTPS_PROXY where a proxy looks names up."
PROXY = "Check HTTPS_PROXY and the user name and password in it, or name the host in NO_PROXY."
FIREWALL = "Check the network and that a firewall lets port 443 through, or set HTTPS_PROXY. Planning offline works."


def _trouble(what: str, remedy: str) -> Probe:
    return Probe(Found("network", what, remedy, trouble=True))


def _said(error: Exception) -> str:
    return one_line(getattr(error, "strerror", "") or str(error)) or type(error).__name__


def _proxy_for(url: SplitResult) -> SplitResult | None:
    """As botocore finds it: HTTPS_PROXY or HTTP_PROXY, unless NO_PROXY names the host."""
    if proxy_bypass(url.hostname or ""):
        return None
    chosen = getproxies().get(url.scheme, "")
    return urlsplit(chosen if "//" in chosen else f"http://{chosen}") if chosen else None


def _place(proxy: SplitResult | None) -> str:
    """`proxy:3128`: where it is and never who logs in."""
    if proxy is None:
        return ""
    return one_line(proxy.netloc.rpartition("@")[2])


def _asked(url: SplitResult, proxy: SplitResult | None) -> datetime | None:
    """The Date of the answer to HEAD, if it has one. Raises OSError, HTTPException, ValueError."""
    host, secure = url.hostname or "", url.scheme == "https"
    port = url.port or (443 if secure else 80)
    first, first_port = (proxy.hostname or "", proxy.port or 80) if proxy else (host, port)
    context = ssl.create_default_context(cafile=os.environ.get("AWS_CA_BUNDLE") or None) if secure else None
    connection = (
        http.client.HTTPSConnection(first, first_port, timeout=TIMEOUT, context=context)
        if context
        else http.client.HTTPConnection(first, first_port, timeout=TIMEOUT)
    )
    if proxy:
        connection.set_tunnel(host, port, headers=_login(proxy))
    try:
        connection.request("HEAD", "/")
        date = connection.getresponse().getheader("Date")
    finally:
        connection.close()
    return parsedate_to_datetime(date).astimezone(UTC) if date else None


def _login(proxy: SplitResult) -> dict[str, str]:
    """The header that logs in to the proxy, where its address says who."""
    if proxy.username is None:
        return {}
    pair = f"{unquote(proxy.username)}:{unquote(proxy.password or '')}"
    return {"Proxy-Authorization": "Basic " + base64.b64encode(pair.encode()).decode()}
