"""The sentence to quote of a rule: what the table of the day had, and what NATO's latest has. Pure."""

from __future__ import annotations

from etl.claims.outcomes import Outcome, Outcomes, publications
from etl.claims.wording import WHY, at_constant_prices, measure, named, noun, outcome_in_short, side, subject
from etl.model import Release, rules
from etl.model.wording import day, plural

MOST_NAMED = 3
"""Of how many others each is named."""

_LOWEST = ", counted from the lowest"


def finding(rule: rules.Rule, found: Outcomes, release: Release) -> str:
    """One or two sentences to quote: what NATO's table of the day had, and what its latest has."""
    then, latest = found.as_published, found.latest
    what = noun(rule, release)
    sentences = []
    as_published = then is not None and then.value is not None
    if then and as_published:
        sentences.append(f"{_source(then)} put {_found(rule, then, release)}{_estimate(then)}")
        what = "them" if isinstance(rule, rules.RankRule) and len(rule.allies) > 1 else "it"
    elif then:
        sentences.append(
            f"What NATO’s table of {day(then.edition)} had for {what} cannot be told: {WHY[then.why]}."
        )
        if found.earlier and found.earlier.value is not None:
            sentences.append(
                f"The newest earlier table here, of {day(found.earlier.edition)}, put "
                f"{_found(rule, found.earlier, release)}{_estimate(found.earlier)}"
                f"{_prices(rule, found.earlier, release)}."
            )
    if latest and latest.value is not None and latest is not then:
        measured = _break(rule, then if as_published else None, latest, release)
        again = f"{what} {_at(rule, latest, release)}" if as_published else _found(rule, latest, release)
        which = "its latest" if _is_newest(latest, release) else "its latest table that has it"
        since = f"{which}, of {day(latest.edition)}{measured}, puts {again}"
        since += _estimate(latest)
        if as_published:
            sentences[-1] += f"; {since}."
        else:
            sentences.append(f"{since.replace('its latest', 'NATO’s latest', 1)}.")
    elif as_published:
        sentences[-1] += (
            f"{_in_latest(latest, release)}{_not_compared(found)}." if latest is then and latest else "."
        )
    if found.added or found.removed:
        sentences.append(_other_allies(found, release))
    if not then and not sentences:
        sentences.append(
            f"No table of NATO’s that is known here is older than that day; {what} cannot be told."
        )
    return " ".join(sentences)


def _in_latest(latest: Outcome, release: Release) -> str:
    return ", in its latest table" if _is_newest(latest, release) else ", in its latest table that has it"


def _is_newest(outcome: Outcome, release: Release) -> bool:
    return outcome.edition == publications(release)[-1].published


def _other_allies(found: Outcomes, release: Release) -> str:
    """Who is counted by the latest table and was not by that of the day, and the reverse, a sentence."""
    parts = [
        f"{verb} {named(codes, release)}"
        for verb, codes in (("adds", found.added), ("leaves out", found.removed))
        if codes
    ]
    return f"The latest {' and '.join(parts)}."


def _not_compared(found: Outcomes) -> str:
    """That a later table has it too, in a measure that cannot be compared."""
    why = next((o.why for o in reversed(found.later) if o.why in ("other prices", "other currency")), None)
    return f" in that measure; the latest is not compared: {WHY[why]}" if why else ""


def _at(rule: rules.Rule, outcome: Outcome, release: Release) -> str:
    text = outcome_in_short(rule, outcome, release)
    match rule:
        case rules.RankRule():
            places = plural(len(rule.allies), "place", "places")
            lowest = _LOWEST if rule.order == "lowest" else ""
            return f"in {text.removesuffix(' lowest')} {places} of {len(outcome.observations)}{lowest}"
        case rules.ListRule():
            line = side(rule, release)
            met = f"at {text}" if len(rule.allies) > 1 else line if outcome.value else f"not {line}"
            return met + _others_met(rule, outcome, release)
        case rules.ChangeRule(unit="factor"):
            return f"at {text} that of {rule.year_from}"
        case rules.CompareRule():
            return f"at {text} that of {subject(rule.other, release)}"
        case _:
            return f"at {text}"


def _found(rule: rules.Rule, outcome: Outcome, release: Release) -> str:
    """What is asked and what a table has for it: "Poland in 1st place of 31 by ... in 2024"."""
    at = _at(rule, outcome, release)
    if not isinstance(rule, rules.RankRule):
        return f"{noun(rule, release)} {at}"
    by = f"by {measure(release.indicator[rule.indicator])} in {rule.year}"
    lowest = _LOWEST if at.endswith(_LOWEST) else ""
    return f"{named(rule.allies, release)} {at.removesuffix(_LOWEST)} {by}{lowest}"


def _others_met(rule: rules.ListRule, outcome: Outcome, release: Release) -> str:
    """How many others are on the side on which the allies named were said to be alone, and which if few."""
    found = outcome.counted or outcome.reported
    if not rule.exhaustive or found is None:
        return ""
    others = [c for c in found.allies if c not in rule.allies]
    joined = "and" if outcome.value or len(rule.allies) > 1 else "but"
    if others:
        n = len(others)
        names = f", {named(others, release)}" if n <= MOST_NAMED else ""
        return f", {joined} {n} {plural(n, 'other', 'others')}{names}"
    return f", {joined} no other ally" if joined == "and" else ", nor any other ally"


def _source(outcome: Outcome) -> str:
    if outcome.reported:
        kind = (
            "The press reported that NATO’s table"
            if outcome.reported.kind == "table"
            else "NATO, without a table,"
        )
        when = outcome.reported.published
        return f"{kind} of {day(when)}" if outcome.reported.kind == "table" else f"{kind} on {day(when)}"
    return f"NATO’s table of {day(outcome.edition)}"


def _estimate(outcome: Outcome) -> str:
    return ", an estimate" if outcome.counted and outcome.counted.estimate else ""


def _prices(rule: rules.Rule, earlier: Outcome, release: Release) -> str:
    """The base year of an earlier table, where the measure is at its prices: another year's are no like."""
    edition = release.edition.get(earlier.edition)
    constant = at_constant_prices(release.indicator[rule.indicator])
    if not constant or edition is None or edition.base_year is None:
        return ""
    return f", at the prices of {edition.base_year}"


def _break(rule: rules.Rule, then: Outcome | None, latest: Outcome, release: Release) -> str:
    """That two outcomes are not of one measure, or not at the prices of one year."""
    now = release.edition.get(latest.edition)
    was = release.edition.get(then.edition) if then else None
    if now is None:
        return ""
    notes = []
    if (was and was.series != now.series) or (was is None and now.series != "defence expenditure"):
        notes.append(f"which counts {now.series}")
    constant = at_constant_prices(release.indicator[rule.indicator])
    if constant and was and was.base_year != now.base_year and now.base_year:
        notes.append(f"at the prices of {now.base_year} instead of {was.base_year}")
    return f", {' and '.join(notes)}" if notes else ""
