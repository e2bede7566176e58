"""`python -m etl releases` and `prune`: what a store keeps, and how to keep less of it."""

from __future__ import annotations

import click

from etl.commands.options import STORE
from etl.model.wording import counted
from etl.store import Store, StoreError


@click.command("releases")
@STORE
def releases_command(store_address: str) -> None:
    """List the stored releases, the newest first; a star marks the one that is served."""
    store = Store(store_address)
    releases = store.releases()
    if not releases:
        raise StoreError(f"{store.address}: no release has been published here")
    for release in releases:
        click.echo(f"{'*' if release.current else ' '} {release.id}  {release.at:%Y-%m-%d %H:%M:%S} UTC")


@click.command("prune")
@STORE
@click.option("--keep", required=True, type=click.IntRange(min=1), help="How many of the newest to keep.")
def prune_command(store_address: str, keep: int) -> None:
    """Remove all but the newest releases; never the one that is served, and never a raw file."""
    store = Store(store_address)
    for release_id in store.prune(keep):
        click.echo(f"removed {release_id}")
    click.echo(f"{counted(len(store.releases()), 'release')} kept")
