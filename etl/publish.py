"""From the shipped data to a release in a store: read, check, judge, write. Refuses whole what has a fault."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from etl import shipped
from etl.check import Fault, check_edition
from etl.judge import judge
from etl.release import Contents, Edition, Figure, Recomputed, Release, Store, release_files
from etl.release.files import FORMAT


class Refused(RuntimeError):
    """Data with faults: nothing was published, the last good release stays. Holds the faults."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, faults)))


def assemble(data: Path) -> tuple[Contents, tuple[Figure, ...]]:
    """Everything of a release, judged, from a data folder.

    Raises shipped.BadData where a file is not understood and Refused where a check fails.
    """
    allies = shipped.read_allies(data)
    indicators = shipped.read_indicators(data)
    folders = shipped.read_editions(data)
    faults = [fault for folder in folders for fault in check_edition(folder, allies, indicators)]
    if faults:
        raise Refused(faults)
    unjudged = Release(
        id="",
        figures=tuple(f for folder in folders for f in folder.figures),
        editions=tuple(_with_recomputed(folder) for folder in folders),
        allies=allies,
        indicators=indicators,
        targets=shipped.read_targets(data),
        reported_counts=shipped.read_reported_counts(data),
        claims=(),
        narrative=shipped.read_narrative(data),
    )
    contents = Contents(
        format=FORMAT,
        editions=unjudged.editions,
        allies=unjudged.allies,
        indicators=unjudged.indicators,
        targets=unjudged.targets,
        reported_counts=unjudged.reported_counts,
        claims=tuple(judge(spec, unjudged) for spec in shipped.read_claims(data)),
        narrative=unjudged.narrative,
    )
    return contents, unjudged.figures


def build(data: Path, store: Store) -> str:
    """Makes the release of a data folder current in the store and gives its id."""
    inputs = fingerprint(data)
    release_id, files = release_files(*assemble(data))
    store.publish(release_id, files)
    store.note_inputs(inputs, release_id)
    return release_id


def ensure(data: Path, store: Store) -> str:
    """The current release, built first where there is none or the data or this code have changed since."""
    return store.made_from(fingerprint(data)) or build(data, store)


def fingerprint(data: Path) -> str:
    """A hash of everything a release is made from: the data folder and the code that reads it."""
    digest = hashlib.sha256()
    for root, pattern in ((data, "*"), (Path(__file__).parent, "*.py")):
        for file in sorted(f for f in root.rglob(pattern) if f.is_file()):
            digest.update(f"{file.relative_to(root).as_posix()}\0{file.stat().st_size}\0".encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def _with_recomputed(folder: shipped.EditionFolder) -> Edition:
    """The edition with the shares that its own columns do not give."""
    return replace(
        folder.edition,
        recomputed=tuple(
            Recomputed("expenditure_share_gdp", n.ally, n.year, n.published, n.recomputed, n.why)
            for n in folder.exceptions
            if n.identity == "share-follows"
        ),
    )
