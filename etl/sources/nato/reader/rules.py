"""What is known of NATO's tables, as a small table: where editions differ, they differ in a row here."""

from __future__ import annotations

import re
from dataclasses import dataclass

_SPENDING = r"(?:core )?defen[cs]e expenditure"
_TAIL = r"(?: ?[(,:*\d].*)?"
_MARK = r"(?: ?\((?:[a-z]|\d)\)| ?\*+)*(?: ?:)?"
_IN_PERCENT = (
    r"(?:,? [(\[]?(?:in |as )?(?:%|per ?cent(?:age)?)(?: of (?:real )?GDP)?[)\]]?| \((?:fraction|ratio)s?\))?"
)
_PERCENT = re.compile(r"%|per ?cent")
NATIONAL_CURRENCY = "million national currency"


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class BlockRule:
    """One block of a table. `heading` must match the whole heading, None where the table has but one block.

    `unit` is the unit's stem, to which `constant` prices append their year. `share` is 0 for what is no
    share; a share is in per cent where the words say so and a fraction elsewhere, and `share` is the most
    that a fraction may be. `gdp`: the block may hold allies without armed forces; `signed`: its figures may
    be below zero.
    """

    indicator: str
    heading: re.Pattern[str] | None
    shown: str
    unit: str
    constant: bool = False
    share: float = 0.0
    gdp: bool = False
    signed: bool = False


@dataclass(frozen=True, slots=True)
class TableRule:
    """One table: its number, what its title says after the number, and the words that state its unit."""

    number: str
    title: re.Pattern[str]
    title_shown: str
    unit: re.Pattern[str]
    unit_shown: str
    blocks: tuple[BlockRule, ...]
    aggregates: bool = True


_OTHER_SCALE = _words(r"\b(?:[bt]r?illions?|hundreds?|thousand millions?)\b")


def other_scale(words: str) -> str:
    """A scale that no table is in, where words above the figures name one; else ''."""
    found = _OTHER_SCALE.search(words)
    return found[0] if found else ""


def says_percent(words: str) -> bool:
    """Whether words state that the numbers under them are per cent."""
    return _PERCENT.search(words.casefold()) is not None


def _money(kind: str, gdp: bool = False) -> tuple[BlockRule, ...]:
    return (
        BlockRule(
            f"{kind}_current",
            _words(rf"current prices and exchange rates{_MARK}"),
            "Current prices and exchange rates",
            "million US dollars",
            gdp=gdp,
        ),
        BlockRule(
            f"{kind}_constant",
            _words(rf"constant \d{{4}} prices and exchange rates{_MARK}"),
            "Constant YEAR prices and exchange rates",
            "million US dollars",
            constant=True,
            gdp=gdp,
        ),
    )


def _category(indicator: str, word: str) -> BlockRule:
    heading = _words(rf"{word}(?: expenditure)?{_IN_PERCENT}{_MARK}")
    return BlockRule(indicator, heading, word.capitalize(), "percent of defence expenditure", share=1.05)


def _distribution(number: str, *blocks: BlockRule) -> TableRule:
    return TableRule(
        number,
        _words(rf"distribution of {_SPENDING} by main category{_TAIL}"),
        "Distribution of defence expenditure by main category",
        _words(rf"(?:percentage|per ?cent|%|share) of (?:the )?(?:total )?{_SPENDING}"),
        "Percentage of total defence expenditure",
        blocks,
        aggregates=False,
    )


TABLES = (
    TableRule(
        "1",
        _words(_SPENDING + _TAIL),
        "Defence expenditure",
        _words(r"\bmillions?\b.*\bnational currenc"),
        "Million national currency units",
        (
            BlockRule(
                "expenditure_national_current",
                _words(rf"current prices{_MARK}"),
                "Current prices",
                NATIONAL_CURRENCY,
            ),
            BlockRule(
                "expenditure_national_constant",
                _words(rf"constant \d{{4}} prices{_MARK}"),
                "Constant YEAR prices",
                NATIONAL_CURRENCY,
                constant=True,
            ),
        ),
        aggregates=False,
    ),
    TableRule(
        "2",
        _words(_SPENDING + _TAIL),
        "Defence expenditure",
        _words(r"\bmillions?\b.*\bUS dollars"),
        "Million US dollars",
        _money("expenditure_usd"),
    ),
    TableRule(
        "3",
        _words(rf"{_SPENDING} as a share of (?:real )?GDP and annual real change{_TAIL}"),
        "Defence expenditure as a share of GDP and annual real change",
        _words(r"\d{4} prices|GDP"),
        "Based on YEAR prices",
        (
            BlockRule(
                "expenditure_share_gdp",
                _words(rf"(?:{_SPENDING} as a )?share of (?:real )?GDP{_IN_PERCENT}{_MARK}"),
                "Share of real GDP (%)",
                "percent of GDP",
                share=0.3,
            ),
            BlockRule(
                "expenditure_real_change",
                _words(rf"annual real change{_IN_PERCENT}{_MARK}"),
                "Annual real change (%)",
                "percent",
                share=5.0,
                signed=True,
            ),
        ),
    ),
    TableRule(
        "5",
        _words(r"(?:GDP|gross domestic product)" + _TAIL),
        "GDP",
        _words(r"\bmillions?\b.*\bUS dollars"),
        "Million US dollars",
        _money("gdp_usd", gdp=True),
    ),
    TableRule(
        "6",
        _words(rf"GDP per capita and {_SPENDING} per capita{_TAIL}"),
        "GDP per capita and defence expenditure per capita",
        _words(r"\d{4} prices"),
        "YEAR prices and exchange rates",
        (
            BlockRule(
                "gdp_per_capita",
                _words(rf"GDP per capita \(thousands? (?:of )?US dollars\){_MARK}"),
                "GDP per capita (thousand US dollars)",
                "thousand US dollars",
                constant=True,
                gdp=True,
            ),
            BlockRule(
                "expenditure_per_capita",
                _words(rf"{_SPENDING} per capita \(US dollars\){_MARK}"),
                "Defence expenditure per capita (US dollars)",
                "US dollars",
                constant=True,
            ),
        ),
    ),
    TableRule(
        "7",
        _words(r"military personnel" + _TAIL),
        "Military personnel",
        _words(r"\bthousands?\b"),
        "Thousands",
        (BlockRule("military_personnel", None, "Military personnel", "thousands"),),
    ),
    _distribution("8a", _category("equipment_share", "equipment"), _category("personnel_share", "personnel")),
    _distribution(
        "8b", _category("infrastructure_share", "infrastructure"), _category("other_share", "other")
    ),
)
BY_NUMBER = {rule.number: rule for rule in TABLES}
RESTATEMENT = "4"
