"""A year and the clause that it stands in: whose it is after "when", in an aside, or of a concession."""

from __future__ import annotations

from etl.claims.reading.items import Item, Sentence
from etl.claims.reading.tokens import set_of

_EARLIER_SAID = set_of("had claimed announced forecast predicted projected reported promised")
_CONCEDES = set_of("though although")
_AGREED = set_of("yes agreed signed promised pledged committed")


def when_or_aside(sentence: Sentence, anchor: int) -> Item | None:
    """The year that "in 2014, when three met it" gives the three, and "which had claimed 2.1% for 2024, spent
    1.99%" the last."""
    items = sentence.items
    if anchor > 2 and items[anchor - 1].word == "when" and items[anchor - 2].word == ",":
        year = items[anchor - 3]
        return year if "year" in year and year.value == "said" else None
    if items[0].word == "when":
        return _of_a_time(sentence, anchor)
    commas = sentence.where(",", 0, anchor)
    if len(commas) < 2 or items[anchor].amount is None or sentence.has("claim", commas[-1]):
        return None
    if sentence.has("now", commas[-1]):
        return None  # "which had projected 2.4% in 2024, spends 3.2% now"
    opens, closes = commas[-2], commas[-1]
    earlier = {it.word for it in items[opens + 2 : opens + 4]} & _EARLIER_SAID
    years = [items[k] for k in sentence.where("year", opens, closes) if items[k].value == "said"]
    which = items[opens + 1].word in ("which", "who")
    return (
        years[0] if which and earlier and len(years) == 1 and sentence.has("amount", opens, closes) else None
    )


def _of_a_time(sentence: Sentence, anchor: int) -> Item | None:
    """The year of "When NATO agreed on 2% in 2014, three countries met it"; None where another is said."""
    comma = next(iter(sentence.where(",", 0, anchor)), -1)
    years = [sentence.items[k] for k in sentence.where("year", 0, max(comma, 0))]
    said = len(years) == 1 and years[0].value == "said"
    own = sentence.has("claim", comma) or sentence.has("deadline", comma) or sentence.has("now", comma)
    return years[0] if said and not own else None


def by_when_the_next(sentence: Sentence, anchor: int, year: int) -> bool:
    """Whether a deadline is that of the next percentage: "1.23 percent, 1.5 percent by 2024"."""
    deadline = "deadline" in sentence.items[year] and sentence.items[year - 1].word == "by"
    return deadline and "percent" in sentence.items[anchor] and sentence.has("percent", anchor + 1, year)


def of_a_concession(sentence: Sentence, anchor: int, year: int) -> bool:
    """Whether a year is that of what was agreed: "half are below it, though in 2014 all of them said yes"."""
    items = sentence.items
    start = next((k for k in range(anchor + 1, year) if items[k].word in _CONCEDES), 0)
    return start > 0 and any(it.word.split()[0] in _AGREED for it in items[year : year + 6])
