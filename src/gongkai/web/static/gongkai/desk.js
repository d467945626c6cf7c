// The desk by keyboard: "/" searches, j and k move through the queue, x ticks, Enter opens. Everything also works without.
(() => {
  const rows = [...document.querySelectorAll(".desk-queue tbody tr")];
  const typing = (target) => target.closest("input, select, textarea, [contenteditable]");
  const link = (row) => row.querySelector("th a");
  const at = () => rows.findIndex((row) => row.contains(document.activeElement));
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || (typing(event.target) && event.target.type !== "checkbox")) return;
    const search = document.querySelector("[data-desk-search]");
    if (event.key === "/" && search) {
      event.preventDefault();
      search.focus();
    } else if (rows.length && (event.key === "j" || event.key === "k")) {
      const step = event.key === "j" ? 1 : -1;
      link(rows[Math.min(rows.length - 1, Math.max(0, at() + step))]).focus();
    } else if (event.key === "x" && at() >= 0) {
      rows[at()].querySelector("input[name=case]").click();
    }
  });
  const all = document.querySelector("[data-desk-all]");
  if (all) {
    all.hidden = false;
    all.addEventListener("change", () => {
      for (const box of document.querySelectorAll("input[name=case]")) box.checked = all.checked;
    });
  }
  for (const button of document.querySelectorAll("[data-desk-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
  const first = document.getElementById("errors");
  if (first) first.focus();
})();
