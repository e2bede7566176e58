"""`python -m dashboard`: builds the release if need be and serves it."""

from __future__ import annotations

import logging.config
import os
import subprocess
import sys
from contextlib import ExitStack
from datetime import UTC, datetime
from tempfile import TemporaryDirectory

import click

from dashboard.operations import logs
from dashboard.operations.serving import NotServed, free_address, serve
from dashboard.operations.settings import MANY, settings
from etl.store import Store, StoreError
from etl.store.schedule import scheduled, times


def _cron(_: click.Context, __: click.Parameter, text: str | None) -> str | None:
    try:
        return text if text is None or times(text, datetime.now(UTC)) else None
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--store",
    envvar="TWO_PERCENT_STORE",
    default=".store",
    show_default=True,
    help="Where the releases are kept: a folder, or an address as s3://bucket/prefix.",
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", default=8050, show_default=True, type=click.IntRange(1, 65535), help="Port to listen on."
)
@click.option(
    "--workers", default=1, show_default=True, type=click.IntRange(1, 64), help="Processes that serve."
)
@click.option(
    "--refresh",
    metavar="CRON",
    callback=_cron,
    help='Look for new editions too, as "0 6 * * *": minute, hour, day, month and weekday, in UTC.',
)
def main(store: str, host: str, port: int, workers: int, refresh: str | None) -> None:
    """Serve the dashboard; build its release first where there is none or the shipped data have changed."""
    try:
        lines = settings()
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    try:
        address = free_address(host, port)
        found = Store(store).address
        _build_if_needed(store)
    except (NotServed, StoreError) as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    logging.config.dictConfig(dict(logs.config()))
    os.environ["TWO_PERCENT_STORE"] = store
    os.environ["TWO_PERCENT_PARENT"] = str(os.getpid())
    with ExitStack() as around:
        if workers > 1:
            os.environ[MANY] = around.enter_context(TemporaryDirectory(prefix="two-percent-"))
        if refresh is not None:
            around.enter_context(scheduled(store, refresh))
        for line in [f"TWO_PERCENT_STORE={found}", *lines]:
            click.echo(line)
        click.echo(f"Two percent: http://{host}:{port} (stop with Ctrl-C)")
        serve(address, port, workers)


def _build_if_needed(store: str) -> None:
    """Sees to it that there is a release. Exits where none can be made. Raises StoreError for a bad address.

    A store that others share is only filled where it is empty: a dashboard that restarts, be it of an older
    version, changes nothing of what it serves.
    """
    shared = "://" in store and not store.startswith("file://")
    found = Store(store)
    try:
        if shared and found.current() is not None:
            return
    except StoreError as error:
        # Out of reach for the moment: what is served then is 503, until it is back.
        click.echo(str(error), err=True)
        return
    code = _etl("build", "--if-needed", "--store", store)
    if code and not shared and found.current() is None:
        sys.exit(code)


def _etl(*arguments: str) -> int:
    """A command of the ETL as a process of its own: what serves never loads what builds. Its exit code."""
    return subprocess.run([sys.executable, "-m", "etl", *arguments], check=False).returncode  # noqa: S603


if __name__ == "__main__":
    main(prog_name="python -m dashboard")
