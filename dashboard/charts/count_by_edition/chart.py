"""Every count of a target, editions by years, with one year highlighted, as a chart."""

from __future__ import annotations

from dashboard.charts.chart import Chart, ChartType, of_every_edition
from dashboard.charts.count_by_edition import data, plot, text
from dashboard.charts.count_by_edition.state import RevisionsState
from etl.model import SHARE_OF_GDP, Release


class CountByEdition(ChartType[RevisionsState]):
    """A matrix does not depend on the year of a view, and is found once for all of them."""

    def chart(self, release: Release, view: RevisionsState) -> Chart:
        """The chart of a release in a state."""
        return self.of(release, view, data.matrix(release, view.target))

    def of(self, release: Release, view: RevisionsState, m: data.Matrix) -> Chart:
        """The same of the counts of its target, computed already."""
        shown = m.readable(view.year, view.edition)
        return Chart(
            name=self.name,
            query=view.query(release),
            title=text.title(m, view.year),
            subtitle=text.subtitle(m),
            summary=text.summary(m, view.year),
            source=tuple(text.source(m, release, shown)),
            table=text.table(shown),
            plot=lambda theme, narrow: plot.figure(shown, view.year, theme, narrow=narrow),
            observations_url=of_every_edition(release, ("indicator", SHARE_OF_GDP), ("year", str(view.year))),
        )


COUNTS = CountByEdition("count-by-edition", "/revisions", RevisionsState)
CHARTS = (COUNTS,)
