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
  // Where a place of the text stands, in pixels from its top: measured on a copy of the field that is never seen.
  const topOf = (at) => {
    const copy = document.createElement("div");
    const style = getComputedStyle(text);
    for (const name of ["boxSizing", "width", "padding", "border", "font", "lineHeight", "letterSpacing", "overflowWrap"]) {
      copy.style[name] = style[name];
    }
    Object.assign(copy.style, { position: "absolute", visibility: "hidden", whiteSpace: "pre-wrap" });
    copy.textContent = text.value.slice(0, at);
    const end = copy.appendChild(document.createElement("span"));
    end.textContent = "·";
    document.body.append(copy);
    const top = end.offsetTop;
    copy.remove();
    return top;
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-rep-from]");
    if (!button) return;
    const at = units(Number(button.dataset.repFrom));
    text.focus({ preventScroll: true });
    text.setSelectionRange(at, units(Number(button.dataset.repTo)));
    const top = topOf(at);
    text.scrollTop = top - text.clientHeight / 3;
    const box = text.getBoundingClientRect();
    window.scrollTo({ top: window.scrollY + box.top + top - text.scrollTop - window.innerHeight / 3 });
  });
})();
