"""What rose or fell: "up 18% in real terms", "$10 billion more than in 2015", "doubled since 2014"."""

from __future__ import annotations

from collections.abc import Mapping

from etl.claims.reading.change_subjects import RISE_OF_EUROPE, whose_change
from etl.claims.reading.directions import PUT, factor_bound, put_at
from etl.claims.reading.guards import SPAN
from etl.claims.reading.measures import category_near, head_of
from etl.claims.reading.numbers import Amount
from etl.claims.reading.other_figures import APART, NOT_SPENT
from etl.claims.reading.steps import ADDED, goes_on, has_a_minus, step_direction
from etl.claims.reading.tokens import set_of
from etl.claims.reading.values import Assumption, ChangeReading, Comparison
from etl.claims.reading.work import Work
from etl.model import EUROPE_AND_CANADA, SHARE_OF_GDP, TOTAL
from etl.model.indicators import DOLLARS, DOLLARS_CONSTANT, REAL_CHANGE, SOLDIERS

_FACTORS = {
    "double": 2.0, "triple": 3.0, "quadruple": 4.0, "halve": 0.5,
    "fivefold": 5.0, "sixfold": 6.0, "sevenfold": 7.0, "eightfold": 8.0, "ninefold": 9.0, "tenfold": 10.0,
}  # fmt: skip
_MULTIPLE_TAGS = frozenset(_FACTORS)
_MIRRORED: Mapping[Comparison, Comparison] = {">": "<", ">=": "<=", "<": ">", "<=": ">="}
_MOVES = frozenset({"up", "down", "more", "less", "twice", *_FACTORS})
_MOVE_WORDS = ADDED | {"+"}
_APART = set_of("above below over under beyond short off from")
_NOBODYS = "Whose spending changed by this is not clear."
_OF_OTHER = "What changed by this is not in the tables."
_SIZES = set_of("size number strength numbers")
_PART = set_of("share part portion proportion percentage")
_ALL = Assumption(
    "subjects",
    TOTAL,
    "what NATO reports of Europe and Canada are rises; a fall is taken as that of all members",
    (EUROPE_AND_CANADA,),
)


def read_changes(work: Work) -> None:
    """Adds the changes by a percentage, an amount or a factor."""
    signs = any(has_a_minus(work, i) for i in work.sentence.where("percent"))
    if not (signs or any(it.tags & _MOVES or it.word in _MOVE_WORDS for it in work.items)):
        return
    for i, item in enumerate(work.items):
        if not work.free(i):
            continue
        factor = next((f for tag, f in _FACTORS.items() if tag in item.tags), 0.0)
        if "twice" in item.tags and _year_doubled(work, i):
            factor = 2.0
        amount = item.amount
        by_a_part = amount is not None and amount.kind == "fraction" and _says_by(work, i)
        if amount and (by_a_part or amount.kind in ("percent", "money", "points")):
            _add_step(work, i, amount)
        elif factor:
            _add_factor(work, i, factor)


def _says_by(work: Work, i: int) -> bool:
    """Whether "by" stands before an amount, or before its bound: "by nearly a fifth"."""
    before = [it.word for it in work.items[max(0, i - 2) : i]]
    after = {it.word for it in work.items[i + 1 : i + 4]}
    if after & {"percentage", "percent", "point", "points"}:
        return False  # "by half a percentage point"
    return before[-1:] == ["by"] or (before[:1] == ["by"] and "bound" in work.items[i - 1].tags)


def _add_step(work: Work, i: int, amount: Amount) -> None:
    if amount.kind == "points" and _is_from_a_line(work, i):
        return  # "0.12 points above the target"
    direction = step_direction(work, i)
    of = "" if amount.kind == "points" else head_of(work, i)
    if not direction or of in ("gdp", "members", "nato", "other"):
        return
    if why := _why_no_step(work, i, amount):
        work.blocked[i] = why
        return
    who, place, whose = whose_change(work, i)
    if whose is RISE_OF_EUROPE and direction < 0 and work.items[place].value != "european members":
        who, whose = TOTAL, _ALL
    if not who:
        work.blocked[i] = _NOBODYS
        return
    if _is_of_what(work, i, place):
        return
    first_year = _first_of_two_years(work, i)
    indicator, note = _step_indicator(work, i, place, amount, first_year > 0)
    if not indicator:
        if amount.kind == "money":
            work.blocked[i] = _OF_OTHER  # a step, and no level either
        return
    sign: Comparison = amount.comparison or "=="
    value = amount.value if direction > 0 else -amount.value
    sign = sign if direction > 0 else _MIRRORED.get(sign, sign)
    unit = amount.unit if amount.kind == "money" else "points" if amount.kind == "points" else "percent"
    reading = ChangeReading(
        indicator, (who,), 0, first_year, sign, value, amount.decimals, unit, None, amount.tolerance
    )
    between = work.sentence.where("plain", i, i + 3) if first_year else ()
    work.used.update((i, *(k for k in between if _counts_years(work, k))))
    work.add(reading, i, place, *(n for n in (whose, note) if n), anchor=i)


def _why_no_step(work: Work, i: int, amount: Amount) -> str:
    """Why an amount is no step that the tables have; "" where it may be one."""
    if _is_of_something_else(work, i):
        return _OF_OTHER
    if _is_of_all_years(work, i, amount):
        return SPAN
    return APART if _is_apart(work, i) else ""


def _of_its_forces(work: Work, i: int, hi: int) -> bool:
    """ "Has doubled the size of its armed forces": people, and no other word on what was doubled."""
    after = work.items[i + 1 : min(hi, i + 8)]
    k = next(
        (k for k, it in enumerate(after) if it.tags & {"troops", "forces"} and "spend" not in it.tags), -1
    )
    return k >= 0 and all("filler" in it.tags or it.word in _SIZES for it in after[:k])


def _began_as_a_share(work: Work, i: int) -> bool:
    """ "Has doubled its effort since 2014, when it spent 0.92 percent of GDP": by what it began with."""
    bases = work.sentence.where("base", i, i + 8)
    when = bases[0] + 2 if bases and work.word(bases[0] + 1) == "," else -1
    return when > 0 and work.word(when) == "when" and work.sentence.has("percent", when, when + 7)


def _is_of_all_years(work: Work, i: int, amount: Amount) -> bool:
    """ "Have spent $130 billion more since 2016": a sum over the years, and no step of one."""
    lo, hi = work.clause(i)
    verbs = work.sentence.where("spend", max(lo, i - 3), i)
    perfect = any(work.word(k - 1) in ("have", "has", "had") for k in verbs)
    return amount.kind == "money" and perfect and work.sentence.has("base", lo, hi)


def _is_of_what(work: Work, i: int, place: int) -> bool:
    """Whether it is not clear what of NATO moved: "NATO up $79 billion", which is no level either."""
    of_all = work.items[place].value == TOTAL or "member" in work.items[place].tags
    unclear = of_all and not work.sentence.has("spend") and not work.sentence.has("combined")
    if unclear and work.items[i - 1].tags & {"up", "down"}:
        work.blocked[i] = _OF_OTHER
    return unclear


def _is_apart(work: Work, i: int) -> bool:
    """ "The UK spends $82 billion, France $20 billion less": how far one is from the one before it."""
    added = work.word(i + 1) in ("more", "less", "higher", "lower")
    before = max(work.sentence.where("amount", 0, i), default=-1)
    if not added or before < 0 or work.sentence.has("base", i) or work.sentence.has("year", i):
        return False
    first, own = work.items[before].amount, work.items[i].amount
    alike = first is not None and own is not None and (own.kind == "points") != (first.kind == "money")
    named = work.sentence.has("ally", 0, before) and work.sentence.has("ally", before, i)
    return named and alike and not any(it.tags & {"up", "down"} for it in work.items[before:i])


def _is_of_something_else(work: Work, i: int) -> bool:
    """ "Its economy grew by 2.9%": what moved is named right before the verb, and is not what is spent."""
    lo, _ = work.clause(i)
    moved = next((k for k in range(i - 1, lo, -1) if work.items[k].tags & {"up", "down"}), lo)
    k = next((k for k in range(moved - 1, lo - 1, -1) if not _is_an_adverb(work, k)), lo)
    after = moved + 2 if work.word(moved + 1) == "of" else k  # "the growth of GDP"
    noun = work.items[k], work.items[min(after, i)]
    unsaid = put_at(work, i) and not any("spend" in it.tags and it.word not in PUT for it in work.items[lo:i])
    return moved > lo and (unsaid or any("gdp" in it.tags or it.word in NOT_SPENT for it in noun))


def _is_an_adverb(work: Work, k: int) -> bool:
    return work.word(k).endswith("ly") or work.items[k].word in ("has", "had", "also", "only", "itself")


def _is_from_a_line(work: Work, i: int) -> bool:
    """Whether points are how far something is from a target or a percentage."""
    after = work.items[i + 1 : i + 5]
    apart = any(it.word in _APART for it in after[:2]) or any("miss" in it.tags for it in after[:2])
    return apart and any(it.tags & {"target", "percent"} for it in after)


def _step_indicator(
    work: Work, i: int, place: int, amount: Amount, two_years: bool
) -> tuple[str, Assumption | None]:
    """The measure that changed, and the assumption where no price basis is said; "" where it is none."""
    lo, hi = work.clause(i)
    has = work.sentence.has
    if (
        category_near(work, lo, hi)
        or has("troops", lo, hi)
        or has("head", lo, hi)
        or (
            work.items[place].tags & {"ally", "rest"}
            and not (has("spend") or has("real") or _are_points(work, amount))
        )
    ):
        return "", None
    of_gdp = any(
        "gdp" in it.tags and "relative" not in it.tags for it in work.items[max(lo, i - 8) : min(hi, i + 8)]
    )
    if of_gdp and not has("spend", lo, hi):
        return "", None
    if amount.kind == "points":
        return SHARE_OF_GDP, None
    based = two_years or any(work.items[k].value == "said" for k in work.sentence.where("base", lo, hi))
    if amount.kind == "money":
        if not amount.unit.endswith("USD"):
            return "", None
        because = "no price basis was said; a change is taken at constant prices"
        return DOLLARS_CONSTANT, None if has("real", lo, hi) else Assumption(
            "indicator", DOLLARS_CONSTANT, because, (DOLLARS,)
        )
    if has("nominal", lo, hi) or (
        has("absolute", lo, hi) and not any(it.word == "constant" for it in work.items)
    ):
        return DOLLARS, None
    indicator = DOLLARS_CONSTANT if based else REAL_CHANGE
    because = "no price basis was said; a change is taken in real terms"
    return indicator, None if has("real", lo, hi) else Assumption("indicator", indicator, because, (DOLLARS,))


def _are_points(work: Work, amount: Amount) -> bool:
    """ "Estonia's share rose by 0.3 points": points of nothing else than the share."""
    return amount.kind == "points" and work.known()


def _first_of_two_years(work: Work, i: int) -> int:
    """The first of two years that two figures beside a step are said of; 0 where there are not two.

    "Up 130% from $8.41bn in 2014 to $19.39bn in 2024" is a change from 2014.
    """
    figures = [k for k in work.sentence.where("amount", i + 1) if not _counts_years(work, k)]
    steps = all("percent" in work.items[k].tags for k in figures) and work.sentence.has(
        "claim", i, min(figures, default=i)
    )
    kinds = {work.items[k].tags for k in figures}
    if len(figures) != 2 or steps or len(kinds) != 1:
        return 0  # "up 1.6% in 2015, 3.0% in 2016 and 5.9% in 2017": each has its own year
    claims = [work.items[k] for k in work.sentence.where("claim", i)]
    said = sorted(it.number for it in claims if it.value == "said")
    return said[0] if len(said) == 2 and said[0] < said[1] else 0


def _counts_years(work: Work, k: int) -> bool:
    """ "Within ten years, from $10 billion in 2014 to $22 billion in 2024": the years between the two."""
    return "plain" in work.items[k].tags and work.word(k + 1) == "years"


def _add_factor(work: Work, i: int, factor: float) -> None:
    """ "Poland doubled its spending since 2014"."""
    who, place, whose = whose_change(work, i)
    lo, hi = work.clause(i)
    has = work.sentence.has
    multiples = sum(bool(it.tags & _MULTIPLE_TAGS) for it in work.items[lo:hi])
    if multiples > 1 and len({work.items[k].value for k in work.sentence.where("ally", lo, hi)}) > 1:
        return  # "doubled in Poland, tripled in Latvia"
    part = category_near(work, lo, hi) if any(it.word in _PART for it in work.items[lo:hi]) else ""
    hi = next((k for k in range(i, hi) if _is_aside(work, k) or _is_level(work, k) or goes_on(work, k)), hi)
    people = has("troops", lo, hi) or has("forces", lo, hi)
    if people and who and has("base", lo, hi) and _of_its_forces(work, i, hi):
        work.used.add(i)
        sign, tolerance = factor_bound({it.word for it in work.items[max(0, i - 3) : i]})
        of_people = ChangeReading(SOLDIERS, (who,), 0, 0, sign, None, None, "times", factor, tolerance)
        work.add(of_people, i, place, *([whose] if whose else []), anchor=i)
        return
    other = (
        has("rest")
        or has("troops", lo, hi)
        or has("head", lo, hi)
        or (category_near(work, lo, hi) and not part)
    )
    from_one = _first_of_two_years(work, i)
    of_year = _year_doubled(work, i) or from_one
    of_gdp = (
        has("gdp", lo, hi) and not has("absolute", i, hi) and (has("spend", lo, hi) or has("percent", lo, hi))
    )  # not "its economy doubled"
    share = (
        (has("relative", lo, hi) and not has("absolute", i, hi))
        or of_gdp
        or (from_one > 0 and has("percent", i, hi))
    )
    share = (
        share or bool(part) or (not has("aggregate") and any(it.word == "share" for it in work.items[lo:hi]))
    )
    share = share or _began_as_a_share(work, i)
    spent = share or has("spend", lo, hi) or (from_one > 0 and has("money", i, hi))
    if not who or other or not spent or not (of_year or has("base", lo, hi)):
        return
    if "member" in work.items[place].tags and (
        place - 1 in work.used or "plain" in work.items[place - 1].tags
    ):
        return  # "18 allies will spend 2%, a sixfold increase": of their number
    if whose is RISE_OF_EUROPE and of_year:
        who, whose = TOTAL, None
    indicator = (part or SHARE_OF_GDP) if share else DOLLARS_CONSTANT if has("real", lo, hi) else DOLLARS
    because = "no price basis was said; taken at current prices"
    note = Assumption("indicator", DOLLARS, because, (DOLLARS_CONSTANT,)) if indicator == DOLLARS else None
    sign, tolerance = factor_bound({it.word for it in work.items[max(0, i - 3) : i]})
    reading = ChangeReading(indicator, (who,), 0, of_year, sign, None, None, "times", factor, tolerance)
    work.used.add(i)
    work.add(reading, i, place, *(n for n in (whose, note) if n), anchor=i)


def _is_level(work: Work, k: int) -> bool:
    """ "Doubled its budget to 2.37 percent of GDP": where it stands now, which does not say what doubled."""
    return work.word(k) == "to" and any("percent" in it.tags for it in work.items[k + 1 : k + 4])


def _is_aside(work: Work, k: int) -> bool:
    """ "Doubled since 2022, when a mere 1.33 percent of GDP ...": where what is said of the year begins."""
    return work.items[k].word == "," and any(it.word == "when" for it in work.items[k + 1 : k + 2])


def _year_doubled(work: Work, i: int) -> int:
    """The year of which something is a multiple: "almost double the figures of 2023"; 0 for none."""
    for k in work.sentence.where("year", i + 1, i + 7):
        item = work.items[k]
        before = {it.word for it in work.items[i + 1 : k]}
        multiple = k == i + 1 or bool(before & {"of", "figure", "figures", "level", "'s"})
        if item.value == "said" and item.number < work.day.year and multiple:
            return item.number
    return 0
