"""Whether a host answers from here: one connection and one HEAD, without credentials and without boto3."""

from __future__ import annotations

import base64
import http.client
import socket
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import SplitResult, unquote, urlsplit

from wizard.gateway.world import Route
from wizard.machine.addresses import ESCAPED, proxy_fault, proxy_for, split_proxy
from wizard.machine.report import Found
from wizard.refusals.redaction import said
from wizard.refusals.text_from_aws import one_line

TIMEOUT = 3.0
"""Seconds, for connecting and for answering."""


@dataclass(frozen=True, slots=True)
class Probe:
    """What came of one try."""

    found: Found
    there: datetime | None = None
    """The time the host believes it is."""


def probe(route: Route) -> Probe:
    """Connect and ask for nothing. Whatever goes wrong is a finding with a remedy."""
    url = urlsplit(route.address)
    host = url.hostname or ""
    proxy = proxy_for(route.address)
    if proxy is not None and (fault := proxy_fault(proxy[1])):
        return _trouble(f"{proxy[0]} {fault}.", f"Write it as http://host:port, or unset it. {ESCAPED}")
    place = _place(proxy[1]) if proxy else ""
    way = f" through the proxy {place}" if proxy else ""
    whose = route.certificates_by or "The file of certificates"
    try:
        context = ssl.create_default_context(cafile=route.certificates) if url.scheme == "https" else None
    except FileNotFoundError:
        return _trouble(f"The file that {whose} names is not there.", f"Correct {whose}, or take it out.")
    except OSError as error:
        what = f"What {whose} names holds no certificates that can be read: {_said(error)}."
        return _trouble(what, f"Correct {whose}, or take it out.")
    try:
        there = _asked(url, proxy[1] if proxy else "", context)
    except ssl.SSLError as error:
        return _trouble(f"{host}{way} shows a certificate that is not trusted here: {_said(error)}.", CERTIFICATES)
    except socket.gaierror:
        name = place.partition(":")[0] if proxy else host
        return _trouble(f"The name {name} is not found.{'' if proxy else _by(route)}", NAMES)
    except (OSError, http.client.HTTPException, ValueError) as error:
        return _trouble(f"{host} does not answer{way}: {_said(error)}.{_by(route)}", PROXY if proxy else FIREWALL)
    return Probe(Found("network", f"{host} answers{way}.{_by(route)}", "Nothing to do."), there)


def _by(route: Route) -> str:
    """Who says so, where it is not AWS or botocore: as sentences to follow another."""
    address = f" {route.chosen_by} leads there." if route.chosen_by else ""
    return address + (f" {route.certificates_by} names the certificates." if route.certificates_by else "")


CERTIFICATES = "If a company's proxy reads along, name the certificate of its authority in AWS_CA_BUNDLE."
NAMES = "Check the network, its DNS server and the Region, or set HTTPS_PROXY where a proxy looks names up."
PROXY = "Check HTTPS_PROXY and the user name and password in it, or name the host in NO_PROXY."
FIREWALL = "Check the network and that a firewall lets port 443 through, or set HTTPS_PROXY. Planning offline works."


def _trouble(what: str, remedy: str) -> Probe:
    return Probe(Found("network", what, remedy, trouble=True))


def _said(error: Exception) -> str:
    return said(getattr(error, "strerror", "") or error) or type(error).__name__


def _place(proxy: str) -> str:
    """`proxy:3128`: where it is and never who logs in."""
    return one_line(split_proxy(proxy).netloc.rpartition("@")[2])


def _asked(url: SplitResult, proxy: str, context: ssl.SSLContext | None) -> datetime | None:
    """The Date of the answer to HEAD, if it has one. Raises OSError, HTTPException, ValueError."""
    host, port = url.hostname or "", url.port or (443 if context else 80)
    through = split_proxy(proxy) if proxy else None
    first, first_port = (through.hostname or "", through.port or 80) if through else (host, port)
    connection = (
        http.client.HTTPSConnection(first, first_port, timeout=TIMEOUT, context=context)
        if context
        else http.client.HTTPConnection(first, first_port, timeout=TIMEOUT)
    )
    if through:
        connection.set_tunnel(host, port, headers=_login(through))
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
