"""One look at a source for what is new: fetch, keep, read, check, judge, publish, and say what changed.

What is refused stays out and is told; what is good is published all the same. Files are kept before anything
is made of them, under the store's lock: a run that dies is finished by the next one.
"""

from __future__ import annotations

import contextlib
import logging
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Literal

from etl.formats.files import SECOND_SOURCE, BrokenRelease, release_of
from etl.ingest.ask import Find, Held, InRelease, Record, ask_nato, ask_world_bank
from etl.ingest.changes import changes
from etl.ingest.publish import Made, assemble, fingerprint, make, note_of, offer, refusals_of
from etl.ingest.raw import Refusal
from etl.model import Rejected, Release
from etl.sources.http import unwatched
from etl.sources.nato.workbooks import Client, Limits, Watch
from etl.sources.world_bank import indicators as worldbank
from etl.store import Store, StoreError

Outcome = Literal["nothing new", "published", "refused", "failed"]
Tell = Callable[[str], None]
Body = Callable[[str], bytes]

_log = logging.getLogger(__name__)

TOLD_AT_MOST = 400
"""Sentences that a record keeps of one run; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Run:
    """What a refresh did. `found` and `failed` are sentences; `release` is the current one afterwards or ''.

    `outcome` names the worst: a run that refused one edition and published another is "refused". `reached`:
    whether the source was read, whatever became of one file or another.
    """

    started: datetime
    ended: datetime
    asked: tuple[str, ...]
    found: tuple[str, ...]
    failed: tuple[str, ...]
    release: str
    outcome: Outcome
    seconds: float
    source: str = "nato"
    reached: bool = False

    @property
    def exit_code(self) -> int:
        """0 where nothing was refused and nothing failed."""
        return 0 if self.outcome in ("nothing new", "published") else 1

    def record(self) -> dict[str, Any]:
        """The run as plain values, for the store; times ISO 8601 in UTC, seconds to a hundredth."""
        return {
            "source": self.source,
            "started": self.started.isoformat(),
            "ended": self.ended.isoformat(),
            "asked": list(self.asked),
            "found": _at_most(self.found),
            "failed": _at_most(self.failed),
            "release": self.release,
            "outcome": self.outcome,
            "seconds": round(self.seconds, 2),
            "reached": self.reached,
        }


def _at_most(lines: Sequence[str]) -> list[str]:
    more = len(lines) - TOLD_AT_MOST
    return list(lines) if more <= 0 else [*lines[:TOLD_AT_MOST], f"and {more} more"]


@dataclass
class _Log:
    """What a run has come to so far, told as it happens."""

    tell: Tell
    warn: Tell
    found: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    refused: bool = False
    published: bool = False
    reached: bool = False
    asked: Sequence[str] = ()

    def say(self, line: str) -> None:
        self.found.append(line)
        self.tell(line)

    def fail(self, line: str, *, refused: bool = False) -> None:
        self.failed.append(line)
        self.refused = self.refused or refused
        self.warn(line)

    def refuse(self, lines: Sequence[str]) -> None:
        for line in lines:
            self.fail(line, refused=True)

    @property
    def outcome(self) -> Outcome:
        if self.refused:
            return "refused"
        if self.failed:
            return "failed"
        return "published" if self.published else "nothing new"


def _nothing(_: str) -> None:
    """For whoever only wants the run."""


def refresh(
    data: Path,
    store: Store,
    *,
    source: Literal["nato", "world-bank"] = "nato",
    address: str = "",
    limits: Limits | None = None,
    dry_run: bool = False,
    tell: Tell = _nothing,
    warn: Tell = _nothing,
    watch: Watch = unwatched,
) -> Run:
    """Looks at a source (`address`: another than its own), publishes what is new, leaves a record.

    `data` is the folder of the shipped data. A dry run reads and judges but writes nothing, not even a
    record. `tell` and `warn` get each sentence as it comes, `watch` the bytes. What went wrong stands in the
    run; only KeyboardInterrupt is raised, once it is recorded.
    """
    started, clock = datetime.now(UTC), time.monotonic()
    client, log = Client(limits or Limits(), watch), _Log(tell, warn)
    stopped = False
    try:
        ask = ask_nato if source == "nato" else ask_world_bank
        held, in_release = _held(store), _in_release(store)
        find = ask(client, data, store.raw_records(), log, held, in_release, address)
        log.asked = client.asked
        if find is not None:
            _finish(data, store, find, log, dry_run)
    except ExceptionGroup as faults:
        log.refuse([str(fault) for fault in faults.exceptions])
    except (Rejected, StoreError, BrokenRelease, OSError) as error:
        log.fail(str(error))
    except KeyboardInterrupt:
        log.fail("the refresh was stopped before its end; the next one does what it left")
        stopped = True
    except Exception as error:
        # A run that nobody watches must leave a record of this as of everything else.
        _log.exception("refresh")
        log.fail(f"a fault of this program: {error!r}")
    run = Run(
        started=started,
        ended=datetime.now(UTC),
        asked=tuple(client.asked),
        found=tuple(log.found),
        failed=tuple(log.failed),
        release=_current(store),
        outcome=log.outcome,
        seconds=time.monotonic() - clock,
        source=source,
        reached=log.reached,
    )
    run = run if dry_run else _recorded(run, store, warn)
    if stopped:
        raise KeyboardInterrupt
    return run


def _held(store: Store) -> Held:
    def held(sha256: str) -> bytes | None:
        try:
            return store.raw(sha256)
        except StoreError:
            return None

    return held


def _in_release(store: Store) -> InRelease:
    def in_release() -> Collection[date]:
        try:
            return store.load().edition.keys() if store.current() else ()
        except (BrokenRelease, StoreError):
            return ()

    return in_release


def _current(store: Store) -> str:
    try:
        return store.current() or ""
    except (StoreError, OSError):
        return ""


def _recorded(run: Run, store: Store, warn: Tell) -> Run:
    try:
        store.record_run(run.record())
    except (StoreError, OSError) as error:
        warn(f"the run left no record: {error}")
        if run.outcome in ("nothing new", "published"):
            return replace(run, outcome="failed", failed=(*run.failed, str(error)))
    return run


def _finish(data: Path, store: Store, find: Find, log: _Log, dry_run: bool) -> None:
    """Keeps what is new, makes a release of all that there is, and publishes it if it is another one."""
    with contextlib.nullcontext() if dry_run else store.lock():
        records, bodies = list(store.raw_records()), dict[str, bytes]()

        def body(sha256: str) -> bytes:
            return bodies[sha256] if sha256 in bodies else store.raw(sha256)

        for new in list(find(records)):
            log.say(new.said)
            bodies[new.sha256] = new.body
            records = [*(r for r in records if r["sha256"] != new.sha256), dict(new.record)]
            if not dry_run:
                store.keep_raw(new.sha256, new.body, new.record)
        _publish(data, store, records, body, log, dry_run)


def _publish(
    data: Path, store: Store, records: Sequence[Record], body: Body, log: _Log, dry_run: bool
) -> None:
    before, inputs = _readable(store, log), fingerprint(data, records)
    noted = refusals_of(store.noted(inputs))
    if before and store.made_from(inputs) == before.id and noted is not None:
        _tell_refused(noted, log)
        _nothing_new(before, store, log, dry_run)
        return
    made = make(data, records, body)
    _tell_refused(made.refused, log)
    if before and made.release.id == before.id:
        _nothing_new(before, store, log, dry_run)
    else:
        _tell_changes(before or release_of("", *assemble(data)), made, _second_source(before, store), log)
        if dry_run:
            log.say(f"a dry run: release {made.release.id} would be published")
            return
        store.publish(made.release.id, made.files)
        log.published = True
        log.say(f"published release {made.release.id}")
    if not dry_run:
        store.note_inputs(inputs, made.release.id, note_of(made.refused))


def _nothing_new(release: Release, store: Store, log: _Log, dry_run: bool) -> None:
    """A run with nothing else to do keeps the downloads, which nobody waited for when it was published."""
    log.say("nothing new")
    if not dry_run:
        offer(release, store)


def _tell_refused(refused: Sequence[Refusal], log: _Log) -> None:
    """Tells of files that are still where they were found. One that is listed no more just stays out."""
    for refusal in refused:
        if refusal.address in log.asked:
            log.refuse(refusal.lines)


def _readable(store: Store, log: _Log) -> Release | None:
    """The current release; None where there is none, or none that can be read."""
    try:
        return store.load() if store.current() else None
    except (BrokenRelease, StoreError) as error:
        log.say(f"the release in the store cannot be read and is replaced: {error}")
        return None


def _second_source(release: Release | None, store: Store) -> bytes | None:
    """The table of the second source in a release; None where it has none."""
    try:
        return store.reader(release.id)(SECOND_SOURCE) if release else None
    except StoreError:
        return None


def _tell_changes(before: Release, made: Made, second: bytes | None, log: _Log) -> None:
    """Says what the release would change. Raises StoreError where it would take an edition away."""
    after = made.release
    if lost := [e.id for e in before.editions if e.published not in after.edition]:
        raise StoreError(
            f"expected every edition of release {before.id} in the new one, "
            f"found none of {', '.join(lost)}: nothing was published"
        )
    told = [*changes(before, after), *worldbank.changes(second, made.files.get(SECOND_SOURCE))]
    for line in told or ["the words or the code changed, no figure and no judgement"]:
        log.say(line)
