"""The commands of the ETL. Each says what it did on standard output and what went wrong on standard error."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime
from importlib import import_module
from pathlib import Path

import click

from etl.checks.editions import check_edition
from etl.claims.judging import judge_all
from etl.commands.options import STORE, data_folder
from etl.formats import files
from etl.formats.claims import judged_claims
from etl.formats.files import BrokenRelease
from etl.formats.tidy import write_csv
from etl.ingest.publish import assemble, build, ensure
from etl.ingest.raw import faults_of
from etl.model import Claim, ClaimResult, Rejected, as_printed, names_of
from etl.shipped import folder as shipped
from etl.shipped.edition_folder import read_edition_files
from etl.sources.nato.names import file_name
from etl.sources.nato.raw_files import day_of, last_year
from etl.sources.nato.reader import read_workbook
from etl.store import Store, StoreError

_ELSEWHERE = {
    "check-sentence": ("etl.commands.check_sentence", "check_sentence_command"),
    "refresh": ("etl.commands.refresh", "refresh_command"),
    "schedule": ("etl.commands.schedule", "schedule_command"),
    "releases": ("etl.commands.releases", "releases_command"),
    "prune": ("etl.commands.releases", "prune_command"),
}
"""Loaded when they are called: what speaks to the network, or is slow to load, `build` needs none of."""


class _Commands(click.Group):
    """Turns what is known to go wrong into one line and exit code 1."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *_ELSEWHERE})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _ELSEWHERE:
            return super().get_command(ctx, cmd_name)
        module, name = _ELSEWHERE[cmd_name]
        command: click.Command = getattr(import_module(module), name)
        return command

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except ExceptionGroup as faults:
            for fault in faults.exceptions:
                click.echo(str(fault), err=True)
        except (Rejected, StoreError, BrokenRelease) as error:
            click.echo(str(error), err=True)
        sys.exit(1)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """From NATO's publications to a release: read, check, judge, build."""


@main.command("build")
@STORE
@click.option("--if-needed", is_flag=True, help="Only where there is none or the shipped data have changed.")
def build_command(store_address: str, if_needed: bool) -> None:
    """Build a release from the shipped data and the raw editions in the store, offline; print its id.

    A raw edition that is rejected is named on standard error and left out.
    """
    make = ensure if if_needed else build
    click.echo(make(data_folder(), Store(store_address), say=lambda line: click.echo(line, err=True)))


_PUBLISHED = click.option(
    "--published",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Publication date of the workbook; else by its file name or its own words.",
)


@main.command()
@click.argument("workbook", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_PUBLISHED
def read(workbook: Path, published: datetime | None) -> None:
    """Read one of NATO's workbooks; its figures as tidy CSV on standard output."""
    day, certain = _day(workbook, published)
    allies = shipped.read_allies(data_folder())
    reading = read_workbook(workbook, name=workbook.name, published=day, allies=allies)
    if not certain:
        raise click.UsageError(
            f"neither the name nor the words of {workbook.name} say when it was published: give --published."
        )
    names = names_of(allies)
    for piece in write_csv(reading.observations, names.__getitem__):
        click.echo(piece, nl=False)
    for note in reading.notes:
        click.echo(note, err=True)


@main.command()
@click.argument("place", required=False, metavar="[PATH]")
@_PUBLISHED
def check(place: str | None, published: datetime | None) -> None:
    """Run every check on the shipped editions, or on a data folder, a workbook or a store.

    One line a fault, and exit code 1 where there is one.
    """
    path = Path(place) if place and "://" not in place else None
    if path and not path.exists():
        raise click.BadParameter(f"{place}: there is no such file or folder")
    if path and path.is_file():
        _check_workbook(path, published)
    elif place and (path is None or (path / "current").is_file() or (path / "releases").is_dir()):
        _check_store(Store(place))
    else:
        _check_data(path or data_folder())


def _check_workbook(path: Path, published: datetime | None) -> None:
    day, _ = _day(path, published)
    _end_with(faults_of(path.name, path.read_bytes(), day, data_folder()))
    click.echo(f"{path.name}: understood, and every check holds")


def _check_store(store: Store) -> None:
    files, faults = store.check()
    _end_with(faults)
    release = store.load()
    count = len(release.observations)
    click.echo(f"release {release.id}: {count} figures; {files} files in the store, every checksum holds")


def _check_data(folder: Path) -> None:
    allies, indicators = shipped.read_allies(folder), shipped.read_indicators(folder)
    editions = shipped.read_editions(folder)
    faults = [fault for e in editions for fault in check_edition(e, allies, indicators)]
    _end_with([str(fault) for fault in (*faults, *shipped.without_outline(folder))])
    # The rest of a release: names, targets, publications, articles, statements, rejected where they stand.
    assemble(folder)
    observations = sum(len(e.observations) for e in editions)
    exceptions = sum(len(e.exceptions) for e in editions)
    click.echo(
        f"{len(editions)} editions, {observations} figures: every check holds ({exceptions} named exceptions)"
    )


def _end_with(faults: Sequence[str]) -> None:
    for fault in faults:
        click.echo(fault)
    if faults:
        sys.exit(1)


@main.command("judge")
@click.option(
    "--article",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Judge the claims of this article file instead of those that ship.",
)
@click.option("--json", "as_json", is_flag=True, help="As claims.json has them.")
def judge_command(article: Path | None, *, as_json: bool) -> None:
    """Print the claims of an article and their judgements, by edition."""
    release = assemble(data_folder())
    claims = release.claims
    if article:
        claims = judge_all(shipped.read_article_file(article, data_folder()).claims, release)
    if as_json:
        click.echo(files.as_json(judged_claims(claims)), nl=False)
        return
    names = names_of(release.allies)
    for claim in claims:
        click.echo(f"{claim.id}: {claim.judgement}")
        for line in _judged_lines(claim, names):
            click.echo(f"  {line}")


def _judged_lines(claim: Claim, names: dict[str, str]) -> list[str]:
    lines = [_result(f, names) for f in claim.history]
    for figure in claim.beside:
        then, now = as_printed(figure.then, figure.decimals), as_printed(figure.now, figure.decimals)
        lines.append(
            f"related: {figure.label}: {then:,} ({figure.then_edition}), {now:,} ({figure.now_edition})"
        )
    return lines


def _result(f: ClaimResult, names: dict[str, str]) -> str:
    value = f"{as_printed(f.value):g}{'e' if f.estimate else ''}"
    parts = [f"{f.edition}: {value} {'holds' if f.holds else 'does not hold'}"]
    for verb, codes in (("added", f.added), ("removed", f.removed)):
        if codes:
            parts.append(f"{verb} {', '.join(names[c] for c in codes)}")
    return "; ".join(parts)


def _day(workbook: Path, published: datetime | None) -> tuple[date, bool]:
    """When a workbook was published, and whether that is certain: else the end of its last year, or today."""
    body = workbook.read_bytes()
    editions = read_edition_files(data_folder())
    if known := published.date() if published else day_of(workbook.name, body, editions):
        return known, True
    name = file_name(workbook.name)
    last = name.year if name else last_year(body, workbook.name)
    return (date(last, 12, 31) if last else datetime.now(UTC).date()), False


if __name__ == "__main__":
    main(prog_name="python -m etl")
