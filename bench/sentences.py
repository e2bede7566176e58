"""Scores the reader of sentences on labelled claims, and times it: `python -m bench.sentences [--file
dev.jsonl]`.

A claim has two wordings; each reading of it must come out with the same measure, indicator, subjects, year,
comparison, number and target. *Right*: it did. *Wrong*: a reading came out that is none of the labels.
*Silent*: a label that nothing came out for. The labels of kind "other"
have no measure in the tables: silence is right.
"""

from __future__ import annotations

import argparse
import calendar
import json
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from etl.claims.context import reader_of
from etl.claims.reading import Reading, SentenceReader, as_mapping
from etl.ingest.publish import build
from etl.store import Store

HERE = Path(__file__).parent
MEASURES = {"change_over_time": "change", "aggregate": "value", "part_of_total": "part"}
TODAY = date(2026, 11, 26)
LONG_TEXTS = {
    "a number": "2",
    "commas": "Poland, ",
    "percent": "2% ",
    "of": "of ",
    "pairs": "Poland 2% Germany 3% ",
    "brackets": "(2% [Poland {",
    "nesting": "((((",
    "counts": "23 allies and ",
    "places": "largest ",
    "years": "2014 2015 ",
    "quotes": "\"' ",
    "denials": "not ",
    "other letters": "ǅ２％ Ünïcødé 波兰 ",
}
"""Stretches that, repeated, make texts which a reader of words could lose itself in."""


def said_on(text: str | None) -> date:
    """The day of a claim; a month alone counts as its last day, an unknown day as today."""
    if not text:
        return TODAY
    if len(text) == 10:
        return date.fromisoformat(text)
    year, month = (int(t) for t in f"{text}-12".split("-")[:2])
    return date(year, month, calendar.monthrange(year, month)[1])


def label_key(label: Mapping[str, Any]) -> tuple[Any, ...]:
    """A label as what is compared."""
    measure = MEASURES.get(label["measure"], label["measure"])
    year = label.get("year") or label.get("year_meant")
    return _key(measure, label, year)


def reading_key(reading: Reading) -> tuple[Any, ...]:
    """A reading as what is compared."""
    found = as_mapping(reading)
    return _key(found["measure"], found, found["year"])


def _key(measure: str, r: Mapping[str, Any], year: int | None) -> tuple[Any, ...]:
    comparison = r.get("comparison") or "=="
    subjects = tuple(r.get("subjects") or ())
    ordered = measure == "rank" or (measure == "compare" and comparison not in ("==", "~"))
    head = (measure, r.get("indicator"), subjects if ordered else tuple(sorted(subjects)), year)
    number: tuple[Any, ...]
    if measure == "count":
        number = (
            comparison,
            r.get("fraction") or r.get("number"),
            r.get("target_comparison"),
            r.get("target"),
        )
    elif measure == "list":
        number = (r.get("target_comparison"), r.get("target"), bool(r.get("exhaustive")))
    elif measure == "rank":
        number = (r.get("rank"), r.get("order"), r.get("among"))
    elif measure == "compare":
        number = (comparison, r.get("factor") or 1.0)
    elif measure == "change":
        times = r.get("unit") == "times"  # a label has the factor as its value
        value, factor = (None, r.get("factor") or r.get("value")) if times else (r.get("value"), None)
        number = (comparison, value, factor)
    else:
        number = (comparison, r.get("value"))
    return (*head, *number)


def score(
    claims: Iterable[Mapping[str, Any]], reader: SentenceReader, verbose: bool = False
) -> dict[str, Counter[str]]:
    """Right, wrong and silent by kind of the label; what was read of unanswerable claims under
    "unanswerable"."""
    table: dict[str, Counter[str]] = {}
    for claim in claims:
        day = said_on(claim["said_on"])
        for wording in ("press", "asked"):
            read = [s.reading for s in reader.read(claim[wording], day).statements]
            labels = [
                r for i, r in enumerate(claim["reading"]) if wording == "press" or i in claim["asked_keeps"]
            ]
            lines = score_one(claim["answerable"], labels, read, table)
            if verbose and lines:
                print(f"{claim['id']} {wording} {claim['said_on']}: {claim[wording]}", *lines, sep="\n    ")
    return table


def score_one(
    answerable: bool, labels: list[Mapping[str, Any]], read: list[Reading], table: dict[str, Counter[str]]
) -> list[str]:
    """Adds one wording to the scores; gives what was not right in it, in lines."""
    if not answerable:
        table.setdefault("unanswerable", Counter())["wrong" if read else "right"] += 1
        return [f"read: {as_mapping(r)}" for r in read]
    wanted = [(label["measure"], key) for label in labels for key in each_subject(label_key(label))]
    extra = []
    for key in (k for reading in read for k in each_subject(reading_key(reading))):
        hit = next((w for w in wanted if w[1] == key), None)
        if hit:
            wanted.remove(hit)
            table.setdefault(hit[0], Counter())["right"] += 1
        else:
            extra.append(key)
    lines = []
    for measure, key in wanted:
        near = next((e for e in extra if e[0] == key[0]), None)
        row = table.setdefault(measure, Counter())
        row["wrong" if near else "silent"] += 1
        if near:
            extra.remove(near)
            row["year only"] += _but_year(near) == _but_year(key)
        if near or measure != "other":
            lines.append(f"{'wrong' if near else 'silent'}: want {key} got {near}")
    for key in extra:
        table.setdefault(f"extra {key[0]}", Counter())["wrong"] += 1
        lines.append(f"extra: {key}")
    return lines


def each_subject(key: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    """A value said of several allies as one of each."""
    return [(*key[:2], (code,), *key[3:]) for code in key[2]] if key[0] == "value" and key[2] else [key]


def _but_year(key: tuple[Any, ...]) -> tuple[Any, ...]:
    return key[:3] + key[4:]


def show(table: Mapping[str, Counter[str]]) -> None:
    """Prints the scores, and their sum without the labels of kind "other"."""
    total: Counter[str] = Counter()
    print(f"{'kind':<22}{'right':>7}{'wrong':>7}{'(year)':>7}{'silent':>7}")
    for kind, row in sorted(table.items()):
        print(f"{kind:<22}{row['right']:>7}{row['wrong']:>7}{row['year only']:>7}{row['silent']:>7}")
        if kind not in ("other", "unanswerable"):
            total.update(row)
        elif kind == "other":
            total["wrong"] += row["wrong"]
    n = (total["right"] + total["wrong"] + total["silent"]) or 1
    parts = (f"{k} {total[k]} ({100 * total[k] / n:.1f}%)" for k in ("right", "wrong", "silent", "year only"))
    print(f"answerable, without other: {n} readings: " + ", ".join(parts))


def time_it(claims: list[Mapping[str, Any]], reader: SentenceReader) -> None:
    """Prints the processor's time for a sentence and for 4,000 characters."""
    texts = [c[w] for c in claims for w in ("press", "asked")]
    spent = sorted(_seconds(reader, text) * 1e3 for text in texts)
    print(f"a sentence: median {spent[len(spent) // 2]:.2f} ms of the processor, slowest {spent[-1]:.2f} ms")
    press = " ".join(texts)
    for name, long in {"press": press, "one sentence": press.replace(".", ","), **LONG_TEXTS}.items():
        short, whole = (_seconds(reader, (long * (4000 // len(long) + 1))[:n]) for n in (1000, 4000))
        times = f"{whole / short:.1f} times as long as 1,000"
        print(f"4,000 characters of {name}: {whole * 1e3:.1f} ms of the processor, {times}")


def _seconds(reader: SentenceReader, text: str) -> float:
    """The processor's time for a text: the least of three."""
    spent = []
    for _ in range(3):
        start = time.process_time()
        reader.read(text, TODAY)
        spent.append(time.process_time() - start)
    return max(min(spent), 1e-6)


def main() -> None:
    """Scores a file of labelled claims."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--file", type=Path, default=HERE.parents[1] / "shared" / "claims" / "dev.jsonl")
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    claims = [json.loads(line) for line in options.file.read_text("utf-8").splitlines()]
    with TemporaryDirectory() as folder:
        build(HERE.parent / "data", Store(folder))
        reader = reader_of(Store(folder).load())
    show(score(claims, reader, options.verbose))
    time_it(claims, reader)


if __name__ == "__main__":
    main()
