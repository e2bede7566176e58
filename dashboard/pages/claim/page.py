"""`/`: the article retold and judged, beside the chart that bears on the chosen statement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from dashboard import formatting as words
from dashboard.charts import ranking
from dashboard.pages import Page
from dashboard.pages.claim import statements as said
from dashboard.pages.claim import story
from dashboard.state import ORDERS, Pairs, View, claim_view, first_claim, parse, query
from etl.model import SHARE_OF_GDP, Edition, Release

PRESETS = ((2.0, "2.0 pledge"), (3.5, "3.5 core"))


def build(release: Release, pairs: Pairs, _: Mapping[str, str]) -> Page:
    """The page that an address asks for; BadParameter where it is not understood."""
    return page(release, parse(pairs, release))


def page(release: Release, view: View) -> Page:
    """The claim page in the state of a view."""
    first = release.claims[0]
    headline = said.headline(first, release)
    chart = ranking(release, view)
    standard = view == claim_view(release, first_claim(release))
    title, description = _head(headline) if standard and headline else (chart.title, chart.summary)
    return Page(
        template="claim.html",
        title=title,
        description=description,
        canonical=address(view, release),
        picture=chart.address("png"),
        section="/",
        context={
            "view": view,
            "first_claim": first_claim(release),
            "headline": headline,
            "chart": chart,
            "empty": _empty(release, view) if chart.empty else None,
            "controls": _controls(release, view),
            "explicit_allies": view.allies != claim_view(release, view.claim).allies,
            "link": address(view, release),
            "claims": release.claim,
            "claim_links": {c: address(claim_view(release, c), release) for c in release.claim},
            "explanations": {c.id: said.explanation(c, release) for c in release.claims},
            "steps": {c.id: said.steps(c, release) for c in release.claims if c.history},
            "tally": said.tally(release),
            "total": words.count(len(release.claims)),
            "kinds": said.KIND,
            "sections": _sections(release.narrative, view.claim),
        },
    )


def address(view: View, release: Release) -> str:
    """The page's address for a view."""
    return "/" + query(view, release)


def _head(headline: said.Headline) -> tuple[str, str]:
    """Title and description of the first statement's own state."""
    return (
        f"{headline.then}, then {headline.now}",
        f"NATO allies at {headline.line} of GDP on defence in {headline.year}: {headline.then} by NATO’s "
        f"table of {headline.then_day}, {headline.now} by that of {headline.now_day}.",
    )


def _sections(narrative: str, chosen: str) -> list[story.Section]:
    def marked(block: story.Block) -> story.Block:
        return replace(block, text=story.link_state(block.text, chosen)) if chosen in block.claims else block

    return [replace(s, blocks=tuple(marked(b) for b in s.blocks)) for s in story.sections(narrative)]


def _controls(release: Release, view: View) -> Mapping[str, Any]:
    """What each control offers. Years are those of the chosen edition, and the one that was asked for."""
    years = {y for y in release.years(view.edition) if release.count(view.edition, y, 0.0).whole}
    return {
        "years": sorted(years | {view.year}, reverse=True),
        "editions": [e for e in reversed(release.editions) if _tells(release, e)],
        "others": [e for e in reversed(release.editions_with(view.year)) if e.published != view.edition],
        "targets": [
            (address(replace(view, target=value), release), value, name, view.target == value)
            for value, name in PRESETS
        ],
        "orders": list(ORDERS.items()),
    }


def _tells(release: Release, edition: Edition) -> bool:
    return bool(release.years(edition.published, SHARE_OF_GDP))


def _empty(release: Release, view: View) -> Mapping[str, Any]:
    """What helps whoever asked an edition for a year that it does not tell of."""
    years = [y for y in release.years(view.edition) if release.count(view.edition, y, 0.0).whole]
    told = f"The edition of {words.day(view.edition)} tells of {words.listed([str(y) for y in years])}."
    links = [
        (
            address(replace(view, edition=e.published, compare=None), release),
            f"{view.year} by the edition of {words.day(e.published)}",
        )
        for e in release.editions_with(view.year)
    ]
    if years:
        nearest = min(years, key=lambda y: abs(y - view.year))
        links.append(
            (
                address(replace(view, year=nearest, compare=None), release),
                f"{nearest} by the edition of {words.day(view.edition)}",
            )
        )
    return {"told": told, "links": links}
