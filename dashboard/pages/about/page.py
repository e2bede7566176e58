"""`/about`: definitions, pledges, how claims are judged, and every source with what is missing of it."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard import formatting as words
from dashboard.charts.estimate_moves.data import estimates
from dashboard.charts.estimate_moves.state import EstimatesState
from dashboard.citation import views as citation
from dashboard.pages import Page
from dashboard.pages.about import data as about
from dashboard.pages.claim.page import article_address
from dashboard.state import Pairs, reject_all
from dashboard.verdicts import VERDICTS, tally
from etl.formats.citation import text as citation_text
from etl.model import Release

ADDRESS = "/about"
PARTS = (
    ("terms", "What the words mean"),
    ("pledges", "The pledges"),
    ("editions", "What an edition is"),
    ("break", "The break of 2026"),
    ("judged", "How claims are judged"),
    ("estimates", "How firm an estimate is"),
    ("sources", "Every source"),
    ("missing", "What is missing here"),
    ("article", "The articles"),
    ("cite", "Citing and licence"),
)
"""The parts of the page by anchor, in their order."""


def build(release: Release, pairs: Pairs, _: Mapping[str, str]) -> Page:
    """The page; it takes no parameters. Raises BadParameter for any."""
    reject_all(pairs)
    broken = about.series_break(release)
    editions = words.counted(len(release.editions), "edition")
    return Page(
        template="about.html",
        title="Where the figures come from, and how claims are judged",
        description=f"What NATO’s tables in the {editions} available here count, the provenance of each, "
        "the pledges, how a claim is judged against the tables, and what is missing.",
        canonical=ADDRESS,
        section=ADDRESS,
        styles=("about",),
        script=False,
        context={
            "parts": [part for part in PARTS if broken or part[0] != "break"],
            "measures": [release.indicator[i] for i in about.KEY_MEASURES if i in release.indicator],
            "pledges": about.pledges(release),
            "broken": broken,
            "base_years": [
                (year, words.listed([words.day(d) for d in days])) for year, days in about.base_years(release)
            ],
            "example": about.example(release),
            "tally": tally(VERDICTS[c.judgement] for c in release.claims),
            "article_links": {a.id: article_address(a, release) for a in release.articles},
            "verdicts": VERDICTS,
            "estimates": estimates(release, EstimatesState.standard(release)),
            "sources": about.sources(release),
            "publications": about.publications(release),
            "whole": sum(e.completeness == "whole" for e in release.editions),
            "reported": [
                (c, words.listed([release.ally[code].in_prose for code in c.allies]))
                for c in release.reported_counts
            ],
            "cite": lambda site: citation_text(citation.of_release(release, site)),
            "cite_links": citation.links(),
        },
    )
