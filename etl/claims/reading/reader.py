"""Reads a text: its sentences one by one, each kind of statement in turn, then the years."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from etl.claims import LONGEST
from etl.claims.reading.accounts import unaccounted
from etl.claims.reading.belonging import read_belonging
from etl.claims.reading.changes import read_changes
from etl.claims.reading.chunks import itemize
from etl.claims.reading.climbs import read_climbs
from etl.claims.reading.comparisons import read_comparisons
from etl.claims.reading.context import Context
from etl.claims.reading.counts import read_counts
from etl.claims.reading.dating import (
    YearTaken,
    base_of,
    implied,
    is_at_some_time,
    is_past,
    year_at,
    year_of,
)
from etl.claims.reading.directions import read_directions
from etl.claims.reading.displaced import without_displaced
from etl.claims.reading.doubts import block_doubtful
from etl.claims.reading.figures import read_figures
from etl.claims.reading.firsts import from_nowhere
from etl.claims.reading.guards import block, outside
from etl.claims.reading.items import Lexicon, Sentence
from etl.claims.reading.lists import read_lists
from etl.claims.reading.misread import NOT_A_MEMBER
from etl.claims.reading.others import read_at_it_later
from etl.claims.reading.owners import TAKES_UP
from etl.claims.reading.parts import read_parts
from etl.claims.reading.ranks import read_ranks
from etl.claims.reading.resumed import read_resumed, takes_up_a_count
from etl.claims.reading.retractions import take_back
from etl.claims.reading.series import read_series
from etl.claims.reading.tokens import Token, sentences, tokenize
from etl.claims.reading.values import (
    Assumption,
    ChangeReading,
    CountReading,
    ListReading,
    NotUnderstood,
    PartReading,
    RankReading,
    Reading,
    Span,
    Statement,
    Understood,
    ValueReading,
)
from etl.claims.reading.within import read_within
from etl.claims.reading.work import Draft, Work
from etl.model import EUROPE_AND_CANADA

MOST_FIGURES = 120
"""How many figures of a text are read, twice what a dense page has; what stands after them is not."""

_CONSTANT, _REAL_CHANGE = "expenditure_usd_constant", "expenditure_real_change"
_WRONG_SET = "NATO did not have so many members; which were counted is not clear."
_TWO_FIGURES = "Two figures are said of the same year here; which of them is meant is not clear."
_TOO_MANY = "The text has more figures than are read at once; check what follows on its own."
_EVERY_YEAR = "This is about every year of several; single years can be asked for."
_NOTHING = "No statement that NATO's tables can answer was recognised here."
_NO_YEAR = "The year of this figure is not clear."
_NO_YEAR_OF_PEOPLE = (
    "Figures on military personnel are often quoted years later; name the year, as in “in 2024”."
)


class SentenceReader:
    """Reads sentences with one `context`; its tables of words are built once."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self._lexicon = Lexicon(context)

    def read(self, text: str, said_on: date) -> Understood:
        """What a text, said on a day, states about the spending of NATO's members; the same text gives the
        same."""
        whole = text[:LONGEST]
        statements: list[Statement] = []
        missed: list[NotUnderstood] = []
        carried, earlier, figures = "", None, 0
        counted: CountReading | None = None
        for tokens in sentences(tokenize(whole), whole):
            if figures > MOST_FIGURES:
                span = Span(tokens[0].start, len(whole))
                missed.append(NotUnderstood(span, whole[span.start : span.end], _TOO_MANY))
                break
            for sentence in self._parts(tokens, whole):
                figures += sum(item.amount is not None for item in sentence.items)
                found, why, year = self._sentence(sentence, said_on, carried, earlier, counted)
                counts = [s.reading for s in found if isinstance(s.reading, CountReading)]
                resumed = bool(counted and counts) and not (sentence.has("member") or sentence.has("ally"))
                counted = None if resumed or len(counts) != 1 else counts[0]
                statements.extend(found)
                missed.extend(why)
                carried = _subject(sentence, carried) or (carried if not sentence.has("ally") else "")
                earlier = earlier if resumed else year or earlier
        return Understood(tuple(statements), tuple(missed))

    def _parts(self, tokens: Sequence[Token], whole: str) -> list[Sentence]:
        """A sentence; in two where what follows its last semicolon only takes up the count before it."""
        at = next((i for i in range(len(tokens) - 2, 0, -1) if tokens[i].word == ";"), 0)
        if at:
            tail = itemize(tokens[at + 1 :], self._lexicon, whole)
            if takes_up_a_count(tail):
                return [itemize(tokens[:at], self._lexicon, whole), tail]
        return [itemize(tokens, self._lexicon, whole)]

    def _sentence(
        self,
        sentence: Sentence,
        day: date,
        carried: str,
        earlier: int | None,
        counted: CountReading | None,
    ) -> tuple[list[Statement], list[NotUnderstood], int | None]:
        work = Work(sentence, day, self.context)
        if why := outside(work):
            return [], [_not_understood(sentence, sentence.start, sentence.end, why)], None
        block(work)
        block_doubtful(work)
        read_parts(work, carried)
        counts = read_counts(work)
        counts += read_series(work, counts)
        read_belonging(work, counts)
        read_lists(work, counts)
        read_changes(work, carried)
        read_directions(work)
        read_figures(work, carried)
        read_climbs(work)
        read_at_it_later(work)
        read_ranks(work, carried if carried != EUROPE_AND_CANADA else "")
        read_within(work)
        read_comparisons(work)
        read_resumed(work, counted)
        take_back(work)
        displaced = without_displaced(work)
        found, missed = self._dated(work, earlier)
        missed += displaced
        kept, dropped = _without_conflicts(sentence, found)
        missed += [(draft, _TWO_FIGURES) for draft in dropped]
        kept.sort(key=lambda s: (s.span.start, s.span.end))
        missed_parts = [
            *_leftover(work, kept, [d for d, _ in missed]),
            *(_of_draft(sentence, draft, why) for draft, why in missed),
        ]
        return _distinct(kept), missed_parts, _year_named(sentence, kept)

    def _dated(
        self, work: Work, earlier: int | None
    ) -> tuple[list[tuple[Draft, Statement]], list[tuple[Draft, str]]]:
        """The drafts of a sentence with their years, and those that have none, each with the reason."""
        sentence = work.sentence
        found: list[tuple[Draft, Statement]] = []
        missed: list[tuple[Draft, str]] = []
        whole: YearTaken | None = None
        for draft in sorted(work.drafts, key=lambda d: (not isinstance(d.reading, CountReading), d.lo, d.hi)):
            if draft.dated >= 0:
                taken = year_at(sentence, draft.dated, work.day, self.context, earlier)
            else:
                taken = year_of(sentence, draft.anchor, work.day, self.context, earlier)
            if taken and whole and not taken.said and not sentence.has("claim"):
                taken = whole
            taken = _year_of_the_count(draft.reading, found) or taken
            why = _why_not(sentence, draft, taken, self.context)
            if not why and taken and isinstance(draft.reading, CountReading) and draft.reading.of:
                before, taken = taken, _of_all(draft.reading, taken, self.context)
                whole = taken if taken != before else whole
                why = "" if taken else _WRONG_SET
            statement = _statement(work, draft, taken) if taken and not why else None
            if statement and isinstance(statement.reading, ChangeReading):
                why = _before_the_tables(statement.reading.year_from, self.context)
            if why or statement is None:
                missed.append((draft, why))
            else:
                found.append((draft, statement))
        return found, missed


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


def _why_not(sentence: Sentence, draft: Draft, taken: YearTaken | None, context: Context) -> str:
    """Why what was read cannot be said of one year that the tables have; "" where it can."""
    if _of_every_year(sentence, draft):
        return _EVERY_YEAR
    if taken is None or _is_of_no_year(sentence, draft, taken):
        return _NO_YEAR
    if taken.open and draft.reading.indicator == "military_personnel" and _is_of_some_table(sentence):
        return _NO_YEAR_OF_PEOPLE  # "second came Turkey, which had 445,000": of a table that may be older
    return _before_the_tables(taken.year, context)


def _is_of_no_year(sentence: Sentence, draft: Draft, taken: YearTaken) -> bool:
    """The first of "from 2.2% to 1.3%", "against three when he began", "will not reach 2% before 2028"."""
    if not taken.said and from_nowhere(sentence, draft.anchor[0]):
        return True
    if taken.alternatives and is_at_some_time(sentence, draft.anchor[0]):
        return True
    if not taken.said and any(it.word == "when" for it in sentence.items[draft.lo + 1 : draft.lo + 3]):
        return True
    if taken.open and isinstance(draft.reading, CountReading) and _is_earlier(sentence, draft):
        return True  # "up from 23"
    later = (sentence.items[k] for k in sentence.where("year", 1) if sentence.items[k - 1].word == "before")
    until = any(it.word == "until" for it in sentence.items[draft.anchor[1] : draft.anchor[1] + 4])
    if until and sentence.has("not", draft.lo, draft.hi + 1):
        return True  # "which will not reach 2 percent until 2026"
    return any(it.value == "said" and it.number > taken.year + 1 for it in later)


def _is_of_some_table(sentence: Sentence) -> bool:
    """Whether personnel is said of the past, or roughly without "now": these are often years old."""
    rough = any(it.amount and it.amount.tolerance for it in sentence.items)
    return is_past(sentence) or (rough and not sentence.has("now"))


def _before_the_tables(year: int, context: Context) -> str:
    if year >= context.first_year:
        return ""
    return f"NATO's tables here begin with {context.first_year}; what was before is not in them."


def _without_conflicts(
    sentence: Sentence, found: Sequence[tuple[Draft, Statement]]
) -> tuple[list[Statement], list[Draft]]:
    """The statements without those that contradict each other, and the drafts of those left out.

    One ally has not two figures for one year, and a set not two counts: of counts, "from 11" gives way.
    """
    numbers: dict[tuple[object, ...], set[object]] = {}
    keys = [_stated(statement.reading) for _, statement in found]
    for key, number in keys:
        numbers.setdefault(key, set()).add(number)
    firm: dict[tuple[object, ...], set[object]] = {}
    for (key, number), (draft, _) in zip(keys, found, strict=True):
        if not _is_earlier(sentence, draft):
            firm.setdefault(key, set()).add(number)
    kept, dropped = [], []
    for (key, number), (draft, statement) in zip(keys, found, strict=True):
        alone = len(numbers[key]) == 1 or firm.get(key) == {number}
        if alone:
            kept.append(statement)
        else:
            dropped.append(draft)
    return kept, dropped


def _stated(r: Reading) -> tuple[tuple[object, ...], object]:
    """What a reading is about, and its number, where a second number would contradict it."""
    if isinstance(r, ValueReading) and r.comparison == "==":
        return ("value", r.indicator, r.subjects, r.year, r.unit), r.value
    if isinstance(r, CountReading) and r.comparison == "==" and r.number is not None:
        return ("count", r.indicator, r.subjects, r.year, r.target_comparison, r.target), r.number
    if isinstance(r, ChangeReading) and r.value is not None and r.comparison == "==":
        return ("change", r.indicator, r.subjects, r.year, r.year_from, r.unit), r.value
    if isinstance(r, RankReading):
        return ("rank", r.indicator, r.subjects, r.year, r.order, r.among, r.within), r.rank
    return ("other", r), 0


def _is_earlier(sentence: Sentence, draft: Draft) -> bool:
    """Whether a number is what another came from: "up from 11"."""
    lo = draft.lo if isinstance(draft.reading, RankReading) else draft.anchor[0]
    words = (
        ("from",) if isinstance(draft.reading, ValueReading | RankReading) else ("from", "than", "against")
    )
    return any(it.word in words for it in sentence.items[max(0, lo - 2) : lo])


def _of_every_year(sentence: Sentence, draft: Draft) -> bool:
    """Whether what is said of one year is said of every year: "above 2% in each year since 2014"."""
    reading = draft.reading
    if sentence.items[-1].word == "?" and any(it.word == "ever" for it in sentence.items):
        return True
    if isinstance(reading, ChangeReading | PartReading) or (
        isinstance(reading, ValueReading) and reading.comparison == "=="
    ):
        return False
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


def _of_draft(sentence: Sentence, draft: Draft, why: str) -> NotUnderstood:
    return _not_understood(sentence, *sentence.span(draft.lo, draft.hi), why)


def _statement(work: Work, draft: Draft, taken: YearTaken) -> Statement:
    sentence = work.sentence
    start, end = sentence.span(draft.lo, draft.hi)
    reading = draft.reading
    if isinstance(reading, ChangeReading):
        if reading.year_from:  # the first year is said beside it: up to the last that is said, else the day's
            last = max((it.number for it in sentence.items if "claim" in it), default=0)
            later = last > reading.year_from
            taken = YearTaken(last, True, "") if later else implied(sentence, work.day, work.context, None)
        else:
            base = base_of(sentence, draft.anchor[1], taken.year, work.day)
            reading = replace(reading, year_from=base)
            if reading.unit == "percent" and reading.indicator == _CONSTANT and base == taken.year - 1:
                reading = replace(reading, indicator=_REAL_CHANGE)  # NATO prints it from year to year
    reading = replace(reading, year=taken.year)
    notes = list(draft.assumptions)
    if not taken.said:
        notes.append(Assumption("year", str(taken.year), taken.because, tuple(map(str, taken.alternatives))))
    return Statement(Span(start, end), sentence.text[start:end], reading, tuple(notes))


def _distinct(found: Sequence[Statement]) -> list[Statement]:
    """Each reading once, the first time it stands."""
    seen: list[Reading] = []
    out = []
    for statement in found:
        if statement.reading not in seen:
            seen.append(statement.reading)
            out.append(statement)
    return out


def _subject(sentence: Sentence, carried: str) -> str:
    """The one ally that a sentence speaks of; "" where it is none or several, as in "its share is 1.28%, and
    Slovenia's 1.29", which takes up the one spoken of before."""
    codes = {item.value for item in sentence.items if "ally" in item or item.value == EUROPE_AND_CANADA}
    if carried and codes - {carried}:
        first = next(it for it in sentence.items if it.word in TAKES_UP or it.value in codes)
        codes |= {carried} if first.word in TAKES_UP else set()
    return codes.pop() if len(codes) == 1 else ""


def _leftover(work: Work, kept: Sequence[Statement], missed: Sequence[Draft]) -> list[NotUnderstood]:
    """What was not read: the sentence where nothing was, else all that no reading holds."""
    sentence = work.sentence
    if not work.drafts:
        strange = sentence.has("foreign") and not sentence.has("ally")
        otherwise = NOT_A_MEMBER if strange else _NOTHING
        why = next(iter(work.blocked.values()), otherwise)
        return [_not_understood(sentence, sentence.start, sentence.end, why)]
    found = unaccounted(work, [statement.reading for statement in kept], missed)
    return [_not_understood(sentence, *sentence.span(lo, hi), why) for lo, hi, why in found]


def _not_understood(sentence: Sentence, start: int, end: int, why: str) -> NotUnderstood:
    return NotUnderstood(Span(start, end), sentence.text[start:end], why)
