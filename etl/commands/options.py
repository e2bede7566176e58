"""What several commands have in common: where the store is, where the shipped data are."""

from __future__ import annotations

from pathlib import Path

import click

STORE = click.option(
    "--store",
    "store_address",
    envvar="TWO_PERCENT_STORE",
    default=".store",
    show_default=True,
    help="Where the releases are stored: a folder, or an address as s3://bucket/prefix.",
)


def data_folder() -> Path:
    """The shipped data: beside the package in a checkout, inside it where it was installed."""
    here = Path(__file__).resolve().parents[1]
    return next(
        f for f in (here.parent / "data", here / "data") if (f / "allies.csv").is_file() or f.parent == here
    )
