"""What `/data` shows and no page knows by itself: downloads and their sizes, the API, its examples."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from flask import Flask

from dashboard import api
from dashboard import citation as citing
from dashboard.api import observations
from dashboard.api.examples import examples
from dashboard.api.observations import OBSERVATIONS
from dashboard.api.openapi import PROMISE
from dashboard.api.parameters import MOST_ROWS
from dashboard.citation import views as citation
from dashboard.state.parameters import AS_OF
from dashboard.web.context import AppContext
from etl.formats.citation import CITATION_FORMATS
from etl.formats.downloads import FORMATS
from etl.model import Release


class Download(msgspec.Struct, frozen=True):
    """A file with everything; `size` in bytes as a reader writes it, "" where it is not stored."""

    href: str
    name: str
    what: str
    size: str


class Address(msgspec.Struct, frozen=True):
    """An address of the API in all its forms, what it gives, and the parameters that it takes."""

    path: str
    href: str
    what: str
    takes: tuple[str, ...]


class DownloadsListing:
    """What is offered beside the pages, by the release that is served."""

    examples = staticmethod(examples)
    promise = PROMISE
    most_rows = MOST_ROWS

    def __init__(self, context: AppContext) -> None:
        self._release_cache = context.release_cache

    def downloads(self, release: Release) -> tuple[Download, ...]:
        """The whole set in every form, with its size; as known on a day it is made on asking, without one."""
        sizes = {} if release.known_on else self._release_cache.news().sizes
        return tuple(
            Download(f"/download/{f.file}", f.name, f.holds, size(sizes[f.file]) if f.file in sizes else "")
            for f in FORMATS.values()
        )

    def of_this_view(self, query: str) -> tuple[tuple[str, str], ...]:
        """The observations that a query asks for, in each format that they are given in: address and name."""
        paths = (e.path for e in observations.endpoints() if e.path.startswith(OBSERVATIONS))
        return tuple((path + query, FORMATS[path.rpartition(".")[2]].name) for path in paths)

    def addresses(self) -> tuple[Address, ...]:
        """Every address of the API, those that differ by their form alone as one."""
        found = [(e.path, e.summary, e.takes) for e in api.ENDPOINTS]
        found += [
            (f"{citation.ADDRESS}.{form}", "How to cite the release, an edition, a chart", citing.TAKES)
            for form in CITATION_FORMATS
        ]
        found.append((api.DESCRIPTION, "All of this for programs, as OpenAPI 3.1", (AS_OF.name,)))
        return tuple(_together(found))


def _together(found: Iterable[tuple[str, str, tuple[str, ...]]]) -> Iterable[Address]:
    stems: dict[str, list[tuple[str, str, tuple[str, ...]]]] = {}
    for path, summary, takes in found:
        stems.setdefault(path.rpartition(".")[0], []).append((path, summary, takes))
    for stem, same in stems.items():
        forms = [path.rpartition(".")[2] for path, _, _ in same]
        first, what, _ = same[0]
        takes = tuple(
            name + ("" if len(only) == len(same) else f" ({', '.join(only)})")
            for name in dict.fromkeys(name for _, _, names in same for name in names)
            if (only := [f for f, (_, _, names) in zip(forms, same, strict=True) if name in names])
        )
        if len(same) > 1:
            yield Address(f"{stem}.{{{','.join(forms)}}}", first, what.partition(", as ")[0], takes)
        else:
            yield Address(first, first, what, takes)


def size(number: int) -> str:
    """A number of bytes as 225 kB or 4.1 MB."""
    return f"{number / 1e6:.1f} MB" if number >= 1e6 else f"{max(1, round(number / 1e3))} kB"


def register(app: Flask, context: AppContext) -> None:
    """Lets the templates ask what is offered."""
    app.jinja_env.globals["downloads"] = DownloadsListing(context)
