"""What NATO's topic page leads to that a store does not have yet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from msgspec.structs import replace

from etl.model import Rejected
from etl.sources.fetched import FetchFailed
from etl.sources.nato.names import version_of
from etl.sources.nato.raw_files import (
    RawFile,
    former_days,
    in_time,
    newest_by_address,
    raw_file_of,
    raw_files_of,
    record_of,
    states,
)
from etl.sources.nato.topic import ListedEdition
from etl.sources.nato.workbooks import Fetched, editions_listed, workbook_of
from etl.sources.source import Find, NewFile, Question, Record
from etl.store import StoreError


def ask_nato(question: Question) -> Find | None:
    """Fetches every workbook that the topic page leads to; None where the page cannot be read.

    A file of which the store no longer has the bytes is asked for as if it had never been ingested. One of
    which nothing was published, since it was rejected, says nothing of the day of what takes its place.
    """
    report = question.report
    has, former = _has(question), former_days(question.editions)
    newest = newest_by_address(raw_files_of(question.records, former))
    known = {address: f for address, f in newest.items() if has(f.sha256)}
    try:
        page = editions_listed(question.client, question.address)
    except FetchFailed as error:
        report.failed(str(error))
        return None
    report.reached = True
    for name in page.doubtful:
        report.found(f"{name}: sounds like an edition, but its name is not understood; it was not fetched")
    fetched_at = [(w, question.now()) for entry in page.editions if (w := _workbook(question, entry, known))]

    def find(records: Sequence[Record]) -> Iterator[NewFile]:
        files = {f.sha256: f for f in raw_files_of(records, former)}
        for file, line in in_time(files.values(), question.now()):
            files[file.sha256] = file
            if has(file.sha256):
                yield _new_file(file, question.raw(file.sha256), line)
        published = question.published() if any(not f.still for f, _ in fetched_at) else ()
        dated = [f for f in files.values() if f.edition in published]
        for fetched, when in fetched_at:
            if fetched.still:
                sha256 = known[fetched.asked].sha256
                state = _returned(files[sha256], when, files.values())
                body = question.raw(sha256) if state else b""
            else:
                state, body = None, fetched.answer.body
                with question.reporting():
                    file = raw_file_of(fetched, when, question.editions, dated)
                    _check_new(file, fetched, files.values())
                    state = _new_state(file, files.values(), has)
            if state:
                files[state.sha256] = state
                dated.append(state)
                yield _new_file(state, body)

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


def _workbook(question: Question, entry: ListedEdition, known: Mapping[str, RawFile]) -> Fetched | None:
    """The workbook of an edition as it was fetched, or that it is still as it was; None without one."""
    report = question.report
    if entry.odd_label:
        report.found(entry.odd_label)
    fetched = None
    with question.reporting():
        fetched = workbook_of(question.client, entry, {a: f.headers for a, f in known.items()})
        for missed in fetched.instead if fetched else ():
            report.failed(str(missed), rejected=isinstance(missed, Rejected))
        if fetched is None:
            report.found(f"{entry.name.text}: only a PDF, no workbook beside it")
    return fetched


def _check_new(file: RawFile, fetched: Fetched, files: Iterable[RawFile]) -> None:
    """Raises Rejected for a file that is another edition's already."""
    for other in files:
        if other.sha256 == file.sha256 and other.edition != file.edition:
            expected = f"the tables of {fetched.listed.name.year}"
            found = f"the file of the edition of {other.edition}"
            raise Rejected(file.name, expected=expected, found=found)


def _new_state(file: RawFile, files: Iterable[RawFile], has: Callable[[str], bool]) -> RawFile | None:
    """The file as it is to be ingested; None where it is no newer state of its edition.

    The bytes of a state that returns are in the store; that it is the newest again is news, unless it is an
    earlier version than the newest.
    """
    of_edition = list(files)
    before = states(of_edition).get(file.edition, [])
    if not before:
        return file
    last, newest = before[-1]
    if newest.sha256 == file.sha256:
        return None if has(file.sha256) else newest
    # Time goes forward: two states of one instant would have no order.
    when = max(file.retrieved, last + timedelta(microseconds=1))
    again = next((f for f in of_edition if f.sha256 == file.sha256), None)
    if again is None:
        return replace(file, seen=(when,))
    earlier = version_of(file.address) < version_of(newest.address)
    return None if earlier else replace(again, seen=(*again.seen, when))


def _returned(file: RawFile, when: datetime, files: Iterable[RawFile]) -> RawFile | None:
    """A file that its server says is as it was, where it is a later version than the newest state."""
    last, newest = states(files)[file.edition][-1]
    if version_of(file.address) <= version_of(newest.address):
        return None
    return replace(file, seen=(*file.seen, max(when, last + timedelta(microseconds=1))))


def _new_file(file: RawFile, body: bytes, line: str = "") -> NewFile:
    size = len(body)
    line = line or f"{file.name}: {size} bytes for edition {file.edition}, dated by {file.dated_by}"
    return NewFile(file.sha256, body, record_of(file, size), line)
