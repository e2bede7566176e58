"""What an address of the API is: what it takes, what it gives, what makes its answer; and tables as files."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Generic, TypeVar

import msgspec

from dashboard.state import Pairs, State
from dashboard.state.domains import Text
from dashboard.state.parameters import AS_OF
from dashboard.web.responses import Answer
from etl.formats.downloads import FORMATS
from etl.formats.tables import ReleaseTable
from etl.formats.tidy import write_table
from etl.model import Release

S = TypeVar("S", bound=State)

JSON = FORMATS["json"].mimetype


class Asked(msgspec.Struct, frozen=True):
    """A question: its parameters as they were given but for as_of, its address without them, and what gives
    the whole set in a form."""

    pairs: Pairs
    path: str
    download: Callable[[Release, str], bytes]


class Endpoint(msgspec.Struct, Generic[S], frozen=True):
    """An address. `state` declares its parameters; `schema` is the JSON Schema of its answer, by the name of
    a component or whole."""

    path: str
    summary: str
    state: type[S]
    mimetype: str
    schema: Mapping[str, Any]
    answer: Callable[[Release, S, Asked], Answer]

    @property
    def takes(self) -> tuple[str, ...]:
        """The names of its parameters, as_of last: every address answers as known on a day."""
        return (*(p.name for p in self.state.parameters().values()), AS_OF.name)

    @property
    def texts(self) -> frozenset[str]:
        """The names of its parameters that are texts, with spaces and lines as they were written."""
        return frozenset(p.name for p in self.state.parameters().values() if isinstance(p.domain, Text))

    def respond(self, release: Release, asked: Asked) -> Answer:
        """The answer to a question, by a release as known on the day that is asked for.

        Raises BadParameter where the question is not understood.
        """
        return self.answer(release, self.state.parse(asked.pairs, release), asked)


def latest(release: Release, editions: Sequence[date] = ()) -> str:
    """The newest edition that an answer is from: of those named, or of all."""
    return max(editions).isoformat() if editions else release.latest_edition.id


def named(release: Release, editions: Sequence[date] = ()) -> dict[str, str]:
    """The headers that name the release and the newest edition of an answer."""
    return {"X-Release": release.id, "X-Edition": latest(release, editions)}


def rows_of(component: str) -> Mapping[str, Any]:
    """A list of rows that a component of the description describes."""
    return {"type": "array", "items": {"$ref": f"#/components/schemas/{component}"}}


def in_formats(
    address: str,
    summary: str,
    component: str,
    answers: Mapping[str, tuple[type[State], Callable[[Release, Any, Asked], Answer]]],
) -> tuple[Endpoint[Any], ...]:
    """The endpoints of rows of a component, one a format: by extension what it takes and what answers."""
    found = []
    for extension, (state, answer) in answers.items():
        form = FORMATS[extension]
        rows = rows_of(component) if extension == "json" else {"type": "string"} if form.text else {}
        path = f"{address}.{extension}"
        found.append(Endpoint(path, f"{summary}, as {form.name}", state, form.mimetype, rows, answer))
    return tuple(found)


def csv_of(
    table: ReleaseTable, headers: Mapping[str, str], *, bom: bool = False, comma: bool = False
) -> Answer:
    """A table as CSV (RFC 4180), a byte order mark first with `bom`, with a decimal comma where asked."""
    pieces = [piece.encode() for piece in write_table(table.header, table.rows(), comma=comma)]
    if bom:
        pieces.insert(0, "\ufeff".encode())
    return Answer(b"".join(pieces), FORMATS["csv"].mimetype, headers=headers)


def named_file(
    release: Release,
    form: str,
    table: str = "figures",
    *,
    part: bool = False,
    editions: Sequence[date] = (),
) -> dict[str, str]:
    """The headers that name the release and the newest edition of a file, and the file.

    Its name says what of, whether it is a part, as known on what day, the newest edition, the release.
    """
    what = "" if table == "figures" else f"-{table}"
    known = f"-as-of-{release.known_on.isoformat()}" if release.known_on else ""
    edition = latest(release, editions)
    name = f"two-percent{what}{'-view' if part else ''}{known}-{edition}-{release.id}.{form}"
    return named(release, editions) | {"Content-Disposition": f'attachment; filename="{name}"'}
