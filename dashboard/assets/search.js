// The search of the masthead as a combobox: what the server finds for the words so far, as a list to choose from.
// Without this script the same field leads to the page of results.
(() => {
  const input = document.getElementById("find");
  if (!input) return;
  const list = Object.assign(document.createElement("ul"), { id: "found-now", hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Results");
  input.after(list);
  const set = (names) => Object.entries(names).forEach(([name, text]) => input.setAttribute(name, text));
  set({ role: "combobox", "aria-expanded": "false", "aria-controls": list.id, "aria-autocomplete": "list" });
  const say = (text) => (document.getElementById("announce").textContent = text);
  let asked = null;
  let waiting = 0;
  let at = -1;

  const mark = (next) => {
    at = next;
    [...list.children].forEach((option, i) => option.setAttribute("aria-selected", String(i === at)));
    if (at >= 0) set({ "aria-activedescendant": list.children[at].id });
    else input.removeAttribute("aria-activedescendant");
    list.children[at]?.scrollIntoView({ block: "nearest" });
  };
  const show = (found) => {
    list.replaceChildren(...found.map(({ name, kind, address }, i) => {
      const option = Object.assign(document.createElement("li"), { id: `found-${i}` });
      const link = Object.assign(document.createElement("a"), { href: address, textContent: name, tabIndex: -1 });
      option.setAttribute("role", "option");
      option.append(link, Object.assign(document.createElement("span"), { className: "kind", textContent: kind }));
      return option;
    }));
    list.hidden = !found.length;
    set({ "aria-expanded": String(!list.hidden) });
    mark(-1);
  };
  const close = () => {
    clearTimeout(waiting);
    asked?.abort();
    show([]);
  };
  const look = async () => {
    asked?.abort();
    const text = input.value.trim();
    if (!text) return show([]);
    const mine = (asked = new AbortController());
    const url = new URL(input.form.action);
    url.pathname += ".json";
    url.search = new URLSearchParams(new FormData(input.form)).toString();
    try {
      const answer = await fetch(url, { signal: mine.signal });
      if (!answer.ok) return show([]);
      const found = await answer.json();
      show(found);
      say(found.length ? `${found.length} results` : "No results");
    } catch (error) {
      // Enter still leads to the page of results.
      if (error.name !== "AbortError") show([]);
    }
  };

  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, 120);
  });
  input.addEventListener("keydown", (event) => {
    const n = list.children.length;
    if (event.key === "Escape" && n) event.preventDefault();
    if (event.key === "Escape") close();
    if (event.key === "Enter" && at >= 0) {
      event.preventDefault();
      list.children[at].firstChild.click();
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || !n) return;
    event.preventDefault();
    mark(at < 0 && step < 0 ? n - 1 : (at + step + n) % n);
  });
  input.form.addEventListener("focusout", (event) => {
    if (!input.form.contains(event.relatedTarget)) close();
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, select, textarea, [contenteditable]");
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    input.focus();
    input.select();
  });
})();
