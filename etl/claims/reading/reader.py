"""Reads a text: its sentences one by one, each kind of statement in turn, then the years."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from msgspec.structs import replace

from etl.claims import LONGEST, NOTHING_RECOGNISED, OPEN_QUESTION
from etl.claims.reading.accounts import unaccounted
from etl.claims.reading.bare_shares import with_bare_shares
from etl.claims.reading.before import Before
from etl.claims.reading.belonging import read_belonging
from etl.claims.reading.changes import read_changes
from etl.claims.reading.changes_in_a_row import read_changes_in_a_row, read_greatest_change
from etl.claims.reading.chunks import itemize
from etl.claims.reading.climbs import read_climbs
from etl.claims.reading.comparisons import read_comparisons
from etl.claims.reading.conflicts import distinct, is_earlier, without_conflicts
from etl.claims.reading.context import Context
from etl.claims.reading.counts import read_counts
from etl.claims.reading.directions import read_directions
from etl.claims.reading.displaced import without_displaced
from etl.claims.reading.doubts import block_doubtful
from etl.claims.reading.figures import read_figures
from etl.claims.reading.guards import block, outside
from etl.claims.reading.items import Lexicon, Sentence
from etl.claims.reading.line_taken_up import line_left, with_line_taken_up
from etl.claims.reading.lists import read_lists
from etl.claims.reading.misread import NOT_A_MEMBER
from etl.claims.reading.no_others import close_lists, read_no_others
from etl.claims.reading.nobody import read_nobody
from etl.claims.reading.others import read_at_it_later
from etl.claims.reading.parts import read_parts
from etl.claims.reading.parts_taken_up import read_parts_taken_up
from etl.claims.reading.ranks import read_ranks
from etl.claims.reading.resumed import one_count, read_resumed, takes_up_a_count
from etl.claims.reading.retractions import take_back
from etl.claims.reading.same_figure import read_same_figure, tail_of
from etl.claims.reading.same_line import begins_again, keeps_to, read_same_line, takes_up_a_line
from etl.claims.reading.series import read_series
from etl.claims.reading.sets import MEMBERS, apply_set, set_of_sentence
from etl.claims.reading.spelled_out import with_any_as_some, with_groups_spelled_out
from etl.claims.reading.statements import NO_YEAR, dated, year_carried
from etl.claims.reading.taken_up import read_taken_up
from etl.claims.reading.they import with_those_taken_up
from etl.claims.reading.those import (
    OF_A_MEASURE,
    OF_THOSE,
    are_all_of,
    counts_some,
    names_some,
    take_up_names,
    takes_up_a_measure,
    takes_up_those,
)
from etl.claims.reading.times_taken_up import named_last, with_years_taken_up, year_of_then
from etl.claims.reading.tokens import Token, sentences, tokenize
from etl.claims.reading.unread_before import has_another_figure, is_of_a_figure_unread
from etl.claims.reading.values import (
    NotUnderstood,
    PartReading,
    Reading,
    Span,
    Statement,
    Understood,
)
from etl.claims.reading.whom import note_whom, whom_of, with_whom_taken_up
from etl.claims.reading.within import read_within
from etl.claims.reading.work import Draft, Work

MOST_FIGURES = 120
"""How many figures of a text are read, twice what a dense page has; what stands after them is not."""

_TWO_FIGURES = "Two figures are said of the same year here; which of them is meant is not clear."
_TOO_MANY = "The text has more figures than are read at once; check what follows on its own."
_ASKS = frozenset({"how", "what", "which", "who", "whose", "whom", "when", "where", "why"})


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
        before, figures = Before(), 0
        newest = self.context.newest_year(said_on)
        for tokens in sentences(tokenize(whole), whole):
            if figures > MOST_FIGURES:
                span = Span(tokens[0].start, len(whole))
                missed.append(NotUnderstood(span, whole[span.start : span.end], _TOO_MANY))
                break
            for said in self._parts(
                with_line_taken_up(tokens, before.line, counted=before.count is not None), whole
            ):
                said = with_groups_spelled_out(with_any_as_some(said), self.context, said_on)
                sentence = with_bare_shares(with_years_taken_up(said, before.year_said, newest), before)
                sentence = with_whom_taken_up(with_those_taken_up(sentence, before), before)
                figures += sum(item.amount is not None for item in sentence.items)
                among, left = set_of_sentence(sentence, before.whole, self.context)
                found, why, year = self._sentence(sentence, said_on, before, among)
                if of := _of_what_was_unread(sentence, found, before):
                    found, why = [], [_not_understood(sentence, sentence.start, sentence.end, of)]
                found, why = self._with_tail(sentence, said_on, before, found, why)
                statements.extend(found)
                missed.extend(why)
                year = year if found else year_of_then(sentence) or year
                year_said = named_last(sentence, said_on, before.year_said)
                before = replace(_after(before, sentence, found, year, left), year_said=year_said)
        return Understood(tuple(statements), tuple(missed))

    def _parts(self, tokens: Sequence[Token], whole: str) -> list[Sentence]:
        """A sentence; in parts where what follows a semicolon only takes up the count before it, or the end
        of it the line (", as did France")."""
        at = next((i for i in range(len(tokens) - 2, 0, -1) if tokens[i].word == ";"), 0)
        again = next((i for i in range(len(tokens) - 3, 2, -1) if begins_again(tokens, i)), 0)
        for i, start in ((at, at + 1), (again, again)):
            tail = itemize(tokens[start:], self._lexicon, whole) if i else None
            if tail and (takes_up_a_line(tail) or (i == at and takes_up_a_count(tail))):
                return [*self._parts(tokens[:i], whole), tail]
        return [itemize(tokens, self._lexicon, whole)]

    def _with_tail(
        self, sentence: Sentence, day: date, before: Before, found: list[Statement], why: list[NotUnderstood]
    ) -> tuple[list[Statement], list[NotUnderstood]]:
        """What was read of a sentence, with ", down from 68% in 2023" at its end where that was not."""
        tail = tail_of(sentence) if found and why else None
        if tail is None or not any(m.span.start >= tail.start for m in why):
            return found, why
        work = Work(tail, day, self.context, replace(before, readings=tuple(s.reading for s in found)))
        read_same_figure(work)
        more = [statement for _, statement in dated(work, None)[0]]
        if not more:
            return found, why
        left = [m for m in why if m.span.start < tail.start]
        return [*found, *more], [*left, *_leftover(work, more, [])]

    def _sentence(
        self, sentence: Sentence, day: date, before: Before, among: str
    ) -> tuple[list[Statement], list[NotUnderstood], int | None]:
        work = Work(sentence, day, self.context, before)
        work.whole = among
        earlier = before.year
        if why := outside(work):
            return [], [_not_understood(sentence, sentence.start, sentence.end, why)], earlier
        block(work)
        take_up_names(work)
        block_doubtful(work)
        read_same_figure(work)
        read_parts(work, before.part)
        read_parts_taken_up(work)
        counts = read_counts(work)
        counts += read_series(work, counts)
        read_belonging(work, counts)
        read_no_others(work)
        read_nobody(work)
        read_lists(work, counts)
        close_lists(work)
        read_changes(work)
        read_changes_in_a_row(work)
        read_greatest_change(work)
        read_directions(work)
        read_figures(work)
        read_climbs(work)
        read_at_it_later(work)
        read_ranks(work)
        read_within(work)
        read_comparisons(work)
        read_resumed(work)
        read_same_line(work)
        read_taken_up(work)
        take_back(work)
        apply_set(work)
        note_whom(work)
        displaced = without_displaced(work)
        found, missed = dated(work, earlier)
        missed += displaced
        kept, dropped = without_conflicts(sentence, found)
        missed += [(d, NO_YEAR if is_earlier(sentence, d) else _TWO_FIGURES) for d in dropped]
        kept.sort(key=lambda s: (s.span.start, s.span.end))
        missed_parts = [
            *_leftover(work, kept, [d for d, _ in missed]),
            *(_of_draft(sentence, draft, why) for draft, why in missed),
        ]
        return distinct(kept), missed_parts, year_carried(sentence, kept, earlier)


def _of_what_was_unread(sentence: Sentence, found: Sequence[Statement], before: Before) -> str:
    """Why what a sentence takes up of the one before is not known: those counted there, its measure; "" where
    it takes up nothing, or it is known."""
    some = before.some and takes_up_those(sentence)
    if some and not all(are_all_of(s.reading, before.readings) for s in found):
        return OF_THOSE
    unread = not (before.first or before.readings)
    measure = (unread and takes_up_a_measure(sentence)) or is_of_a_figure_unread(sentence, before)
    return OF_A_MEASURE if measure else ""


def _of_draft(sentence: Sentence, draft: Draft, why: str) -> NotUnderstood:
    return _not_understood(sentence, *sentence.span(draft.lo, draft.hi), why)


def _after(
    before: Before, sentence: Sentence, found: Sequence[Statement], year: int | None, whole: str
) -> Before:
    """What a sentence, and those before it, leave to the next one."""
    readings = tuple(s.reading for s in found)
    resumed = keeps_to(before.count, readings, counts=True)
    resumed = resumed and not (sentence.has("member") or sentence.has("ally"))
    parts = [s.reading for s in found if isinstance(s.reading, PartReading)]
    whom = whom_of(sentence, readings, before.whom) or (before.whom if _goes_on(sentence, readings) else "")
    if sentence.items[0].word == "only" and (sentence.has("more") or sentence.has("less")):
        whom = before.whom  # "Only Poland spends more. Next year it will be 3.7%": not Poland
    named = names_some(sentence)
    return Before(
        whom=whom,
        year=before.year if resumed else year,
        line=line_left(sentence, readings, before.line),
        count=before.count if resumed or keeps_to(before.count, readings) else one_count(readings),
        part=parts[-1] if parts else None if found else before.part,
        readings=readings,
        figure_unread=not readings and has_another_figure(sentence),
        denied=sentence.has("not"),
        some=counts_some(sentence)
        or (sentence.has("group") and whole == MEMBERS)
        or (sentence.has("foreign") and not readings),
        whole=whole,
        named=named,
        two=(before.whom, whom) if before.whom and named == (whom,) != (before.whom,) else (),
        first=False,
    )


def _goes_on(sentence: Sentence, found: Sequence[Reading]) -> bool:
    """Whether a sentence leaves whom the text spoke of: it names no ally, and no figure of another."""
    return not sentence.has("ally") and (bool(found) or not sentence.has("percent"))


def _leftover(work: Work, kept: Sequence[Statement], missed: Sequence[Draft]) -> list[NotUnderstood]:
    """What was not read: the sentence where nothing was, else all that no reading holds."""
    sentence = work.sentence
    if not work.drafts:
        strange = sentence.has("foreign") and not sentence.has("ally")
        otherwise = (
            NOT_A_MEMBER if strange else OPEN_QUESTION if _asks_openly(sentence) else NOTHING_RECOGNISED
        )
        why = next(iter(work.blocked.values()), otherwise)
        return [_not_understood(sentence, sentence.start, sentence.end, why)]
    found = unaccounted(work, [statement.reading for statement in kept], missed)
    return [_not_understood(sentence, *sentence.span(lo, hi), why) for lo, hi, why in found]


def _asks_openly(sentence: Sentence) -> bool:
    """ "How many allies meet 2%?", "in 2024 who spent the most?": not to be answered with yes or no."""
    first = [it.word.partition(" ")[0] for it in sentence.items[:6]]
    counts = first[:1] == ["which"] or first[:2] in (["how", "many"], ["how", "much"])
    return counts or (sentence.items[-1].word == "?" and not _ASKS.isdisjoint(first))


def _not_understood(sentence: Sentence, start: int, end: int, why: str) -> NotUnderstood:
    return NotUnderstood(Span(start, end), sentence.text[start:end], why)
