"""A release as pandas frames: `from etl.release import load`. pandas is imported only here, on use.

pandas is the extra `frames`: without it `load` says so.

```python
from etl.release import load

release = load("two-percent.zip")
shares = release.figures.query("indicator == 'expenditure_share_gdp' and ally == 'POL'")
shares.pivot(index="year", columns="edition", values="value")
```
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from etl.formats.files import SUMS, BrokenRelease, verifying
from etl.store import Store, StoreError
from etl.store.folder import Folder

if TYPE_CHECKING:
    import pandas as pd

DTYPES = {
    "string": "str",
    "date": "datetime64[s]",
    "integer": "int64",
    "number": "float64",
    "boolean": "bool",
}
"""The dtype of a column by its type in `datapackage.json`; whole numbers that may be missing are Int64."""


class Frames(msgspec.Struct, frozen=True, eq=False):
    """A release as frames; every column is described in the release's `datapackage.json`.

    - `figures`: one row a figure. edition (datetime64[s]), ally, name (str), year (int64), indicator (str),
      value (float64, in `unit`), unit (str), estimate (bool), table, cell, origin (str), base_year (Int64),
      price_basis, currency, series, kind (str), decimals (Int64)
    - `editions`: one row an edition. edition, cutoff (datetime64[s]), base_year (Int64), texts (str)
    - `allies`: one row a member. code, name (str), joined, left (datetime64[s]), europe, armed_forces (bool)
    - `indicators`: the code book. indicator, title, unit, definition, table, block (str), decimals (int64)
    - `claims`: one row a judged statement; its value and allies then and now
    - `statements`: one row a statement on record, with its source; empty for a release made before this
    - `history`: what each edition says of an article's statement
    - `counts`: one row an edition, year and target. n (Int64, empty where published figures are missing
      here), of (int64), meeting, not_meeting, not_in_hand, unpublished (str, codes joined by semicolons)
    - `caveats`, `blanks`, `recomputed`: what to keep in mind with an edition, the cells that NATO left empty,
      the printed values that its own columns do not give; empty for a release made before they were in it

    - `subjects`: what a figure can be of, allies and aggregates
    - `estimates`: every first estimate of a share of GDP, and each later printing of it
    - `targets`, `reported_counts`: what the allies agreed on, and counts that the press reported

    `release` is the release's id. Days are compared as days, as in
    `figures[figures.edition == "2024-06-17"]`: a `query` finds none that equals a text.
    """

    release: str
    figures: pd.DataFrame
    editions: pd.DataFrame
    allies: pd.DataFrame
    indicators: pd.DataFrame
    claims: pd.DataFrame
    statements: pd.DataFrame
    history: pd.DataFrame
    counts: pd.DataFrame
    caveats: pd.DataFrame
    blanks: pd.DataFrame
    recomputed: pd.DataFrame
    subjects: pd.DataFrame
    estimates: pd.DataFrame
    targets: pd.DataFrame
    reported_counts: pd.DataFrame

    def __repr__(self) -> str:
        """The release and how many rows each frame has."""
        sizes = ", ".join(f"{name} {len(getattr(self, name)):,}" for name in _names())
        return f"<Frames of release {self.release}: {sizes}>"


def _names() -> list[str]:
    """The frames by name: every table of the data package."""
    return [name for name in Frames.__struct_fields__ if name != "release"]


def load(source: str | Path) -> Frames:
    """The release in a store, a release's folder, or a downloaded `two-percent.zip`.

    Raises StoreError where there is none, BrokenRelease where its bytes are not what was published, and
    ImportError where pandas is not installed.
    """
    read, release_id = _opened(source)
    verified = verifying(read)
    package = json.loads(verified("datapackage.json"))
    tables = {r["name"]: r for r in package["resources"]}
    return Frames(
        release=package.get("id", release_id),
        **{
            name: _frame(verified(tables[name]["path"]), tables[name]["schema"]["fields"])
            if name in tables
            else _frame(b"edition\n", [{"name": "edition", "type": "date"}])
            for name in _names()
        },
    )


def _opened(source: str | Path) -> tuple[Callable[[str], bytes], str]:
    """What reads a release's files by name, and the release's id as far as its place shows it."""
    place = Path(source)
    if place.is_file():
        return _zipped(place), ""
    if (place / SUMS).is_file():
        return Folder(place).read, place.name
    store = Store(source)
    current = store.current()
    if current is None:
        raise StoreError(f"{source}: expected a store, a release's folder or two-percent.zip; found none")
    return store.reader(current), current


def _zipped(file: Path) -> Callable[[str], bytes]:
    def read(name: str) -> bytes:
        try:
            with zipfile.ZipFile(file) as opened:
                return opened.read(name)
        except (KeyError, zipfile.BadZipFile) as error:
            raise BrokenRelease(f"{file}: {error}") from error

    return read


def _frame(data: bytes, fields: list[dict[str, Any]]) -> pd.DataFrame:
    try:
        import pandas as pd
    except ImportError as error:
        needed = "Frames need pandas: pip install pandas, or install this project with its extra frames."
        raise ImportError(needed, name="pandas") from error

    dtypes = {f["name"]: _dtype(f) for f in fields}
    days = {n: t for n, t in dtypes.items() if t == DTYPES["date"]}
    return pd.read_csv(
        io.BytesIO(data),
        dtype={n: t for n, t in dtypes.items() if n not in days},
        keep_default_na=False,
        na_values=[""],
        true_values=["true"],
        false_values=["false"],
    ).astype(days)


def _dtype(column: dict[str, Any]) -> str:
    whole_or_none = column["type"] == "integer" and not column.get("constraints", {}).get("required")
    return "Int64" if whole_or_none else DTYPES[column["type"]]
