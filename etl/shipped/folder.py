"""The data that ship with the project: members, measures, pledges, and every edition available here.

`folder` is everywhere the folder that holds allies.csv. Whatever is not as it must be is Rejected,
with file, row, column, what was expected and what was found.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import msgspec
from msgspec.structs import replace

from etl.claims.judging import ClaimSpec
from etl.model import (
    AGGREGATES,
    Ally,
    Indicator,
    Outlines,
    Publication,
    Rejected,
    ReportedCount,
    Target,
    group_keys,
)
from etl.shipped import strict
from etl.shipped.articles import ArticleSpec, Vocabulary, ordered, parse_article, parse_narrative
from etl.shipped.edition_folder import EditionFolder, edition_folders, read_edition
from etl.shipped.strict import read_table, require


def read_allies(folder: Path) -> tuple[Ally, ...]:
    """The members from allies.csv, in its order."""
    file = folder / "allies.csv"
    columns = {
        "code": _code,
        "name": strict.text,
        "joined": strict.day,
        "europe": strict.boolean,
        "armed_forces": strict.boolean,
        "the": strict.text_or_none,
        "aliases": strict.several,
        "left": strict.day_or_none,
    }
    allies = tuple(Ally(**record) for record in read_table(file, columns, ("code",)))
    owner: dict[str, str] = {}
    for n, ally in enumerate(allies, start=2):
        later = ally.left is None or ally.left > ally.joined
        require(file, f"row {n}, ", [("left", later, f"a day after it joined, {ally.joined}", ally.left)])
        for name in (ally.name, *ally.aliases):
            own = owner.setdefault(name, ally.code) == ally.code
            expected = f"a name that is not {owner[name]}'s"
            require(file, f"row {n}, ", [("name or aliases", own, expected, name)])
    return allies


def read_indicators(folder: Path) -> tuple[Indicator, ...]:
    """The measures of NATO's tables from indicators.csv, in its order."""
    columns = {
        "id": strict.text,
        "title": strict.text,
        "unit": strict.text,
        "definition": strict.text,
        "table": strict.one_of(("1", "2", "3", "5", "6", "7", "8a", "8b"), "a table of 1 to 8b"),
        "block": strict.text,
        "decimals": strict.whole,
        "phrase": _phrase,
        "short": strict.text,
    }
    return tuple(Indicator(**record) for record in read_table(folder / "indicators.csv", columns, ("id",)))


def read_targets(folder: Path) -> tuple[Target, ...]:
    """The pledges from targets.csv, values in per cent."""
    columns = {
        "id": strict.text,
        "title": strict.text,
        "indicator": strict.one_of({i.id for i in read_indicators(folder)}, "an indicator"),
        "value": strict.number,
        "agreed": strict.day,
        "due": strict.whole_or_none,
        "text": strict.text,
        "source": strict.text,
        "short": strict.text,
    }
    return tuple(Target(**record) for record in read_table(folder / "targets.csv", columns, ("id",)))


def read_reported_counts(folder: Path) -> tuple[ReportedCount, ...]:
    """The counts that the press reported, from reported_counts.csv; who lists the allies lists as many."""
    file = folder / "reported_counts.csv"
    columns = {
        "published": strict.day,
        "year": strict.whole,
        "count": strict.whole,
        "allies": strict.each_of({a.code for a in read_allies(folder)}, "codes of allies"),
        "kind": strict.one_of(("table", "forecast"), "table or forecast"),
        "source": strict.text,
    }
    counts = tuple(ReportedCount(**r) for r in read_table(file, columns, ("published", "year")))
    for n, reported in enumerate(counts, start=2):
        listed = len(reported.allies) or reported.count
        fits = listed == reported.count
        require(file, f"row {n}, ", [("allies", fits, f"{reported.count} allies", listed)])
    return counts


def read_publications(folder: Path) -> tuple[Publication, ...]:
    """The publications of NATO's tables, oldest first, from publications.csv; each edition is one."""
    file = folder / "publications.csv"
    columns = {
        "published": strict.day,
        "kind": strict.one_of(("tables", "annual report"), "tables or annual report"),
        "day_from": strict.one_of(("page", "general knowledge"), "page or general knowledge"),
        "note": strict.text_or_none,
    }
    found = tuple(Publication(**r) for r in read_table(file, columns, ("published",)))
    days = [p.published for p in found]
    for n, (before, after) in enumerate(pairwise(days), start=3):
        require(file, f"row {n}, ", [("published", before < after, f"a day after {before}", str(after))])
    listed = {day.isoformat() for day in days}
    for edition in (f.name for f in edition_folders(folder) if f.name not in listed):
        raise Rejected(file, "published", expected=f"a row for the edition of {edition}", found="none")
    return found


def read_editions(folder: Path) -> tuple[EditionFolder, ...]:
    """Every edition under `editions/`, oldest first, its figures as their checksum says.

    The figures are those of figures.csv in the tidy columns; values in the unit that each row states.
    """
    known = read_vocabulary(folder)
    editions = tuple(read_edition(f, known.codes, known.indicators) for f in edition_folders(folder))
    _reject_shared_days(editions)
    return editions


def _reject_shared_days(editions: Sequence[EditionFolder]) -> None:
    """Rejects a former day that is another edition's too: an address with that day would mean either."""
    owner = {e.edition.published: e.edition.id for e in editions}
    for e in editions:
        for former in e.edition.former_days:
            other = owner.setdefault(former, e.edition.id)
            expected = f"days that are of no other edition; this one is of {other}"
            free = ("former_days", other == e.edition.id, expected, former.isoformat())
            require(e.folder / "edition.toml", "", [free])


def read_articles(folder: Path) -> tuple[ArticleSpec, ...]:
    """The articles of articles/<day>-<name>/, that of the front page first, then the newest first."""
    found = []
    for path in sorted(p for p in (folder / "articles").glob("*") if p.is_dir()):
        file = path / "claims.toml"
        article = read_article_file(file, folder)
        day = article.made_on.isoformat()
        named = re.fullmatch(rf"{day}(-[a-z0-9]+)+", path.name) is not None
        expected = f"the day that begins the folder's name, {path.name}, before a name in lower case"
        require(file, "", [("made_on", named, expected, day)])
        narrative = parse_narrative(path / "narrative.md", article.claims)
        found.append(replace(article, id=path.name, narrative=narrative))
    return ordered(found, folder / "articles")


def read_article_file(file: Path, folder: Path) -> ArticleSpec:
    """An article and its statements from any file, checked against the allies and indicators of a data
    folder."""
    return parse_article(file, read_vocabulary(folder))


def read_vocabulary(folder: Path) -> Vocabulary:
    """What may be named; groups are those of groups.csv, and all allies but one."""
    allies = [a.code for a in read_allies(folder)]
    listed = read_table(folder / "groups.csv", {"key": strict.text, "names": strict.several}, ("key",))
    groups = group_keys(allies, (g["key"] for g in listed))
    return Vocabulary((*allies, *AGGREGATES), {i.id: i for i in read_indicators(folder)}, groups)


def read_claims(folder: Path) -> tuple[ClaimSpec, ...]:
    """The statements of all articles in their order, not yet judged."""
    return tuple(claim for article in read_articles(folder) for claim in article.claims)


def read_outlines(folder: Path) -> tuple[Outlines, ...]:
    """The panels of the map from geometry/, whose members are all allies."""
    codes = {a.code for a in read_allies(folder)}
    panels = []
    for file in sorted((folder / "geometry").glob("*.json"), reverse=True):
        try:
            panel = msgspec.json.decode(file.read_bytes(), type=Outlines)
        except msgspec.DecodeError as error:
            raise Rejected(file, expected="the outlines of a panel", found=str(error)) from None
        require(file, "", (("members", code in codes, "the code of an ally", code) for code in panel.members))
        panels.append(panel)
    return tuple(panels)


def without_outline(folder: Path) -> list[Rejected]:
    """The allies that no panel of geometry/ has an outline of: each would be missing from the map."""
    panels = read_outlines(folder)
    drawn = {code for panel in panels for code in panel.members}
    return [
        Rejected(folder / "geometry", expected=f"an outline of {a.code}, {a.name}", found="none")
        for a in read_allies(folder)
        if panels and a.code not in drawn
    ]


def _phrase(cell: str) -> str:
    """What follows a value: it begins with a space or a per cent sign."""
    if cell[:1] not in (" ", "%") or not cell.strip():
        raise ValueError("a unit that begins with a space or %")
    return cell


def _code(cell: str) -> str:
    if not re.fullmatch(r"[A-Z]{3}", cell):
        raise ValueError("an ISO alpha-3 code")
    return cell
