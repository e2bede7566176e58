"""The hosts from which a file may be had: those that a source names, and none inside a private network."""

from __future__ import annotations

import ipaddress
import socket
from urllib.parse import urlsplit

import msgspec
import requests


class Hosts(msgspec.Struct, frozen=True):
    """The hosts that may be asked: those of a source, each a host or a domain with all under it, or named.

    The `named` one is the operator's own choice and may stand anywhere; of the others none at a private
    address is asked.
    """

    of_source: tuple[str, ...]
    named: str = ""

    def why_not(self, address: str) -> str:
        """Why an address is not to be asked, in words; '' where it may be."""
        host = urlsplit(address).hostname or ""
        if host and host == self.named:
            return ""
        if not any(host == domain or host.endswith(f".{domain}") for domain in self.of_source):
            return f"it is at none of the hosts that are asked ({', '.join(self.of_source)})"
        if requests.utils.get_environ_proxies(address).get(urlsplit(address).scheme):
            return ""  # The proxy looks the name up, and is the environment's choice.
        return "its host is at a private address" if _is_private(host) else ""


def _is_private(host: str) -> bool:
    """Whether a host has an address that is not public; a name that is not found is nobody's."""
    try:
        found = socket.getaddrinfo(host, None)
    except OSError:
        return False
    return any(not ipaddress.ip_address(str(where[0]).partition("%")[0]).is_global for *_, where in found)
