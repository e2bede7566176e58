"""Checks a text: read, then judged part by part by the table of its day and by every later one. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import msgspec
from msgspec.structs import replace

from etl.claims.context import reader_of
from etl.claims.finding import finding
from etl.claims.outcomes import Outcome, Outcomes, as_published, outcomes, result_of, which_fits
from etl.claims.reading import (
    Assumption,
    ChangeReading,
    CompareReading,
    CountReading,
    NotUnderstood,
    RankReading,
    Reading,
    Statement,
    ValueReading,
    as_mapping,
)
from etl.claims.ruling import NoRuleError, rule_of
from etl.claims.wording import measure, named, outcome_in_short, side
from etl.model import EUROPE_AND_CANADA, SHARE_OF_GDP, TOTAL, Ally, Release
from etl.model import measure as units
from etl.model.rules import CountRule, ListRule, RankRule, Rule
from etl.model.wording import plural


class CheckedClaim(msgspec.Struct, frozen=True):
    """One part of a text: what was read, the rule that judges it, and what the publications make of it.

    `rule` and `outcomes` are None where no rule can judge the reading, for the reason in `words`. `judgement`
    is one of JUDGEMENTS. `words` is the finding, to quote; `notes` are further sentences on it.
    """

    statement: Statement
    rule: Rule | None
    outcomes: Outcomes | None
    judgement: str
    words: str
    notes: tuple[str, ...] = ()

    @property
    def reading(self) -> Mapping[str, Any]:
        """What was read, by the keys of its kind."""
        return as_mapping(self.statement.reading)


class CheckedText(msgspec.Struct, frozen=True):
    """A text as it was checked: its parts in their order, and what was not understood."""

    text: str
    said_on: date
    claims: tuple[CheckedClaim, ...]
    not_understood: tuple[NotUnderstood, ...]


Changes = Mapping[int, Mapping[str, str]]
"""What a reader wants read otherwise: by the number of a part, from 1, the keys of its reading."""


def check_text(text: str, said_on: date, release: Release, changes: Changes | None = None) -> CheckedText:
    """A text, said on a day, read and judged by a release; with `changes` to what was read of some parts.

    What a text states twice is one part, where it is stated first.
    Raises KeyError for a change of a part that there is not, or of what its reading does not have.
    """
    found = reader_of(release).read(text, said_on)
    first: dict[Reading, Statement] = {}
    for statement in found.statements:
        first.setdefault(statement.reading, statement)
    statements = list(first.values())
    for number, keys in (changes or {}).items():
        if not 1 <= number <= len(statements):
            raise KeyError(number)
        statements[number - 1] = changed(statements[number - 1], keys)
    claims = tuple(check_statement(s, said_on, release) for s in statements)
    return CheckedText(text, said_on, claims, found.not_understood)


def changed(statement: Statement, keys: Mapping[str, str]) -> Statement:
    """A statement with other values for keys of its reading; what was assumed of these is assumed no more.

    Another comparison is taken as it stands: the words that loosened the other do not apply.
    """
    reading: Any = statement.reading
    for key, text in keys.items():
        if not hasattr(reading, key):
            raise KeyError(key)
        value = {"year": int, "target": float}.get(key, str)(text)
        reading = replace(reading, **{key: (value,) if key == "subjects" else value})
    if "comparison" in keys and hasattr(reading, "tolerance"):
        reading = replace(reading, tolerance="")
    others = tuple(a for a in statement.assumptions if a.about not in keys)
    return replace(statement, reading=reading, assumptions=others)


def check_statement(statement: Statement, said_on: date, release: Release) -> CheckedClaim:
    """One reading judged; where what was assumed of the measure does not fit the day, by one that does.

    That is another price basis; for an order or a comparison that names no measure, another measure too, and
    the notes then say what each gives.
    """
    try:
        rules = [(statement, rule_of(statement.reading, release))]
    except NoRuleError as error:
        return CheckedClaim(statement, None, None, "outside the tables", str(error))
    for other in _alternatives(statement, release):
        try:
            rules.append((other, rule_of(other.reading, release)))
        except NoRuleError:
            continue
    of_the_day = [as_published(rule, release, said_on) for _, rule in rules]
    chosen = which_fits(of_the_day)
    open_measure = len(rules) > 1 and _names_no_measure(statement)
    judged, by = of_the_day, ""
    if open_measure and all(result_of(o) == "cannot be told" for o in of_the_day):
        judged = [
            outcomes(r, release, said_on, o).latest for (_, r), o in zip(rules, of_the_day, strict=True)
        ]
        chosen, by = which_fits(judged), "in the latest table that has it, "
    taken, rule = rules[chosen]
    found = outcomes(rule, release, said_on, of_the_day[chosen])
    if _in_another_currency(taken.reading, rule, found, release):
        return CheckedClaim(taken, None, None, "outside the tables", _OTHER_CURRENCY)
    notes = [
        *_fits_another(taken, rule, found, said_on, release),
        *_notes(taken, rule, found, said_on, release),
    ]
    if open_measure:
        notes.insert(0, _by_each([rule for _, rule in rules], judged, by, release))
    elif chosen:
        was = measure(release.indicator[statement.reading.indicator])
        now = measure(release.indicator[taken.reading.indicator])
        notes.insert(0, f"The number does not fit {was}; it fits {now}, by which it is judged.")
    return CheckedClaim(taken, rule, found, found.judgement, finding(rule, found, release), tuple(notes))


_OTHER_CURRENCY = "NATO’s table of that day has this ally’s spending in another currency."


def _in_another_currency(reading: Reading, rule: Rule, found: Outcomes, release: Release) -> bool:
    """Whether an amount was said in another currency than the tables have it in."""
    if (
        not isinstance(reading, ValueReading | ChangeReading)
        or not release.indicator[rule.indicator].in_national_currency
    ):
        return False
    said = reading.unit.rpartition(" ")[2]
    observations = [f for o in (*found.rows, found.earlier) if o for f in o.observations]
    return len(said) == 3 and any(units.measure(f).currency != said for f in observations)


def _names_no_measure(statement: Statement) -> bool:
    """Whether it is an order or a comparison that any measure could be meant by: "the largest spender", which
    is taken as the share of GDP first. A budget is an amount."""
    reading = statement.reading
    return isinstance(reading, RankReading | CompareReading) and reading.indicator == SHARE_OF_GDP


def _by_each(rules: Sequence[Rule], judged: Sequence[Outcome | None], by: str, release: Release) -> str:
    """What one table gives by each measure, a sentence; `by` names the table, "" for that of the day."""
    found = []
    for rule, then in zip(rules, judged, strict=True):
        value = f" ({outcome_in_short(rule, then, release)})" if then and then.value is not None else ""
        found.append(f"by {measure(release.indicator[rule.indicator])} it {result_of(then)}{value}")
    return f"The statement names no measure: {by}{'; '.join(found)}."


def _alternatives(statement: Statement, release: Release) -> list[Statement]:
    """The statement with what its assumption on the measure allows: another price basis; for an order or a
    comparison that names no measure, another one.

    Of any other statement the measure is a choice of the reader's, never taken because it fits.
    """
    any_measure = _names_no_measure(statement)
    out = []
    for assumption in statement.assumptions:
        if assumption.about != "indicator":
            continue
        dollars = "usd" in statement.reading.indicator
        for other in assumption.alternatives:
            if not any_measure and not (dollars and "usd" in other):
                continue
            if any_measure:
                because = f"{assumption.because}, by which it is not shown to hold"
            else:
                because = f"{assumption.because}; only {measure(release.indicator[other])} fits"
            back = Assumption("indicator", other, because, (statement.reading.indicator,))
            others = tuple(a for a in statement.assumptions if a is not assumption)
            reading: Reading = replace(statement.reading, indicator=other)
            out.append(replace(statement, reading=reading, assumptions=(*others, back)))
    return out


def _fits_another(
    statement: Statement, rule: Rule, found: Outcomes, said_on: date, release: Release
) -> list[str]:
    """Which other subject the number fits, where it does not fit NATO as a whole, or Europe and Canada."""
    then = found.as_published
    subjects = statement.reading.subjects
    if then is None or then.result != "does not hold" or subjects not in ((TOTAL,), (EUROPE_AND_CANADA,)):
        return []
    other = EUROPE_AND_CANADA if subjects == (TOTAL,) else TOTAL
    reading: Reading = replace(statement.reading, subjects=(other,))
    result = as_published(rule_of(reading, release), release, said_on)
    if result is None or result.result != "holds":
        return []
    name = "NATO Europe and Canada" if other == EUROPE_AND_CANADA else "NATO as a whole"
    return [f"The number fits {name}."]


def _notes(
    statement: Statement, rule: Rule, found: Outcomes, said_on: date, release: Release
) -> Sequence[str]:
    """Where "above" and "at least" differ, and which number of members fits the one that was said."""
    notes = []
    then = found.as_published
    if isinstance(rule, CountRule) and rule.comparison in (">", ">=") and then and then.counted:
        loose = replace(rule, comparison=">=" if rule.comparison == ">" else ">")
        other = as_published(loose, release, said_on)
        n, met = (int(o.value or 0) if o else 0 for o in (other, then))
        if other and other.value is not None and n != met:
            on = abs(n - met)
            notes.append(
                f"{on} {plural(on, 'ally stands', 'allies stand')} exactly on the line: "
                f"{n} {plural(n, 'is', 'are')} {side(loose, release)}."
            )
    if (
        then
        and (then.counted or then.why == "left blank")
        and isinstance(rule, CountRule | ListRule | RankRule)
    ):
        blank = release.standing(then.edition, rule.indicator, rule.year).blank
        if blank:
            effect = (
                "with any the answer is the same" if then.counted else "with one the answer may be another"
            )
            notes.append(f"NATO left the figure of {named(blank, release)} blank; {effect}.")
    if isinstance(statement.reading, CountReading) and statement.reading.of:
        notes.extend(_of(statement.reading.of, statement.reading.year, said_on, release))
    return notes


def _of(of: int, year: int, said_on: date, release: Release) -> list[str]:
    """Which number of members fits the one that was said: of the year, or of the day in that year."""
    members: Sequence[Ally] = release.members(year)
    if year == said_on.year and of == sum(a.is_member(said_on) for a in members):
        members = [a for a in members if a.is_member(said_on)]
    forces = sum(a.armed_forces for a in members)
    if of == len(members):
        return (
            [] if forces == of else [f"NATO had {of} members in {year}, {forces} of them with armed forces."]
        )
    if of == forces:
        return [f"NATO had {len(members)} members in {year}; {of} are those with armed forces."]
    return [f"NATO had {len(members)} members in {year}, not {of}."]
