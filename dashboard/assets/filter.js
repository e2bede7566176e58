// A field that filters a list of checkboxes by any of their names (`data-names`). Enter chooses the first one that is
// left, or the one that the arrows went to, Escape shows all again. Without this script the list stands whole.
(() => {
  const field = (node) => node.closest?.("[data-filter]");
  const list = (input) => document.getElementById(input.dataset.filter);
  const labels = (input) => [...list(input).querySelectorAll("[data-names]")];
  const boxes = (input) => labels(input).filter((label) => !label.hidden).map((label) => label.control);
  const letters = { ı: "i", ø: "o", ł: "l", đ: "d" };
  const words = (text) => text.normalize("NFKD").replace(/\p{M}|[.'’]/gu, "").toLowerCase()
    .replace(/[ıøłđ]/g, (letter) => letters[letter]).split(/[^\p{L}\p{N}]+/u).filter(Boolean);

  const show = (input) => {
    const asked = words(input.value);
    const begins = (name) => asked.every((word) => name.split(" ").some((own) => own.startsWith(word)));
    for (const label of labels(input)) label.hidden = !label.dataset.names.split("|").some(begins);
    const left = boxes(input).map((box) => box.closest("label"));
    for (const label of labels(input)) label.toggleAttribute("data-first", asked.length > 0 && label === left[0]);
    const names = left.length > 3 ? "" : left.map((label) => label.textContent.trim()).join(", ");
    const found = left.length ? `${left.length} of ${labels(input).length}${names && `: ${names}`}` : "None by that name";
    const count = asked.length ? found : "";
    document.getElementById(input.getAttribute("aria-describedby")).textContent = count;
    document.getElementById("announce").textContent = count;
    if (asked.length) list(input).open = true;
  };

  document.addEventListener("input", (event) => {
    if (field(event.target)) show(event.target);
  });
  // The field itself is no choice: a form that is sent on each change does not see it.
  document.addEventListener("change", (event) => field(event.target) && event.stopPropagation(), true);
  document.addEventListener("reset", (event) => {
    const input = event.target.querySelector("[data-filter]");
    if (input) setTimeout(() => show(input));
  });
  document.addEventListener("keydown", (event) => {
    const near = event.target.closest?.("form")?.querySelector("[data-filter]");
    if (!near || (event.target !== near && !list(near).contains(event.target))) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      const stops = [near, ...boxes(near)];
      list(near).open = true;
      event.preventDefault();
      stops[Math.max(0, Math.min(stops.length - 1, stops.indexOf(event.target) + step))].focus();
    } else if (event.key === "Enter" && event.target.matches("[data-filter], [type=checkbox]")) {
      event.preventDefault();
      if (event.target !== near) event.target.click();
      else if (words(near.value).length) boxes(near)[0]?.click();
    } else if (event.target === near && event.key === "Escape") {
      near.value = "";
      show(near);
      list(near).open = false;
    }
  });
})();
