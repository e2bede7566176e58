"""What the reader of sentences must know besides the text: names, groups, pledges and publications."""

from __future__ import annotations

from datetime import date

import msgspec

from etl.model.names import AllyNames


class GroupNames(msgspec.Struct, frozen=True):
    """A set of allies that NATO's tables do not name, and its names in a text; `key` is how a reading names
    it. `members` are the codes of all that ever were in it."""

    key: str
    names: tuple[str, ...]
    members: tuple[str, ...] = ()


class PledgeValue(msgspec.Struct, frozen=True):
    """A target: per cent of `indicator`, agreed on a day."""

    indicator: str
    value: float
    agreed: date


class PublicationYears(msgspec.Struct, frozen=True):
    """A publication of the tables: its day, and the last year it has figures for."""

    published: date
    last_year: int


class Context(msgspec.Struct, frozen=True):
    """Everything that a text is read with; `publications` in the order of their days."""

    allies: tuple[AllyNames, ...]
    groups: tuple[GroupNames, ...]
    pledges: tuple[PledgeValue, ...]
    publications: tuple[PublicationYears, ...]
    first_year: int = 2008
    """The first year that any table here has."""

    def newest_year(self, day: date) -> int:
        """The last year of the newest table published on or before a day; the year before the day, where
        there is none or it ends earlier."""
        known = [p.last_year for p in self.publications if p.published <= day]
        return max(known[-1] if known else 0, day.year - 1)
