// A button that goes through years or editions by the links beside it, one a second; one step a click where
// motion is to be reduced. It stops at the end, at any other choice, and waits while the page is not seen.
(() => {
  const still = window.matchMedia("(prefers-reduced-motion: reduce)");
  let playing = "";
  const button = () => document.querySelector(`[data-play="${playing}"]`);
  const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

  const mark = (on) => {
    const here = button();
    if (!here) return;
    here.setAttribute("aria-pressed", String(on));
    here.textContent = `${on ? "Pause" : "Play"} ${here.dataset.play}`;
  };
  const stop = () => {
    mark(false);
    playing = "";
  };
  // The step after the one shown; the first one where the last has been reached and play begins again.
  const next = (again) => {
    const { at, of, first } = button().dataset;
    const later = document.getElementById(`${playing}-later`);
    return later?.getAttribute("href") ?? (again && at === of ? first : "");
  };

  const play = async (id) => {
    playing = id;
    mark(!still.matches);
    let href = next(true);
    while (playing === id && href) {
      await window.two_percent.follow(new URL(href, location.href).search);
      if (playing !== id || !button()) break;
      if (still.matches) break;
      mark(true);
      href = next(false);
      if (href) await sleep(1100);
      while (document.hidden && playing === id) await sleep(300);
    }
    if (playing === id) stop();
  };

  document.addEventListener("click", (event) => {
    const pressed = event.target.closest?.("[data-play]");
    if (!pressed && !event.target.closest?.("a[data-nav]")) return;
    const before = playing;
    if (before) stop();
    if (pressed && pressed.dataset.play !== before) play(pressed.dataset.play);
  }, true);
  document.addEventListener("change", () => playing && stop(), true);

  // A knob stands for the list of years in the form: it goes to the years that the list has, and not past its fellow.
  const knob = (node) => node.closest?.("[data-slides]");
  const settle = (input) => {
    const list = document.getElementById(input.dataset.slides);
    const [first, last] = [...input.parentNode.children].map((other) => Number(other.value));
    const bound = input.nextElementSibling ? Math.min(first, last) : input.previousElementSibling ? Math.max(first, last) : first;
    const years = [...list.options].filter((option) => !option.disabled).map((option) => Number(option.value));
    const nearest = years.reduce((a, b) => (Math.abs(b - bound) < Math.abs(a - bound) ? b : a));
    input.value = list.value = String(nearest);
    return list;
  };
  document.addEventListener("input", (event) => knob(event.target) && settle(event.target));
  document.addEventListener("change", (event) => {
    if (knob(event.target)) settle(event.target).dispatchEvent(new Event("change", { bubbles: true }));
  });
})();
