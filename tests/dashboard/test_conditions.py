"""What a request says besides its address: its method, conditions, ranges, and characters of no document."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

FILE = "/download/two-percent.csv"
FIGURES = "/api/v1/observations.csv?year=2024"


@pytest.mark.parametrize("method", ["get", "head", "Post", "options"])
@pytest.mark.parametrize("address", ["/", "/healthz", "/check", "/no-such-page", FIGURES])
def test_a_method_in_small_letters_is_no_method(client: FlaskClient, method: str, address: str) -> None:
    """A proxy or cache in front takes `get` for something else than GET: so does whoever answers."""
    answer = client.get(address, environ_overrides={"REQUEST_METHOD": method})
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize("address", [FILE, FIGURES, "/", "/feed.xml"])
def test_a_condition_of_any_state_holds(client: FlaskClient, address: str) -> None:
    found = client.get(address)
    answer = client.get(address, headers={"If-Match": "*"})
    assert (answer.status_code, answer.data) == (200, found.data)
    assert client.get(address, headers={"If-None-Match": "*"}).status_code == 304


@pytest.mark.parametrize("address", [FILE, FIGURES, "/", "/feed.xml"])
def test_a_condition_of_another_state_is_answered_without_the_figures(
    client: FlaskClient, address: str
) -> None:
    answer = client.get(address, headers={"If-Match": '"another"'})
    assert answer.status_code == 412
    assert "no longer what the request says" in answer.text
    assert "ETag" not in answer.headers
    assert len(answer.data) < 50_000
    assert answer.headers["Cache-Control"] == "no-store"


NONE = ("items=0-1", "bytes=abc", "bytes=5-2", "bytes=", "bytes=0x0-1", "bytes=\xff", "0-5")
MANY = ("bytes=0-0,5-9", "bytes=0-,0-,0-", "bytes=" + "0-1," * 500 + "0-1")


@pytest.mark.parametrize("asked", [*NONE, *MANY])
def test_a_range_that_is_none_and_several_get_the_whole(client: FlaskClient, asked: str) -> None:
    answer = client.get(FILE, headers={"Range": asked})
    assert (answer.status_code, answer.data) == (200, client.get(FILE).data)


def test_a_range_is_of_a_get_of_bytes_that_there_are(client: FlaskClient) -> None:
    whole = client.get(FILE).data
    more = client.get(FILE, headers={"Range": f"bytes=-{len(whole) + 1}"})
    assert (more.status_code, more.data) == (206, whole)
    assert more.headers["Content-Range"] == f"bytes 0-{len(whole) - 1}/{len(whole)}"
    last = client.get(FILE, headers={"Range": f"bytes=5-{10 * len(whole)}"})
    assert (last.status_code, last.data) == (206, whole[5:])
    beyond = client.get(FILE, headers={"Range": f"bytes={len(whole)}-"})
    assert (beyond.status_code, beyond.mimetype) == (416, "application/problem+json")
    assert client.head(FILE, headers={"Range": "bytes=0-9"}).status_code == 200
    packed = client.get(FILE, headers={"Range": "bytes=0-0,5-9", "Accept-Encoding": "br"})
    assert packed.headers["Content-Encoding"] == "br"


@pytest.mark.parametrize("character", ["\0", "\x01", "\x0b", "\x1b", "\x7f", "\x85", "\ufffe", "\uffff"])
def test_what_no_document_may_hold_is_read_as_a_space(client: FlaskClient, character: str) -> None:
    """Copying from a PDF leaves such characters: HTML, XML and TOML have none of them."""
    text = f"Poland spent{character}4.12% of GDP\non defence in 2024."
    for address in ("/check", "/api/v1/check.json"):
        asked = {"text": text, "said_on": "2024-11-07"}
        plain = client.get(address, query_string=asked | {"text": text.replace(character, " ")})
        answer = client.get(address, query_string=asked)
        assert (answer.status_code, character in answer.text) == (200, False)
        assert answer.text.split("<body", 1)[-1] == plain.text.split("<body", 1)[-1]
