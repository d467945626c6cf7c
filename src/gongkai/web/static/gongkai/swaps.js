// What is put in the place of something else must not take the keyboard's place away: the focus goes to the same control in
// what came, or else to the region itself; what was unfolded stays unfolded. A region with data-said tells that it is new.
(() => {
  const words = (element) => element.textContent.trim().replace(/\s+/g, " ");
  const like = (element) => `${element.tagName} ${element.id} ${words(element)}`;
  const controls = (region) => [...region.querySelectorAll("a[href], button, summary, input, select, textarea, [tabindex]")];
  let before = null;
  document.body.addEventListener("htmx:beforeSwap", (event) => {
    const { target } = event.detail;
    const held = document.activeElement;
    before = {
      target,
      held: held !== target && target.contains(held) ? held : null,
      at: controls(target).indexOf(held),
      open: [...target.querySelectorAll("details[open] > summary")].map(words),
    };
  });
  document.body.addEventListener("htmx:afterSettle", (event) => {
    const { target } = event.detail;
    if (!before || before.target !== target) return;
    for (const summary of target.querySelectorAll("details > summary")) {
      if (before.open.includes(words(summary))) summary.parentElement.open = true;
    }
    if (before.held && !target.contains(document.activeElement)) {
      const found = controls(target).filter((control) => like(control) === like(before.held) && !control.hidden);
      const same = found.find((control) => controls(target).indexOf(control) === before.at) ?? found[0];
      if (!same && !target.hasAttribute("tabindex")) target.tabIndex = -1;
      (same ?? target).focus({ preventScroll: true });
    }
    before = null;
    const said = document.getElementById("said");
    if (said && target.dataset.said) said.textContent = `${target.dataset.said} ${new Date().toLocaleTimeString("zh-CN")}`;
  });
})();
