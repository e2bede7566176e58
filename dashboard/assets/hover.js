// Until Dash is there: the words of the nearest mark of the server's drawing, at the pointer and at once.
(() => {
  const board = document.querySelector("[data-board]");
  if (!board) return;
  const tip = Object.assign(document.createElement("p"), { className: "tip", hidden: true });
  tip.setAttribute("aria-hidden", "true");
  board.append(tip);
  const words = new Map();

  // A <title> is for readers without script; here it would say the same a second time.
  const marks = () => {
    for (const title of board.querySelectorAll("svg.chart title")) {
      words.set(title.parentNode, title.textContent);
      title.remove();
    }
    for (const mark of words.keys()) if (!mark.isConnected) words.delete(mark);
    return [...words.keys()];
  };
  const show = ({ clientX: x, clientY: y }) => {
    let nearest = 20;
    let text = "";
    if (!board.classList.contains("live"))
      for (const mark of marks()) {
        const box = mark.getBoundingClientRect();
        const far = Math.hypot(x - box.x - box.width / 2, y - box.y - box.height / 2);
        if (box.width && far < nearest) [nearest, text] = [far, words.get(mark)];
      }
    tip.hidden = !text;
    if (!text) return;
    tip.textContent = text;
    const at = board.getBoundingClientRect();
    const left = Math.min(x - at.x + 14, at.width - tip.offsetWidth);
    tip.style.translate = `${Math.max(0, left)}px ${y - at.y + 14}px`;
  };
  for (const event of ["pointermove", "click"]) board.addEventListener(event, show, { passive: true });
  board.addEventListener("pointerleave", () => (tip.hidden = true));
})();
