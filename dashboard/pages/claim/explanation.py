"""Why a statement is judged as it is: the sentence to quote of its rule, as everywhere; else the reason."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from dashboard import formatting as words
from dashboard.charts.measures import at_prices, on_new_measure
from etl.claims.finding import finding
from etl.claims.outcomes import outcomes
from etl.model import Claim, Release, once_per_release


def explanation(claim: Claim, release: Release) -> str:
    """What the table of the day and the latest have of a statement; why it is not judged, where it is not."""
    if claim.rule is None:
        return " ".join([claim.reason, *_related_figures(claim, release)])
    return finding(claim.rule, outcomes(claim.rule, release, claim.made_on), release)


@once_per_release
def explanations(release: Release) -> Callable[[str], str]:
    """The same by the id of a statement of the release, found once: pages of its article have it again."""
    return cache(lambda claim: explanation(release.claim[claim], release))


def _related_figures(claim: Claim, release: Release) -> list[str]:
    if not claim.beside:
        return []
    parts = []
    for b in claim.beside:
        then = words.fixed(b.then, b.decimals)
        now = words.fixed(b.now, b.decimals)
        unit = "%" if b.unit.startswith("percent") else f" {b.unit}"
        days = (b.then_edition, b.now_edition)
        prices = "" if b.of else at_prices(release, b.indicator, b.year, *days)
        changed = f"{on_new_measure(*(release.edition[day] for day in days))}{prices}"
        before, latest = (
            words.estimated(f"{then}{unit}", b.then_estimate),
            words.estimated(f"{now}{unit}", b.now_estimate),
        )
        parts.append(f"{b.label}: {before} then, {latest} now{changed}")
    return [f"For context: {'; '.join(parts)}."]
