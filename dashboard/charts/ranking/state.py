"""The state of the ranking, and of the page about the article: what a statement asks for, or a reader."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Self

from msgspec.structs import replace

from dashboard.charts.estimate_moves.band import SHOWN_BAND
from dashboard.state import Chosen, Option, Parameter, State
from dashboard.state import parameters as shared
from dashboard.state.article import asked, first_claim
from dashboard.state.domains import EditionDay, Named, one_of
from dashboard.state.parameters import (
    editions,
    editions_for_the_year,
    latest_whole,
    pledge,
    whole_years,
)
from etl.model import Release

ORDERS: Mapping[str, str] = {
    "outcome": "by result",
    "share": "by share",
    "change": "by change",
    "name": "by name",
}
NO_COMPARISON = "none"
WITH_THE_YEAR: Mapping[str, str] = {"data-follows": "year"}
"""The attributes of a control that, unless chosen, is left to its standard when another year is chosen."""


def _asked(chosen: Chosen) -> Mapping[str, Any]:
    """What the chosen statement asks the chart for, else what the first one of its article does."""
    release, claim = chosen.release, chosen["claim"]
    article = release.article_of(claim)
    first = article.claims[0] if article else first_claim(release)
    return asked(release)[claim] or asked(release)[first]


def _year(chosen: Chosen) -> int:
    release = chosen.release
    # The latest edition may be available in part only, with no year whole.
    whole = (release.whole_years(e.published) for e in reversed(release.editions))
    latest = next((max(years) for years in whole if years), release.latest_edition.published.year)
    return int(_asked(chosen).get("year", latest))


def _compare(chosen: Chosen) -> date | None:
    """The edition that the statement's author could have seen, where the statement asks for a comparison.

    Of a year that a reader chooses, which the statement is not of, it is the first edition that has it.
    """
    if "edition" in chosen.given or not _asked(chosen).get("compare"):
        return None
    whole = [e.published for e in chosen.release.editions_with(chosen["year"])]
    made_on = chosen.release.claim[chosen["claim"]].made_on
    own = chosen["year"] == _year(chosen)
    seen = [day for day in whole if own and day <= made_on]
    then = seen[-1] if seen else whole[0] if whole else None
    return then if then != chosen["edition"] else None


def _others(chosen: Chosen) -> list[Option]:
    whole = chosen.release.editions_with(chosen["year"])
    others = editions(e for e in whole if e.published != chosen["edition"])
    return [Option(NO_COMPARISON, "none"), *others]


CLAIM = Parameter(
    name="claim",
    what="Id of a statement of the article: the rest is what it asks for, where nothing else is given.",
    domain=Named(lambda release: {c.id: c.short for c in release.claims}),
    default=lambda chosen: first_claim(chosen.release),
)
COMPARE: Parameter[date | None] = Parameter(
    name="compare",
    what="Publication date of an edition to compare with, or none.",
    domain=EditionDay(absent=NO_COMPARISON),
    default=_compare,
    label="Compare with",
    control="select",
    attributes=WITH_THE_YEAR,
    options=_others,
)
ORDER = one_of(
    "order",
    "The order of the allies.",
    ORDERS,
    default=lambda chosen: str(_asked(chosen).get("order", "outcome")),
    label="Order",
    control="select",
)


YEAR = replace(shared.YEAR, default=_year, options=whole_years)
EDITION = replace(
    shared.EDITION, default=latest_whole, options=editions_for_the_year, attributes=WITH_THE_YEAR
)
TARGET = replace(shared.TARGET, default=lambda chosen: float(_asked(chosen).get("target", pledge(chosen))))
HIGHLIGHTED = replace(shared.HIGHLIGHTED_BOXES, default=lambda chosen: tuple(_asked(chosen).get("ally", ())))


class RankingState(State, frozen=True):
    """The members by share of GDP in `year` by `edition`; `compare` is another edition beside it, or None.

    `target` is in per cent of GDP; `allies` are codes to highlight; `claim` is the chosen statement;
    `band` is the range of earlier moves beside first estimates.
    """

    claim: Annotated[str, CLAIM]
    year: Annotated[int, YEAR]
    edition: Annotated[date, EDITION]
    compare: Annotated[date | None, COMPARE]
    target: Annotated[float, TARGET]
    order: Annotated[str, ORDER]
    allies: Annotated[tuple[str, ...], HIGHLIGHTED]
    band: Annotated[str, SHOWN_BAND]

    @property
    def then(self) -> date | None:
        """The earlier of the two editions where two are compared."""
        return min(self.edition, self.compare) if self.compare else None

    @property
    def now(self) -> date:
        """The later of the two editions, or the only one."""
        return max(self.edition, self.compare) if self.compare else self.edition

    def changed(self, release: Release, field: str, value: Any) -> Self:
        """The state with another value of a field; of another year what it is compared with follows anew."""
        if field == "year" and "compare" not in self.needed(release, ()):
            kept = {f: getattr(self, f) for f in self.needed(release, ()) if f != field}
            return type(self).standard(release, **{**kept, field: value})
        return replace(self, **{field: value})

    def settled(self) -> Self:
        """An edition is not compared with itself."""
        return replace(self, compare=None) if self.compare == self.edition else self


def claim_state(release: Release, claim: str, year: int | None = None) -> RankingState:
    """The state that a statement asks the chart for; of another year where one is given."""
    return RankingState.standard(release, claim=claim, **({} if year is None else {"year": year}))
