"""Statements: what was read of a sentence, each with its year, or why there is none."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from etl.claims.reading.conflicts import is_earlier
from etl.claims.reading.context import Context
from etl.claims.reading.dating import YearTaken, base_of, implied, is_at_some_time, year_at, year_of
from etl.claims.reading.firsts import from_nowhere
from etl.claims.reading.items import Sentence
from etl.claims.reading.tense import is_past
from etl.claims.reading.values import (
    Assumption,
    ChangeReading,
    CountReading,
    ListReading,
    PartReading,
    Reading,
    Span,
    Statement,
    ValueReading,
)
from etl.claims.reading.work import Draft, Work
from etl.model.indicators import DOLLARS_CONSTANT, REAL_CHANGE, SOLDIERS

_WRONG_SET = "NATO did not have so many members; which were counted is not clear."
_EVERY_YEAR = "This is about every year of several; single years can be asked for."
NO_YEAR = "The year of this figure is not clear."
_NO_YEAR_OF_PEOPLE = (
    "Figures on military personnel are often quoted years later; name the year, as in “in 2024”."
)


def dated(work: Work, earlier: int | None) -> tuple[list[tuple[Draft, Statement]], list[tuple[Draft, str]]]:
    """The drafts of a sentence with their years, and those that have none, each with the reason."""
    sentence = work.sentence
    found: list[tuple[Draft, Statement]] = []
    missed: list[tuple[Draft, str]] = []
    whole: YearTaken | None = None
    for draft in sorted(work.drafts, key=lambda d: (not isinstance(d.reading, CountReading), d.lo, d.hi)):
        taken = _year_taken(work, draft, earlier)
        if taken and whole and not taken.said and not sentence.has("claim"):
            taken = whole
        taken = _year_of_the_count(draft.reading, found) or taken
        why = _why_not(sentence, draft, taken, work.context)
        if not why and taken and isinstance(draft.reading, CountReading) and draft.reading.of:
            before, taken = taken, _of_all(draft.reading, taken, work.context)
            whole = taken if taken != before else whole
            why = "" if taken else _WRONG_SET
        statement = _statement(work, draft, taken) if taken and not why else None
        if statement and isinstance(statement.reading, ChangeReading):
            why = _before_the_tables(statement.reading.year_from, work.context)
        if why or statement is None:
            missed.append((draft, why))
        else:
            found.append((draft, statement))
    return found, missed


def _year_taken(work: Work, draft: Draft, earlier: int | None) -> YearTaken | None:
    """The year of a draft: that of the sentence before, of the item that says it, or near its anchor."""
    if draft.year:
        return YearTaken(draft.year, False, f"no year was said here; the sentence before is of {draft.year}")
    if draft.dated >= 0:
        return year_at(work.sentence, draft.dated, work.day, work.context, earlier)
    return year_of(work.sentence, draft.anchor, work.day, work.context, earlier)


def _year_of_the_count(reading: Reading, found: Sequence[tuple[Draft, Statement]]) -> YearTaken | None:
    """The year of the one count that a list of allies spells out; None where there is none, or several."""
    if not isinstance(reading, ListReading) or not reading.exhaustive:
        return None
    counts = [
        s
        for _, s in found
        if isinstance(s.reading, CountReading)
        and s.reading.number == len(reading.subjects)
        and (s.reading.target_comparison, s.reading.target) == (reading.target_comparison, reading.target)
    ]
    if len(counts) != 1:
        return None
    assumed = next((a for a in counts[0].assumptions if a.about == "year"), None)
    because = assumed.because if assumed else ""
    others = tuple(map(int, assumed.alternatives)) if assumed else ()
    return YearTaken(counts[0].reading.year, assumed is None, because, others)


def _year_named(sentence: Sentence, found: Sequence[Statement]) -> int | None:
    """The year that the first statement of a sentence names, for those after it; None where it names none."""
    years = sentence.where("claim")
    first = next((s for s in found if not isinstance(s.reading, ChangeReading)), None)
    if first is None or not years:
        return None
    said = {
        it.number if it.value == "said" else first.reading.year
        for it in map(sentence.items.__getitem__, years)
    }
    return first.reading.year if first.reading.year in said else None


def year_carried(sentence: Sentence, found: Sequence[Statement], earlier: int | None) -> int | None:
    """The year for the sentences after one: what it names, else the year named before, unless it returns to
    what is now."""
    years = {s.reading.year for s in found if not isinstance(s.reading, ChangeReading)}
    if sentence.has("now") or (earlier and years and not sentence.has("claim") and earlier not in years):
        return None
    return _year_named(sentence, found) or (None if found else _year_at_the_head(sentence)) or earlier


def _year_at_the_head(sentence: Sentence) -> int | None:
    """The year that begins a sentence of which nothing was read: "In 2023, among the founders, ..."."""
    comma = next(iter(sentence.where(",", 1, 4)), 0)
    years = [k for k in sentence.where("claim", 0, comma) if sentence.items[k].value == "said"]
    return sentence.items[years[0]].number if years else None


def _why_not(sentence: Sentence, draft: Draft, taken: YearTaken | None, context: Context) -> str:
    """Why what was read cannot be said of one year that the tables have; "" where it can."""
    if _of_every_year(sentence, draft):
        return _EVERY_YEAR
    if taken is None or _is_of_no_year(sentence, draft, taken):
        return NO_YEAR
    if taken.open and draft.reading.indicator == SOLDIERS and _is_of_some_table(sentence):
        return _NO_YEAR_OF_PEOPLE  # "second came Turkey, which had 445,000": of a table that may be older
    return _before_the_tables(taken.year, context)


def _is_of_no_year(sentence: Sentence, draft: Draft, taken: YearTaken) -> bool:
    """The first of "from 2.2% to 1.3%", "against three when he began", "will not reach 2% before 2028"."""
    if not taken.said and from_nowhere(sentence, draft.anchor[0]):
        return True
    if taken.alternatives and is_at_some_time(sentence, draft.anchor[0]):
        return True
    first = draft.anchor[0] if isinstance(draft.reading, CountReading) else draft.lo
    when = any(it.word == "when" for it in sentence.items[first + 1 : first + 3])
    if when and not sentence.has("claim", first) and (not taken.said or is_earlier(sentence, draft)):
        return True  # "up from three when it was set"
    if taken.open and isinstance(draft.reading, CountReading) and is_earlier(sentence, draft):
        return True  # "up from 23"
    later = (sentence.items[k] for k in sentence.where("year", 1) if sentence.items[k - 1].word == "before")
    until = any(it.word == "until" for it in sentence.items[draft.anchor[1] : draft.anchor[1] + 4])
    if until and sentence.has("not", draft.lo, draft.hi + 1):
        return True  # "which will not reach 2 percent until 2026"
    return any(it.value == "said" and it.number > taken.year + 1 for it in later)


def _is_of_some_table(sentence: Sentence) -> bool:
    """Whether personnel is said of the past, or roughly without "now": these are often years old."""
    rough = any(it.amount and it.amount.tolerance for it in sentence.items)
    return is_past(sentence) or (rough and not (sentence.has("now") or _leads_up_to_now(sentence)))


def _leads_up_to_now(sentence: Sentence) -> bool:
    """ "From 99,000 in 2014 to almost 264,000": only the first of two figures has a year."""
    return any(
        sentence.has("plain", k + 1, k + 3) and sentence.has("claim", k + 1, to)
        for k in sentence.where("from")
        for to in sentence.where("to", k + 2, k + 8)
    )


def _before_the_tables(year: int, context: Context) -> str:
    if year >= context.first_year:
        return ""
    return f"NATO's tables here begin with {context.first_year}; what was before is not in them."


def _of_every_year(sentence: Sentence, draft: Draft) -> bool:
    """Whether what is said of one year is said of every year: "above 2% in each year since 2014"."""
    reading = draft.reading
    if sentence.items[-1].word == "?" and any(it.word == "ever" for it in sentence.items):
        return True
    if isinstance(reading, ChangeReading | PartReading):
        return False
    if isinstance(reading, ValueReading) and reading.comparison == "==":
        every = [
            k for k in sentence.where("always", draft.hi, draft.hi + 4) if sentence.items[k].word != "ever"
        ]
        return bool(every) and sentence.has("base", every[0], every[0] + 3)  # "every year since 2015"
    return sentence.has("always", draft.lo - 6, draft.hi + 7)


def _of_all(reading: CountReading, taken: YearTaken, context: Context) -> YearTaken | None:
    """The year of a count "of 28 members": one in which NATO had as many; None where it never had.

    One less is the alliance without Iceland, two less one with a figure missing besides.
    """
    if reading.subjects != ("members",) or reading.of is None:
        return taken
    sizes = {
        y: sum(a.joined.year <= y for a in context.allies if not a.left or a.left.year > y)
        for y in range(2009, taken.year + 2)
    }
    if -1 <= sizes.get(taken.year, reading.of) - reading.of <= 2:
        return taken
    fits = [y for y in sizes if sizes[y] == reading.of and y <= taken.year]
    if taken.said or not fits:
        return None
    return YearTaken(
        fits[-1], False, f"no year was said; NATO last had {reading.of} members in {fits[-1]}", (taken.year,)
    )


def _statement(work: Work, draft: Draft, taken: YearTaken) -> Statement:
    sentence = work.sentence
    start, end = sentence.span(draft.lo, draft.hi)
    reading = draft.reading
    if isinstance(reading, ChangeReading):
        if reading.year_from:  # the first year is said beside it: up to the last that is said, else the day's
            last = max((it.number for it in sentence.items if "claim" in it.tags), default=0)
            later = last > reading.year_from
            taken = YearTaken(last, True, "") if later else implied(sentence, work.day, work.context, None)
        else:
            base = base_of(sentence, draft.anchor[1], taken.year, work.day)
            reading = replace(reading, year_from=base)
            if reading.unit == "percent" and reading.indicator == DOLLARS_CONSTANT and base == taken.year - 1:
                reading = replace(reading, indicator=REAL_CHANGE)  # NATO prints it from year to year
    reading = replace(reading, year=taken.year)
    notes = list(draft.assumptions)
    if not taken.said:
        notes.append(Assumption("year", str(taken.year), taken.because, tuple(map(str, taken.alternatives))))
    return Statement(Span(start, end), sentence.text[start:end], reading, tuple(notes))
