"""What stands around each statement of the article: headline and steps; computed, never typed in."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard import formatting as words
from dashboard.charts.estimate_moves.data import estimates
from dashboard.charts.estimate_moves.state import EstimatesState
from dashboard.charts.too_close.data import close
from dashboard.pages.claim.explanation import explanation as explanation
from dashboard.state.parameters import SHARE_RANGE
from etl.model import SHARE_OF_GDP, Claim, ClaimResult, Release, as_printed
from etl.model.rules import CountRule, ListRule, RankRule, Rule


@dataclass(frozen=True, slots=True)
class EditionResult:
    """One edition's answer to a count: who was removed and who was added since the one before."""

    outcome: str
    day: str
    note: str
    last: bool


def steps(claim: Claim, release: Release) -> list[EditionResult]:
    """A count's answers, from the edition its author could have seen to the newest."""
    first = claim.as_known_then.edition if claim.as_known_then else claim.made_on
    known = [r for r in claim.history if r.edition >= first]
    return [_step(claim, r, i == len(known) - 1, release) for i, r in enumerate(known)]


def _step(claim: Claim, finding: ClaimResult, last: bool, release: Release) -> EditionResult:
    edition = release.edition[finding.edition]
    what = ", the Secretary General’s annual report" if edition.kind == "annual report" else ""
    if edition.series != "defence expenditure":
        what += f", {edition.series}"
    notes = []
    if finding.removed:
        notes.append("without " + words.listed([release.ally[c].in_prose for c in finding.removed]))
    if finding.added:
        notes.append("now with " + words.listed([release.ally[c].in_prose for c in finding.added]))
    if not notes:
        notes.append(
            "an estimate when it was published"
            if finding.estimate
            else "the same allies"
            if isinstance(claim.rule, CountRule | ListRule)
            else "no estimate"
        )
    return EditionResult(
        _outcome(claim.rule, finding), words.day(finding.edition) + what, "; ".join(notes), last
    )


def _outcome(rule: Rule | None, result: ClaimResult) -> str:
    """A result's number: whole where it is a count or a place, else with two decimals."""
    whole = isinstance(rule, CountRule | ListRule | RankRule)
    return str(int(result.value)) if whole else words.fixed(result.value, 2)


@dataclass(frozen=True, slots=True)
class Headline:
    """The count when the article was written and the count today, and who makes the difference.

    `break_` says in a sentence that the two count different things, and what the last edition on the first
    measure had; "" where both count the same. `current` is where the target stands in the latest edition's
    last year, "" where that is the year of the count itself. `measure` is what the later edition counts, ""
    where both count the same; `close` says how many are too close to call, "" where none are.
    """

    then: str
    then_day: str
    now: str
    now_day: str
    year: int
    line: str
    difference: str
    changed: bool
    break_: str
    current: str
    measure: str
    close: str


def headline(claim: Claim, release: Release) -> Headline | None:
    """The headline of a judged count of shares of GDP; None for another rule, or where no table has it."""
    rule, then, now = claim.rule, claim.as_known_then, claim.as_known_now
    if then is None or now is None or not isinstance(rule, CountRule) or rule.indicator != SHARE_OF_GDP:
        return None
    year = rule.year
    of = len(release.members(year))
    moved = sorted((release.ally[c] for c in set(then.allies) ^ set(now.allies)), key=lambda a: a.name)
    return Headline(
        then=f"{as_printed(then.value):g} of {of}",
        then_day=words.day(then.edition),
        now=f"{as_printed(now.value):g} of {of}",
        now_day=words.day(now.edition),
        year=year,
        line=words.target(rule.target),
        difference=words.listed([a.in_prose for a in moved]),
        changed=bool(moved),
        break_=_break(claim, then, now, release),
        current=_current(rule, release),
        measure=_measure(then, now, release),
        close=_close(rule, release),
    )


def _measure(then: ClaimResult, now: ClaimResult, release: Release) -> str:
    """What the later of two editions counts, where the earlier counts something else; else ""."""
    first, latest = release.edition[then.edition].series, release.edition[now.edition].series
    return "" if first == latest else latest


def _close(rule: CountRule, release: Release) -> str:
    """How many of the newest estimates at the target are too close to call; "" where none are."""
    low, high = SHARE_RANGE
    if not low <= rule.target <= high:
        return ""
    view = EstimatesState.standard(release, target=round(rule.target, 2))
    c = close(estimates(release, view))
    if c.edition is None or not c.close:
        return ""
    return f"{len(c.close)} of them are too close to call."


def _break(claim: Claim, then: ClaimResult, now: ClaimResult, release: Release) -> str:
    """That the measure changed between two results, and the last result on the earlier one."""
    first, latest = release.edition[then.edition], release.edition[now.edition]
    if first.series == latest.series:
        return ""
    last = [r for r in claim.history if release.edition[r.edition].series == first.series][-1]
    return (
        f"The latest edition counts {latest.series}, a new measure; on the earlier one, {first.series}, "
        f"the last count was {_outcome(claim.rule, last)}, in the table of {words.day(last.edition)}."
    )


def _current(rule: CountRule, release: Release) -> str:
    """How many allies meet the target in the last whole year of the latest edition."""
    latest = release.latest_edition
    whole = [y for y in release.years(latest.published) if release.count(latest.published, y, 0.0).whole]
    if not whole or whole[-1] == rule.year:
        return ""
    count = release.count(latest.published, whole[-1], rule.target)
    estimates = ", all estimates" if count.estimate else ""
    return (
        f"Where it stands now: {count.n} of {count.of} members at {words.target(rule.target)} or more in "
        f"{count.year}, by NATO’s table of {words.day(latest.published)}{estimates}."
    )
