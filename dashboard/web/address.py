"""Under which address readers have this site: as the operator says it, else as the request does."""

from __future__ import annotations

import re
from collections.abc import Iterable
from ipaddress import ip_address
from typing import TYPE_CHECKING

from flask import Request
from werkzeug.exceptions import BadRequest

from dashboard.operations.public import HOST

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_OWN = r'(?<=\s)(href|src|action|data-figure)="(?=/(?!/|{below}/))'
"""An attribute with an address of this site that is not yet below its path."""


class BadHost(BadRequest):
    """A request that names no host, or nonsense."""

    description = "The request names no host that could be this one."


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
    if len(host) > 255 or not HOST.fullmatch(host):
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
