// The clientside callbacks that `dashboard/mount/dash_mount.py` declares.
(() => {
  const wide = window.matchMedia("(min-width: 40.01rem)");
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const board = () => document.querySelector("[data-board]");
  let asked = null;
  let drawn = null;
  let shown = null;

  // What the page's path says and its query does not: the ally of `/allies/POL`.
  const fixed = (() => {
    const stage = document.querySelector("[data-figure]");
    const named = stage ? [...new URL(stage.dataset.figure, location.href).searchParams] : [];
    const asked = new URLSearchParams(location.search);
    return named.filter(([name]) => !asked.has(name));
  })();

  // The figure's address for a query of the page, in the reader's colours and for the width at hand.
  const address = (search) => {
    const stage = document.querySelector("[data-figure]");
    if (!stage) return null;
    const url = new URL(stage.dataset.figure, location.href);
    url.search = search;
    for (const [name, value] of fixed) if (!url.searchParams.has(name)) url.searchParams.append(name, value);
    url.searchParams.set("theme", dark.matches ? "dark" : "light");
    if (!wide.matches) url.searchParams.set("size", "narrow");
    return url.href;
  };

  const load = async (url) => {
    asked?.abort();
    asked = new AbortController();
    const answer = await fetch(url, { signal: asked.signal });
    if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
    const figure = await answer.json();
    delete figure.layout.width;
    delete figure.layout.height;
    return figure;
  };

  // The newest figure asked for; the first one while Dash is still starting.
  let newest = { url: address(location.search) };
  if (newest.url) (newest.figure = load(newest.url)).catch(() => {});

  const reveal = (tries = 240) => {
    if (document.querySelector("#chart .scatterlayer .trace, #chart .barlayer .trace")) board().classList.add("live");
    else if (tries) requestAnimationFrame(() => reveal(tries - 1));
  };

  const figure = async (search) => {
    const unchanged = window.dash_clientside.no_update;
    const url = address(search ?? location.search);
    if (!url) board().classList.remove("live");
    else if (url === shown) reveal();
    if (!url || url === shown) return unchanged;
    if (url !== newest.url) newest = { url, figure: load(url) };
    const mine = newest;
    try {
      // Dash drops the answer of a callback that is called again meanwhile: whoever asks for the same gets the same.
      const came = await mine.figure;
      [drawn, shown] = [came, url];
      reveal();
      return structuredClone(came);
    } catch (error) {
      // The server's drawing is still there and says the same.
      if (mine === newest) newest = {};
      if (error.name !== "AbortError") board().classList.remove("live");
      return unchanged;
    }
  };

  // plotly.js takes a finger that scrolls past for a click; the browser says when it was none.
  let scrolled = false;
  addEventListener("pointerdown", () => (scrolled = false), { capture: true });
  addEventListener("pointercancel", () => (scrolled = true), { capture: true });

  // What a gesture asks for. While it starts, Dash reports the address too, later than a reader may have chosen.
  let gesture = null;
  const question = (query) => (gesture = query.size ? `?${query}` : "");

  // A click chooses, or no longer chooses, what its row stands for.
  const choose = (click, search, now) => {
    const { chooses, chosen = [] } = now.layout.meta ?? {};
    const row = click.yvals?.[0];
    let code = click.points.find((point) => point.customdata)?.customdata;
    for (const trace of code || row === undefined ? [] : now.data)
      if (trace.customdata) code ??= trace.customdata[trace.y.findIndex((y) => Math.abs(y - row) < 0.5)];
    if (scrolled || !chooses || !code) return window.dash_clientside.no_update;
    const query = new URLSearchParams(search);
    if (chooses !== "ally") query.set(chooses, code);
    else {
      const next = chosen.includes(code) ? chosen.filter((c) => c !== code) : [...chosen, code];
      query.delete("ally");
      for (const each of next.length ? next : [""]) query.append("ally", each);
    }
    return question(query);
  };

  // The target line, dragged, is a target: to the nearest twentieth of a per cent.
  const drag = (moved, search, now) => {
    const unchanged = window.dash_clientside.no_update;
    const at = drawn?.layout.shapes?.findIndex((shape) => shape.name === "target") ?? -1;
    const x = moved?.[`shapes[${at}].x0`];
    if (x === undefined) return unchanged;
    const [low, high] = drawn.layout.meta.targets;
    const target = Math.min(high, Math.max(low, Math.round(x * 20) / 20));
    if (target === drawn.layout.shapes[at].x0) {
      window.dash_clientside.set_props("chart", { figure: structuredClone(drawn) });
      return unchanged;
    }
    const query = new URLSearchParams(search);
    query.set("target", target);
    return question(query);
  };

  // Dragged across, the years from the one to the other.
  const brush = (selected, search, now) => {
    const names = now?.layout.meta?.brushes;
    const across = selected?.range?.x?.map(Math.round).sort((a, b) => a - b);
    if (!names || !across || across[0] === across[1]) return window.dash_clientside.no_update;
    const query = new URLSearchParams(search);
    names.forEach((name, i) => query.set(name, across[i]));
    return question(query);
  };

  const follow = (search) => {
    if (search !== gesture) return;
    gesture = null;
    window.two_percent.follow(search);
  };

  for (const query of [wide, dark])
    query.addEventListener("change", () => window.dash_clientside.set_props("look", { data: [wide.matches, dark.matches] }));
  window.dash_clientside = Object.assign({}, window.dash_clientside, { two_percent: { figure, choose, drag, brush, follow } });
})();
