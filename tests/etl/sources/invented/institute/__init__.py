"""An invented institute: one CSV of shares by ally and year."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator, Sequence
from datetime import datetime

from etl.model import Ally
from etl.sources.source import Find, NewFile, Question, Raw, Record, Series, Source, SourceValue


def ask(question: Question) -> Find:
    """Fetches the file; what is raised where it cannot be had, the refresh reports."""
    answer = question.client.get(question.address)
    question.report.reached = True
    when = question.now()
    sha256 = hashlib.sha256(answer.body).hexdigest()

    def find(records: Sequence[Record]) -> Iterator[NewFile]:
        if sha256 not in {r["sha256"] for r in records}:
            record = {"sha256": sha256, "source": "institute", "retrieved": when.isoformat()}
            yield NewFile(sha256, answer.body, record, f"institute: {len(answer.body)} bytes")

    return find


def read(records: Sequence[Record], raw: Raw, allies: Sequence[Ally]) -> tuple[Series, ...]:
    """The newest file's values."""
    own = [r for r in records if r["source"] == "institute"]
    if not own:
        return ()
    newest = max(own, key=lambda r: r["retrieved"])
    rows = csv.DictReader(io.StringIO(raw(newest["sha256"]).decode()))
    values = tuple(SourceValue(row["ally"], int(row["year"]), float(row["share"])) for row in rows)
    day = datetime.fromisoformat(newest["retrieved"]).date()
    return (Series("SHARE", "percent of GDP", "By the institute.", "2026-07-01", day, values),)


SOURCE = Source(
    id="institute",
    name="Institute of Invented Figures",
    about="Shares by a definition of its own.",
    licence="CC0",
    address="https://institute.example/shares.csv",
    hosts=("institute.example",),
    ask=ask,
    read=read,
)
