"""What stands around each statement of the article: headline and steps; computed, never typed in."""

from __future__ import annotations

from datetime import date

import msgspec

from dashboard import formatting as words
from dashboard.charts.estimate_moves.data import estimates
from dashboard.charts.estimate_moves.state import EstimatesState
from dashboard.charts.too_close.data import close
from dashboard.state.parameters import SHARE_RANGE
from etl.model import SHARE_OF_GDP, Claim, ClaimResult, Release, as_printed
from etl.model.rules import CountRule, ListRule, RankRule, Rule


class EditionResult(msgspec.Struct, frozen=True):
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


class Now(msgspec.Struct, frozen=True):
    """Where a target stands in the last whole year of the latest edition, in words around its count.

    `close` says how many are too close to call, "" where none are.
    """

    n: int
    words: str
    close: str


class Headline(msgspec.Struct, frozen=True):
    """The count when the article was written and the count today, as one sentence around both.

    It reads `before`, `then`, `between`, `now`, `after`; `now` is "" where the number is the same. `break_`
    says that the two count different things and what the last edition on the first measure had; "" where both
    count the same. `current` is None where the latest edition's last year is that of the count itself.
    `title` and `summary` are for a link to the page.
    """

    before: str
    then: str
    between: str
    now: str
    after: str
    break_: str
    current: Now | None
    title: str
    summary: str


def headline(claim: Claim, release: Release) -> Headline | None:
    """The headline of a judged count of members at a share of GDP; None for another rule, or where no table
    has it."""
    rule, then, now = claim.rule, claim.as_known_then, claim.as_known_now
    if then is None or now is None or not isinstance(rule, CountRule) or rule.indicator != SHARE_OF_GDP:
        return None
    if (rule.comparison, rule.among, rule.unit) != (">=", "members", "allies"):
        return None
    of, line = len(release.members(rule.year)), words.target(rule.target)
    first, last = f"{as_printed(then.value):g}", f"{as_printed(now.value):g}"
    changed = set(then.allies) != set(now.allies)
    day = "that year" if then.edition.year == rule.year else f"in {rule.year}"
    if then.estimate:
        before, between = "NATO estimated that", f"would spend {line} of GDP on defence {day}."
    else:
        before, between = "NATO’s tables had", f"spending {line} of GDP on defence {day}."
    later = "Its latest edition" if now.edition == release.latest_edition.published else "Its edition"
    since = f" {later}, of {_month(now.edition)},"
    if now.edition == then.edition:
        since, last = "", ""
    elif not changed:
        since, last = f"{since} has the same {first}.", ""
    elif first == last:
        since, last = f"{since} has {first} too, but not the same ones.", ""
    else:
        since = f"{since} puts the number at"
    at = f"NATO allies at {line} of GDP on defence in {rule.year}"
    days = f"{first} by NATO’s edition of {words.day(then.edition)}"
    both = f"{days}, {as_printed(now.value):g} by that of {words.day(now.edition)}"
    return Headline(
        before=f"In {_month(then.edition)} {before}",
        then=f"{first} of its {of} members",
        between=f"{between}{since}",
        now=last,
        after="." if last else "",
        break_=_break(claim, then, now, release),
        current=_current(rule, release),
        title=f"{at}: {first}, then {as_printed(now.value):g}",
        summary=f"{at}: {both}.",
    )


def _month(day: date) -> str:
    return f"{day:%B} {day.year}"


def _close(rule: CountRule, release: Release, n: int) -> str:
    """How many of the newest estimates at the target are too close to call; "" where none are."""
    low, high = SHARE_RANGE
    if not low <= rule.target <= high:
        return ""
    view = EstimatesState.standard(release, target=round(rule.target, 2))
    c = close(estimates(release, view))
    if c.edition is None or not c.close:
        return ""
    return f"{len(c.close)} of the {n} {words.plural(len(c.close), 'is', 'are')} too close to call"


def _break(claim: Claim, then: ClaimResult, now: ClaimResult, release: Release) -> str:
    """That the measure changed between two results, and the last result on the earlier one."""
    first, latest = release.edition[then.edition], release.edition[now.edition]
    if first.series == latest.series:
        return ""
    last = [r for r in claim.history if release.edition[r.edition].series == first.series][-1]
    return (
        f"That edition uses a new measure, {latest.series}; on the old one, in {_month(last.edition)}, "
        f"it was {_outcome(claim.rule, last)}."
    )


def _current(rule: CountRule, release: Release) -> Now | None:
    """How many allies meet the target in the last whole year of the latest edition, and in the one before."""
    latest = release.latest_edition.published
    whole = [y for y in release.years(latest) if release.count(latest, y, 0.0).whole]
    if not whole or whole[-1] == rule.year:
        return None
    count = release.count(latest, whole[-1], rule.target)
    found = f"of {count.of} are at {words.target(rule.target)} for {count.year}"
    found += ", all estimates" if count.estimate else ""
    before = whole[-2] if len(whole) > 1 else rule.year
    if before != rule.year:
        found += f"; {release.count(latest, before, rule.target).n} for {before}"
    return Now(count.n, f"{found}.", _close(rule, release, count.n))
