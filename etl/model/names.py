"""Names that a text may use for allies, and sets of allies that NATO's tables do not name. Plain values."""

from __future__ import annotations

from datetime import date

import msgspec


class AllyNames(msgspec.Struct, frozen=True):
    """An ally and every name it goes by.

    `demonyms` are adjectives and names of its people, `governments` the capitals that stand for its
    government, `currencies` the ISO 4217 codes of the money its budget is in.
    """

    code: str
    names: tuple[str, ...]
    joined: date
    europe: bool
    demonyms: tuple[str, ...] = ()
    governments: tuple[str, ...] = ()
    currencies: tuple[str, ...] = ()
    left: date | None = None


class Membership(msgspec.Struct, frozen=True):
    """An ally's time in a group: from a day (None: always) to a day (None: still)."""

    code: str
    start: date | None
    end: date | None


class Group(msgspec.Struct, frozen=True):
    """A set of allies that NATO's tables do not name; `key` is the name we give it."""

    key: str
    names: tuple[str, ...]
    memberships: tuple[Membership, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of all that are, or ever were, in it."""
        return tuple(dict.fromkeys(m.code for m in self.memberships))

    def members(self, day: date) -> tuple[str, ...]:
        """The codes of its members on a day."""
        return tuple(
            m.code
            for m in self.memberships
            if (m.start is None or m.start <= day) and (m.end is None or day <= m.end)
        )
