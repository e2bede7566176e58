// Dash's scripts are large and only gestures need them: they wait in a <template> until a reader reaches for the chart.
(() => {
  const template = document.getElementById("dash");
  const board = document.querySelector("[data-board]");
  if (!template || !board) return;
  // The server's drawing follows the size of a reader's letters; plotly.js has one size only.
  if (parseFloat(getComputedStyle(document.documentElement).fontSize) > 18) return;
  const wishes = ["pointerenter", "click"];
  let at = null;
  for (const move of ["pointermove", "click"]) board.addEventListener(move, (event) => (at = event), { passive: true });

  const start = ({ type, pointerType }) => {
    // A finger may only be scrolling past, and some readers pay by the byte: both are asked for a tap.
    if (type !== "click" && (pointerType === "touch" || navigator.connection?.saveData)) return;
    for (const wish of wishes) board.removeEventListener(wish, start);
    performance.mark("intent");
    const scripts = [...document.importNode(template.content, true).querySelectorAll("script")];
    const files = scripts.filter((script) => script.src);
    const loaded = files.map((script) => new Promise((resolve, reject) => {
      Object.assign(script, { async: false, onload: resolve, onerror: reject });
    }));
    document.body.append(...files);
    // What stands in the page itself, the configuration and the start, runs last; if a file fails, not at all.
    Promise.all(loaded).then(() => document.body.append(...scripts.filter((script) => !script.src)), () => {});
  };
  for (const wish of wishes) board.addEventListener(wish, start, { passive: true });

  // Once the chart is there, the pointer that asked for it is passed on: no second gesture is needed.
  new MutationObserver((_, observer) => {
    if (!board.classList.contains("live")) return;
    observer.disconnect();
    performance.mark("live");
    const { clientX, clientY, pointerType } = at ?? {};
    if (!at || (pointerType !== "touch" && !board.matches(":hover"))) return;
    document.elementFromPoint(clientX, clientY)?.dispatchEvent(new MouseEvent("mousemove", { clientX, clientY, bubbles: true }));
  }).observe(board, { attributes: true, attributeFilter: ["class"] });
})();
