// A control or a statement asks the server for the page it leads to and puts the parts that changed in place.
// Without this script the same links and the same form lead to the same pages.
(() => {
  const live = document.querySelector("main[data-live]");
  if (!live) return;
  document.documentElement.classList.add("scripted");
  const beside = window.matchMedia("(min-width: 78.01rem)");
  const still = window.matchMedia("(prefers-reduced-motion: reduce)");
  let asked = null;
  // The query of the view that is shown, and of the one that was asked for last.
  let shown = location.search;
  let wanted = shown;
  // Whether the statement that is read may choose the chart: until a reader chooses another view by hand.
  let driven = [...new URLSearchParams(location.search).keys()].every((name) => name === "claim");

  const say = (text) => (document.getElementById("announce").textContent = text);

  // What has a place in both pages: `data-swap` is replaced whole, `data-mark` takes over class and aria-current.
  const place = (next) => {
    const had = document.activeElement !== document.body;
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
    if (had && document.activeElement === document.body) refocus(focus);
    const { pathname, search, href } = location;
    if (document.getElementById("chart")) window.dash_clientside.set_props("url", { pathname, search, href });
  };

  // What was chosen may be gone, as the chip of a filter or the last step: its form then has the focus.
  const refocus = (id) => {
    const form = document.querySelector("form[data-controls]");
    const next = document.getElementById(id) ?? form?.querySelector("select, input:not([type=hidden])");
    next?.focus({ preventScroll: true });
  };

  // A choice that could not be had: what is shown stays, and says so where the choice was made.
  const failed = (url, why) => {
    for (const form of document.querySelectorAll("form[data-controls]")) form.reset();
    const note = document.getElementById("trouble") ?? Object.assign(document.createElement("p"), { id: "trouble" });
    note.setAttribute("role", "alert");
    const again = Object.assign(document.createElement("a"), { href: url, textContent: "Try again", id: "again" });
    again.dataset.nav = "";
    note.replaceChildren(`${why} The view below is unchanged. `, again);
    const controls = document.querySelector("form[data-controls]") ?? live.firstElementChild;
    controls.before(note);
  };
  const reason = async (answer) => {
    if (!answer) return navigator.onLine ? "The server could not be reached." : "There is no connection.";
    const page = new DOMParser().parseFromString(await answer.text().catch(() => ""), "text/html");
    const said = page.querySelector("main .stand")?.textContent.trim();
    if (answer.status < 500) return said || "This view is not available.";
    return "The server cannot answer at the moment.";
  };

  // `history`: "push" for a choice, "replace" for what scrolling and Dash do, null for back and forward.
  const go = async (url, history, driving = false) => {
    asked?.abort();
    const mine = (asked = new AbortController());
    live.classList.add("busy");
    live.setAttribute("aria-busy", "true");
    wanted = new URL(url, location.href).search;
    let answer = null;
    try {
      answer = await fetch(url, { signal: mine.signal });
      const text = answer.ok ? await answer.clone().text() : "";
      const next = new DOMParser().parseFromString(text, "text/html");
      if (!next.querySelector("main[data-live]")) throw new Error(`${url} answered ${answer.status}`);
      const canonical = new URL(next.querySelector("link[rel=canonical]").href);
      const here = canonical.pathname + canonical.search;
      if (history === "push") window.history.pushState(null, "", here);
      if (history === "replace") window.history.replaceState(null, "", here);
      shown = wanted = canonical.search;
      document.getElementById("trouble")?.remove();
      place(next);
      // Once for each choice; what scrolling shows is there to be read.
      if (!driving) say(document.querySelector("[data-summary]")?.dataset.summary ?? next.title);
      const part = document.getElementById(new URL(url, location.href).hash.slice(1));
      part?.focus({ preventScroll: true });
      part?.scrollIntoView();
      return true;
    } catch (error) {
      if (error.name === "AbortError" || asked !== mine) return false;
      wanted = shown;
      if (!driving) failed(url, await reason(answer));
      return false;
    } finally {
      if (asked === mine) {
        live.classList.remove("busy");
        live.removeAttribute("aria-busy");
      }
    }
  };

  // A gesture in the chart has changed the address: the page follows, if it is not what led there. What is given
  // ends when the page has followed.
  const follow = async (search) => {
    if (search === wanted) return;
    driven = false;
    await go(location.pathname + search, "replace");
  };
  window.two_percent = { follow };

  const plain = (event) => event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);

  document.addEventListener("click", async (event) => {
    const link = event.target.closest?.("a[data-nav]");
    if (!link || !plain(event)) return;
    event.preventDefault();
    // What was chosen by hand stays chosen, whatever scrolling led to it; a statement gives it back to scrolling.
    clearTimeout(waiting);
    last = window.scrollY;
    driven = "claim" in link.dataset;
    if ((await go(link.href, "push")) && driven) meet();
  });

  const submit = (form, changed) => {
    if (!form.reportValidity()) return;
    const url = new URL(form.action);
    const query = new URLSearchParams(new FormData(form));
    // What follows from the control that was changed, and was not chosen, is left to follow anew.
    const given = new URLSearchParams(location.search);
    for (const { name, dataset } of form.querySelectorAll("[data-follows]"))
      if (dataset.follows === changed?.name && !given.has(name)) query.delete(name);
    url.search = query.toString();
    clearTimeout(waiting);
    driven = false;
    go(url.href, "push");
  };

  document.addEventListener("change", (event) => {
    const form = event.target.closest?.("[data-controls]");
    if (form) submit(form, event.target);
  });
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-controls]")) return;
    event.preventDefault();
    submit(event.target);
  });
  window.addEventListener("popstate", () => {
    driven = false;
    go(location.href, null);
  });

  // Below each other, the chart stands under the statement that it bears on.
  const meet = () => {
    const chosen = document.querySelector(".said.on");
    const figure = document.querySelector(".pair .stay");
    if (!chosen || !figure || beside.matches) return;
    chosen.after(figure);
    chosen.scrollIntoView({ block: "start" });
  };
  const apart = () => {
    const lede = document.querySelector(".pair > .lede");
    const figure = document.querySelector(".pair .story .stay");
    if (beside.matches && figure) lede.after(figure);
  };
  beside.addEventListener("change", apart);

  // A shared link to a statement opens at it.
  const linked = new URLSearchParams(location.search).has("claim") && !location.hash;
  if (linked && driven && !window.scrollY && performance.getEntriesByType("navigation")[0]?.type === "navigate") {
    meet();
    document.querySelector(".said.on")?.scrollIntoView({ block: "center", behavior: "instant" });
  }

  // As tall as the figure is, so that its foot comes into a window that is lower.
  const figure = document.querySelector(".stay");
  if (figure)
    new ResizeObserver(() => figure.style.setProperty("--tall", `${figure.offsetHeight}px`)).observe(figure);

  // Where text and chart stand side by side, the statement that is being read chooses the chart's state.
  let last = window.scrollY;
  let waiting = 0;

  const read = () => {
    const line = window.innerHeight * 0.4;
    const said = [...document.querySelectorAll("[data-said]")];
    const near = said.filter((s) => Math.abs(s.getBoundingClientRect().top - line) < window.innerHeight * 0.22);
    const nearest = near.sort((a, b) => Math.abs(a.getBoundingClientRect().top - line) - Math.abs(b.getBoundingClientRect().top - line))[0];
    const link = nearest?.querySelector("a[data-claim]");
    if (link && !link.hasAttribute("aria-current")) go(link.href, "replace", true);
  };

  window.addEventListener("scroll", () => {
    if (!driven || still.matches || !beside.matches || Math.abs(window.scrollY - last) < 24) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      last = window.scrollY;
      if (driven) read();
    }, 160);
  }, { passive: true });
})();
