"""`python -m dashboard`: builds the release if need be and serves it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click
from granian import Granian
from granian.constants import Interfaces


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--store",
    envvar="TWO_PERCENT_STORE",
    default=".store",
    show_default=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder that keeps the releases.",
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", default=8050, show_default=True, type=click.IntRange(1, 65535), help="Port to listen on."
)
@click.option(
    "--workers", default=1, show_default=True, type=click.IntRange(1, 64), help="Processes that serve."
)
def main(store: Path, host: str, port: int, workers: int) -> None:
    """Serve the dashboard; build its release first where there is none or the shipped data have changed."""
    # The ETL runs as a process of its own: what serves never loads what builds.
    built = subprocess.run(  # noqa: S603 (our own module, arguments as a list)
        [sys.executable, "-m", "etl", "build", "--if-needed", "--store", str(store)], check=False
    )
    if built.returncode and not (store / "current").is_file():
        sys.exit(built.returncode)
    os.environ["TWO_PERCENT_STORE"] = str(store)
    click.echo(f"Two percent: http://{host}:{port} (stop with Ctrl-C)")
    Granian(
        "dashboard.wsgi:app",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=4,
        log_access=False,
    ).serve()


if __name__ == "__main__":
    main(prog_name="python -m dashboard")
