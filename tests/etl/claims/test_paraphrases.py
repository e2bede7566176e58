"""One statement in many wordings is one reading: word order, names, number words, headline, question."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.claims.reading import AllyNames
from tests.etl.claims.notation import read, reader

DAY = "2024-07-20"
ALLIES = [a for a in reader().context.allies if a.code != "ISL" and a.demonyms]
PERCENT = ["%", " %", " percent", " per cent", "pc", " pct"]

WORDINGS: Mapping[str, list[str]] = {
    "value share_gdp {code} {y} =={v} percent": [
        "{name} spent {v}{pct} of GDP on defence in {y}.",
        "In {y}, defence took {v}{pct} of {name}'s GDP.",
        "{people} defence spending was {v}{pct} of GDP in {y}",
        "{y}: {name} {v}{pct} of gdp",
        "did {name} put {v}{pct} of its gdp into defence in {y}?",
        "Defence spending in {name} came to {v}{pct} of gross domestic product in {y}.",
        "{v}{pct} of GDP: that is what {name} gave to its military in {y}.",
        "{name} SPENT {v}{pct} OF GDP ON DEFENCE IN {y}",
        "Wasn't {name} at {v}{pct} of GDP in {y}?",
        "NATO put {name}'s share of GDP at {v}{pct} for {y}.",
        "With {v}{pct} of GDP for defence in {y}, {name} has had its say.",
        "For {y} the figure for {name} was {v}{pct}.",
        "What {name} put into its armed forces in {y} equalled {v}{pct} of its economic output.",
        "In {y} the {people} share of GDP stood at {v}{pct}",
        "{capital} devoted {v}{pct} of GDP to its armed forces in {y}.",
    ],
    "value share_gdp {code} {y} >{v} percent": [
        "{name} spent more than {v}{pct} of GDP on defence in {y}.",
        "In {y} {name} put over {v}{pct} of its GDP into defence",
        "{people} defence spending exceeded {v}{pct} of GDP in {y}.",
        "was {name} above {v}{pct} of gdp in {y}?",
        "In {y} upwards of {v}{pct} of GDP went to defence in {name}.",
    ],
    "value share_gdp {code} {y} <{v} percent": [
        "{name} spent less than {v}{pct} of GDP on defence in {y}.",
        "{name} did not spend {v}{pct} of GDP or more in {y}.",
        "{people} spending fell short of {v}{pct} of GDP in {y}",
        "was {name} below {v}{pct} of gdp in {y}?",
        "{name} remained under {v}{pct} of GDP in {y}.",
    ],
    "value share_gdp {code} {y} ~{v} percent": [
        "{name} spent about {v}{pct} of GDP on defence in {y}.",
        "roughly {v}{pct} of {name}'s GDP went to defence in {y}",
        "{people} defence spending was around {v}{pct} of GDP in {y}.",
        "In {y} {name} gave some {v}{pct} of its GDP.",
    ],
    "value equipment_share {code} {y} =={w} percent": [
        "{name} spent {w}{pct} of its defence budget on equipment in {y}.",
        "In {y}, {w}{pct} of {people} defence spending went on equipment.",
        "Equipment made up {w}{pct} of {name}'s defence spending in {y}.",
        "did {name} put {w}{pct} of its military budget into equipment in {y}?",
    ],
    "value usd_current {code} {y} =={w} billion USD": [
        "{name} spent ${w} billion on defence in {y}.",
        "In {y} {people} defence spending was {w} billion dollars.",
        "${w}bn was the defence budget of {name} in {y}",
        "did {name} spend USD {w} billion on its military in {y}?",
    ],
    "rank share_gdp {code} {y} desc 3": [
        "In {y} {name} ranked third in NATO by share of GDP.",
        "{name} had the third-highest share of GDP in the alliance in {y}.",
        "by share of gdp {name} came third in {y}",
        "Number three by share of GDP in {y} was {name}.",
        "was {name} the third biggest spender of {y} by share of gdp?",
    ],
    "rank share_gdp {code} {y} asc 1": [
        "In {y} {name} had the lowest share of GDP in NATO.",
        "No ally spent a smaller share of its GDP on defence in {y} than {name}.",
        "{name} was at the bottom by share of GDP in {y}",
        "{people} defence spending was the lowest in NATO by share of GDP in {y}.",
    ],
    "rank share_gdp {code} {y} desc 1": [
        "In {y} {name} led NATO by share of GDP.",
        "No ally spent a larger share of its GDP on defence in {y} than {name}.",
        "{name} spent more on defence in {y} as a share of GDP than any other ally.",
        "top spender by share of gdp in {y}: {name}",
        "Nobody in NATO spent more of its GDP than {name} in {y}.",
    ],
    "change real_change {code} {y} from {z} =={v} percent": [
        "{people} defence spending rose by {v}{pct} in real terms in {y}.",
        "In {y} {name} raised its defence spending by {v}{pct} in real terms.",
        "{name} spent {v}{pct} more on defence in real terms in {y} than in {z}.",
        "a real rise of {v}{pct} in {name}'s defence spending in {y}",
    ],
}
SETS: Mapping[str, list[str]] = {
    "count share_gdp members {y} >=2: =={n}": [
        "{n} allies met the 2% target in {y}.",
        "In {y} the target was met by {n} NATO members.",
        "{words} countries of the alliance spent at least two percent of GDP in {y}",
        "In {y}, 2{pct} of GDP or more went to defence in {words} member states.",
        "did {n} nato members reach 2{pct} in {y}?",
        "The 2{pct} goal was reached in {y} by just {words} allies.",
        "only {n} members hit 2{pct} in {y}",
        "{n} NATO COUNTRIES AT 2{pct} IN {y}",
        "The number of allies at or above 2{pct} of GDP in {y} was {n}.",
        "There were {words} members that met the 2{pct} goal in {y}.",
    ],
    "count share_gdp members {y} <2: =={n}": [
        "{n} allies missed the 2{pct} target in {y}.",
        "In {y} {words} members fell short of the goal.",
        "{n} countries did not reach 2{pct} in {y}",
        "The 2{pct} goal was missed in {y} by {words} allies.",
        "did {n} nato members spend less than 2{pct} in {y}?",
        "{words} members were below the threshold in {y}.",
        "{n} allies failed to meet the target in {y}.",
    ],
    "count share_gdp members {y} >=2: >{n}": [
        "More than {n} allies met the 2{pct} target in {y}.",
        "upwards of {n} members reached the goal in {y}",
        "The target was met in {y} by over {words} members.",
    ],
    "list share_gdp {a}+{b} {y} >=2": [
        "{A} and {B} met the 2{pct} target in {y}.",
        "In {y} the goal was met by {A} and {B}.",
        "{A} and {B} both reached 2{pct} in {y}",
        "did {A} and {B} meet the nato target in {y}?",
        "{A} as well as {B} spent at least 2{pct} of GDP in {y}.",
    ],
    "list share_gdp {a}+{b} {y} >=2 only": [
        "Only {A} and {B} met the 2{pct} target in {y}.",
        "In {y}, {A} and {B} were the only allies to meet the target.",
        "only {A} and {B} at 2{pct} in {y}",
        "In {y} only {A} and {B} spent 2{pct} or more.",
    ],
    "list share_gdp {a}+{b} {y} <2": [
        "{A} and {B} missed the 2{pct} target in {y}.",
        "Neither {A} nor {B} met the target in {y}.",
        "In {y} {A} and {B} were below 2{pct}.",
        "{A} and {B} did not reach the goal in {y}",
    ],
    "compare share_gdp {a}+{b} {y} >": [
        "{A} spent more on defence than {B} as a share of GDP in {y}.",
        "In {y} {A} was ahead of {B} by share of GDP.",
        "did {A} spend a larger share of gdp than {B} in {y}?",
        "{A} outspent {B} as a share of GDP in {y}.",
    ],
    "compare share_gdp {a}+{b} {y} <": [
        "{A} spent less on defence than {B} as a share of GDP in {y}.",
        "{A} spent a smaller share of its GDP than {B} in {y}",
    ],
    "rank share_gdp {a}+{b} {y} desc 1": [
        "{A} led NATO by share of GDP in {y}, followed by {B}.",
        "In {y} {A} topped the list by share of GDP, {B} came next.",
        "by share of gdp {A} was first in {y}, then {B}",
    ],
}
CASES = [(reading, text) for reading, texts in WORDINGS.items() for text in texts]
CASES_OF_SETS = [(reading, text) for reading, texts in SETS.items() for text in texts]
NUMBERS = {3: "three", 7: "seven", 11: "eleven", 18: "eighteen", 22: "twenty-two", 23: "twenty-three"}


def of_kind(text: str, kind: str) -> list[str]:
    """The readings of a text that are of one measure."""
    return [r for r in read(text, DAY) if r.split()[0] == kind]


@pytest.mark.parametrize(("reading", "text"), CASES_OF_SETS, ids=[text for _, text in CASES_OF_SETS])
@settings(max_examples=8)
@given(
    pair=st.lists(st.sampled_from(ALLIES), min_size=2, max_size=2, unique_by=lambda a: a.code),
    percent=st.sampled_from(PERCENT),
    number=st.sampled_from(sorted(NUMBERS)),
    year=st.integers(2015, 2024),
)
def test_one_statement_of_several_members_is_one_reading(
    reading: str, text: str, pair: list[AllyNames], percent: str, number: int, year: int
) -> None:
    a, b = pair
    parts = {
        "A": a.names[0],
        "B": b.names[0],
        "a": a.code,
        "b": b.code,
        "n": number,
        "words": NUMBERS[number],
        "pct": percent,
        "y": year,
    }
    said = text.format_map(parts)
    assert of_kind(said, reading.split()[0]) == [reading.format_map(parts)], said


@pytest.mark.parametrize(("reading", "text"), CASES, ids=[text for _, text in CASES])
@settings(max_examples=8)
@given(
    ally=st.sampled_from(ALLIES),
    percent=st.sampled_from(PERCENT),
    hundredths=st.integers(41, 499).filter(lambda n: n % 50),
    year=st.integers(2015, 2024),
)
def test_one_statement_in_many_wordings_is_one_reading(
    reading: str, text: str, ally: AllyNames, percent: str, hundredths: int, year: int
) -> None:
    parts = {
        "name": ally.names[0],
        "people": ally.demonyms[0],
        "capital": ally.governments[0] if ally.governments else ally.names[0],
        "pct": percent,
        "v": f"{hundredths / 100:g}",
        "w": f"{20 + hundredths / 10:g}",
        "y": year,
        "z": year - 1,
        "code": ally.code,
    }
    said = text.format_map(parts)
    assert of_kind(said, reading.split()[0]) == [reading.format_map(parts)], said
