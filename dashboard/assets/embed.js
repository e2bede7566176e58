// Two percent: frames as high as their charts.
(() => {
  const w = "two-percent", all = (s) => document.querySelectorAll(s), [main] = all("main.frame"), [held] = all(".held");
  const say = () => {
    const h = held?.dataset[matchMedia("(max-width:40rem)").matches ? "narrow" : "wide"];
    if (h && !/map/.test(held.className)) held.style.height = h + "px";
    parent.postMessage({ [w]: main.offsetHeight }, "*");
  };
  addEventListener("message", ({ source, data }) => {
    if (main && source == parent && data == w) {
      document.documentElement.classList.add("fitted");
      say();
      document.fonts.ready.then(say);
      new ResizeObserver(say).observe(main);
    }
    const h = data?.[w];
    for (const f of all("iframe"))
      if (f.contentWindow == source && h < 9999) h > 0 ? (f.style.height = h + "px") : source.postMessage(w, "*");
  });
  main ? parent.postMessage({ [w]: 0 }, "*") : all("iframe").forEach((f) => f.contentWindow.postMessage(w, "*"));
})();
