"""`python -m etl refresh`: one look at a source for what is new, reported as it happens."""

from __future__ import annotations

import os
import signal
import sys
from functools import partial

import click
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TaskID, TextColumn

from etl.commands.options import STORE, data_folder
from etl.ingest.refresh import refresh
from etl.sources import sources
from etl.sources.nato.names import last_part
from etl.sources.nato.raw_files import NATO
from etl.store import Store

TOPIC_URL = "TWO_PERCENT_TOPIC_URL"
"""The variable that names another page than NATO's."""


class _Bars(Progress):
    """A bar for each file on a terminal; elsewhere nothing, for the sentences report what was fetched."""

    def __init__(self) -> None:
        console = Console(stderr=True)
        super().__init__(
            TextColumn("{task.description}"),
            BarColumn(),
            DownloadColumn(),
            console=console,
            transient=True,
            redirect_stdout=sys.stdout.isatty(),
            disable=not console.is_terminal,
        )
        self._of: dict[str, TaskID] = {}

    def watch(self, address: str, done: int, whole: int | None) -> None:
        """Shows how much of a file is fetched."""
        if address not in self._of:
            self._of[address] = self.add_task(last_part(address) or address, total=whole)
        self.update(self._of[address], completed=done, total=whole)


@click.command("refresh")
@STORE
@click.option(
    "--source",
    type=click.Choice(list(sources())),
    default=NATO,
    show_default=True,
    help="Whom to ask. What is not NATO's stands in a table of its own and enters no count.",
)
@click.option(
    "--topic-url",
    "--address",
    "address",
    metavar="URL",
    help=f"Another address than the source's own: for NATO, a page that lists the editions [{TOPIC_URL}].",
)
@click.option("--dry-run", is_flag=True, help="Say what would change; store and publish nothing.")
def refresh_command(store_address: str, source: str, address: str | None, dry_run: bool) -> None:
    """Look for new or changed editions, fetch, read, check, judge, publish, and report what changed.

    An edition that is not understood, or that breaks a check, is rejected: it is reported with file, sheet,
    cell, what was expected and what was found, and the last good figures of that edition stay. Editions that
    are good are published all the same. Every file stays in the store for ever; one that NATO changes in
    place becomes a new revision of its edition.

    Exit code 0: nothing new, or published. 1: something was rejected or could not be fetched.

    The proxy of the environment (HTTPS_PROXY, NO_PROXY) is used.
    """
    if address is None and source == NATO:
        address = os.environ.get(TOPIC_URL)
    # As Ctrl-C: a run that is asked to stop says and records that it was, in the background too, where a
    # shell has it ignore SIGINT.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
    # A terminal that closes asks too, unless the run was started to outlive it (nohup).
    if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) is signal.SIG_DFL:
        signal.signal(signal.SIGHUP, signal.default_int_handler)
    with _Bars() as bars:
        run = refresh(
            data_folder(),
            Store(store_address),
            source=source,
            address=address or "",
            dry_run=dry_run,
            say=click.echo,
            warn=partial(click.echo, err=True),
            watch=bars.watch,
        )
    sys.exit(run.exit_code)
