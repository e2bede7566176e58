"""Which measure a block of figures is, by the words that stand above its rows."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import msgspec

from etl.sources.nato.reader.meaning import Meaning, meaning_of, together
from etl.sources.nato.reader.rules import MEASURES, MeasureHeading, Unclear, factor_of, measure_of
from etl.sources.nato.reader.titles import Heading, Titled
from etl.sources.nato.reader.workbook import Sheet


class Headed(msgspec.Struct, frozen=True):
    """What the words above a block come to.

    `heading` is None where the title alone names the measure; `factor` is what figures are multiplied by;
    `said` are the words that hold for the block, `before` those that hold for the rest of the table too.
    """

    measure: MeasureHeading
    heading: Heading | None
    factor: Decimal
    said: tuple[Heading, ...]
    before: tuple[Heading, ...]


def is_known_again(words: Heading, title: Titled, said: Sequence[Heading]) -> bool:
    """Whether words say nothing that the title and the words above the table have not said."""
    known = together(title.meaning, *(w.meaning for w in said))
    meaning = words.meaning
    return not meaning.unknown and meaning.terms <= known.terms and set(meaning.years) <= set(known.years)


def headed(
    sheet: Sheet, title: Titled, above: Sequence[Heading], said: Sequence[Heading], first: bool
) -> Headed | None:
    """The block that begins below words. `said` holds for the whole table; `first` where no block is open.

    None where the words only repeat what is known, so that the rows go on. Raises Rejected at the words that
    are not understood, that contradict others, or of which two are headings.
    """
    of_title = title.meaning
    heading = _heading(sheet, of_title, above, said)
    for words in above:
        if words is not heading and _is_doubtful(words, title, said, first):
            raise sheet.rejection(words.row, words.column, _expected(title))
    if heading is None and not first:
        return None
    if heading is None and (bare := _without_unit(of_title, above, said)):
        words, meant = bare
        expected = f"the unit, with the year of constant prices if they are any, above it ({meant.unit!r})"
        stated = "; ".join(repr(w.text) for w in (*said, *above) if w is not words) or "none"
        raise sheet.rejection(words.row, words.column, expected, f"{words.text!r}, and besides {stated}")
    at = heading or (above[-1] if above else title)
    before = tuple(w for w in above if heading is None or (w.row, w.column) < (heading.row, heading.column))
    beside = [w for w in above if w is not heading]
    try:
        meaning = heading.meaning if heading else of_title
        everything = together(of_title, *(w.meaning for w in (*said, *beside)))
        measure = measure_of(meaning, of_title, everything)
        if measure is None:
            raise Unclear(_expected(title))
        if measure.constant and not together(meaning, everything).base:
            raise Unclear(f"the year of the prices above {measure.heading!r}")
        factor = factor_of(measure, meaning, everything)
    except Unclear as unclear:
        raise sheet.rejection(at.row, at.column, f"{unclear}, above the figures") from None
    return Headed(measure, heading, factor, (*said, *beside), (*said, *(before if first else ())))


def _heading(
    sheet: Sheet, title: Meaning, above: Sequence[Heading], said: Sequence[Heading]
) -> Heading | None:
    """The words that name a measure, the last where several name the same. Raises Rejected for two."""
    found: list[tuple[Heading, MeasureHeading]] = []
    for words in above:
        others = (w.meaning for w in (*said, *above) if w is not words)
        if measure := measure_of(words.meaning, title, together(title, *others)):
            found.append((words, measure))
    if len({m.indicator for _, m in found}) > 1:
        other = found[-1][0]
        raise sheet.rejection(other.row, other.column, f"rows of allies under {found[0][0].text!r} before it")
    return found[-1][0] if found else None


def _without_unit(
    title: Meaning, above: Sequence[Heading], said: Sequence[Heading]
) -> tuple[Heading, MeasureHeading] | None:
    """Words that would be a heading if a unit stood above them, and the measure that they would name."""
    everything = [title, *(w.meaning for w in (*said, *above))]
    for words in above:
        for unit in ("million US dollars, 2015 prices", "million national currency"):
            if measure := measure_of(words.meaning, title, together(*everything, meaning_of(unit))):
                return words, measure
    return None


def _is_doubtful(words: Heading, title: Titled, said: Sequence[Heading], first: bool) -> bool:
    """Whether words that are no heading may change what the figures below them are.

    Above the first rows a title and units are due: there, words none of which means anything here do no harm.
    """
    meaning = words.meaning
    if meaning.unknown:
        return not first or bool(meaning.terms)
    return not first and not is_known_again(words, title, said) and not _is_unit(meaning)


def _is_unit(meaning: Meaning) -> bool:
    """Whether words only state a unit or prices."""
    return meaning.terms <= {
        *("thousand", "million", "billion", "trillion", "dollars", "national", "percent", "persons"),
        *("prices", "constant", "current", "rates"),
    }


def _expected(title: Titled) -> str:
    usual = [repr(m.heading) for m in MEASURES if m.number == title.number]
    return f"an ally, a note or a heading in known words ({' or '.join(usual) or 'of a measure'})"
