"""`/allies/<code>`: one ally, as known by an edition: a page to write from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from werkzeug.exceptions import NotFound

from dashboard import formatting as words
from dashboard.charts.ally import ALLY, data, facts, text
from dashboard.charts.ally.data import History
from dashboard.charts.ally.state import AllyState
from dashboard.charts.ally_money import CATEGORIES, SPENDING
from dashboard.charts.ally_money import data as money
from dashboard.charts.ally_money import text as money_text
from dashboard.charts.by_year import left_out, readable
from dashboard.charts.measures import series_breaks
from dashboard.charts.road.data import road
from dashboard.charts.road.state import RoadState
from dashboard.charts.road.text import rate
from dashboard.pages import Page
from dashboard.pages.allies.page import ADDRESS as ALL
from dashboard.state import Pairs
from dashboard.state.form import form
from etl.model import SHARE_OF_GDP, Release, as_printed

_IN_PATH = ("ally",)


def build(release: Release, pairs: Pairs, parts: Mapping[str, str]) -> Page:
    """The page of the ally whose code the address ends in.

    Raises NotFound where no member has that code, written in capitals; BadParameter as every page does.
    """
    code = parts["code"]
    if code not in release.ally:
        raise NotFound
    view = AllyState.parse(pairs, release, ally=code)
    h = data.history(release, view)
    chart = ALLY.of(release, view, h)
    stand = text.stand(h)
    of_spending, spent = (money.money(release, h, named) for named in (money.CATEGORIES, money.MEASURES))
    # Whatever target or year the page is about, these two show the same, at one address.
    plain = AllyState.standard(release, ally=view.ally, edition=view.edition)
    reported = h.ally.armed_forces and not h.empty
    return Page(
        template="ally.html",
        title=text.headline(h),
        description=" ".join([f"{text.headline(h)}.", *stand]) if stand else chart.summary,
        canonical=address(view, release),
        picture=chart.address("png") if reported else "",
        section=ALL,
        styles=("series", "ally"),
        chart=reported,
        context={
            "view": view,
            "history": h,
            "headline": text.headline(h),
            "stand": stand,
            "facts": facts.facts(release, view.edition, view.ally) if h.ally.armed_forces else [],
            "without_forces": None if h.ally.armed_forces else _without_forces(release, h),
            "reported": reported,
            "chart": chart,
            "form": form(
                view,
                release,
                f"{ALL}/{view.ally}",
                ("edition", "year", "target", "band") if reported else ("edition",),
                _IN_PATH,
            ),
            "gap": _gap(release, h),
            "revisions": _revisions(h) if reported else None,
            "charts": [CATEGORIES.of(release, plain, of_spending), SPENDING.of(release, plain, spent)],
            "spending": money_text.spending_table(release, h) if money.has_rows(release, h) else None,
            "sources": facts.sources(release, h),
            "notes": _notes(h),
            "downloads": _downloads(view),
            "neighbours": _neighbours(release, h),
        },
    )


def address(view: AllyState, release: Release) -> str:
    """The page's address for a view."""
    return f"{ALL}/{view.ally}{view.query(release, _IN_PATH)}"


def _without_forces(release: Release, h: History) -> Mapping[str, Any]:
    """What is known of a member without armed forces: its GDP, by the newest edition that has it."""
    found = facts.gdp_facts(release, h.edition.published, h.ally.code)
    if found is None:
        return {"edition": "", "facts": []}
    return {"edition": words.day(found[0].published), "facts": found[1]}


def _gap(release: Release, h: History) -> Mapping[str, Any] | None:
    """What the targets ask, or why that cannot be said; None for a member without a row."""
    view = h.view
    if not h.now.observations:
        return None
    asked = sorted({h.pledge, h.core.value, view.target})
    gaps = [g for t in asked if (g := facts.gap(release, view.edition, view.ally, t))]
    if not gaps:
        return {
            "title": f"What is missing to {words.target(view.target)} is not available in this edition",
            "why": _no_gap(release, h),
        }
    chosen = next(g for g in gaps if g.target == view.target)
    year = words.estimated(str(chosen.share.year), chosen.share.estimate)
    return {
        "title": facts.gap_title(chosen, h.ally.in_prose),
        "subtitle": f"{year}: the share above or below the target × GDP, billion US dollars a year",
        "table": facts.gap_table(h, gaps),
        "chosen": asked.index(view.target),
        "notes": facts.gap_note(chosen),
        "road": _road(release, h),
    }


def _no_gap(release: Release, h: History) -> str:
    year, share = facts.latest(release, h.edition.published, SHARE_OF_GDP, h.ally.code)
    day = words.day(h.edition.published)
    if share is None:
        why = facts.absent(release, h.edition.published, SHARE_OF_GDP, year, h.ally.code)
        return f"Its share of GDP for {year} is {why}."
    return f"GDP and spending (tables 2 and 5) for {year} are missing here for the edition of {day}."


def _road(release: Release, h: History) -> tuple[str, str] | None:
    """What growth leads to the target, beside the growth that was; and where all allies' roads are."""
    view = RoadState.standard(release, edition=h.edition.published, target=h.view.target)
    r = road(release, view)
    step = next((s for s in r.steps if s.ally == h.ally), None)
    if step is None or step.there:
        return None
    sentence = (
        f"To be at {words.target(view.target)} in {view.by}, with GDP growing by {view.growth:g}% a year, "
        f"spending would have to grow by {rate(step.needed)}% a year in real terms."
    )
    if step.past is not None and r.past:
        sentence += f" From {r.past[0]} to {r.past[1]} it grew by {rate(step.past)}% a year."
    return sentence, f"/road{view.query(release)}"


def _revisions(h: History) -> Mapping[str, Any]:
    """One year by each edition: title, rows of edition, kind, value and change."""
    values = data.changes_of_year(h)
    year = h.view.year
    if not values:
        title = f"No edition up to this one has {year}"
    elif len(values) == 1:
        title = f"{year}: one edition so far"
    else:
        answers = len({as_printed(f.value) for f, _ in values})
        verdict = f"{words.count(answers)} {words.plural(answers, 'answer', 'answers')}"
        title = f"{year}: {words.count(len(values))} editions, {verdict}"
    shown = readable(values, lambda _: 1)
    rows = [
        (
            words.day(f.edition),
            words.share(f.value),
            "e" if f.estimate else "",
            words.signed(change, 2) if change is not None else "",
        )
        for f, change in shown
    ]
    printed_in = {f.edition for f, _ in values}
    notes = series_breaks(t.edition for t in h.series if t.edition.published in printed_in)
    notes += left_out(len(shown), len(values))
    return {"title": title, "rows": rows, "note": " ".join(notes)}


def _notes(h: History) -> list[str]:
    """What the edition's own notes say of this ally, and its shares that NATO's own columns do not give."""
    named = [note for note in h.edition.caveats if h.ally.name in note]
    typed_in = [
        f"The share of {r.year}, {words.share(r.printed)}, is typed in; NATO’s own columns give "
        f"{words.fixed(r.recomputed, 3)}."
        for r in h.edition.recomputed
        if r.ally == h.ally.code and r.indicator == SHARE_OF_GDP
    ]
    return named + typed_in


def _downloads(view: AllyState) -> list[tuple[str, str]]:
    everything = urlencode([("ally", view.ally)])
    these = urlencode([("ally", view.ally), ("edition", view.edition.isoformat())])
    return [
        (f"/api/v1/observations.csv?{these}", "CSV of this edition"),
        (f"/api/v1/observations.csv?{everything}", "CSV of every edition"),
        (f"/api/v1/observations.json?{everything}", "JSON"),
        (f"/api/v1/observations.xlsx?{everything}", "Excel"),
    ]


def _neighbours(release: Release, h: History) -> list[tuple[str, str]]:
    """The ally before and the one after, by name, round the table."""
    names = sorted(release.allies, key=lambda a: a.name)
    at = names.index(h.ally)
    return [
        (
            address(
                AllyState.standard(release, ally=a.code, edition=h.edition.published, target=h.view.target),
                release,
            ),
            a.name,
        )
        for a in (names[at - 1], names[(at + 1) % len(names)])
    ]
