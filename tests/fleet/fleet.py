"""A fleet on this machine: dashboards over one store, and nginx in front of them as it ships."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from email.message import Message
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

ROOT = Path(__file__).parents[2]
PROGRAM = """
import sys
from dashboard.operations.serving import serve
serve("127.0.0.1", int(sys.argv[1]), 1)
"""


def free_port() -> int:
    """A port that nobody has at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Answer(msgspec.Struct):
    """An answer as a client has it; status 0 where there was none."""

    status: int
    body: bytes = b""
    headers: Message = msgspec.field(default_factory=Message)


_ANY_CERTIFICATE = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
_ANY_CERTIFICATE.check_hostname, _ANY_CERTIFICATE.verify_mode = False, ssl.CERT_NONE


def ask(
    url: str,
    *,
    method: str = "GET",
    host: str = "two.example",
    client: str = "127.0.0.1",
    timeout: float = 60,
) -> Answer:
    """Asks an address of this machine under a host's name, from an address of a client's."""
    parts = urlsplit(url)
    where = {"host": parts.hostname, "port": parts.port, "timeout": timeout, "source_address": (client, 0)}
    connection = (
        HTTPSConnection(**where, context=_ANY_CERTIFICATE)  # type: ignore[arg-type]
        if parts.scheme == "https"
        else HTTPConnection(**where)  # type: ignore[arg-type]
    )
    try:
        connection.request(method, url[url.index("/", 8) :], headers={"Host": host})
        answer = connection.getresponse()
        return Answer(answer.status, answer.read(), answer.headers)
    except (OSError, HTTPException):
        return Answer(0)
    finally:
        connection.close()


def send(port: int, request: bytes, *, secure: bool = True) -> Answer:
    """The answer to these bytes, whether they are a request or not; status 0 where there is none."""
    with ExitStack() as around:
        connection: socket.socket = around.enter_context(
            socket.create_connection(("127.0.0.1", port), timeout=60)
        )
        if secure:
            connection = around.enter_context(_ANY_CERTIFICATE.wrap_socket(connection))
        try:
            connection.sendall(request)
            answer = HTTPResponse(connection)
            answer.begin()
            return Answer(answer.status, answer.read(), answer.headers)
        except (OSError, HTTPException):
            return Answer(0)


class Dashboard(msgspec.Struct):
    """One dashboard, a process on a port of its own."""

    store: str
    environment: Mapping[str, str] = msgspec.field(default_factory=dict)
    port: int = msgspec.field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Starts it and waits until it answers."""
        self.process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(self.port)],
            cwd=ROOT,
            env={**os.environ, **self.environment, "TWO_PERCENT_STORE": self.store},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        while ask(f"http://127.0.0.1:{self.port}/healthz").status != 200:
            if self.process.poll() is not None:
                raise RuntimeError("a dashboard ended at its start")
            time.sleep(0.05)

    def end(self, number: signal.Signals = signal.SIGTERM) -> None:
        """Ends it with a signal; SIGKILL takes its workers along."""
        if self.process is None:
            return
        if number is signal.SIGKILL:
            os.killpg(self.process.pid, number)
        else:
            self.process.send_signal(number)
        self.process.wait(60)
        self.process = None


@contextmanager
def nginx(
    folder: Path, dashboards: list[Dashboard], rate: str = "1r/m", below: str = ""
) -> Iterator[tuple[int, int]]:
    """nginx by the shipped file, its ports, paths and dashboards put in their places; its two ports.

    `below` is the path that readers have the site under, put in as `deploy/README.md` says.
    """
    plain, secure = free_port(), free_port()
    conf = (ROOT / "deploy" / "nginx.conf").read_text("utf-8")
    servers = "\n".join(f"    server 127.0.0.1:{d.port} max_fails=1 fail_timeout=2s;" for d in dashboards)
    conf = re.sub(r"^    server 127\.0\.0\.1:8050 .*$", servers, conf, flags=re.MULTILINE)
    conf = re.sub(r"^    listen \[::\].*\n", "", conf, flags=re.MULTILINE)
    conf = conf.replace("listen 80 ", f"listen 127.0.0.1:{plain} ").replace(
        "listen 443 ", f"listen 127.0.0.1:{secure} "
    )
    # So slow that a test sees it on the busiest machine; what may come at once stays.
    conf = conf.replace("rate=50r/s", f"rate={rate}")
    if below:
        for place in ("^/(api|download)/", "^/(metrics|readyz)$", "= /check {", "location / {"):
            assert conf.count(place) == 1, place
            conf = conf.replace(place, place.replace("/", f"{below}/", 1))
        redirect = f"location = {below} {{ return 308 {below}/; }}"
        conf = conf.replace(f"    location {below}/ {{", f"    {redirect}\n    location {below}/ {{")
    conf = conf.replace("/var/cache/nginx/two-percent", str(folder / "cache"))
    conf = conf.replace("/etc/ssl/two-percent", str(folder))
    make = (
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=two.example"
    )
    files = ["-keyout", str(folder / "privkey.pem"), "-out", str(folder / "fullchain.pem")]
    subprocess.run([*make.split(), *files], check=True, capture_output=True)
    (folder / "site.conf").write_text(conf, "utf-8")
    main = folder / "nginx.conf"
    paths = "".join(
        f"{kind}_temp_path {folder}/{kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    main.write_text(
        f"pid {folder}/nginx.pid;\nerror_log {folder}/error.log;\nuser root;\n"
        f"events {{ worker_connections 2048; }}\nhttp {{\n{paths}include {folder}/site.conf;\n}}\n",
        "utf-8",
    )
    program = shutil.which("nginx") or "nginx"
    process = subprocess.Popen([program, "-c", str(main), "-g", "daemon off;"])
    try:
        while ask(f"http://127.0.0.1:{plain}/").status != 308:
            if process.poll() is not None:
                raise RuntimeError("nginx ended at its start; it says above why")
            time.sleep(0.05)
        yield plain, secure
    finally:
        process.terminate()
        process.wait(60)
