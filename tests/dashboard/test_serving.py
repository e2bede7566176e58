"""The server as a process: its port, its signals, sockets that say nothing, readers that read nothing."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import pytest
from click.testing import CliRunner

from dashboard import __main__ as command
from dashboard.operations.serving import NotServed, free_address
from etl.store import Store
from tests.etl.store.stores import publish
from tests.fleet.fleet import PROGRAM, free_port


@contextmanager
def serving(store: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A server of its own process, and its port; it may not answer yet."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(port)],
        env={**os.environ, "TWO_PERCENT_STORE": str(store)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        yield process, port
    finally:
        # Its workers are of its group: none is left behind.
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        assert process.stdout is not None
        process.stdout.close()


def fetch(port: int, path: str = "/healthz") -> bytes:
    body: bytes = urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=600).read()
    return body


def wait_for(process: subprocess.Popen[str], port: int) -> None:
    while True:
        assert process.poll() is None, "the server ended"
        try:
            fetch(port)
        except OSError:
            time.sleep(0.05)
        else:
            return


@pytest.mark.parametrize("shared", [False, True])
def test_a_port_that_is_taken_is_an_error_in_one_sentence(tmp_path: Path, shared: bool) -> None:
    with socket.socket() as holder:
        if shared:
            holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]
        result = CliRunner().invoke(command.main, ["--store", str(tmp_path), "--port", str(port)])
    assert result.exit_code == 1
    assert result.stderr.strip() == f"127.0.0.1:{port} cannot be listened on: Address already in use"
    assert list(tmp_path.iterdir()) == []


def test_a_host_is_looked_up_and_one_that_is_none_is_an_error_in_one_sentence() -> None:
    assert free_address("localhost", free_port()) in ("127.0.0.1", "::1")
    for host in ("no-such-host.invalid", "a" * 70):
        with pytest.raises(NotServed, match=f"{host}: no address of this name is known"):
            free_address(host, free_port())


def test_a_store_that_cannot_be_is_an_error_in_a_sentence() -> None:
    result = CliRunner().invoke(command.main, ["--store", "nonsense://x", "--port", str(free_port())])
    assert result.exit_code == 1
    assert "nonsense" in result.stderr
    assert "Traceback" not in result.output


def test_a_shared_store_is_filled_where_it_is_empty_and_else_left_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked: list[tuple[str, ...]] = []

    def build(*arguments: str) -> int:
        asked.append(arguments)
        return 0

    monkeypatch.setattr(command, "_etl", build)
    shared = f"memory://{tmp_path.name}"
    command._build_if_needed(shared)
    assert asked == [("build", "--if-needed", "--store", shared)]
    publish(Store(shared), 1)
    command._build_if_needed(shared)
    assert len(asked) == 1
    command._build_if_needed(str(tmp_path))
    assert len(asked) == 2


def test_sigterm_ends_it_at_whatever_moment_of_its_start(store_folder: Path) -> None:
    for moment in (0.1, 0.6, 1.2, 2.0, 3.0):
        with serving(store_folder) as (process, _):
            time.sleep(moment)
            process.send_signal(signal.SIGTERM)
            assert process.wait() in (0, -signal.SIGTERM)


def test_connections_that_say_nothing_or_read_nothing_keep_nobody_out(store_folder: Path) -> None:
    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < 4096:
        pytest.skip("too few open files are allowed")
    resource.setrlimit(resource.RLIMIT_NOFILE, (4096, hard))
    try:
        with serving(store_folder) as (process, port), ExitStack() as sockets:
            wait_for(process, port)
            for _ in range(1500):
                sockets.enter_context(socket.create_connection(("127.0.0.1", port), timeout=600))
            unread = b"GET /api/v1/revisions.json HTTP/1.1\r\nHost: localhost\r\n\r\n"
            for _ in range(40):
                sockets.enter_context(reader := socket.create_connection(("127.0.0.1", port), timeout=600))
                reader.sendall(unread)
            assert fetch(port) == b"ok\n"
            assert b"</html>" in fetch(port, "/")
            # One of those that read nothing has an answer all the same.
            assert re.match(rb"HTTP/1.1 200", reader.recv(100))
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
