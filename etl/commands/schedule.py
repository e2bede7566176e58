"""`python -m etl schedule`: refreshes on a schedule until it is stopped."""

from __future__ import annotations

import logging
import sys

import click

from etl.commands.options import STORE
from etl.ingest import schedule as flow


def _cron(_: click.Context, __: click.Parameter, text: str) -> str:
    try:
        flow.trigger(text)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error
    return text


@click.command("schedule")
@STORE
@click.option(
    "--cron",
    default=flow.CRON,
    show_default=True,
    callback=_cron,
    help="When to refresh: minute, hour, day, month and weekday, in UTC.",
)
@click.option(
    "--jitter",
    default=flow.JITTER,
    show_default=True,
    type=click.IntRange(0, 3600),
    help="Start up to so many seconds later, but no more than a tenth of the time between two runs.",
)
@click.option("--topic-url", help="Another page than NATO's to look at.")
@click.option("--check", is_flag=True, hidden=True, help="Only say whether the expression is understood.")
@click.option("--parent", type=int, hidden=True, help="End with this process.")
def schedule_command(
    store_address: str, cron: str, jitter: int, topic_url: str | None, parent: int | None, check: bool
) -> None:
    """Refresh on a schedule until stopped (SIGTERM, Ctrl-C).

    Each run is `python -m etl refresh` in a process of its own: what fails is recorded and told, and never
    ends the schedule. On one host and store one schedule leads, and another takes over when it ends. A run
    that was missed while none was running is caught up once, at the start; so is the first one.
    """
    if check:
        return
    logging.basicConfig(level=logging.WARNING, format="%(message)s", stream=sys.stderr)
    extra = ["--topic-url", topic_url] if topic_url else []
    runner = flow.Runner(store_address, extra)
    flow.schedule(cron, flow.Leader(store_address), runner, say=_say, jitter=jitter, parent=parent)


def _say(line: str) -> None:
    click.echo(f"schedule: {line}")
    sys.stdout.flush()
