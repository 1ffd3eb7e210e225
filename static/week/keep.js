// Keeps what is typed into a form on this device until the server has it: for tablets on a poor line.
// A form says data-keep="name"; the copy is apart by person and row, put back on the next opening, and erased when the
// page is opened afresh after a hand-in (data-stored newer than the copy) or on request.
(function () {
  "use strict";
  var form = document.querySelector("form[data-keep]");
  if (!form || !window.localStorage) {
    return;
  }
  var name = "zhangdian-keep-" + form.getAttribute("data-keep");
  var timer = 0;

  function fields() {
    return Array.prototype.filter.call(form.elements, function (field) {
      return field.name && field.name !== "csrfmiddlewaretoken" && field.type !== "file" && field.type !== "submit" && field.type !== "hidden";
    });
  }
  function keep() {
    var said = {};
    fields().forEach(function (field) {
      if (field.type === "radio" || field.type === "checkbox") {
        if (field.checked) { said[field.name] = field.value; }
      } else if (field.value) {
        said[field.name] = field.value;
      }
    });
    try {
      window.localStorage.setItem(name, JSON.stringify({ at: new Date().toISOString(), said: said }));
    } catch (full) { return; }
  }
  function forget() {
    window.localStorage.removeItem(name);
  }
  function restore(kept) {
    var changed = false;
    fields().forEach(function (field) {
      var value = kept.said[field.name];
      if (value === undefined) { return; }
      if (field.type === "radio" || field.type === "checkbox") {
        if (field.value === value && !field.checked) { field.checked = true; changed = true; }
      } else if (field.value !== value) {
        field.value = value; changed = true;
      }
    });
    return changed;
  }

  var kept = null;
  try { kept = JSON.parse(window.localStorage.getItem(name) || "null"); } catch (broken) { forget(); }
  var stored = form.getAttribute("data-stored");
  var refused = document.querySelector("[data-errors]");
  if (kept && stored && new Date(stored) >= new Date(kept.at)) {
    forget();
  } else if (kept && !refused && restore(kept)) {
    var note = document.querySelector("[data-restored]");
    if (note) {
      note.hidden = false;
      note.querySelector("[data-forget]").addEventListener("click", function () { forget(); window.location.reload(); });
    }
  }
  form.addEventListener("input", function () { window.clearTimeout(timer); timer = window.setTimeout(keep, 400); });
  form.addEventListener("change", keep);
  show();
  form.addEventListener("change", show);

  // The rows for problems are there when there are problems.
  function show() {
    form.querySelectorAll("[data-ask]").forEach(function (part) {
      var chosen = part.querySelector("input[type=radio]:checked");
      var answer = part.querySelector("[data-answer]");
      if (answer) { answer.hidden = !!chosen && chosen.value !== part.getAttribute("data-ask"); }
    });
  }
})();
