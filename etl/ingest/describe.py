"""What is said of an edition that was read from a workbook: its provenance, what is in it, what is odd."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from etl.checks.money import BASE_YEAR
from etl.model import AGGREGATES, SHARE_OF_GDP, Ally, Edition, names_of
from etl.model.wording import day
from etl.shipped.edition_folder import ExceptionNote
from etl.sources.nato.raw_files import RawFile
from etl.sources.nato.reader import WorkbookReading


def describe(
    file: RawFile,
    reading: WorkbookReading,
    shipped: Edition | None,
    notes: Sequence[ExceptionNote],
    allies: Sequence[Ally],
) -> Edition:
    """The edition that a reading of a raw workbook is; `shipped` is what the project has of it already.

    `notes` are the identities of NATO's tables that it breaks without harm.
    """
    names = names_of(allies)
    years = sorted({f.year for f in reading.observations})
    allies_shown = {f.ally for f in reading.observations if f.indicator == SHARE_OF_GDP} - AGGREGATES.keys()
    sums = [name for code, name in AGGREGATES.items() if any(f.ally == code for f in reading.observations)]
    summed = f"the sums that NATO prints ({', '.join(sums)})" if sums else "no aggregate"
    return Edition(
        published=file.edition,
        title=shipped.title
        if shipped
        else f"{reading.series.capitalize()} of NATO countries ({years[0]}-{years[-1]})",
        kind=shipped.kind if shipped else "tables",
        publisher="NATO",
        cutoff=file.cutoff or (shipped.cutoff if shipped else None),
        series=reading.series,
        base_year=reading.base_year,
        url=file.address,
        provenance=(
            f"Read by this project's own reader from NATO's workbook {file.name}, retrieved on "
            f"{day(file.retrieved)}. The day of publication is from {file.dated_by}."
        ),
        available=f"Every table, for {years[0]} to {years[-1]}, for {len(allies_shown)} allies and {summed}.",
        missing="",
        caveats=_caveats(reading, notes, names),
        sha256=file.sha256,
        blanks=reading.blanks,
        former_days=shipped.former_days if shipped else (),
    )


def _caveats(
    reading: WorkbookReading, notes: Sequence[ExceptionNote], names: Mapping[str, str]
) -> tuple[str, ...]:
    said: list[str] = []
    if reading.series.startswith("core"):
        said.append(
            'The tables say "core defence expenditure" where the editions before 2026 say '
            '"defence expenditure": a break in the series.'
        )
    estimates = sorted({f.year for f in reading.observations if f.estimate})
    if estimates:
        verb = "is an estimate" if len(estimates) == 1 else "are estimates"
        said.append(f"{' and '.join(map(str, estimates))} {verb}.")
    for note in notes:
        if note.identity != BASE_YEAR:
            name = names[note.ally]
            said.append(f"{name} {note.year}, printed {note.published:g}: {note.why}")
    if odd := sum(note.identity == BASE_YEAR for note in notes):
        said.append(
            f"Constant prices are said to be those of {reading.base_year}, but in that year {odd} amounts at "
            "current prices are others."
        )
    blank = sorted({(names[b.ally], b.year) for b in reading.blanks})
    if blank:
        said.append("Cells left blank: " + ", ".join(f"{name} {year}" for name, year in blank) + ".")
    return tuple(said)
