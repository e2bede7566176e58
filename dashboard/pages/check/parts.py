"""One part of a checked text as the page shows it: its strip of editions, its choices, its figures. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from textwrap import shorten
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from dashboard import formatting as words
from dashboard.charts import bearing, home
from dashboard.charts.chart import Chart
from dashboard.charts.ranking import RANKING
from dashboard.charts.ranking.state import RankingState
from dashboard.checking import CheckState
from dashboard.pages.check.choices import Select, carried, choices
from dashboard.state.parameters import SHARE_RANGE
from dashboard.verdicts import Verdict, verdict_of
from etl.claims.derived import is_computed
from etl.claims.finding import finding
from etl.claims.outcomes import Outcome, Outcomes, is_revised
from etl.claims.wording import WHY, outcome_in_short, subject, understood
from etl.model import SHARE_OF_GDP, Observation, Release
from etl.model.rules import CountRule, ListRule, Rule, subjects

if TYPE_CHECKING:
    from etl.claims.check import CheckedClaim

MOST_FIGURES = 8
"""How many allies a table of figures names at most; the address of all of them stands under it."""


class StripCell(msgspec.Struct, frozen=True):
    """What one publication makes of a part: `mark` is the class of its sign, `word` what that says."""

    place: str
    day: str
    value: str
    estimate: bool
    mark: str
    word: str
    note: str
    new_measure: bool


class ThenNowRow(msgspec.Struct, frozen=True):
    """An ally's figure then and in the latest table, each with its cell or its origin."""

    name: str
    then: str
    then_cell: str
    now: str
    now_cell: str


class CheckedPart(msgspec.Struct, frozen=True):
    """A part as the page shows it; `latest` is its result by NATO's latest table, else empty."""

    number: int
    text: str
    judgement: str
    verdict: Verdict
    latest: str = ""
    current: bool = False
    understood: str = ""
    strip: tuple[StripCell, ...] = ()
    words: str = ""
    notes: tuple[str, ...] = ()
    citation: str = ""
    choices: tuple[Select, ...] = ()
    carried: tuple[tuple[str, str], ...] = ()
    rows: tuple[ThenNowRow, ...] = ()
    columns: tuple[str, ...] = ()
    figures: str = ""
    chart: Chart | None = None
    chart_page: str = ""
    toml: str = ""


class Judged(msgspec.Struct, frozen=True):
    """A text, the day it was said, the rule that judges it and what the publications make of it."""

    text: str
    said_on: date
    rule: Rule | None
    outcomes: Outcomes | None


def part(number: int, claim: CheckedClaim, state: CheckState, release: Release) -> CheckedPart:
    """The part of that number, from 1, with the choices of how it is read."""
    judged = part_of(Judged(claim.statement.text, state.said_on, claim.rule, claim.outcomes), release)
    return replace(
        judged,
        number=number,
        judgement=claim.judgement,
        verdict=verdict_of(claim.judgement, claim.outcomes),
        words=claim.words,
        notes=claim.notes,
        choices=tuple(choices(number, claim, state, release)),
        carried=tuple(carried(number, state)),
    )


def part_of(claim: Judged, release: Release) -> CheckedPart:
    """A statement with the rule that judges it, as a part that is read in one way only."""
    rule, found = claim.rule, claim.outcomes
    judgement = found.judgement if found else "outside the tables"
    part = CheckedPart(1, claim.text, judgement, verdict_of(judgement, found))
    if rule is None or found is None:
        return part
    then = found.as_published
    chart = chart_of(claim, release)
    return replace(
        part,
        latest=_by_latest(found, release),
        current=then is not None and then.edition == release.editions[-1].published,
        understood=understood(rule, release),
        strip=tuple(_cells(rule, found, release)),
        words=finding(rule, found, release),
        citation=_citation(rule, found, release),
        rows=tuple(_rows(rule, found, release)),
        columns=_columns(rule, found, release),
        figures=_figures(rule, found),
        chart=chart,
        chart_page=home(chart) if chart else "",
        toml=toml_of(claim),
    )


def _by_latest(found: Outcomes, release: Release) -> str:
    latest = found.latest
    known = latest and latest.result != "cannot be told" and latest.edition == release.editions[-1].published
    return latest.result if latest and known else ""


def _cells(rule: Rule, found: Outcomes, release: Release) -> list[StripCell]:
    """A cell a publication: that of the day, and each later one whose tables reach the year."""
    shown = [
        o
        for o in found.rows
        if o is found.as_published or o.why not in ("earlier years only", "later years only")
    ]
    cells, series = [], None
    for o in shown:
        edition = release.edition.get(o.edition)
        changed = bool(edition and series and edition.series != series)
        series = edition.series if edition else series
        place = "As published" if o is found.as_published else "Latest" if o is found.latest else ""
        mark, word = mark_of(rule, o, found)
        estimate = bool(o.counted and o.counted.estimate)
        note = (
            WHY[o.why]
            if o.why
            else "reported by the press"
            if o.reported
            else _changes(o, found.as_published, release)
        )
        value = outcome_in_short(rule, o, release)
        cells.append(StripCell(place, words.short_day(o.edition), value, estimate, mark, word, note, changed))
    return cells


def mark_of(rule: Rule, o: Outcome, found: Outcomes) -> tuple[str, str]:
    """The class of the sign of one of the outcomes of a statement, and what it says."""
    if o.result == "holds":
        return ("no", "Other allies") if o in found.later and is_revised(rule, found, o) else ("yes", "Right")
    if o.result == "does not hold":
        right = found.as_published is not None and found.as_published.result == "holds"
        return ("no", "No longer right") if right else ("never", "Not right")
    return "untold", "Cannot be told"


def _changes(o: Outcome, then: Outcome | None, release: Release) -> str:
    """Who is no longer in a count or a list, or newly in it, since it was published."""
    if then is None or o is then or not (o.counted and then.counted):
        return ""
    gone = [release.ally[c].in_prose for c in then.counted.allies if c not in o.counted.allies]
    come = [release.ally[c].in_prose for c in o.counted.allies if c not in then.counted.allies]
    parts = [f"without {words.listed(gone)}"] if gone else []
    if come:
        parts.append(f"with {words.listed(come)}")
    return "; ".join(parts)


def _citation(rule: Rule, found: Outcomes, release: Release) -> str:
    """The tables that a finding rests on, as it is quoted with them."""
    used = [o for o in (found.as_published, found.latest) if o and o.counted]
    titles = dict.fromkeys(
        f"{release.edition[o.edition].title}, {words.day(o.edition)}, "
        f"table {release.table(o.edition, rule.indicator)}"
        for o in used
    )
    ours = any(is_computed(f) for o in used for f in o.observations)
    more = " The group’s figure is computed by Two percent." if ours else ""
    return (
        f"Sources: NATO, {'; '.join(titles)}. Judged by Two percent, release {release.id}.{more}"
        if titles
        else ""
    )


def _rows(rule: Rule, found: Outcomes, release: Release) -> list[ThenNowRow]:
    """The figures that bear on a part: of those named, or of those that changed sides."""
    then = {(f.ally, f.year): f for f in (found.as_published.observations if found.as_published else ())}
    now = {(f.ally, f.year): f for f in (found.latest.observations if found.latest else ())}
    keys = [k for k in dict.fromkeys([*then, *now]) if k[0] in _shown(rule, found)][:MOST_FIGURES]
    several = len({year for _, year in keys}) > 1
    rows = []
    for key in keys:
        a, b = then.get(key), now.get(key)
        name = words.capital(subject(key[0], release)) + (f" {key[1]}" if several else "")
        rows.append(ThenNowRow(name, _value(a, release), _cell(a), _value(b, release), _cell(b)))
    return rows


def _shown(rule: Rule, found: Outcomes) -> set[str]:
    """Those whose figures are shown: who is named, and who changed sides."""
    named = set(subjects(rule))
    if isinstance(rule, CountRule | ListRule):
        results = [o.counted for o in (found.as_published, found.latest) if o and o.counted]
        if len(results) == 2:
            named |= set(results[0].allies) ^ set(results[1].allies)
    return named


def _value(f: Observation | None, release: Release) -> str:
    if f is None:
        return "–"
    number = words.fixed(f.value, release.indicator[f.indicator].decimals)
    return number + ("e" if f.estimate else "")


def _cell(f: Observation | None) -> str:
    if f is None:
        return ""
    return f.cell or ("computed here" if is_computed(f) else f"table {f.table}")


def _columns(rule: Rule, found: Outcomes, release: Release) -> tuple[str, ...]:
    tables = (words.short_day(o.edition) if o else "–" for o in (found.as_published, found.latest))
    return f"{rule.year}, {release.indicator[rule.indicator].unit}", *dict.fromkeys(tables)


def _figures(rule: Rule, found: Outcomes) -> str:
    """The address of every figure that bears on a part."""
    used = [o for o in (found.as_published, found.latest) if o and o.counted]
    days = dict.fromkeys(o.edition.isoformat() for o in used)
    if not days:
        return ""
    years = dict.fromkeys(str(f.year) for o in used for f in o.observations)
    pairs = [("edition", d) for d in days] + [("indicator", rule.indicator)] + [("year", y) for y in years]
    return "/api/v1/observations.csv?" + "&".join(f"{name}={value}" for name, value in pairs)


def chart_of(claim: Judged, release: Release) -> Chart | None:
    """The chart that bears on a part, None without a rule: of a count or a list by share of GDP the ranking
    at its line, then and now; else one of its measure."""
    rule, found = claim.rule, claim.outcomes
    if rule is None or found is None:
        return None
    if not isinstance(rule, CountRule | ListRule) or rule.indicator != SHARE_OF_GDP:
        return bearing.chart_of(release, rule)
    whole = [e.published for e in release.editions_with(rule.year)]
    if not whole:
        return None
    edition = found.latest.edition if found.latest and found.latest.edition in whole else whole[-1]
    then = found.as_published.edition if found.as_published else None
    low, high = SHARE_RANGE
    state = RankingState.standard(
        release,
        year=rule.year,
        edition=edition,
        compare=then if then in whole and then != edition else None,
        target=min(max(round(rule.target, 2), low), high),
        order="share",
        allies=tuple(c for c in subjects(rule) if c in release.ally)[:12],
    )
    return RANKING.chart(release, state)


def toml_of(claim: Judged) -> str:
    """A part as a claim of an article: what its file would have."""
    rule = msgspec.to_builtins(claim.rule)
    text = " ".join(claim.text.split()).rstrip(".,;:!?")
    slug = "-".join(re.findall(r"[a-z0-9]+", text.casefold())[:6]) or "claim"
    lines = [
        f"# said on {claim.said_on.isoformat()}",
        "[[claim]]",
        f"id = {json.dumps(slug)}",
        f"kind = {json.dumps('count' if isinstance(claim.rule, CountRule) else 'direction')}",
        f"statement = {_quoted(words.capital(text) + '.')}",
        f"short = {_quoted(shorten(text, 60, placeholder='') or text[:60])}",
        "[claim.rule]",
        *(f"{key} = {_toml(value)}" for key, value in rule.items()),
    ]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _toml(value: object) -> str:
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key} = {_toml(item)}" for key, item in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return _quoted(value) if isinstance(value, str) else json.dumps(value)
