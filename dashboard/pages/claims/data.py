"""Statements on record as the page lists them. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date

import msgspec
from markupsafe import Markup

from dashboard import formatting as words
from dashboard.pages.check.parts import mark_of
from dashboard.verdicts import Verdict, verdict_of
from etl.claims.outcomes import Outcomes, is_revised, outcomes
from etl.claims.wording import outcome_in_short
from etl.model import Claim, Release, once_per_release, rules
from etl.model.cached import cached_property

KINDS: Mapping[str, tuple[str, tuple[type[rules.Rule], ...]]] = {
    "count": ("counts", (rules.CountRule,)),
    "value": ("figures", (rules.ValueRule,)),
    "rank": ("ranks", (rules.RankRule,)),
    "list": ("lists", (rules.ListRule,)),
    "part": ("parts and comparisons", (rules.PartRule, rules.CompareRule)),
    "change": ("changes", (rules.ChangeRule,)),
}
"""What a statement can be about: its name, and the rules that judge it."""


class StripMark(msgspec.Struct, frozen=True):
    """What one publication makes of a statement: the class of its sign, what that says, its year in short."""

    mark: str
    said: str
    year: str


_MARK = Markup(
    '<li class="{0.mark}" title="{0.said}"><span class="vh">{0.said}</span>'
    '<i aria-hidden="true">{0.year}</i></li>'
)


class RecordedStatement(msgspec.Struct, frozen=True, dict=True):
    """A statement on record: its two judgements, and for how many days it held (None where it never did).

    `until` is the day of the first edition by which it no longer held, None where it holds still.
    """

    claim: Claim
    verdict: Verdict
    judgement: str
    then: str
    now: str
    days: int | None
    until: date | None
    kind: str
    strip: tuple[StripMark, ...]

    @cached_property
    def marks(self) -> Markup:
        """The strip as items of a list in HTML: a page has hundreds, the same for every reader."""
        return Markup("").join(map(_MARK.format, self.strip))

    @property
    def held_for(self) -> str:
        """For how long it held, in words."""
        if self.days is None:
            return "not on the day"
        years, months = divmod(round(self.days / 30.44), 12)
        parts = [f"{years} {words.plural(years, 'year', 'years')}"] if years else []
        if months or not years:
            parts.append(f"{months} {words.plural(months, 'month', 'months')}")
        return " ".join(parts)


@once_per_release
def records(release: Release) -> tuple[RecordedStatement, ...]:
    """Every statement on record, in the order of the file."""
    return tuple(r for c in release.statements if (r := _record(c, release)))


def _record(claim: Claim, release: Release) -> RecordedStatement | None:
    if claim.rule is None:
        return None
    found = outcomes(claim.rule, release, claim.made_on)
    then, latest = found.as_published, found.latest
    if then is None or latest is None:
        return None
    ended = next((o.edition for o in found.later if is_revised(claim.rule, found, o)), None)
    end = ended or latest.edition
    other = found.judgement == "revised since" and latest.result == "holds"
    days = max((end - claim.made_on).days, 0) if then.result == "holds" else None
    return RecordedStatement(
        claim=claim,
        verdict=verdict_of(found.judgement, found),
        judgement=found.judgement,
        then=outcome_in_short(claim.rule, then, release),
        now=outcome_in_short(claim.rule, latest, release) + (", other allies" if other else ""),
        days=days,
        until=ended,
        strip=tuple(_strip(claim.rule, found)),
        kind=next(kind for kind, (_, types) in KINDS.items() if isinstance(claim.rule, types)),
    )


def _strip(rule: rules.Rule, found: Outcomes) -> Iterator[StripMark]:
    """A mark for the table of the day, and for each one after it that says whether the statement holds."""
    for o in found.rows:
        if o is found.as_published or (o in found.later and o.result != "cannot be told"):
            mark, word = mark_of(rule, o, found)
            yield StripMark(mark, f"{words.day(o.edition)}: {word.lower()}", f"’{o.edition:%y}")


ORDERS: Mapping[str, tuple[str, Callable[[RecordedStatement], tuple[float, str]]]] = {
    "held": ("longest right first", lambda r: (-(r.days if r.days is not None else -1), r.claim.id)),
    "newest": ("newest first", lambda r: (-r.claim.made_on.toordinal(), r.claim.id)),
    "oldest": ("oldest first", lambda r: (r.claim.made_on.toordinal(), r.claim.id)),
}
