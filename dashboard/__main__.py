"""`python -m dashboard`: builds the release if need be and serves it."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import ExitStack
from datetime import UTC, datetime
from tempfile import TemporaryDirectory

import click
from granian import Granian
from granian.constants import Interfaces

from dashboard.operations.freshness import max_age
from etl.store import Store
from etl.store.schedule import scheduled, times

MANY = "PROMETHEUS_MULTIPROC_DIR"
"""The folder through which the workers' counts add up, for /metrics."""


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
        max_age()
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    built = _etl("build", "--if-needed", "--store", store)
    # A store at an address may be out of reach for the moment: what is served then is 503, until it is back.
    if built and "://" not in store and Store(store).current() is None:
        sys.exit(built)
    os.environ["TWO_PERCENT_STORE"] = store
    os.environ["TWO_PERCENT_PARENT"] = str(os.getpid())
    with ExitStack() as around:
        if workers > 1:
            os.environ[MANY] = around.enter_context(TemporaryDirectory(prefix="two-percent-"))
        if refresh is not None:
            around.enter_context(scheduled(store, refresh))
        _serve(host, port, workers)


def _etl(*arguments: str) -> int:
    """A command of the ETL as a process of its own: what serves never loads what builds. Its exit code."""
    return subprocess.run([sys.executable, "-m", "etl", *arguments], check=False).returncode  # noqa: S603


def _serve(host: str, port: int, workers: int) -> None:
    click.echo(f"Two percent: http://{host}:{port} (stop with Ctrl-C)")
    Granian(
        "dashboard.wsgi:app",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=4,
        respawn_failed_workers=True,
        log_access=False,
    ).serve()


if __name__ == "__main__":
    main(prog_name="python -m dashboard")
