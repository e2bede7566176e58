"""`python -m etl schedule`: refreshes at set times until it is stopped."""

from __future__ import annotations

import logging
import signal
import sys
import threading
from datetime import UTC, datetime
from types import FrameType

import click

from etl.commands.options import STORE
from etl.store.schedule import CRON, Schedule, times


def _cron(_: click.Context, __: click.Parameter, text: str) -> str:
    try:
        times(text, datetime.now(UTC))
    except ValueError as error:
        raise click.BadParameter(str(error)) from error
    return text


@click.command("schedule")
@STORE
@click.option(
    "--cron",
    default=CRON,
    show_default=True,
    callback=_cron,
    help="When to refresh: minute, hour, day, month and weekday, in UTC.",
)
def schedule_command(store_address: str, cron: str) -> None:
    """Refresh at set times until stopped (SIGTERM, Ctrl-C).

    Each run is `python -m etl refresh` in a process of its own: what fails is recorded and reported, and
    never ends the schedule. Of several schedules of a store one runs what is due. A run that was missed while
    there was no schedule is made up for once; so is the first one.
    """
    logging.basicConfig(level=logging.WARNING, format="%(message)s", stream=sys.stderr)
    stop = threading.Event()

    def end(number: int, _: FrameType | None) -> None:
        _say(f"stopping on {signal.Signals(number).name}")
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    Schedule(store_address, cron, say=_say).run_until(stop)


def _say(line: str) -> None:
    click.echo(f"schedule: {line}")
    sys.stdout.flush()
