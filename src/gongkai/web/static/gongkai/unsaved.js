// What is typed into a section stays in this window until the server has it: a lost connection, an expired session or a
// refusal loses nothing. The words for each case stand in the page.
(() => {
  const text = document.getElementById("text");
  const notice = document.getElementById("unsaved");
  if (!text || !notice) return;
  const key = `unsaved:${location.pathname}`;
  const live = notice.dataset.live;
  const say = (when) => {
    for (const line of notice.children) line.hidden = line.dataset.when !== when;
    notice.hidden = !when;
  };
  const letGo = () => {
    sessionStorage.removeItem(key);
    say("");
  };
  const kept = sessionStorage.getItem(key);
  if (kept !== null && kept.trim() !== text.value.trim()) say("kept");
  else letGo();
  text.addEventListener("input", () => sessionStorage.setItem(key, text.value));
  notice.addEventListener("click", (event) => {
    if (event.target.closest("[data-put-back]")) {
      text.value = sessionStorage.getItem(key) ?? text.value;
      say("");
      text.focus();
      text.dispatchEvent(new Event("input", { bubbles: true }));
    } else if (event.target.closest("[data-let-go]")) {
      letGo();
      text.focus();
    }
  });
  const ours = (event) => event.detail.pathInfo?.requestPath === live || event.detail.requestConfig?.path === live;
  document.body.addEventListener("htmx:sendError", (event) => {
    if (ours(event)) say("offline");
  });
  document.body.addEventListener("htmx:beforeSwap", (event) => {
    if (!ours(event)) return;
    const { xhr } = event.detail;
    if (new URL(xhr.responseURL, location.href).pathname === live && xhr.status === 200) return;
    event.detail.shouldSwap = false; // the page for signing in has no place beside the text
    say(xhr.status === 200 ? "signed_out" : "refused");
  });
  document.body.addEventListener("htmx:afterSwap", (event) => {
    if (ours(event) && document.querySelector("#saved [data-saved]")) letGo();
  });
})();
