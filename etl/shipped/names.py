"""The names that a text may use for allies and groups.

`folder` is everywhere the folder that holds allies.csv.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from etl.claims.reading import AllyNames
from etl.model import Group, Membership, Rejected
from etl.shipped import strict
from etl.shipped.folder import read_allies
from etl.shipped.strict import read_table, require


def read_groups(folder: Path) -> tuple[Group, ...]:
    """The groups from groups.csv, their members by time from group_members.csv."""
    columns = {"key": strict.text, "names": strict.several}
    groups = read_table(folder / "groups.csv", columns, ("key",))
    keys = {g["key"] for g in groups}
    codes = {a.code for a in read_allies(folder)}
    member_columns = {
        "group": strict.one_of(keys, "the key of a group"),
        "code": strict.one_of(codes, "the code of an ally"),
        "from": strict.day_or_none,
        "to": strict.day_or_none,
    }
    rows = read_table(folder / "group_members.csv", member_columns, ("group", "code"))
    return tuple(
        Group(
            **g,
            memberships=tuple(
                Membership(r["code"], r["from"], r["to"]) for r in rows if r["group"] == g["key"]
            ),
        )
        for g in groups
    )


def read_names(folder: Path) -> tuple[AllyNames, ...]:
    """Every ally with the names that texts use for it: allies.csv, and names.csv, which has a row for
    each."""
    file = folder / "names.csv"
    allies = {a.code: a for a in read_allies(folder)}
    columns = {
        "code": strict.one_of(set(allies), "the code of an ally"),
        "names": strict.several,
        "demonyms": strict.several,
        "governments": strict.several,
        "currencies": strict.several,
    }
    rows = {r["code"]: r for r in read_table(file, columns, ("code",))}
    if missing := [code for code in allies if code not in rows]:
        raise Rejected(file, "code", expected="a row for each ally", found=f"none for {missing[0]}")
    _reject_shared(file, rows)
    return tuple(
        AllyNames(
            code=ally.code,
            names=(ally.name, *ally.aliases, *rows[ally.code]["names"]),
            joined=ally.joined,
            left=ally.left,
            europe=ally.europe,
            demonyms=rows[ally.code]["demonyms"],
            governments=rows[ally.code]["governments"],
            currencies=rows[ally.code]["currencies"],
        )
        for ally in allies.values()
    )


def _reject_shared(file: Path, rows: Mapping[str, Mapping[str, tuple[str, ...]]]) -> None:
    owner: dict[str, str] = {}
    for n, (code, row) in enumerate(rows.items(), start=2):
        for name in (*row["names"], *row["demonyms"], *row["governments"]):
            other = owner.setdefault(name.casefold(), code)
            require(file, f"row {n}, ", [("names", other == code, f"a name that is not {other}'s", name)])
