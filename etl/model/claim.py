"""A claim, what an edition makes of it, and the article that it stands in: plain values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

import msgspec

from etl.model.rules import CountRule, Rule


class ClaimResult(msgspec.Struct, frozen=True):
    """What one edition makes of a rule.

    `value` is the outcome: the count, the value of the first subject, the rank, the quotient, the change or
    the part. `allies` are those counted or listed; `values` the observations of the subjects by code.
    `added` and `removed` compare `allies` with the result before in the history.
    """

    edition: date
    value: float
    holds: bool
    estimate: bool
    allies: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    values: Mapping[str, float] = msgspec.field(default_factory=dict)


class JudgementChange(msgspec.Struct, frozen=True):
    """A judgement that became another, by an edition or by a revision of one.

    `at` is when a revision was seen (UTC), None where the edition itself made the change; `value_before` and
    `value_after` are the outcomes by the latest edition before and after it.
    """

    edition: date
    at: datetime | None
    was: str
    now: str
    value_before: float
    value_after: float


class RelatedFigure(msgspec.Struct, frozen=True):
    """A figure shown with a statement outside the tables, as published and latest; `label` names it.

    It is the value of `indicator` in `year` for `ally`, or with `of` its part in per cent of that one's;
    these are empty in releases made before they were stored.
    """

    label: str
    unit: str
    decimals: int
    then_edition: date
    then: float
    then_estimate: bool
    now_edition: date
    now: float
    now_estimate: bool
    indicator: str = ""
    year: int = 0
    ally: str = ""
    of: str = ""


class Article(msgspec.Struct, frozen=True):
    """An article in our own words.

    `id` is its day and a short name, `about` what it is, `footnote` what else is to be known of it; `claims`
    are the ids of its statements, and `narrative` is the story in Markdown with one place for each of them.
    """

    id: str
    made_on: date
    about: str
    footnote: str
    claims: tuple[str, ...]
    narrative: str

    @property
    def title(self) -> str:
        """The first heading of the story; the id where it has none."""
        heading = next((line for line in self.narrative.splitlines() if line.startswith("## ")), "")
        return heading.removeprefix("## ") or self.id


class Claim(msgspec.Struct, frozen=True):
    """A statement with its judgement, computed by `etl.claims.judging` and never typed in: of an article,
    or on record with the address of its `source`.

    `rule` is None where the tables cannot judge it, and `reason` says why. `view` holds the parameters that
    put the chart into the state that bears on the statement; `judgement_changes` are in the order of their
    time.
    """

    id: str
    statement: str
    short: str
    kind: str
    made_on: date
    judgement: str
    reason: str
    rule: Rule | None
    view: Mapping[str, Any]
    as_known_then: ClaimResult | None
    as_known_now: ClaimResult | None
    history: tuple[ClaimResult, ...]
    beside: tuple[RelatedFigure, ...]
    judgement_changes: tuple[JudgementChange, ...] = ()
    source: str = ""


JUDGEMENTS = ("as published", "revised since", "not borne out", "outside the tables", "cannot be told")


def of_other_allies(rule: Rule, then: Iterable[str], now: Iterable[str]) -> bool:
    """Whether an exact count is of other allies by a later table: 23 of others is another finding.

    Of "at least 12" or "about 20" only the number is said.
    """
    if not isinstance(rule, CountRule) or rule.unit != "allies":
        return False
    expect = rule.expect
    exact = expect.comparison == "==" and expect.low is None and expect.high is None
    return exact and set(then) != set(now)


def judgement(rule: Rule | None, then: ClaimResult | None, now: ClaimResult | None) -> str:
    """One of JUDGEMENTS, from what was known when the claim was made and what is known now.

    An exact count stands as published only where it is still of the same allies.
    """
    if then is None or now is None:
        return "outside the tables" if rule is None else "cannot be told"
    if not then.holds:
        return "not borne out"
    changed = rule is not None and of_other_allies(rule, then.allies, now.allies)
    return "as published" if now.holds and not changed else "revised since"
