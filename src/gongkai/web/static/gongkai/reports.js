// The editor of a report: from a finding to its place in the text. Offsets count code points, a text field counts UTF-16.
(() => {
  const text = document.getElementById("text");
  if (!text) return;
  const units = (points) => [...text.value].slice(0, points).join("").length;
  const show = () => {
    for (const button of document.querySelectorAll("[data-rep-from]")) button.hidden = false;
  };
  show();
  document.body.addEventListener("htmx:afterSwap", show);
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-rep-from]");
    if (!button) return;
    text.focus();
    text.setSelectionRange(units(Number(button.dataset.repFrom)), units(Number(button.dataset.repTo)));
  });
})();
