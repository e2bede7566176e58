// A control or a statement asks the server for the page it leads to and puts the parts that changed in place.
// Without this script the same links and the same form lead to the same pages.
(() => {
  const live = document.querySelector("main[data-live]");
  if (!live) return;
  document.documentElement.classList.add("scripted");
  let asked = null;
  let wanted = location.search;

  // What has a place in both pages: `data-swap` is replaced whole, `data-mark` takes over class and aria-current.
  const place = (next) => {
    const focus = document.activeElement?.id;
    const open = [...document.querySelectorAll("details[id][open]")].map((details) => details.id);
    for (const old of document.querySelectorAll("[data-swap]")) {
      const fresh = next.getElementById(old.id);
      if (fresh) old.replaceWith(document.adoptNode(fresh));
    }
    for (const old of document.querySelectorAll("[data-mark], .story p > a[data-claim]")) {
      const fresh = next.getElementById(old.id);
      if (!fresh) continue;
      old.className = fresh.className;
      if (fresh.hasAttribute("aria-current")) old.setAttribute("aria-current", "true");
      else old.removeAttribute("aria-current");
    }
    document.title = next.title;
    for (const id of open) document.getElementById(id)?.setAttribute("open", "");
    if (focus && document.activeElement?.id !== focus) document.getElementById(focus)?.focus({ preventScroll: true });
    document.getElementById("announce").textContent = document.querySelector("[data-summary]")?.dataset.summary ?? next.title;
    const { pathname, search, href } = location;
    if (document.getElementById("chart")) window.dash_clientside.set_props("url", { pathname, search, href });
  };

  // `history`: "push" for a choice, "replace" for what scrolling does, null for back and forward.
  const go = async (url, history) => {
    asked?.abort();
    const mine = (asked = new AbortController());
    live.classList.add("busy");
    wanted = new URL(url, location.href).search;
    try {
      const answer = await fetch(url, { signal: mine.signal });
      const next = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (!answer.ok || !next.querySelector("main[data-live]")) throw new Error(`${url} answered ${answer.status}`);
      const canonical = new URL(next.querySelector("link[rel=canonical]").href);
      const here = canonical.pathname + canonical.search;
      if (history === "push") window.history.pushState(null, "", here);
      if (history === "replace") window.history.replaceState(null, "", here);
      wanted = canonical.search;
      place(next);
      const part = document.getElementById(new URL(url, location.href).hash.slice(1));
      part?.focus({ preventScroll: true });
      part?.scrollIntoView();
    } catch (error) {
      if (error.name !== "AbortError") location.assign(url);
    } finally {
      if (asked === mine) live.classList.remove("busy");
    }
  };

  // Dash has changed the address: the page follows, if it is not what led there.
  window.two_percent = { follow: (search) => search !== wanted && go(location.pathname + search, "replace") };

  const plain = (event) => event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-nav]");
    if (!link || !plain(event)) return;
    event.preventDefault();
    // What was chosen by hand stays chosen, whatever scrolling led to it.
    clearTimeout(waiting);
    last = window.scrollY;
    go(link.href, "push");
  });

  const submit = (form) => {
    if (!form.reportValidity()) return;
    const url = new URL(form.action);
    url.search = new URLSearchParams(new FormData(form)).toString();
    go(url.href, "push");
  };

  document.addEventListener("change", (event) => {
    const form = event.target.closest?.("[data-controls]");
    if (form) submit(form);
  });
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-controls]")) return;
    event.preventDefault();
    submit(event.target);
  });
  window.addEventListener("popstate", () => go(location.href, null));

  // Where text and chart stand side by side, the statement that is being read chooses the chart's state.
  const beside = window.matchMedia("(min-width: 78.01rem)");
  let last = window.scrollY;
  let waiting = 0;

  const read = () => {
    const line = window.innerHeight * 0.4;
    const said = [...document.querySelectorAll("[data-said]")];
    const near = said.filter((s) => Math.abs(s.getBoundingClientRect().top - line) < window.innerHeight * 0.22);
    const nearest = near.sort((a, b) => Math.abs(a.getBoundingClientRect().top - line) - Math.abs(b.getBoundingClientRect().top - line))[0];
    const link = nearest?.querySelector("a[data-claim]");
    if (link && !link.hasAttribute("aria-current")) go(link.href, "replace");
  };

  window.addEventListener("scroll", () => {
    if (!beside.matches || Math.abs(window.scrollY - last) < 24) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      last = window.scrollY;
      read();
    }, 160);
  }, { passive: true });
})();
