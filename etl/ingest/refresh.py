"""One look at a source for what is new: fetch, ingest, read, check, judge, publish, and report what changed.

What is rejected stays out and is reported; what is good is published all the same. Files are stored before
anything is made of them, under the store's lock: a run that dies is finished by the next one.
"""

from __future__ import annotations

import contextlib
import logging
import re
import time
from collections.abc import Callable, Collection, Sequence
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import msgspec
from msgspec.structs import replace

from etl.formats.files import BrokenRelease
from etl.ingest import series
from etl.ingest.changes import changes
from etl.ingest.publish import Made, assemble, fingerprint, make, note_of, offer, rejections_of
from etl.ingest.raw import Rejection
from etl.model import Rejected, Release
from etl.shipped import folder as shipped
from etl.shipped.edition_folder import read_edition_files
from etl.sources import sources
from etl.sources.fetched import FetchFailed
from etl.sources.hosts import Hosts
from etl.sources.http import Client, Limits, Watch, unwatched
from etl.sources.source import Find, Question, Raw, Record
from etl.store import Store, StoreError

RunOutcome = Literal["nothing new", "published", "refused", "failed"]
"""How a run ended, as records have had it from the first; "refused" is: something was rejected."""

Say = Callable[[str], None]

_log = logging.getLogger(__name__)

_REST = r"[^\s\"'<>]*/"
_PATH, _PLACE = re.compile(rf"(?<![\w/.:])/{_REST}"), re.compile(rf"(?:\b\w+://|(?<![\w/.])/){_REST}")
"""A path, and a path or an address, as far as its last part."""

LINES_AT_MOST = 400
"""Sentences that a record has of one run; the rest is counted."""


class Run(msgspec.Struct, frozen=True):
    """What a refresh did. `found` and `failed` are sentences; `release` is the current one afterwards or ''.

    `outcome` names the worst: a run that rejected one edition and published another is "refused". `reached`:
    whether the source was read, whatever became of one file or another.
    """

    started: datetime
    ended: datetime
    asked: tuple[str, ...]
    found: tuple[str, ...]
    failed: tuple[str, ...]
    release: str
    outcome: RunOutcome
    seconds: float
    source: str = "nato"
    reached: bool = False

    @property
    def exit_code(self) -> int:
        """0 where nothing was rejected and nothing failed."""
        return 0 if self.outcome in ("nothing new", "published") else 1

    def record(self) -> dict[str, Any]:
        """The run as plain values, for the store; times ISO 8601 in UTC, seconds to a hundredth."""
        return msgspec.structs.asdict(self) | {
            "started": self.started.isoformat(),
            "ended": self.ended.isoformat(),
            "found": _at_most(self.found),
            "failed": _at_most(self.failed),
            "seconds": round(self.seconds, 2),
        }


def _at_most(lines: Sequence[str]) -> list[str]:
    more = len(lines) - LINES_AT_MOST
    return list(lines) if more <= 0 else [*lines[:LINES_AT_MOST], f"and {more} more"]


class _Report(msgspec.Struct):
    """What a run has come to so far, said as it happens.

    What is recorded names no path and no address of the store: records stand on `/status`, for everybody.
    """

    say: Say
    warn: Say
    lines: list[str] = msgspec.field(default_factory=list)
    failures: list[str] = msgspec.field(default_factory=list)
    rejected: bool = False
    published: bool = False
    reached: bool = False

    def found(self, line: str, *, in_store: bool = False) -> None:
        self.lines.append(_PLACE.sub("", line) if in_store else line)
        self.say(line)

    def failed(self, line: str, *, rejected: bool = False, in_store: bool = False) -> None:
        self.failures.append((_PLACE if in_store else _PATH).sub("", line))
        self.rejected = self.rejected or rejected
        self.warn(line)

    @property
    def outcome(self) -> RunOutcome:
        if self.rejected:
            return "refused"
        if self.failures:
            return "failed"
        return "published" if self.published else "nothing new"


def refresh(
    data: Path,
    store: Store,
    *,
    source: str = "nato",
    address: str = "",
    limits: Limits | None = None,
    dry_run: bool = False,
    say: Say = lambda _: None,
    warn: Say = lambda _: None,
    watch: Watch = unwatched,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Run:
    """Looks at a source (`address`: another than its own), publishes what is new, leaves a record.

    `data` is the folder of the shipped data, `now` the clock (UTC). A dry run reads and judges but writes
    nothing, not even a record. `say` and `warn` get each sentence as it comes, `watch` the bytes. What went
    wrong stands in the run; only KeyboardInterrupt is raised, once it is recorded. KeyError where there is no
    source of that id.
    """
    asked = sources()[source]
    started, clock = now(), time.monotonic()
    hosts = Hosts(asked.hosts, named=urlsplit(address).hostname or "")
    client, report = Client(limits or Limits(), watch, hosts), _Report(say, warn)
    stopped = False
    try:
        question = Question(
            client=client,
            address=address or asked.address,
            records=store.raw_records(),
            raw=store.raw,
            allies=shipped.read_allies(data),
            editions=read_edition_files(data),
            published=_published(store),
            report=report,
            now=now,
        )
        find = asked.ask(question)
        if find is not None:
            _Publication(data, store, report, client.asked, dry_run, started.date()).finish(find)
    except ExceptionGroup as faults:
        for fault in faults.exceptions:
            report.failed(str(fault), rejected=True)
    except (FetchFailed, Rejected) as error:
        report.failed(str(error))
    except (StoreError, BrokenRelease, OSError) as error:
        report.failed(str(error), in_store=True)
    except KeyboardInterrupt:
        report.failed("the refresh was stopped before its end; the next one does what it left")
        stopped = True
    except Exception as error:
        # A run that nobody watches must leave a record of this as of everything else.
        _log.exception("refresh")
        report.failed(f"a fault of this program: {error!r}", in_store=True)
    run = Run(
        started=started,
        ended=now(),
        asked=tuple(client.asked),
        found=tuple(report.lines),
        failed=tuple(report.failures),
        release=_current(store),
        outcome=report.outcome,
        seconds=time.monotonic() - clock,
        source=source,
        reached=report.reached,
    )
    run = run if dry_run else _recorded(run, store, warn)
    if stopped:
        raise KeyboardInterrupt
    return run


def _published(store: Store) -> Callable[[], Collection[date]]:
    def published() -> Collection[date]:
        try:
            return store.load().edition.keys() if store.current() else ()
        except (BrokenRelease, StoreError):
            return ()

    return published


def _current(store: Store) -> str:
    try:
        return store.current() or ""
    except (StoreError, OSError):
        return ""


def _recorded(run: Run, store: Store, warn: Say) -> Run:
    try:
        store.record_run(run.record())
    except (StoreError, OSError) as error:
        warn(f"the run left no record: {error}")
        if run.outcome in ("nothing new", "published"):
            return replace(run, outcome="failed", failed=(*run.failed, str(error)))
    return run


class _Publication(msgspec.Struct, frozen=True):
    """What a run does with what it found; `asked` are the addresses that were asked."""

    data: Path
    store: Store
    report: _Report
    asked: Sequence[str]
    dry_run: bool
    today: date

    def finish(self, find: Find) -> None:
        """Stores what is new, publishes a release of all there is if it is another, then stores downloads."""
        store = self.store
        with contextlib.nullcontext() if self.dry_run else store.lock():
            records, bodies = list(store.raw_records()), dict[str, bytes]()

            def raw(sha256: str) -> bytes:
                return bodies[sha256] if sha256 in bodies else store.raw(sha256)

            for new in list(find(records)):
                self.report.found(new.line)
                bodies[new.sha256] = new.body
                record = {**new.record, "sha256": new.sha256}
                records = [*(r for r in records if r["sha256"] != new.sha256), record]
                if not self.dry_run:
                    store.keep_raw(new.sha256, new.body, record)
            current = self._publish(records, raw)
        # Last, since nobody waits for them: until they are stored, a dashboard answers 503 for them.
        if not self.dry_run:
            offer(current, store, say=partial(self.report.found, in_store=True))

    def _publish(self, records: Sequence[Record], raw: Raw) -> Release | Made:
        """The release that is current afterwards, as made if it was; in a dry run, the one that would be."""
        store, report = self.store, self.report
        before, inputs = self._readable(), fingerprint(self.data, records)
        noted = rejections_of(store.noted(inputs))
        if before and store.made_from(inputs) == before.id and noted is not None:
            self._report_rejected(noted)
            report.found("nothing new")
            return before
        made = make(self.data, records, raw)
        self._report_rejected(made.rejected)
        if before and made.release.id == before.id:
            report.found("nothing new")
        else:
            self._report_changes(before or assemble(self.data), made)
            if self.dry_run:
                report.found(f"a dry run: release {made.release.id} would be published")
                return made
            store.publish(made.release.id, made.files)
            report.published = True
            report.found(f"published release {made.release.id}")
        if not self.dry_run:
            store.note_inputs(inputs, made.release.id, note_of(made.rejected))
        return made

    def _report_rejected(self, rejected: Sequence[Rejection]) -> None:
        """Reports files that are still where they were found. One that is listed no more just stays out."""
        for rejection in rejected:
            if rejection.address in self.asked:
                for line in rejection.lines:
                    self.report.failed(line, rejected=True)

    def _readable(self) -> Release | None:
        """The current release; None where there is none, or none that can be read."""
        try:
            return self.store.load() if self.store.current() else None
        except (BrokenRelease, StoreError) as error:
            line = f"the release in the store cannot be read and is replaced: {error}"
            self.report.found(line, in_store=True)
            return None

    def _report_changes(self, before: Release, made: Made) -> None:
        """Reports what the release would change. Raises StoreError where it would take an edition away."""
        after = made.release
        # A clock that was ahead may have dated one in the future.
        known = [e for e in before.editions if e.published <= self.today]
        if lost := [e.id for e in known if e.published not in after.edition]:
            raise StoreError(
                f"expected every edition of release {before.id} in the new one, "
                f"found none of {', '.join(lost)}: nothing was published"
            )
        lines = changes(before, after)
        for other in {o.id: o for o in (*before.other_sources, *after.other_sources)}.values():
            lines += series.changes(other.name, self._table(before, other.file), made.files.get(other.file))
        for line in lines or ["the words or the code changed, no figure and no judgement"]:
            self.report.found(line)

    def _table(self, release: Release, file: str) -> bytes | None:
        """The table of another source in a release; None where it has none."""
        if file not in {other.file for other in release.other_sources}:
            return None
        try:
            return self.store.reader(release.id)(file)
        except StoreError:
            return None
