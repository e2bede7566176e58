"""`/` and `/articles/<id>`: an article in our own words, judged, beside the chart of the chosen statement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace
from werkzeug.exceptions import NotFound

from dashboard import formatting as words
from dashboard.charts.bearing import chart_of, state_of
from dashboard.charts.ranking import RANKING
from dashboard.charts.ranking.state import RankingState, claim_state
from dashboard.pages import Page
from dashboard.pages.claim import statements, story
from dashboard.pages.claim.explanation import explanations
from dashboard.pages.explore.controls import address as explore
from dashboard.state import BadParameter, Pairs, question
from dashboard.state.form import Form, form
from dashboard.verdicts import VERDICTS, Verdict, tally, verdict_of
from etl.claims.outcomes import outcomes
from etl.model import SHARE_OF_GDP, Article, Claim, Release
from etl.model.rules import Rule

CONTROLS = ("year", "edition", "compare", "target", "order", "allies", "band")


def build(release: Release, pairs: Pairs, _: Mapping[str, str]) -> Page:
    """The page that an address asks for; BadParameter where it is not understood."""
    return page(release, RankingState.parse(pairs, release))


def build_article(release: Release, pairs: Pairs, parts: Mapping[str, str]) -> Page:
    """The page of one article, by its id in the path.

    Raises NotFound where there is none, BadParameter where the address is not understood or its statement is
    of another article.
    """
    article = next((a for a in release.articles if a.id == parts["article"]), None)
    if article is None:
        raise NotFound
    chosen = [] if any(name == "claim" for name, _ in pairs) else [("claim", article.claims[0])]
    view = RankingState.parse([*pairs, *chosen], release)
    if view.claim not in article.claims:
        raise BadParameter("claim", view.claim, "one of " + ", ".join(article.claims))
    return page(release, view)


def page(release: Release, view: RankingState) -> Page:
    """The page of the chosen statement's article in the state of a view."""
    article = release.article_of(view.claim)
    claims = [release.claim[c] for c in article.claims] if article else list(release.claims)
    first = claims[0]
    headline = statements.headline(first, release)
    measured = _other_measure(release, view)
    chart = chart_of(release, measured) if measured else RANKING.chart(release, view)
    verdicts = {c.id: _verdict(c, release) for c in claims}
    own = headline if view == claim_state(release, first.id) else None
    return Page(
        template="claim.html",
        title=own.title if own else chart.title,
        description=own.summary if own else chart.summary,
        canonical=address(view, release),
        picture=chart.address("png"),
        section="/",
        styles=("pick", "claim"),
        context={
            "view": view,
            "first_claim": first.id,
            "headline": headline,
            "chart": chart,
            "empty": _empty(release, view) if chart.empty else None,
            "form": None if measured else _form(view, release),
            "explore": explore(state_of(release, measured), release) if measured else "",
            "claims": release.claim,
            "claim_links": {c.id: address(claim_state(release, c.id), release) for c in claims},
            "explanations": {c.id: explanations(release)(c.id) for c in claims},
            "steps": {c.id: statements.steps(c, release) for c in claims if c.history},
            "tally": tally(verdicts.values()),
            "total": words.count(len(claims)),
            "verdict_of": verdicts,
            "sections": _sections(article.narrative, view.claim, base(view, release)) if article else [],
            "others": [(a.title, article_address(a, release)) for a in release.articles if a is not article],
        },
    )


def _verdict(claim: Claim, release: Release) -> Verdict:
    if claim.rule is None or claim.judgement != "cannot be told":
        return VERDICTS[claim.judgement]
    return verdict_of(claim.judgement, outcomes(claim.rule, release, claim.made_on))


def base(view: RankingState, release: Release) -> str:
    """The address of the page of the chosen statement's article: the front page for the first article."""
    article = release.article_of(view.claim)
    return article_address(article, release) if article else "/"


def article_address(article: Article, release: Release) -> str:
    """The address of an article's page: the front page for the first of them."""
    return "/" if article is release.articles[0] else f"/articles/{article.id}"


def address(view: RankingState, release: Release) -> str:
    """The page's address for a view; an article's first statement is its standard one."""
    article = release.article_of(view.claim)
    standard = ("claim", article.claims[0]) if article else None
    return base(view, release) + question([pair for pair in view.pairs(release) if pair != standard])


def _form(view: RankingState, release: Release) -> Form:
    return form(view, release, base(view, release), CONTROLS, address=lambda v: address(v, release))


def _other_measure(release: Release, view: RankingState) -> Rule | None:
    """The rule of the chosen statement where it is of another indicator than the ranking's, and nothing else
    than the statement is chosen."""
    rule = release.claim[view.claim].rule
    if rule is None or rule.indicator == SHARE_OF_GDP or view != claim_state(release, view.claim):
        return None
    return rule


def _sections(narrative: str, chosen: str, page: str) -> list[story.Section]:
    def marked(block: story.StoryBlock) -> story.StoryBlock:
        return replace(block, text=story.link_state(block.text, chosen)) if chosen in block.claims else block

    return [replace(s, blocks=tuple(marked(b) for b in s.blocks)) for s in story.sections(narrative, page)]


def _empty(release: Release, view: RankingState) -> Mapping[str, Any]:
    """What helps whoever asked an edition for a year that it does not report."""
    years = release.whole_years(view.edition)
    sentence = f"The edition of {words.day(view.edition)} covers {words.listed([str(y) for y in years])}."
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
    return {"sentence": sentence, "links": links}
