"""`/claims`: statements on record and how they age; `/claims/<id>`: one of them, or one of the article."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Any
from urllib.parse import urlencode, urlsplit

from werkzeug.exceptions import NotFound

from dashboard import formatting as words
from dashboard.charts.first_figures import FIRST_FIGURES
from dashboard.charts.first_figures.data import FirstFigures, first_figures
from dashboard.charts.first_figures.text import span
from dashboard.charts.ranking.state import claim_state
from dashboard.pages import Page
from dashboard.pages.check.parts import CheckedPart, Judged, part_of
from dashboard.pages.claim.explanation import explanation
from dashboard.pages.claim.page import address
from dashboard.pages.claims.data import KINDS, ORDERS, RecordedStatement, records
from dashboard.state import Pairs, Parameter, State, reject_all
from dashboard.state.domains import Year, one_of
from dashboard.state.form import form
from dashboard.state.known import with_day
from dashboard.state.parameter import nothing
from dashboard.state.parameters import ONE_MEMBER
from dashboard.verdicts import VERDICTS, Verdict, tally, verdict_of
from etl.claims.outcomes import outcomes
from etl.model import Claim, Release
from etl.model.rules import subjects

ADDRESS = "/claims"


def _years(release: Release) -> list[int]:
    """The years in which statements on record were said; the last year of the tables where there are none."""
    return sorted({c.made_on.year for c in release.statements}) or [release.share_years[-1]]


VERDICT = one_of(
    "verdict",
    "A judgement: published, revised, unborne, outside or untold.",
    {v.kind: v.name for v in VERDICTS.values()},
    default=nothing,
    label="Verdict",
    control="select",
)
ABOUT = one_of(
    "about",
    "What a statement is about.",
    {kind: name for kind, (name, _) in KINDS.items()},
    default=nothing,
    label="About",
    control="select",
)
SAID_IN = Parameter(
    name="year",
    what="The year in which it was said.",
    domain=Year(_years),
    default=nothing,
    label="Said in",
    control="select",
)
NAMED = Parameter(
    name="ally",
    what="ISO 3166-1 alpha-3 code of a member that the statement names.",
    domain=ONE_MEMBER,
    default=nothing,
    label="Names",
    control="select",
)
ORDER = one_of(
    "order",
    "The order of the statements.",
    {key: name for key, (name, _) in ORDERS.items()},
    label="Order",
    control="select",
)


class ClaimsState(State, frozen=True):
    """Which statements are listed, in which order; None asks for all."""

    verdict: Annotated[str | None, VERDICT]
    about: Annotated[str | None, ABOUT]
    year: Annotated[int | None, SAID_IN]
    ally: Annotated[str | None, NAMED]
    order: Annotated[str, ORDER]


def build(release: Release, pairs: Pairs, _: Mapping[str, str]) -> Page:
    """The list that an address asks for; BadParameter where it is not understood."""
    state = ClaimsState.parse(pairs, release)
    every = records(release)
    shown = sorted(filter(lambda r: _asked(r, state), every), key=ORDERS[state.order][1])
    first = first_figures(release)
    total = first.total
    title = (
        f"Of {total.later} NATO shares of GDP first printed for {span(first)}, "
        f"{total.latest} {words.plural(total.latest, 'stands', 'stand')} today"
        if total
        else "Statements on record"
    )
    return Page(
        template="claims.html",
        title=title,
        description=f"{len(every)} statements on NATO’s spending, each judged by the table of its day and by "
        "every later one.",
        canonical=ADDRESS + state.query(release),
        section=ADDRESS,
        styles=("check", "series", "claims"),
        chart=False,
        context={
            "title": title,
            "total": total,
            "stood": stood(first),
            "pledge": words.target(first.line),
            "new_measure": first.new_measure,
            "ageing": FIRST_FIGURES.of(release, State(), first),
            "records": shown,
            "every": len(every),
            "hosts": {r.claim.id: urlsplit(r.claim.source).netloc.removeprefix("www.") for r in shown},
            "tally": tally(r.verdict for r in every),
            "form": form(state, release, ADDRESS, ("verdict", "about", "year", "ally", "order")),
        },
    )


def stood(first: FirstFigures) -> list[tuple[int, str]]:
    """For how long first figures stood: how many until which table; last, those that none has changed, beside
    those that were changed and are back today."""
    names = {1: "until the next table", 2: "until the second", 3: "until the third", 4: "until the fourth"}
    found = [(n, names.get(k, f"until table number {k}")) for k, n in first.stood if k]
    never = sum(n for k, n in first.stood if not k)
    back = first.total.latest - never if first.total else 0
    if never or back:
        found.append(
            (never, "to this day" + (f"; {back} more were revised and are back at it today" if back else ""))
        )
    return found


def _asked(record: RecordedStatement, state: ClaimsState) -> bool:
    rule = record.claim.rule
    return (
        state.verdict in (None, record.verdict.kind)
        and state.about in (None, record.kind)
        and state.year in (None, record.claim.made_on.year)
        and (state.ally is None or (rule is not None and state.ally in subjects(rule)))
    )


def build_one(release: Release, pairs: Pairs, parts: Mapping[str, str]) -> Page:
    """The statement that an address names, on record or of the article; NotFound where there is none."""
    reject_all(pairs)
    known = {c.id: c for c in (*release.claims, *release.statements)}
    if parts["id"] not in known:
        raise NotFound
    claim = known[parts["id"]]
    found = outcomes(claim.rule, release, claim.made_on) if claim.rule else None
    shown = part_of(Judged(claim.statement, claim.made_on, claim.rule, found), release)
    verdict = verdict_of(claim.judgement, found)
    return Page(
        template="one_claim.html",
        title=f"{verdict.name}: {claim.short}",
        description=shown.words or explanation(claim, release),
        canonical=f"{ADDRESS}/{claim.id}",
        picture=shown.chart.address("png") if shown.chart else "",
        section=ADDRESS,
        styles=("check", "claims"),
        chart=False,
        context={
            "claim": claim,
            "verdict": verdict,
            "part": shown,
            "day": words.day(claim.made_on),
            "reason": "" if claim.rule else explanation(claim, release),
            "of_article": address(claim_state(release, claim.id), release)
            if claim.id in release.claim
            else "",
            "host": urlsplit(claim.source).netloc.removeprefix("www."),
            "check": "/check?" + urlencode({"text": claim.statement, "said_on": claim.made_on.isoformat()}),
            "review": lambda site: review(claim, shown, verdict, release, site),
        },
    )


_RATINGS: Sequence[str] = ("not borne out", "revised since", "as published")


def review(claim: Claim, shown: CheckedPart, verdict: Verdict, release: Release, site: str) -> str:
    """The statement as a ClaimReview of schema.org, safe inside a script element."""
    rating: dict[str, Any] = {"@type": "Rating", "alternateName": verdict.name}
    if claim.judgement in _RATINGS:
        value = _RATINGS.index(claim.judgement) + 1
        rating |= {"ratingValue": value, "bestRating": len(_RATINGS), "worstRating": 1}
    document = {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "url": site + with_day(f"{ADDRESS}/{claim.id}", release),
        "datePublished": _judged_on(claim, release).isoformat(),
        "claimReviewed": claim.statement,
        "reviewBody": shown.words or claim.reason,
        "author": {"@type": "Organization", "name": "Two percent", "url": f"{site}/"},
        "itemReviewed": {
            "@type": "Claim",
            "datePublished": claim.made_on.isoformat(),
            **({"appearance": {"@type": "CreativeWork", "url": claim.source}} if claim.source else {}),
        },
        "reviewRating": rating,
    }
    return json.dumps(document, ensure_ascii=False).replace("<", "\\u003c")


def _judged_on(claim: Claim, release: Release) -> date:
    """The day of the edition that the judgement rests on."""
    return claim.as_known_now.edition if claim.as_known_now else release.latest_edition.published
