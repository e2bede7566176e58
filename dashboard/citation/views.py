"""What is cited at an address of this site: the release, an edition, a chart; and the links to citations."""

from __future__ import annotations

from urllib.parse import urlencode

from dashboard.charts.chart import Chart
from dashboard.pages.release.page import address
from dashboard.state import known_pairs, question
from dashboard.state.known import pinned
from dashboard.state.parameter import today
from etl.formats import citation
from etl.formats.citation import CITATION_FORMATS, Citation
from etl.model import Edition, Release

ADDRESS = "/api/v1/citation"
FILE = "/CITATION.cff"
"""Where programs that cite what they read look for it."""


def of_release(release: Release, site: str) -> Citation:
    """The whole of the figures, at the address of the release, or as known on a day at that of the table.

    `site` is the address of the dashboard, without a last slash.
    """
    url = (
        f"{site}/data{question(known_pairs(release))}" if release.known_on else f"{site}{address(release.id)}"
    )
    return citation.of_release(release.id, release.editions, url, today(), release.known_on)


def of_edition(release: Release, edition: Edition, site: str) -> Citation:
    """One edition of NATO's tables, and where its figures are here."""
    return citation.of_edition(release.id, edition, f"{site}/data?edition={edition.id}", today())


def of_chart(release: Release, chart: Chart, site: str) -> Citation:
    """A chart in one state, at an address that shows it alone, by the editions that it shows now."""
    url = site + pinned(chart.embed, release)
    return citation.of_view(
        release.id, release.latest_edition, chart.name, chart.title, chart.subtitle, url, today()
    )


def links(query: str = "", chart: str = "") -> list[tuple[str, str]]:
    """Address and name of a citation in each format: of a chart where one is named with its query, else of
    what the query names (an edition, or the whole release)."""
    more = query.removeprefix("?")
    if chart:
        more = "&".join(filter(None, (urlencode({"chart": chart}), more)))
    return [
        (f"{ADDRESS}.{form.extension}" + (f"?{more}" if more else ""), form.name)
        for form in CITATION_FORMATS.values()
    ]
