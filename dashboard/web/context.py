"""What every address shares: the release served, answers cached by key, pages under a strict policy."""

from __future__ import annotations

import base64
import hashlib
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext, suppress
from datetime import UTC, date, datetime
from functools import cache, lru_cache, partial
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urlencode

from cachetools import LRUCache
from flask import Response, g, render_template, request
from markupsafe import Markup
from msgspec.structs import replace

from dashboard.addresses import RELEASES
from dashboard.charts.chart import Chart
from dashboard.drawing.painter import Painter
from dashboard.mount.styles import styles
from dashboard.operations.freshness import last_checked
from dashboard.operations.public import path_of, public_url
from dashboard.pages import Page
from dashboard.pages.navigation import navigation
from dashboard.state import Pairs, is_foreign, own, reject_all, strict
from dashboard.state.known import ask_again, carried, some_edition, split, with_day
from dashboard.state.parameter import today
from dashboard.web import problems, redirects
from dashboard.web.address import BadHost, root, under
from dashboard.web.assets import Assets, collected
from dashboard.web.figures import inline
from dashboard.web.in_place import in_place
from dashboard.web.limiter import Limiter, NotNow
from dashboard.web.release_cache import ReleaseCache
from dashboard.web.responses import REVALIDATE, Answer, Responses, tag_of
from etl.claims.known import known_on
from etl.formats.downloads import FORMATS, download
from etl.model import Release, once_per_release
from etl.store import Store

TOPIC = "https://www.nato.int/en/what-we-do/introduction-to-nato/defence-expenditures-and-natos-5-commitment"


_DRAWINGS = 6 * 1024 * 1024
"""Bytes of drawings cached for pages: those of most charts in their standard state."""

PICTURES = 16
"""Requests that wait for pictures at once, half of the threads of a worker; more are sent away."""

READERS = 8
"""Requests that wait for what is read of the store at once: one that hangs holds no others for long."""

PATIENCE = 2.0
"""Seconds that a further one waits for such a place: many may ask at once for what is read in a moment."""

_DAYS = 8
"""Days whose knowledge is cached as releases."""


class AppContext:
    """The releases of a store, and how answers made from them are sent."""

    def __init__(self, store: Path | str) -> None:
        self.store = Store(store)
        self.release_cache = ReleaseCache(self.store)
        self.responses = Responses()
        self._lock = threading.Lock()
        self._pictures = Limiter(PICTURES, problems.CROWDED_PICTURES)
        self.readers = Limiter(READERS, problems.CROWDED_FILES, PATIENCE)
        self._public = public_url()
        self.path = path_of(self._public)
        self.assets: Assets = collected(self.path)
        self.painter = Painter()
        self._drawings: LRUCache[tuple[object, ...], str] = LRUCache(_DRAWINGS, getsizeof=sys.getsizeof)

    def render(self, release: Release, page: Page, status: int = 200, cache: str = REVALIDATE) -> Answer:
        """A page as HTML, under a policy that allows the rules that stand in it and no others."""
        css = self.assets.css(page.styles)
        dash = self.assets.dash if page.chart and page.script else None
        html = self._write(release, page, css, dash.html if dash else "")
        extra = (dash.scripts, styles()) if dash else ()
        return Answer(
            html.encode(),
            "text/html",
            cache,
            status,
            {"Content-Security-Policy": policy(css, page.framed, *extra)},
            # Dash's configuration holds a word of chance, another wherever it is collected.
            tag=tag_of(html.replace(dash.html, _dash_version()).encode()) if dash else "",
        )

    def _write(self, release: Release, page: Page, css: str, dash: str) -> str:
        canonical = with_day(page.canonical, release)
        g.release = release
        html = render_template(
            page.template,
            page=replace(page, canonical=canonical),
            release=release,
            assets=self.assets,
            dash=Markup(dash),  # noqa: S704 (Dash's own tags)
            css=css,
            navigation=navigation(release),
            draw=partial(self._draw, release),
            site=self.root(),
            topic=TOPIC,
            checked=self.checked(),
            today=today(),
            preview=with_day(_preview(page), release),
            known_form=ask_again(canonical),
            **page.context,
        )
        html = html if page.framed else in_place(html, release)
        return under(carried(html, release) if release.known_on else html, self.path)

    def _draw(self, release: Release, chart: Chart, narrow: bool) -> str:
        """The drawing of a chart in a page."""
        return self.drawn(release, chart, "narrow" if narrow else "wide", lambda: inline(chart, narrow))

    def drawn(self, release: Release, chart: Chart, what: str, make: Callable[[], str]) -> str:
        """What rests on the drawings of a chart, cached apart from pages.

        It is most of what a page costs, and the same for another host, in another hour and in a frame.
        """
        key = (release.id, release.known_on, chart.name, chart.query, what)
        with self._lock:
            found = self._drawings.get(key)
        if found is None:
            found = make()
            with self._lock, suppress(ValueError):
                self._drawings[key] = found
        return found

    def root(self) -> str:
        """The address that absolute links begin with. Raises BadHost where a request names no host."""
        return root(request, self._public)

    def _has_root(self) -> bool:
        with suppress(BadHost):
            return bool(self.root())
        return False

    def state(self) -> tuple[str, int, str]:
        """What is served at the moment: answers to the same request differ only where this does."""
        return self.release_cache.seen(), today().toordinal(), self.checked()

    def near(self, path: str) -> problems.Near | None:
        """What stands near an address that nothing has; None where the answer repeats it or leads on."""
        if problems.wants_document(path) or not self.release_cache.ready:
            return None
        if redirects.right_address(path, self.release_cache.release()):
            return None
        return problems.near(path, self.release_cache.release())

    def checked(self) -> str:
        """When NATO's page was last looked at, in words. What shows them is cached by them."""
        return last_checked(self.release_cache.news().check, datetime.now(UTC))

    def send(self, make: Callable[[Release], Answer], *about: str, picture: bool = False) -> Response:
        """The answer at an address that takes no parameter. Raises BadParameter for any of this site."""
        reject_all(pairs())
        return self._sent(make, *about, picture=picture)

    def _sent(self, make: Callable[[Release], Answer], *about: str, picture: bool = False) -> Response:
        """The answer to this request by the current release, cached by what it depends on, for today.

        Raises NotNow where it is a picture or read of the store, and too many of these are waited for.
        """
        release = self.release_cache.release()
        # By what is known of the store: pages list what a publisher stores later, and nothing that is gone.
        key = (release.id, self.release_cache.seen(), today().isoformat(), request.path, _question(), *about)
        waiting = self._pictures.one if picture else self.readers.one if _is_stored() else nullcontext
        return self.responses.send(request, key, partial(make, release), waiting)

    def known(
        self,
        make: Callable[[Release, Pairs], Answer],
        *about: str,
        picture: bool = False,
        exact: Sequence[str] = (),
    ) -> Response:
        """The answer by the release as known on the day that the request's `as_of` names, else today.

        `make` is given the other parameters. Raises BadParameter for no day, or one before all editions, and
        where one of `exact`, which no form of this site sends, is empty.
        """

        def made(release: Release) -> Answer:
            asked = pairs()
            strict(own(asked, exact)[0])
            day, rest = split(asked, release)
            if day is None:
                return make(release, rest)
            known = self.as_known(release, day)
            some_edition(known, release)
            return make(known, rest)

        return self._sent(made, *about, picture=picture)

    def as_known(self, release: Release, day: date) -> Release:
        """The release as known on a day: of the days asked for last."""
        days = _days(release)
        with self._lock:
            found = days.get(day)
        if found is None:
            found = known_on(release, day)
            with self._lock:
                days[day] = found
        return found

    def download(self, release: Release, form: str) -> bytes:
        """The whole set in a form, as the publisher stored it; as known on a day, made here.

        Raises NotNow until the publisher has.
        """
        if release.known_on:
            return download(release, form)
        stored = self.store.download(release.id, FORMATS[form].file)
        if stored is None:
            raise NotNow(problems.NOT_STORED)
        return stored

    def problem(
        self, status: int, detail: str, headers: Mapping[str, str] | None = None, better: str = ""
    ) -> Response:
        """What cannot be answered: a page for a reader, a problem document for a program.

        Never cached by anybody else. `better` is the address that was asked for without what is wrong with
        it, where there is one.
        """
        if problems.wants_document(request.path) or not self.release_cache.ready or not self._has_root():
            answer = problems.document(request, status, detail, better and self.path + better)
        else:
            title, release = problems.TITLES[status], self.release_cache.release()
            near = problems.near(request.path, release) if status == 404 else ()
            context = {"detail": detail, "near": near, "better": better}
            page = Page("problem.html", title, detail, script=False, context=context)
            if status == 404:
                # As many as there are names near an address, however many addresses are asked for.
                key = (release.id, self.root(), self.checked(), detail, better, *(name for _, name in near))
                return self.responses.send(
                    request, key, lambda: self.render(release, page, status, "no-store")
                )
            answer = self.render(release, page, status)
        all_headers = {**answer.headers, "Cache-Control": "no-store", **(headers or {})}
        if status in (429, 503):
            all_headers["Retry-After"] = "10"
        return Response(answer.body, status, all_headers, mimetype=answer.mimetype)


@once_per_release
def _days(_: Release) -> LRUCache[date, Release]:
    """A release as known on the days that were asked for last; it goes with the release."""
    return LRUCache(_DAYS)


@cache
def _dash_version() -> str:
    return version("dash")


def _is_stored() -> bool:
    """Whether the answer to this request is read of the store: a release's files, and the whole set."""
    if request.path.startswith("/api/v1/observations."):
        return not _question()
    return request.path.startswith(("/download/", RELEASES))


def _question() -> str:
    """The parameters of this request as they make its answer: without what others appended."""
    if not any(map(is_foreign, request.args)):
        return request.query_string.decode("latin-1")
    return urlencode([(name, text) for name, text in pairs() if not is_foreign(name)])


def pairs() -> Pairs:
    """The parameters of this request, in their order."""
    return list(request.args.items(multi=True))


@lru_cache(maxsize=256)
def policy(css: str, framed: bool, scripts: tuple[str, ...] = (), sheets: tuple[str, ...] = ()) -> str:
    """The Content-Security-Policy of a page: nothing from elsewhere, no inline script, its rules by hash.

    Only a page that is made for it may be framed by other sites.
    """
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    return "; ".join(
        [
            "default-src 'none'",
            " ".join(["script-src 'self'", *scripts]),
            " ".join([f"style-src 'self' 'sha256-{digest}'", *sheets]),
            "style-src-attr 'none'",
            "img-src 'self' data:",
            "font-src 'self'",
            "connect-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors *" if framed else "frame-ancestors 'none'",
        ]
    )


def _preview(page: Page) -> str:
    """The picture of a link to a page, at the size that other sites show: its chart, else the claim's."""
    picture = page.picture or "/figures/ranking.png"
    return f"{picture}{'&' if '?' in picture else '?'}size=card"
