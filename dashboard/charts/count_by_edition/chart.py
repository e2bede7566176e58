"""The counts of a target, editions by years, as a chart."""

from __future__ import annotations

from dashboard.charts.chart import Chart, ChartType, of_every_edition
from dashboard.charts.count_by_edition import data, plot, text
from dashboard.charts.count_by_edition.state import RevisionsState
from etl.model import SHARE_OF_GDP, Release


def count_by_edition(release: Release, view: RevisionsState) -> Chart:
    """Every count of a target, editions by years, with one year highlighted."""
    return chart_of(data.matrix(release, view.target), release, view)


def chart_of(m: data.Matrix, release: Release, view: RevisionsState) -> Chart:
    """The same of what is computed already."""
    shown = m.readable(view.year, view.edition)
    return Chart(
        name="count-by-edition",
        query=view.query(release),
        title=text.title(m, view.year),
        subtitle=text.subtitle(m),
        summary=text.summary(m, view.year),
        source=tuple(text.source(m, release, shown)),
        table=text.table(shown),
        plot=lambda theme, narrow: plot.figure(shown, view.year, theme, narrow=narrow),
        observations_url=of_every_edition(release, ("indicator", SHARE_OF_GDP), ("year", str(view.year))),
    )


CHARTS = (ChartType("count-by-edition", "/revisions", RevisionsState.parse, count_by_edition),)
