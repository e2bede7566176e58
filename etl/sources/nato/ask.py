"""What NATO's topic page leads to that a store does not have yet."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from etl.model import Rejected
from etl.sources.http import FetchFailed
from etl.sources.nato.raw_files import (
    RawFile,
    former_days,
    known_by_address,
    raw_file_of,
    raw_files_of,
    record_of,
    states,
)
from etl.sources.nato.topic import Listed
from etl.sources.nato.workbooks import Fetched, Known, editions_listed, workbook_of
from etl.sources.source import Find, NewFile, Question, Record
from etl.store import StoreError


def ask_nato(question: Question) -> Find | None:
    """Fetches every workbook that the topic page leads to; None where the page cannot be read.

    A file of which the store no longer has the bytes is asked for as if it had never been ingested. One of
    which nothing was published, since it was rejected, says nothing of the day of what takes its place.
    """
    report = question.report
    has, former = _has(question), former_days(question.editions)
    known = {
        a: k for a, k in known_by_address(raw_files_of(question.records, former)).items() if has(k.sha256)
    }
    try:
        page = editions_listed(question.client, question.address)
    except FetchFailed as error:
        report.failed(str(error))
        return None
    report.reached = True
    for name in page.doubtful:
        report.found(f"{name}: sounds like an edition, but its name is not understood; it was not fetched")
    new = [(w, question.now()) for entry in page.editions if (w := _workbook(question, entry, known))]

    def find(records: Sequence[Record]) -> Iterator[NewFile]:
        files = list(raw_files_of(records, former))
        published = question.published() if new else ()
        dated = [f for f in files if f.edition in published]
        for fetched, when in new:
            try:
                file = raw_file_of(fetched, when, question.editions, dated)
                _check_new(file, fetched, files)
            except Rejected as error:
                report.failed(str(error), rejected=True)
                continue
            if state := _new_state(file, files, has):
                files = [*(f for f in files if f.sha256 != state.sha256), state]
                dated.append(state)
                yield _new_file(state, fetched.answer.body)

    return find


def _has(question: Question) -> Callable[[str], bool]:
    """Whether the store has the bytes behind a checksum as they were ingested."""

    def has(sha256: str) -> bool:
        try:
            question.raw(sha256)
        except StoreError:
            return False
        return True

    return has


def _workbook(question: Question, entry: Listed, known: Mapping[str, Known]) -> Fetched | None:
    """The workbook of an edition where it is another one than before."""
    report = question.report
    if entry.odd_label:
        report.found(entry.odd_label)
    try:
        fetched = workbook_of(question.client, entry, known)
    except Rejected as error:
        report.failed(str(error), rejected=True)
        return None
    except FetchFailed as error:
        report.failed(str(error))
        return None
    for missed in fetched.instead if fetched else ():
        report.failed(str(missed), rejected=isinstance(missed, Rejected))
    if fetched is None:
        report.found(f"{entry.name.text}: only a PDF, no workbook beside it")
    return fetched if fetched and not fetched.still else None


def _check_new(file: RawFile, fetched: Fetched, files: Sequence[RawFile]) -> None:
    """Raises Rejected for a file that is another edition's already."""
    for other in files:
        if other.sha256 == file.sha256 and other.edition != file.edition:
            expected = f"the tables of {fetched.listed.name.year}"
            found = f"the file of the edition of {other.edition}"
            raise Rejected(file.name, expected=expected, found=found)


def _new_state(file: RawFile, files: Sequence[RawFile], has: Callable[[str], bool]) -> RawFile | None:
    """The file as it is to be ingested; None where it is the newest of its edition already."""
    before = states(files).get(file.edition, [])
    if before and before[-1][1].sha256 == file.sha256:
        return None if has(file.sha256) else before[-1][1]
    again = next((f for f in files if f.sha256 == file.sha256), None)
    # The bytes of a state that returns are in the store; that it is the newest again is news.
    return replace(again, seen=(*again.seen, file.retrieved)) if again else file


def _new_file(file: RawFile, body: bytes) -> NewFile:
    size = len(body)
    line = f"{file.name}: {size} bytes for edition {file.edition}, dated by {file.dated_by}"
    return NewFile(file.sha256, body, record_of(file, size), line)
