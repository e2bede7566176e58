"""`/estimates`: how firm an estimate is, from every first estimate and what became of it."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard import formatting as words
from dashboard.charts.estimate_ages import AGES
from dashboard.charts.estimate_ages import data as age
from dashboard.charts.estimate_ages import text as age_text
from dashboard.charts.estimate_allies import BY_ALLY
from dashboard.charts.estimate_allies import data as ally
from dashboard.charts.estimate_allies import text as ally_text
from dashboard.charts.estimate_moves import MOVES, data, text
from dashboard.charts.estimate_moves.data import Crossings, Estimates, across_measures
from dashboard.charts.estimate_moves.state import EstimatesState
from dashboard.charts.estimate_moves.text import points, reach, span
from dashboard.charts.too_close import TOO_CLOSE
from dashboard.charts.too_close import data as near
from dashboard.charts.too_close import text as near_text
from dashboard.pages import Page
from dashboard.state import Pairs
from dashboard.state.form import form
from etl.model import Release

ADDRESS = "/estimates"


def build(release: Release, pairs: Pairs, _: Mapping[str, str]) -> Page:
    """The page that an address asks for; BadParameter where it is not understood."""
    view = EstimatesState.parse(pairs, release)
    e = data.estimates(release, view)
    close, allies = near.close(e), ally.by_ally(e)
    broken = age.latest_break(release)
    chart = MOVES.of(release, view, e)
    # By age the moves are the same whatever the target and whoever is highlighted, at one address.
    plain = EstimatesState.standard(release, to=view.to, band=view.band)
    return Page(
        template="estimates.html",
        title=text.headline(e),
        description=f"{text.summary(e)} {near_text.title(close)}.",
        canonical=ADDRESS + view.query(release),
        picture=chart.address("png"),
        section=ADDRESS,
        styles=("series", "pick", "estimates"),
        chart=False,
        context={
            "stand": stand(e, close),
            "form": form(view, release, ADDRESS, ("to", "allies", "band", "target")),
            "moves": chart,
            "close": TOO_CLOSE.of(release, view, close),
            "ages": AGES.of(release, plain, age.ages(e)),
            "allies": BY_ALLY.of(release, view, allies),
            "steps": steps(e, close),
            "hindsight": hindsight(e, close),
            "assumes": assumes(e, close),
            "break_year": broken.after.published.year if broken else None,
            "broken": [*age_text.break_sentences(broken, release), *_across(e)] if broken else [],
            "who": ally_text.who(allies),
        },
    )


def stand(e: Estimates, close: near.Close) -> str:
    """What was compared, how far half of it moved, and what is too close to call."""
    if not e.record.n or e.record.size is None:
        return (
            "A first estimate is the share of GDP that NATO first prints for an ally in that year. To say "
            "how firm it is, a later printing is needed; none is available here yet."
        )
    years = f"{words.capital(words.count(len(e.years)))} {words.plural(len(e.years), 'year', 'years')}"
    between = f" between {e.years[0]} and {e.years[-1]}" if len(e.years) > 1 else f", {e.years[0]}"
    sentence = (
        f"{years}{between}: the share of GDP that NATO first printed for an ally in that year, beside "
        f"{text.measured_to(e)}. Half moved by {points(e.record.size)} points or more"
    )
    sentence += f", {e.part} by {reach(e.band)}." if e.band else "."
    if e.across_measures:
        sentence += " Some of these moves are across the change of measure."
    if close.edition and close.meeting:
        sentence += (
            f" By that record, {len(close.close)} of the {len(close.meeting)} "
            f"{words.plural(len(close.meeting), 'ally', 'allies')} that NATO puts at "
            f"{words.target(e.view.target)} in {close.year} are too close to call."
        )
    return sentence


def steps(e: Estimates, close: near.Close) -> list[tuple[int, str, str]]:
    """What became of first estimates by where they stood: number, of which, and who."""
    found = data.rule(e)
    if found is None or e.band is None:
        return []
    target, line = words.fixed(e.view.target, 2), words.target(e.view.target)
    # The last share, as printed, from which a move within the band still leads below the target.
    end = words.fixed(last_close(e), 2)
    open_ = (
        f"as {len(close.close)} {words.plural(len(close.close), 'ally', 'allies')} stand for {close.year}"
        if close.edition
        else ""
    )
    within = f"first printed at {target} to {end}" if found.close.of else f"first printed near {target}"
    return [
        (len(found.close.crossed), f"of {len(found.close.of)} {within} ended below {line}", open_),
        (
            len(found.clear.crossed),
            f"of {len(found.clear.of)} first printed above that did",
            _who(e, found.clear),
        ),
        (
            len(found.below.crossed),
            f"of {len(found.below.of)} first printed below {line} ended at {line} or more",
            _who(e, found.below),
        ),
    ]


def last_close(e: Estimates) -> float:
    """The largest share, two decimals, that a move within the band would take below the target."""
    low = e.band.low if e.band else 0.0
    hundredths = round(100 * e.view.target)
    while e.band and e.band.reaches_across((hundredths + 1) / 100, e.view.target) and low < 0:
        hundredths += 1
    return hundredths / 100


def _who(e: Estimates, outcome: Crossings) -> str:
    """Who crossed, where they are few: with both figures where it is one."""
    if len(outcome.crossed) == 1:
        m = outcome.crossed[0]
        return f"{e.name(m)}: {words.fixed(m.first.value, 2)}, later {words.fixed(m.to.value, 2)}"
    return words.listed([e.name(m) for m in outcome.crossed]) if len(outcome.crossed) <= 4 else ""


def hindsight(e: Estimates, close: near.Close) -> list[str]:
    """Who stands nearest, and how the band did on years that it has not seen."""
    found = []
    nearest = close.nearest
    if nearest and e.record.size is not None:
        names = words.listed([r.ally.in_prose for r in nearest])
        verb = words.plural(len(nearest), "is", "are")
        found.append(
            f"{words.capital(words.count(len(nearest)))} of the {len(close.close)} {verb} nearer to the line "
            f"than the median move of {points(e.record.size)}: {names}."
        )
    by_year = data.within_band(e.release)(e.view.to, e.view.band)
    if by_year:
        within, of = (sum(n) for n in zip(*by_year.values(), strict=True))
        worst = min(by_year, key=lambda y: by_year[y][0] / by_year[y][1])
        right, own = by_year[worst]
        found.append(
            f"Computed without the year that it is tested on, the band held {within} of {of} moves. Of "
            f"{worst}’s it held {right} of {own}: one year can break the rule."
        )
    return found


def assumes(e: Estimates, close: near.Close) -> str:
    """What whoever uses the band assumes."""
    if close.edition is None or not e.years:
        return ""
    new = (
        f", and {close.edition.series}, new with that edition, has no record yet"
        if all(e.release.edition[m.first.edition].series != close.edition.series for m in e.moves)
        else ""
    )
    return (
        f"That estimates of {close.year} move as those of {span(e.years)} did. It knows nothing of budgets "
        f"passed since{new}. “Too close to call” says that the count may change, not that an ally will miss "
        f"{words.target(e.view.target)}."
    )


def _across(e: Estimates) -> list[str]:
    """How much of a revision is the new measure, and how the moves read when measured across it."""
    found = across_measures(e.release)
    said = [
        "How much of that is revision and how much the new measure, NATO’s tables do not say: moves on one "
        "measure and moves across the change are kept apart here."
    ]
    r = found.record
    if r.n and r.size is not None:
        crossed = sum(bool(m.crossed(e.view.target)) for m in found.moves)
        said.append(
            f"Measured to the latest edition, the {r.n} shares read {r.down} down, {r.up} up, {r.unchanged} "
            f"unchanged, median {points(r.size)}, and {crossed} on the other side of "
            f"{words.target(e.view.target)}."
        )
    return said
