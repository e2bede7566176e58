"""The body of a request: what does not come, or not whole, keeps nobody out and is taken for nothing else."""

from __future__ import annotations

import io
import threading
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import EnvironBuilder, run_wsgi_app

from dashboard.app import create_app
from dashboard.web.body import AT_ONCE, LONGEST, OF_ONE


@pytest.fixture(scope="module")
def app(store_folder: Path) -> Flask:
    return create_app(store_folder)


class Unsent(io.RawIOBase):
    """A body that does not come before the event is set."""

    def __init__(self) -> None:
        self.asked, self.go = threading.Event(), threading.Event()

    def readable(self) -> bool:
        return True

    def readinto(self, _: object) -> int:
        self.asked.set()
        self.go.wait()
        return 0


def post(app: Flask, length: int | None, body: io.IOBase, client: str = "192.0.2.1") -> tuple[int, str]:
    """The status of a text sent as a form by an address, and when to ask again."""
    environ = EnvironBuilder("/check", method="POST").get_environ() | {"wsgi.input": body}
    environ |= {"wsgi.input_terminated": True, "CONTENT_TYPE": "application/x-www-form-urlencoded"}
    environ |= {"CONTENT_LENGTH": str(length)} if length is not None else {}
    _, status, headers = run_wsgi_app(app, environ | {"REMOTE_ADDR": client}, buffered=True)
    assert headers["X-Content-Type-Options"] == "nosniff"
    return int(status[:3]), headers.get("Retry-After", "")


def test_bodies_that_do_not_come_hold_few_threads_and_of_one_client_fewer(app: Flask) -> None:
    client, statuses = app.test_client(), []
    bodies = [Unsent() for _ in range(AT_ONCE)]

    def hold(n: int) -> None:
        statuses.append(post(app, 100, bodies[n], f"192.0.2.{n // OF_ONE}")[0])

    threads = [threading.Thread(target=hold, args=(n,)) for n in range(AT_ONCE)]
    for thread in threads[:OF_ONE]:
        thread.start()
    for body in bodies[:OF_ONE]:
        body.asked.wait()
    assert post(app, 100, Unsent(), "192.0.2.0") == (429, "10")
    assert client.post("/check", data={"text": "a"}).status_code == 303, "others send on"
    for thread in threads[OF_ONE:]:
        thread.start()
    for body in bodies[OF_ONE:]:
        body.asked.wait()
    assert post(app, 100, Unsent()) == (429, "10")
    assert client.get("/healthz").status_code == 200
    for body in bodies:
        body.go.set()
    for thread in threads:
        thread.join()
    assert statuses == [400] * AT_ONCE
    assert client.post("/check", data={"text": "a"}).status_code == 303


def test_a_body_that_ends_before_its_length_is_taken_for_no_text(app: Flask) -> None:
    sent = b"text=Spain+has+reached+2%25"
    for missing, status in ((0, 303), (1, 400), (len(sent), 400)):
        come = io.BytesIO(sent[: len(sent) - missing])
        assert post(app, len(sent), come) == (status, "")


@pytest.mark.parametrize(("length", "status"), [(LONGEST + 1, 413), (None, 411)])
def test_a_body_that_is_too_long_or_of_no_stated_length_is_not_read(
    app: Flask, length: int | None, status: int
) -> None:
    body = Unsent()
    assert post(app, length, body) == (status, "")
    assert not body.asked.is_set()
