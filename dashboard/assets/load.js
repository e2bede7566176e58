// The chart's script is large: it is asked for once the page has been painted, so that nothing waits for it.
(() => {
  const named = document.querySelector("meta[name=chart-script]");
  if (!named) return;
  requestAnimationFrame(() => setTimeout(() => {
    const script = document.createElement("script");
    script.src = named.content;
    document.head.append(script);
  }));
})();
