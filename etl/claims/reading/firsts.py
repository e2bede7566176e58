"""The first of two figures, and its year: "since 2014 from 1.19% to 2.12%", "1.33 percent then"; places."""

from __future__ import annotations

from etl.claims.reading.items import Item, Sentence

_IN_A_YEAR = tuple(
    f"{before} {time}"
    for before in ("in", "within", "over", "inside")
    for time in (
        "one year",
        "a year",
        "a single year",
        "twelve months",
        "12 months",
        "just one year",
        "just a year",
    )
)


def ends_a_year(sentence: Sentence, anchor: int) -> int:
    """The second figure of "from 1.50 to 2.01 percent within a year", said at either; -1 where the time is
    not so said."""
    items = sentence.items
    amount = items[anchor].amount
    if (
        anchor < 1
        or amount is None
        or amount.kind != "percent"
        or items[anchor - 1].word not in ("from", "to")
    ):
        return -1
    first = items[anchor - 1].word == "from"
    second = anchor + 2 if first else anchor
    start = anchor if first else anchor - 2
    paired = (
        second < len(items)
        and start > 0
        and items[second - 1].word == "to"
        and items[start - 1].word == "from"
    )
    if not paired or "percent" not in items[second].tags or "percent" not in items[start].tags:
        return -1
    words = " ".join(it.word for it in items)
    return second if any(f" {said}" in f" {words}" for said in _IN_A_YEAR) else -1


def since_when(sentence: Sentence, anchor: int) -> int:
    """The year of the first of "since 2014 from 1.19% to 2.12%"; 0 where it is not so said."""
    items = sentence.items
    first = next((it.amount for it in items[anchor : anchor + 1]), None)
    if (
        first is None
        or first.kind not in ("percent", "money")
        or not anchor
        or items[anchor - 1].word != "from"
    ):
        return 0
    bases = [items[k].number for k in sentence.where("base") if items[k].value == "said"]
    to = next((k for k in sentence.where("to", anchor, anchor + 5)), -1)
    dated = to < 0 or sentence.has("year", anchor + 1, to)
    return bases[0] if len(bases) == 1 and not dated else 0


def year_then(sentence: Sentence, anchor: int) -> Item | None:
    """ "Doubled since 2014, 12.9% then": the year that was named before; None where it is not so said."""
    k = anchor + 1
    while k < len(sentence.items) and sentence.items[k].tags & {"relative", "gdp"}:
        k += 1
    if [it.word for it in sentence.items[k : k + 1]] != ["then"] or k + 1 < len(sentence.items) - 1:
        return None
    bases = sentence.where("base", 0, anchor)
    return sentence.items[bases[-1]] if bases and sentence.items[bases[-1]].value == "said" else None


def year_of_a_place_then(sentence: Sentence, anchor: int) -> Item | None:
    """ "3.7 percent in 2021, then the highest of all, to 3 percent in 2023": the year right before "then" is
    that of the place; None where it is not so said."""
    items = sentence.items
    then = next((k for k in range(anchor - 1, max(2, anchor - 5), -1) if items[k].word == "then"), 0)
    if not then or items[then + 1].word != "the" or items[then - 1].word not in (",", "("):
        return None
    year = items[then - 2]
    figure = any(it.amount for it in items[max(0, then - 6) : then - 2])
    figure = figure and not any(it.amount for it in items[anchor + 1 : anchor + 4])  # "then first with 3.9%"
    placed = any(it.tags & {"lead", "lag", "ordinal"} for it in items[then + 1 : anchor + 1])
    return year if figure and placed and year.value == "said" and "year" in year.tags else None


def year_in_brackets(sentence: Sentence, anchor: int) -> Item | None:
    """The year right before a figure in brackets: "less than in 2020 (1.53)"; None where there is none."""
    if anchor < 2 or sentence.items[anchor - 1].word != "(" or not sentence.items[anchor].amount:
        return None
    year = sentence.items[anchor - 2]
    return year if "year" in year.tags and year.value in ("said", "relative") else None


def from_nowhere(sentence: Sentence, anchor: int) -> bool:
    """The first of "from 2.2% to 1.3%", where no year is said of it."""
    items = sentence.items
    if ends_a_year(sentence, anchor) >= 0:
        return False  # "from 1.50 to 2.01 percent within a year"
    if (
        not items[anchor].amount
        or not anchor
        or not any(it.word == "from" for it in items[max(0, anchor - 2) : anchor])
    ):
        return False
    if not any(it.word == "to" for it in items[anchor : anchor + 8]):
        return False
    after = next((k for k in range(anchor + 1, len(items)) if items[k].amount), len(items))
    return not sentence.has("year", anchor, after)
