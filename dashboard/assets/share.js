// A button beside a field of text puts the text on the clipboard and says so.
document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-copy]");
  if (!button) return;
  const field = document.getElementById(button.dataset.copy);
  field.select();
  const word = button.textContent;
  try {
    await navigator.clipboard.writeText(field.value);
    button.textContent = "Copied";
  } catch {
    button.textContent = "Press Ctrl+C";
  }
  document.getElementById("announce").textContent = button.textContent;
  setTimeout(() => (button.textContent = word), 2000);
});

// Figures copied from a table are numbers where they are pasted: a plain minus, not the printed one.
document.addEventListener("copy", (event) => {
  const chosen = getSelection();
  const text = String(chosen);
  const within = chosen.anchorNode?.parentElement?.closest("table, .tb-wrap, main");
  if (!within || !/\u2212\d/.test(text)) return;
  event.clipboardData.setData("text/plain", text.replace(/\u2212(?=\d)/g, "-"));
  event.preventDefault();
});
