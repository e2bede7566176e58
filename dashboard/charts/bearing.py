"""The chart that bears on a rule: which one, and in which state."""

from __future__ import annotations

from typing import Any

from dashboard.charts.chart import Chart
from dashboard.charts.explore import EXPLORE
from dashboard.charts.explore.state import LINES, PART, RANKING, ExploreState, latest_having
from etl.model import AGGREGATES, TOTAL, Release
from etl.model.rules import ChangeRule, PartRule, Rule, subjects


def chart_of(release: Release, rule: Rule) -> Chart:
    """The ranking by the rule's indicator, its allies highlighted.

    By year, its allies alone, where a ranking would not show what the rule is of.
    """
    return EXPLORE.chart(release, state_of(release, rule))


def goes_by_year(release: Release, rule: Rule) -> bool:
    """Whether a rule is of a change, of an aggregate, or in national currency: no ranking of one year has
    that."""
    return (
        isinstance(rule, ChangeRule)
        or release.indicator[rule.indicator].in_national_currency
        or any(code in AGGREGATES for code in subjects(rule))
    )


def state_of(release: Release, rule: Rule) -> ExploreState:
    """The indicator, year, allies and view of a rule, by the latest edition that has them.

    Where no edition has the rule's year, the latest year that there is. Of a part of NATO's total, that part
    where the measure adds up. A derived group, as the European
    members, has no row in NATO's tables and is not drawn.
    """
    named = dict.fromkeys(subjects(rule))
    allies = tuple(code for code in named if code in release.ally or code in AGGREGATES)
    asked: dict[str, Any] = {"indicator": rule.indicator, "allies": allies}
    asked["view"] = LINES if goes_by_year(release, rule) else RANKING
    additive = release.indicator[rule.indicator].additive
    if isinstance(rule, PartRule) and rule.of == TOTAL and rule.ally in allies and additive:
        asked |= {"shown": PART, "allies": (rule.ally,)}
    edition = latest_having(release, rule.indicator, rule.year).published
    if rule.year in release.years(edition, rule.indicator):
        asked |= {"year": rule.year, "edition": edition}
    return ExploreState.standard(release, **asked)
