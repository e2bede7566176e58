"""`/releases/<id>/`: one release that is kept, the files that it consists of, and how to cite it."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from dashboard import formatting as words
from dashboard.addresses import RELEASES
from dashboard.pages import Page
from etl.model import Release
from etl.store import Published


class KeptFile(msgspec.Struct, frozen=True):
    """A file of a release: its name, address from the root, and SHA-256."""

    name: str
    href: str
    sha256: str


class StoredRelease(msgspec.Struct, frozen=True):
    """A release that is kept: when it was published, the days of its editions, and its files."""

    published: Published
    editions: tuple[str, ...]
    files: tuple[KeptFile, ...]

    @property
    def href(self) -> str:
        """The address of its page."""
        return address(self.published.id)


def address(release_id: str, file: str = "") -> str:
    """Where a release is, or one of its files, from the root."""
    return f"{RELEASES}/{release_id}/{file}"


def build(release: Release, stored: StoredRelease) -> Page:
    """The page of a release that is kept; `release` is the current one."""
    number = words.counted(len(stored.editions), "edition")
    title = f"Release {stored.published.id}: NATO’s figures from {number}"
    return Page(
        template="release.html",
        title=title,
        description=f"{title}, the newest of {stored.editions[-1]}: fixed files with their checksums.",
        canonical=stored.href,
        styles=("data",),
        script=False,
        context={"stored": stored, "newest": release.id},
    )


def build_list(releases: Sequence[StoredRelease]) -> Page:
    """The page that lists the releases that are kept, the newest first."""
    return Page(
        template="releases.html",
        title="Releases: what was published here, and when",
        description="Every release that is stored, with its files, which never change, and their checksums.",
        canonical=RELEASES,
        styles=("data",),
        script=False,
        context={"releases": releases},
    )
