"""`check-sentence`: reads and judges a text by the shipped data."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from etl.claims import LONGEST
from etl.claims.check import CheckedClaim, check_text
from etl.claims.wording import WHY, outcome_in_short, understood
from etl.commands.options import data_folder
from etl.formats import files
from etl.formats.check import check_document
from etl.ingest.publish import assemble
from etl.model import Release
from etl.model.wording import day


@click.command("check-sentence")
@click.argument("text")
@click.option(
    "--said-on", type=click.DateTime(["%Y-%m-%d"]), help="The day on which it was said; else today."
)
@click.option("--json", "as_json", is_flag=True, help="As check.json.")
def check_sentence_command(text: str, said_on: datetime | None, *, as_json: bool) -> None:
    """Read TEXT, and judge each of its parts by NATO's table of the day and by every later one."""
    if len(text) > LONGEST:
        raise click.BadParameter(f"at most {LONGEST:,} characters; it has {len(text):,}", param_hint="TEXT")
    release = assemble(data_folder())
    checked = check_text(text, said_on.date() if said_on else datetime.now(UTC).date(), release)
    if as_json:
        click.echo(files.as_json(check_document(checked)), nl=False)
        return
    for claim in checked.claims:
        for line in _lines(claim, release):
            click.echo(line)
    for missed in checked.not_understood:
        click.echo(f"not understood: “{missed.text}”: {missed.why}")


def _lines(claim: CheckedClaim, release: Release) -> list[str]:
    lines = [f"“{claim.statement.text}”: {claim.judgement}"]
    if claim.rule is None or claim.outcomes is None:
        return [*lines, f"  {claim.words}"]
    lines += [f"  understood: {understood(claim.rule, release)}"]
    lines += [f"  assumed: {a.because}" for a in claim.statement.assumptions]
    for o in claim.outcomes.rows:
        value = outcome_in_short(claim.rule, o, release)
        why = f" ({WHY[o.why]})" if o.why else ""
        lines.append(f"  {day(o.edition)}: {value} {o.result}{why}")
    return [*lines, *(f"  {note}" for note in (claim.words, *claim.notes))]
