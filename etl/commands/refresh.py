"""`python -m etl refresh`: one look for what is new, told as it happens."""

from __future__ import annotations

import signal
import sys
from types import TracebackType
from typing import Literal

import click
from click.core import ParameterSource
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TaskID, TextColumn

from etl.commands.options import STORE, data_folder
from etl.ingest.refresh import refresh
from etl.sources.nato.names import last_part
from etl.sources.nato.workbooks import TOPIC, Limits
from etl.sources.world_bank import indicators as worldbank
from etl.store import Store


class _Bars:
    """A bar for each file on a terminal; elsewhere nothing, for the sentences say what came."""

    def __init__(self) -> None:
        console = Console(stderr=True)
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            DownloadColumn(),
            console=console,
            transient=True,
            redirect_stdout=sys.stdout.isatty(),
            disable=not console.is_terminal,
        )
        self._tasks: dict[str, TaskID] = {}

    def __enter__(self) -> _Bars:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()

    def watch(self, address: str, done: int, whole: int | None) -> None:
        """Shows how far a file has come."""
        if address not in self._tasks:
            self._tasks[address] = self._progress.add_task(last_part(address) or address, total=whole)
        self._progress.update(self._tasks[address], completed=done, total=whole)


@click.command("refresh")
@STORE
@click.option(
    "--topic-url",
    envvar="TWO_PERCENT_TOPIC_URL",
    default=TOPIC,
    metavar="URL",
    help="NATO's page that lists the editions.",
)
@click.option(
    "--source",
    type=click.Choice(["nato", "world-bank"]),
    default="nato",
    show_default=True,
    help="world-bank: its indicators of military expenditure, kept apart from NATO's.",
)
@click.option(
    "--world-bank-url", default=worldbank.API, metavar="URL", show_default=True, help="The World Bank's API."
)
@click.option("--dry-run", is_flag=True, help="Say what would change; keep and publish nothing.")
@click.option(
    "--timeout",
    type=click.FloatRange(min=0.1),
    default=Limits().deadline,
    show_default=True,
    help="Seconds that one file may take, all attempts together.",
)
@click.option(
    "--attempts",
    type=click.IntRange(min=1),
    default=Limits().attempts,
    show_default=True,
    help="How often to ask where the server fails for the moment.",
)
def refresh_command(
    store_address: str,
    topic_url: str,
    source: Literal["nato", "world-bank"],
    world_bank_url: str,
    dry_run: bool,
    timeout: float,
    attempts: int,
) -> None:
    """Look for new or changed editions, fetch, read, check, judge, publish, and say what changed.

    An edition that is not understood, or that breaks a check, is refused: it is told with file, sheet, cell,
    what was expected and what was found, and the last good figures of that edition stay. Editions that are
    good are published all the same. Every file is kept for ever in the store; one that NATO changes in
    place becomes a new revision of its edition.

    Exit code 0: nothing new, or published. 1: something was refused or could not be had.

    The proxy of the environment (HTTPS_PROXY, NO_PROXY) is used.
    """
    asked_for = click.get_current_context().get_parameter_source("topic_url")
    if source == "world-bank" and asked_for is ParameterSource.COMMANDLINE:
        raise click.UsageError("--topic-url is NATO's page; the World Bank's address is --world-bank-url.")
    limits = Limits(deadline=timeout, read=min(Limits().read, timeout), attempts=attempts)
    # As Ctrl-C: a run that is asked to stop says and records that it was.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with _Bars() as bars:
        run = refresh(
            data_folder(),
            Store(store_address),
            source=source,
            address=topic_url if source == "nato" else world_bank_url,
            limits=limits,
            dry_run=dry_run,
            tell=click.echo,
            warn=_warn,
            watch=bars.watch,
        )
    sys.exit(run.exit_code)


def _warn(line: str) -> None:
    click.echo(line, err=True)
