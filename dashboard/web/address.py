"""Under which address readers have this site: as the operator says it, else as the request does."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flask import Request
from werkzeug.exceptions import BadRequest

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

PUBLIC_URL = "TWO_PERCENT_PUBLIC_URL"
"""The variable that names the public address, as `https://example.org` or `https://example.org/nato`."""

_PATH = re.compile(r"(?:/[A-Za-z0-9._~-]+)*")
_OWN = r'(?<=\s)(href|src|action|data-figure)="(?=/(?!/|{below}/))'
"""An attribute with an address of this site that is not yet below its path."""

_NAME = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
_HOST = re.compile(rf"(?:{_NAME}(?:\.{_NAME})*\.?|\[[0-9a-f:.]{{2,45}}\])(?::\d{{1,5}})?", re.IGNORECASE)


class BadHost(BadRequest):
    """A request that names no host, or nonsense."""

    description = "The request names no host that could be this one."


def public_url() -> str:
    """The public address without a slash at its end, '' where the operator names none.

    Raises ValueError where TWO_PERCENT_PUBLIC_URL is not an address of a site.
    """
    text = os.environ.get(PUBLIC_URL, "").strip().rstrip("/")
    if not text:
        return ""
    parts = urlsplit(text)
    plain = parts.scheme in ("https", "http") and not parts.query and not parts.fragment
    dots = any(not part.strip(".") for part in parts.path.split("/")[1:])
    if not plain or dots or not _HOST.fullmatch(parts.netloc) or not _PATH.fullmatch(parts.path):
        raise ValueError(
            f"{PUBLIC_URL} takes an address as https://example.org or https://example.org/nato; "
            f"it was given {text[:60]!r}"
        )
    return text


def path_of(public: str) -> str:
    """The path under which a public address has this site, as `/nato`; "" at the root of its host."""
    return urlsplit(public).path


def under(html: str, path: str) -> str:
    """A page whose links, forms and files are all under a path; addresses of other sites stay."""
    own = _OWN.format(below=re.escape(path.removeprefix("/")))
    return re.sub(own, rf'\1="{path}', html) if path else html


class Mounted:
    """A WSGI application under a path.

    A proxy that passes the address whole asks it with the path, whoever asks this machine itself without.
    """

    def __init__(self, application: WSGIApplication, path: str) -> None:
        self._application, self._path = application, path

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """The answer of the application to the address below its path."""
        asked = environ.get("PATH_INFO", "")
        if asked == self._path or asked.startswith(f"{self._path}/"):
            below = asked.removeprefix(self._path)
            script = environ.get("SCRIPT_NAME", "") + self._path
            environ = {**environ, "SCRIPT_NAME": script, "PATH_INFO": below or "/"}
        return self._application(environ, start_response)


def root(request: Request, public: str = "") -> str:
    """The address that absolute links begin with, without a slash at its end. Raises BadHost.

    A proxy on this machine or in a private network says by X-Forwarded-Proto and X-Forwarded-Host what it was
    asked; nobody else is believed.
    """
    host = request.environ.get("HTTP_HOST", "")
    # As CGI writes the version, and as granian does.
    if not host and request.environ.get("SERVER_PROTOCOL") in ("HTTP/1.0", "HTTP/1"):
        host = "localhost"
    scheme = request.environ.get("wsgi.url_scheme", "http")
    if _is_near(request.environ.get("REMOTE_ADDR", "")):
        host = request.headers.get("X-Forwarded-Host", host)
        asked = request.headers.get("X-Forwarded-Proto", scheme)
        scheme = asked if asked in ("http", "https") else scheme
    if not _is_host(host):
        raise BadHost
    return public or f"{scheme}://{host.lower()}"


def _is_host(host: str) -> bool:
    if len(host) > 255 or not _HOST.fullmatch(host):
        return False
    try:
        # A name in another script stands here in ASCII, and may be no name in any.
        host.encode("ascii").decode("idna")
    except UnicodeError:
        return False
    return True


def _is_near(address: str) -> bool:
    try:
        return ip_address(address.partition("%")[0]).is_private
    except ValueError:
        return False
