"""The templates of the pages: where they stand, their filters, and how they are kept as compiled.

Jinja takes longer to compile a template than to write a page with it. What it compiles is kept beside the
page's other files, by the template's content, and made by `dashboard.collect` ahead of time.
"""

from __future__ import annotations

from contextlib import suppress
from importlib.metadata import version
from pathlib import Path

from flask import Flask, g
from jinja2 import BytecodeCache, FileSystemLoader
from jinja2.bccache import Bucket

from dashboard import collect, downloads
from dashboard import formatting as words
from dashboard.charts.table import as_html
from dashboard.state import question
from dashboard.state.known import pinned

PAGES = Path(__file__).parents[1] / "pages"
COMPILED = collect.BUILT / "templates"


class _Compiled(BytecodeCache):
    """Templates as compiled, which every user may read; where they cannot be written or read, each process
    compiles its own."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._version = folder, version("jinja2")

    def load_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            bucket.bytecode_from_string(self._file(bucket).read_bytes())

    def dump_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            collect.write(self._file(bucket), bucket.bytecode_to_string())

    def _file(self, bucket: Bucket) -> Path:
        return self._folder / f"{bucket.key}-{self._version}"


def prepare(app: Flask, compiled: Path = COMPILED) -> None:
    """Gives an application the templates of all pages."""
    app.jinja_loader = FileSystemLoader(sorted(f for f in PAGES.iterdir() if f.is_dir()))
    env = app.jinja_env
    env.trim_blocks = env.lstrip_blocks = True
    # Nothing that a filter makes stands in what is compiled: a filter may change and its template not.
    env.optimized = False
    env.bytecode_cache = _Compiled(compiled)
    env.filters |= {
        "day": words.day,
        "short_day": words.short_day,
        "capital": words.capital,
        "counted": words.counted,
        "unbroken": words.unbroken,
        "question": question,
        "table_rows": as_html,
        "thousands": "{:,}".format,
        "spreadsheet": downloads.spreadsheet,
        "pinned": lambda address: pinned(address, g.release),
    }


def compile_all(compiled: Path) -> None:
    """Compiles every template into a folder that no other version of them is left in."""
    compiled.mkdir(parents=True, exist_ok=True)
    for path in compiled.iterdir():
        path.unlink(missing_ok=True)
    app = Flask("templates")
    prepare(app, compiled)
    for name in app.jinja_env.list_templates(extensions=["html"]):
        app.jinja_env.get_template(name)
