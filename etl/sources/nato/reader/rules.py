"""The measures that are read, and how the words above a block of figures name one of them."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from etl.model import indicators as ids
from etl.sources.nato.reader.meaning import SCALES, Meaning, together

NATIONAL_CURRENCY = "million national currency"
_CATEGORIES = ("equipment", "personnel", "infrastructure", "other")
_SUBJECTS = frozenset({"spending", "gdp", "soldiers", *_CATEGORIES, "distribution"})
_PRICES = frozenset({"prices", "current", "constant", "rates", "real"})
_MONEY = frozenset({"dollars", "national", *SCALES})
_SHARES = frozenset({"share", "percent"})
_OTHER_KINDS = frozenset({*_SHARES, "change", "per head", "soldiers", "distribution", "persons"})


class MeasureHeading(msgspec.Struct, frozen=True):
    """One measure of NATO's tables: `heading` and `title` as they usually read, `number` the usual table's.

    `unit` is the unit's stem, to which `constant` prices append their year; `power` is the power of ten of
    that unit, and `alone` the one that words without a scale mean, None where they must name one. `share` is
    0 for what is no share; a share is in per cent where the words say so and a fraction elsewhere, and
    `share` is the most that a fraction may be. `gdp`: there may be allies without armed forces; `signed`:
    figures may be below zero; `aggregates`: NATO prints sums; `optional`: an edition need not have it, as
    those that are older than the measure do not.
    """

    indicator: str
    number: str
    title: str
    heading: str
    unit: str
    power: int = 0
    alone: int | None = None
    constant: bool = False
    share: float = 0.0
    gdp: bool = False
    signed: bool = False
    aggregates: bool = True
    optional: bool = False


_DISTRIBUTION = "Distribution of defence expenditure by main category"
_PER_HEAD = "GDP per capita and defence expenditure per capita"
_OF_GDP = "Defence expenditure as a share of GDP and annual real change"


def _of_spending(indicator: str, number: str, heading: str) -> MeasureHeading:
    unit = "percent of defence expenditure"
    return MeasureHeading(indicator, number, _DISTRIBUTION, heading, unit, share=1.05, aggregates=False)


def _per_head_of(
    indicator: str, heading: str, unit: str, power: int = 0, gdp: bool = False
) -> MeasureHeading:
    return MeasureHeading(indicator, "6", _PER_HEAD, heading, unit, power, alone=0, constant=True, gdp=gdp)


def _amount(kind: str, money: str, constant: bool, gdp: bool = False) -> MeasureHeading:
    dollars = money == "usd"
    prices = "Constant YEAR prices" if constant else "Current prices"
    return MeasureHeading(
        f"{kind}_{money}_{'constant' if constant else 'current'}",
        "5" if gdp else "2" if dollars else "1",
        "GDP" if gdp else "Defence expenditure",
        f"{prices} and exchange rates" if dollars else prices,
        "million US dollars" if dollars else NATIONAL_CURRENCY,
        power=6,
        constant=constant,
        gdp=gdp,
        aggregates=dollars,
    )


MEASURES = (
    _amount("expenditure", "national", constant=False),
    _amount("expenditure", "national", constant=True),
    _amount("expenditure", "usd", constant=False),
    _amount("expenditure", "usd", constant=True),
    MeasureHeading(ids.SHARE_OF_GDP, "3", _OF_GDP, "Share of real GDP (%)", "percent of GDP", share=0.3),
    MeasureHeading(
        ids.REAL_CHANGE, "3", _OF_GDP, "Annual real change (%)", "percent", share=5.0, signed=True
    ),
    _amount("gdp", "usd", constant=False, gdp=True),
    _amount("gdp", "usd", constant=True, gdp=True),
    _per_head_of(
        ids.GDP_PER_HEAD, "GDP per capita (thousand US dollars)", "thousand US dollars", power=3, gdp=True
    ),
    _per_head_of(ids.SPENDING_PER_HEAD, "Defence expenditure per capita (US dollars)", "US dollars"),
    MeasureHeading(ids.SOLDIERS, "7", "Military personnel", "Military personnel", "thousands", power=3),
    _of_spending(ids.EQUIPMENT_SHARE, "8a", "Equipment"),
    _of_spending(ids.PERSONNEL_SHARE, "8a", "Personnel"),
    _of_spending(ids.INFRASTRUCTURE_SHARE, "8b", "Infrastructure"),
    _of_spending(ids.OTHER_SHARE, "8b", "Other"),
)
BY_INDICATOR = {m.indicator: m for m in MEASURES}


class Unclear(Exception):
    """What would have been expected of the words above a block that do not name one measure."""


def names_subject(words: Meaning) -> bool:
    """Whether words speak of something that NATO's tables measure, every word of them known."""
    return words.says(*_SUBJECTS) and not words.unknown


def is_restatement(title: Meaning, number: str) -> bool:
    """Whether a title is that of the table which restates others: the real change between two years.

    It is table 4 wherever there is one, whether its title names the years or not.
    """
    of_change = title.terms >= {"spending", "change"} and not title.says("gdp")
    return of_change and (len(title.years) > 1 or number == "4")


def measure_of(heading: Meaning, title: Meaning, said: Meaning) -> MeasureHeading | None:
    """The measure that a heading names under a title; `said` is what stands above both for the figures.

    None where it names none, or where the words contradict one another.
    """
    return BY_INDICATOR.get(_named(heading, title, said) or "")


def _named(heading: Meaning, title: Meaning, said: Meaning) -> str | None:
    if heading.unknown:
        return None
    own = heading.terms - _PRICES - _MONEY - {"core"}
    if not own and not heading.says("current", "constant", "real", "prices"):
        return None
    subject = _subject(heading, title)
    beside = together(heading, said)
    if category := _category(own, title, beside):
        return category
    match subject, own - {subject}:
        case "soldiers", kind if kind <= {"personnel", "persons"}:
            clear = not heading.says("prices") and not beside.says("gdp", "dollars", "national", "share")
            return ids.SOLDIERS if clear else None
        case "spending", kind if "change" in kind and kind <= {"change", "percent"}:
            return ids.REAL_CHANGE if heading.says("real", "constant") else None
        case _, kind if "gdp" in own and kind & _SHARES and kind <= {*_SHARES, "spending", "gdp"}:
            return ids.SHARE_OF_GDP if "spending" in heading.terms | title.terms else None
        case "gdp" | "spending", kind if kind == {"per head"} or (not kind and _per_head(heading, title)):
            clear = beside.says("dollars") and not beside.says("national", "current", "percent", "share")
            name = "gdp" if subject == "gdp" else "expenditure"
            return f"{name}_per_capita" if clear and together(beside, title).base else None
        case "gdp" | "spending", kind if not kind:
            return _amounts(subject, heading, title, beside)
        case _:
            return None


def _subject(heading: Meaning, title: Meaning) -> str | None:
    """What is measured: what the heading names, else what the title does, if that is one thing."""
    for n, words in enumerate((heading, title)):
        named = words.terms & {"spending", "gdp", "soldiers"}
        if n and named == {"spending", "gdp"} and heading.says("change"):
            # "as a share of GDP and annual real change": the change is the spending's.
            return None if title.says("per head") else "spending"
        if named:
            return next(iter(named)) if len(named) == 1 else None
    return None


def _per_head(heading: Meaning, title: Meaning) -> bool:
    """Whether a title alone says that amounts are per head: the heading names no other subject."""
    return title.says("per head") and heading.says("spending", "gdp") and not heading.says("current")


def _category(own: frozenset[str], title: Meaning, beside: Meaning) -> str | None:
    named = own & set(_CATEGORIES)
    shares = title.says("distribution") or (title.says("spending") and title.says("share", "percent"))
    alone = own <= {*named, "share", "percent", "spending", "distribution"}
    clear = not together(title, beside).says("gdp", "dollars", "national", "per head", "soldiers", *SCALES)
    if len(named) == 1 and (shares or own >= {"spending"}) and alone and clear:
        return f"{next(iter(named))}_share"
    return None


def _amounts(subject: str, heading: Meaning, title: Meaning, beside: Meaning) -> str | None:
    if not heading.says(subject) and title.says(*_OTHER_KINDS):
        return None
    currencies = beside.terms & {"dollars", "national"}
    if len(currencies) != 1:
        return None
    national = currencies == {"national"}
    priced = heading if heading.says("current", "constant", "real") or heading.base else beside
    constant = priced.says("constant", "real") or bool(priced.base)
    contradicted = heading.says("real") and beside.says("current")
    misplaced = national and (subject == "gdp" or heading.says("rates"))
    if priced.says("current") == constant or contradicted or misplaced:
        return None
    kind = "expenditure" if subject == "spending" else "gdp"
    return f"{kind}_{'national' if national else 'usd'}_{'constant' if constant else 'current'}"


def factor_of(measure: MeasureHeading, *said: Meaning) -> Decimal:
    """What figures are multiplied by to be in the measure's unit. Raises Unclear for no scale, or two.

    For a share it is 1 where the words say per cent and 100 elsewhere.
    """
    words = together(*said)
    if measure.share:
        return Decimal(1 if words.says("percent") else 100)
    if len(words.scales) > 1:
        raise Unclear(f"one scale of the figures, not {' and '.join(sorted(words.scales))}")
    if words.scales:
        power = SCALES[next(iter(words.scales))]
    elif measure.indicator == ids.SOLDIERS and words.says("persons"):
        power = 0
    elif measure.alone is not None:
        power = measure.alone
    else:
        raise Unclear(f"a unit such as {measure.unit!r} above the figures")
    return Decimal(1).scaleb(power - measure.power)
