"""Whether figures of different tables can mean what the words above them say.

These are checks of scale and place, wide enough to let NATO's own roundings, typed-in cells and revisions
through: a thousand for a million, a fraction for a per cent, one table's figures under another's title. The
exact identities are checked elsewhere, with their known exceptions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from statistics import median

from etl.model import CATEGORIES, SHARE_OF_GDP, Observation, Rejected, shown
from etl.model import indicators as ids
from etl.model.euro import in_euro
from etl.model.values import ValueKey
from etl.sources.nato.reader.rules import NATIONAL_CURRENCY
from etl.sources.nato.reader.table import SheetTable

ValueOf = Callable[[str, int], "float | None"]
"""An ally's value of an indicator in a year."""
MOST_SHARE = 30.0
MOST_PERSONNEL = 10_000.0
LEAST_LARGEST_FORCES = 50.0
"""Thousands. Forces that are all smaller than this are in another unit than thousands."""
MOST_RATE_CHANGE = 2.5
"""How far an ally's exchange rate may move in a year; the lira's moved by 1.9 in 2021."""
FACTOR = 2.0
"""How far apart two figures may be that say the same thing."""
NEXT_TO_NOTHING = 0.1
"""Per cent of GDP."""
QUOTIENTS = (
    (ids.DOLLARS_CONSTANT, ids.GDP_CONSTANT, 100.0),
    (ids.DOLLARS, ids.GDP, 100.0),
    (ids.SPENDING_PER_HEAD, ids.GDP_PER_HEAD, 0.1),
)
"""What a share of GDP follows from: expenditure, GDP, and the factor that makes their quotient per cent."""
CATEGORY_SLACK = 2.0
CHANGE_SLACK = 5.0
"""Percentage points of real change that rounded dollars may account for in a small ally's figures."""


def check_currencies(tables: Sequence[SheetTable]) -> None:
    """An ally's currency is the same in both blocks of table 1. Raises Rejected where it is not."""
    for table in tables:
        named: dict[str, str] = {}
        for block in table.blocks:
            for row in block.rows:
                if block.measure.unit == NATIONAL_CURRENCY and row.currency:
                    first = named.setdefault(row.code, row.currency)
                    if first != row.currency:
                        column = next(c for c, v in enumerate(table.sheet.rows[row.row]) if v == row.label)
                        expected = f"the currency of the block above, {first}"
                        raise table.sheet.rejection(row.row, column, expected)


def check_sense(observations: Sequence[Observation], file: str) -> None:
    """Reject figures that contradict one another beyond any rounding. Raises Rejected naming a cell."""
    by_key: dict[ValueKey, Observation] = {(f.indicator, f.ally, f.year): f for f in observations}
    rates = _rates(by_key)
    _check_forces(observations, file)
    # Shares first: where one contradicts everything else, it is the one to name. What only dollars bear
    # on comes last.
    order = {SHARE_OF_GDP: 0, ids.NATIONAL_CONSTANT: 2}
    for observation in sorted(observations, key=lambda f: order.get(f.indicator, 1)):
        why = _nonsense(observation, by_key, rates)
        if why:
            found = f"{shown(observation.value)} for {observation.ally} {observation.year}"
            raise Rejected(file, observation.cell, expected=why, found=found)


def _rates(by_key: Mapping[ValueKey, Observation]) -> dict[str, float]:
    """What a dollar at constant prices is worth in each ally's currency: the median of the years."""
    rates: dict[str, list[float]] = {}
    for (indicator, ally, year), observation in by_key.items():
        dollars = by_key.get((ids.DOLLARS_CONSTANT, ally, year))
        if indicator == ids.NATIONAL_CONSTANT and dollars and dollars.value:
            rates.setdefault(ally, []).append(observation.value * _joined(observation) / dollars.value)
    return {ally: median(of_years) for ally, of_years in rates.items()} | {"USA": 1.0}


def _check_forces(observations: Sequence[Observation], file: str) -> None:
    forces = [f for f in observations if f.indicator == ids.SOLDIERS]
    largest = max(forces, key=lambda f: f.value, default=None)
    if largest and largest.value < LEAST_LARGEST_FORCES:
        expected = f"thousands of persons, more than {LEAST_LARGEST_FORCES:g} in the largest forces"
        raise Rejected(file, largest.cell, expected=expected, found=f"{shown(largest.value)} at the most")


def _nonsense(
    observation: Observation, by_key: Mapping[ValueKey, Observation], rates: Mapping[str, float]
) -> str:
    """What was expected of a figure that makes no sense; '' for one that does."""

    def value(indicator: str, year: int = observation.year) -> float | None:
        found = by_key.get((indicator, observation.ally, year))
        return None if found is None else found.value

    match observation.indicator:
        case ids.SHARE_OF_GDP:
            return _share(observation.value, [_implied(value(a), value(b), f) for a, b, f in QUOTIENTS])
        case ids.DOLLARS | ids.DOLLARS_CONSTANT | ids.SPENDING_PER_HEAD:
            below, factor = next((b, f) for a, b, f in QUOTIENTS if a == observation.indicator)
            stated = value(SHARE_OF_GDP)
            if stated is None or _near(stated, _implied(observation.value, value(below), factor)):
                return ""
            table = by_key[below, observation.ally, observation.year].table
            return f"about {stated:.3g} per cent of the GDP in table {table}, as table 3 says"
        case ids.REAL_CHANGE:
            before, now = (value(ids.DOLLARS_CONSTANT, observation.year - 1), value(ids.DOLLARS_CONSTANT))
            return _near_change(observation.value, before, now)
        case ids.NATIONAL_CONSTANT | ids.NATIONAL:
            return _national(observation, value, rates.get(observation.ally))
        case ids.SOLDIERS:
            within = 0 <= observation.value <= MOST_PERSONNEL
            return "" if within else f"thousands of persons, at most {MOST_PERSONNEL:g}"
        case ids.EQUIPMENT_SHARE | ids.PERSONNEL_SHARE | ids.INFRASTRUCTURE_SHARE | ids.OTHER_SHARE:
            return _category(observation.value, [value(c) for c in CATEGORIES])
        case _:
            return ""


def _national(observation: Observation, value: ValueOf, rate: float | None) -> str:
    """What table 2 implies: one rate in all years at constant prices, and no leap of it at current ones."""
    if observation.indicator == ids.NATIONAL_CONSTANT:
        dollars = value(ids.DOLLARS_CONSTANT, observation.year)
        implied = dollars * rate / _joined(observation) if dollars and rate else None
        if implied is None or _near(observation.value, implied):
            return ""
        return f"about {implied:.6g} in national currency, as table 2 and the other years imply"
    now, before = (
        _rate(value(observation.indicator, year), value(ids.DOLLARS, year), factor)
        for year, factor in (
            (observation.year, _joined(observation)),
            (observation.year - 1, in_euro(observation.ally, observation.year - 1, observation.unit)),
        )
    )
    if not now or not before or 1 / MOST_RATE_CHANGE < now / before < MOST_RATE_CHANGE:
        return ""
    return f"about {before:.4g} in national currency for a dollar, as in the year before"


def _joined(observation: Observation) -> float:
    return in_euro(observation.ally, observation.year, observation.unit)


def _rate(national: float | None, dollars: float | None, factor: float) -> float | None:
    return national * factor / dollars if national is not None and dollars else None


def _implied(above: float | None, below: float | None, factor: float) -> float | None:
    return factor * above / below if above is not None and below else None


def _near(stated: float, implied: float | None) -> bool:
    """Within a factor of two; an absent one, or two next to nothing, contradict nothing."""
    if implied is None or max(stated, implied) < NEXT_TO_NOTHING:
        return True
    return stated <= FACTOR * implied and implied <= FACTOR * stated


def _share(stated: float, implied: Sequence[float | None]) -> str:
    if not 0 <= stated <= MOST_SHARE:
        return f"a share of GDP between 0 and {MOST_SHARE:g} per cent"
    known = [i for i in implied if i is not None]
    if not known or any(_near(stated, i) for i in known):
        return ""
    return f"about {known[0]:.3g} per cent, as tables 2, 5 and 6 imply"


def _near_change(stated: float, before: float | None, now: float | None) -> str:
    if not before or now is None:
        return ""
    implied = 100 * (now / before - 1)
    if abs(stated - implied) <= CHANGE_SLACK + abs(implied) / 10 + 100 / before * (1 + now / before):
        return ""
    return f"a real change of about {implied:.3g} per cent, as table 2 implies"


def _category(value: float, parts: Sequence[float | None]) -> str:
    if not -CATEGORY_SLACK <= value <= 100 + CATEGORY_SLACK:
        return "a share of defence expenditure between 0 and 100 per cent"
    known = [p for p in parts if p is not None]
    if len(known) == len(parts) and abs(sum(known) - 100) > CATEGORY_SLACK:
        return f"four categories that sum to 100 per cent (they sum to {sum(known):.2f})"
    return ""
