// Names the boxes in which one searches for an organ or a person by the label of their field, for screen readers.
(function () {
  "use strict";
  if (!window.django || !django.jQuery) return;
  let count = 0;

  // The label of a field, or the heading of its column where fields stand in a table.
  function labelOf(select) {
    if (select.labels && select.labels.length) return select.labels[0];
    const cell = select.closest("td"), table = select.closest("table");
    return cell && table ? table.querySelectorAll("thead th")[Array.from(cell.parentElement.cells).indexOf(cell)] : null;
  }

  function name(within) {
    within.querySelectorAll("select.admin-autocomplete.select2-hidden-accessible").forEach(function (select) {
      const box = select.parentElement.querySelector(".select2-selection"), label = labelOf(select);
      const chosen = box && box.querySelector(".select2-selection__rendered");
      if (!chosen || !label) return;
      label.id = label.id || "gk-label-" + (count += 1);
      chosen.removeAttribute("role");
      chosen.removeAttribute("aria-readonly");
      box.setAttribute("aria-labelledby", label.id + " " + chosen.id);
    });
  }

  django.jQuery(function () { name(document); });
  document.addEventListener("formset:added", function (event) { name(event.target); });
})();
