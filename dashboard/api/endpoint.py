"""What an address of the API is: what it takes, what it gives, and what makes its answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from dashboard.api.parameters import strict
from dashboard.state import Pairs, State
from dashboard.web.responses import Answer
from etl.model import Release

S = TypeVar("S", bound=State)

TYPES: Mapping[str, str] = {
    "csv": "text/csv",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
    "sqlite": "application/vnd.sqlite3",
    "zip": "application/zip",
}
"""The type of each form."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question: its parameters as they were given, its address without them, and what gives the whole set
    in a form."""

    pairs: Pairs
    path: str
    download: Callable[[Release, str], bytes]


@dataclass(frozen=True, slots=True)
class Endpoint(Generic[S]):
    """An address. `state` declares its parameters; `schema` is the JSON Schema of its answer, by the name of
    a component or whole."""

    path: str
    summary: str
    state: type[S]
    mimetype: str
    schema: Mapping[str, Any]
    answer: Callable[[Release, S, Asked], Answer]
    responses: Mapping[str, str] = field(default_factory=dict)

    @property
    def takes(self) -> tuple[str, ...]:
        """The names of its parameters."""
        return tuple(p.name for p in self.state.parameters().values())

    def respond(self, release: Release, asked: Asked) -> Answer:
        """The answer to a question. Raises BadParameter where it is not understood."""
        return self.answer(release, self.state.parse(strict(asked.pairs), release), asked)


def rows_of(component: str) -> Mapping[str, Any]:
    """A list of rows that a component of the description tells of."""
    return {"type": "array", "items": {"$ref": f"#/components/schemas/{component}"}}
