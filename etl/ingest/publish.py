"""From the shipped data and the raw editions to a release in a store: read, check, judge, write.

What has a fault is rejected whole.
"""

from __future__ import annotations

import gc
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import msgspec
from msgspec.structs import replace

from etl.checks.editions import check_edition
from etl.claims.judging import judge_all
from etl.claims.timeline import Timeline
from etl.formats.downloads import downloads
from etl.formats.files import FORMAT, BrokenRelease, release_files
from etl.formats.tables import ReleaseTable, made_once
from etl.ingest import series
from etl.ingest.raw import Ingested, Inputs, Rejection, with_raw
from etl.model import Article, Edition, OtherSource, Publication, Recomputed, Release
from etl.shipped import folder as shipped
from etl.shipped.edition_folder import EditionFolder
from etl.shipped.names import read_groups, read_names
from etl.shipped.statements import read_statements
from etl.sources import sources
from etl.sources.nato.raw_files import former_days, raw_files_of
from etl.sources.source import Raw, Record
from etl.store import Store, StoreError


class Made(msgspec.Struct, frozen=True):
    """A release made and not yet published: itself, its files by name, its tables, and what was left out."""

    release: Release
    files: Mapping[str, bytes]
    tables: tuple[ReleaseTable, ...]
    rejected: tuple[Rejection, ...]


def ingested(data: Path, records: Sequence[Record], raw: Raw) -> Ingested:
    """The shipped editions with those of the raw files in their places; `raw` gives their bytes."""
    inputs = Inputs(shipped.read_allies(data), shipped.read_indicators(data), raw)
    editions = shipped.read_editions(data)
    return with_raw(editions, raw_files_of(records, former_days(e.edition for e in editions)), inputs)


def assemble(data: Path, found: Ingested | None = None) -> Release:
    """The release of a data folder, judged and without a name; `found` where it is not the shipped editions.

    Raises Rejected where a file is not understood, an ExceptionGroup of it where checks fail.
    """
    allies = shipped.read_allies(data)
    indicators = shipped.read_indicators(data)
    found = found or Ingested(shipped.read_editions(data))
    folders = found.folders
    unchecked = [folder for folder in folders if folder.edition.published not in found.checked]
    if faults := [fault for folder in unchecked for fault in check_edition(folder, allies, indicators)]:
        raise ExceptionGroup("editions that do not hold", faults)
    articles = shipped.read_articles(data)
    release = Release(
        id="",
        observations=tuple(f for folder in folders for f in folder.observations),
        format=FORMAT,
        editions=tuple(_with_recomputed(folder) for folder in folders),
        allies=allies,
        indicators=indicators,
        targets=shipped.read_targets(data),
        reported_counts=shipped.read_reported_counts(data),
        claims=(),
        articles=tuple(
            Article(a.id, a.made_on, a.about, a.footnote, tuple(c.id for c in a.claims), a.narrative)
            for a in articles
        ),
        maps=shipped.read_outlines(data),
        publications=_publications(shipped.read_publications(data), folders),
        names=read_names(data),
        groups=read_groups(data),
    )
    timeline = Timeline.of(release, found.revised, found.added)
    claims = judge_all([c for a in articles for c in a.claims], release, timeline)
    statements = judge_all(read_statements(data), release, timeline)
    return replace(release, claims=claims, statements=statements)


@contextmanager
def _without_garbage() -> Iterator[None]:
    """While it lasts no garbage is looked for: none of the many values of a release is."""
    looked_for = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if looked_for:
            gc.enable()


@_without_garbage()
def make(data: Path, records: Sequence[Record], raw: Raw) -> Made:
    """The release of a data folder and of raw files. Raises as `assemble` does, and what `raw` raises."""
    found = ingested(data, records, raw)
    release = assemble(data, found)
    others: dict[OtherSource, bytes] = {}
    for source in sources().values():
        if found_series := source.read(records, raw, release.allies):
            other = series.described(source, found_series)
            others[other] = series.table(source, found_series, release.allies)
    release = replace(release, other_sources=tuple(others))
    tables = made_once(release)
    release_id, files = release_files(release, {o.file: table for o, table in others.items()}, tables)
    return Made(replace(release, id=release_id), files, tables, found.rejected)


def build(data: Path, store: Store, say: Callable[[str], None] = lambda _: None) -> str:
    """Makes the release of a data folder and a store's raw editions current there, and gives its id.

    `say` gets a line on each raw edition that was rejected and left out.
    """
    with store.lock():
        records = store.raw_records()
        made = make(data, records, store.raw)
        for rejection in made.rejected:
            for line in rejection.lines:
                say(line)
        store.publish(made.release.id, made.files)
        store.note_inputs(fingerprint(data, records), made.release.id, note_of(made.rejected))
        offer(made, store, say=say)
    return made.release.id


def note_of(rejected: Sequence[Rejection]) -> str:
    """Rejections as a note: who looks again at the same files need not read them again.

    What was lost is looked for anew each time, so that the note is none of a release without it.
    """
    return "" if any(r.lost for r in rejected) else msgspec.json.encode(rejected).decode()


def rejections_of(note: str) -> tuple[Rejection, ...] | None:
    """The rejections of a note; None of what is none."""
    try:
        return msgspec.json.decode(note, type=tuple[Rejection, ...])
    except msgspec.DecodeError:
        return None


@_without_garbage()
def offer(of: Release | Made, store: Store, *, say: Callable[[str], None] = lambda _: None) -> None:
    """Stores the downloads of a release beside it, unless they are there; one just made has its tables.

    They take longer than everything else, and nobody need wait for them to read the release: until they are
    there, whoever serves it answers that they are not stored yet. `say` gets a line on a damaged one.
    """
    release, made = (of.release, (of.files, of.tables)) if isinstance(of, Made) else (of, ())
    fault = store.downloads_fault(release.id)
    if fault is None:
        return
    if fault:
        say(f"a stored download is damaged, and all are made again: {fault}")
    try:
        store.offer(release.id, downloads(release, *made))
    except StoreError as error:
        raise StoreError(
            f"{error}; release {release.id} is served all the same, its downloads not until they are stored"
        ) from error


def ensure(data: Path, store: Store, say: Callable[[str], None] = lambda _: None) -> str:
    """The current release, built first where there is none, where it is damaged, or where what it is made
    from has changed since."""
    current = store.made_from(fingerprint(data, store.raw_records()))
    if current is None:
        return build(data, store, say)
    try:
        store.check_release()
    except (BrokenRelease, StoreError) as error:
        say(f"the release in the store is damaged and is built again: {error}")
        return build(data, store, say)
    if not store.has_downloads(current):
        offer(store.load(current), store, say=say)
    return current


def fingerprint(data: Path, records: Sequence[Record] = ()) -> str:
    """A hash of all that a release is made from: the data folder, the raw files, the code that reads them."""
    digest = hashlib.sha256()
    for root, pattern in ((data, "*"), (Path(__file__).parents[1], "*.py")):
        for file in sorted(f for f in root.rglob(pattern) if f.is_file()):
            digest.update(f"{file.relative_to(root).as_posix()}\0{file.stat().st_size}\0".encode())
            digest.update(file.read_bytes())
    for line in sorted(json.dumps(r, sort_keys=True, default=str) for r in records):
        digest.update(line.encode())
    return digest.hexdigest()[:16]


def _publications(listed: Sequence[Publication], folders: Sequence[EditionFolder]) -> tuple[Publication, ...]:
    """The listed publications and those of editions that were ingested since, oldest first."""
    days = {p.published for p in listed}
    ingested = (f.edition for f in folders if f.edition.published not in days)
    added = [Publication(e.published, e.kind, "page", "") for e in ingested]
    return tuple(sorted([*listed, *added], key=lambda p: p.published))


def _with_recomputed(folder: EditionFolder) -> Edition:
    """The edition with the shares that its own columns do not give."""
    return msgspec.structs.replace(
        folder.edition,
        recomputed=tuple(
            Recomputed(n.indicator, n.ally, n.year, n.published, n.recomputed, n.why)
            for n in folder.exceptions
            if n.identity == "share-follows"
        ),
    )
