// The one clientside callback: fetches a figure by its address; the newest request wins.
(() => {
  let asked = null;

  const wide = window.matchMedia("(min-width: 40.01rem)");
  const dark = window.matchMedia("(prefers-color-scheme: dark)");

  // The address of the page's figure, in the reader's colours and for the width at hand.
  const address = () => {
    const stage = document.querySelector("[data-figure]");
    if (!stage) return null;
    const url = new URL(stage.dataset.figure, location.href);
    url.searchParams.set("theme", dark.matches ? "dark" : "light");
    if (!wide.matches) url.searchParams.set("size", "narrow");
    return url.href;
  };

  // Shows the graph in place of the server's drawing once it has drawn something.
  const reveal = (tries = 120) => {
    const board = document.querySelector("[data-board]");
    const drawn = document.querySelector("#chart .scatterlayer .trace, #chart .barlayer .trace");
    if (drawn) board.classList.add("live");
    else if (tries) requestAnimationFrame(() => reveal(tries - 1));
  };

  const figure = async (view) => {
    const url = view?.url ?? address();
    const unchanged = window.dash_clientside.no_update;
    if (!url) return unchanged;
    asked?.abort();
    asked = new AbortController();
    try {
      const answer = await fetch(url, { signal: asked.signal });
      if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
      const drawn = await answer.json();
      delete drawn.layout.width;
      delete drawn.layout.height;
      reveal();
      return drawn;
    } catch (error) {
      // The server's drawing is still there and says the same.
      if (error.name !== "AbortError") document.querySelector("[data-board]").classList.remove("live");
      return unchanged;
    }
  };

  const refresh = () => {
    const url = address();
    if (url && document.getElementById("chart")) window.dash_clientside.set_props("view", { data: { url } });
  };

  for (const query of [wide, dark]) query.addEventListener("change", refresh);
  window.two_percent = { refresh };
  window.dash_clientside = Object.assign({}, window.dash_clientside, { two_percent: { figure } });
})();
