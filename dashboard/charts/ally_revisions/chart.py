"""The revisions of one ally's share of GDP, as a chart."""

from __future__ import annotations

from dashboard.charts.ally_revisions import data, plot, text
from dashboard.charts.chart import Chart, ChartType, describe, of_every_edition
from dashboard.charts.count_by_edition.state import RevisionsState
from etl.model import SHARE_OF_GDP, Release


def ally_revisions(release: Release, view: RevisionsState) -> Chart:
    """One ally's share of GDP by year, one line an edition."""
    return chart_of(data.revisions_of(release, view), release)


def chart_of(r: data.AllyRevisions, release: Release) -> Chart:
    """The same of what is computed already."""
    return describe(
        "ally-revisions",
        r.view.query(release),
        r,
        text,
        plot.figure,
        empty=r.empty,
        observations_url=of_every_edition(release, ("indicator", SHARE_OF_GDP), ("ally", r.view.ally)),
    )


def ally_year(release: Release, view: RevisionsState) -> Chart:
    """One ally's share of one year, as each edition reports it."""
    return year_of(data.revisions_of(release, view), release)


def year_of(r: data.AllyRevisions, release: Release) -> Chart:
    """The same of what is computed already."""
    return Chart(
        name="ally-year",
        query=r.view.query(release),
        title=text.year_title(r),
        subtitle=text.year_subtitle(r),
        summary=text.summary(r),
        source=tuple(text.source(r)),
        table=text.year_table(r),
        observations_url=of_every_edition(
            release, ("indicator", SHARE_OF_GDP), ("ally", r.view.ally), ("year", str(r.view.year))
        ),
        plot=lambda theme, narrow: plot.year_figure(r, theme, narrow=narrow),
        empty=not r.of_year,
    )


CHARTS = (
    ChartType("ally-revisions", "/revisions", RevisionsState.parse, ally_revisions),
    ChartType("ally-year", "/revisions", RevisionsState.parse, ally_year),
)
