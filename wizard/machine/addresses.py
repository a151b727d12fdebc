"""Addresses as people write them into variables and files: what is wrong with one, and which proxy leads to it.

Nothing here repeats an address: it may say who logs in, and with which password.
"""

from __future__ import annotations

import os
import re
from urllib.parse import SplitResult, urlsplit
from urllib.request import getproxies, proxy_bypass

ESCAPED = "In a user name or password, write / as %2F, ? as %3F, # as %23 and @ as %40."
_HOST = re.compile(r"(?!-)[A-Za-z0-9-]{1,63}(?<!-)(\.(?!-)[A-Za-z0-9-]{1,63}(?<!-))*\.?|[0-9A-Fa-f:.]+(%\w+)?")
"""What botocore takes for a host: a name without underscores, or an address of IPv4 or IPv6."""


def address_fault(address: str) -> str:
    """Why nothing can be called at `address`, to follow "it"; '' when it can."""
    if not address.isprintable() or " " in address:
        return "contains a blank or a line break"
    if "://" not in address:
        return "needs http:// or https:// in front"
    if not re.match(r"https?://", address, re.IGNORECASE):
        return "begins with neither http:// nor https://"
    try:
        url = urlsplit(address)
        port = url.port
    except ValueError:
        return "has a port that is no number, or brackets that do not close"
    if not url.hostname or port == 0:
        return "names no host" if not url.hostname else "has a port that is no number"
    if "@" in url.path or not _HOST.fullmatch(url.hostname):
        return "names a host that cannot be one"
    return ""


def proxy_fault(address: str) -> str:
    """The same of a proxy, whose address may do without http://."""
    return address_fault(address if "//" in address else f"http://{address}".replace("http://http:", "http:"))


def proxy_for(address: str) -> tuple[str, str] | None:
    """The proxy on the way to `address` and the variable that names it, as botocore finds it; None without one.

    That is HTTPS_PROXY or HTTP_PROXY, in small letters first, unless NO_PROXY names the host.
    """
    try:
        url = urlsplit(address)
        if proxy_bypass(url.hostname or ""):
            return None
    except ValueError:
        return None
    chosen = getproxies().get(url.scheme, "")
    return (_variable(url.scheme), chosen) if chosen else None


def faulty_proxy() -> tuple[str, str] | None:
    """A variable that names a proxy and cannot, and why, to follow its name; None where every one can."""
    for scheme, address in getproxies().items():
        if scheme in ("http", "https") and (fault := proxy_fault(address)):
            return _variable(scheme), fault
    return None


def _variable(scheme: str) -> str:
    small = f"{scheme}_proxy"
    return small if os.environ.get(small) else small.upper()


def split_proxy(address: str) -> SplitResult:
    """A proxy's address in parts. Only for one without a fault."""
    return urlsplit(address if "//" in address else f"http://{address}")
