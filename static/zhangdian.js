// What every page shares. Nothing here is needed for a page to work.
(function () {
  "use strict";

  // A double click sends once: after the first submit, the form's buttons rest until the page is shown again.
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (event.defaultPrevented || form.method.toLowerCase() !== "post") {
      return;
    }
    if (form.getAttribute("data-sent")) {
      event.preventDefault();
      return;
    }
    form.setAttribute("data-sent", "1");
    form.querySelectorAll("button, input[type=submit]").forEach(function (button) {
      button.setAttribute("aria-disabled", "true");
    });
    // An answer that is a file leaves the page standing; let the form be used again.
    window.setTimeout(function () { wake(form); }, 8000);
  });

  function wake(form) {
    form.removeAttribute("data-sent");
    form.querySelectorAll("[aria-disabled=true]").forEach(function (button) {
      button.removeAttribute("aria-disabled");
    });
  }

  window.addEventListener("pageshow", function (event) {
    if (event.persisted) {
      document.querySelectorAll("form[data-sent]").forEach(wake);
    }
  });

  // The user menu closes on Escape and on a click elsewhere.
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") {
      return;
    }
    document.querySelectorAll("details.menu[open]").forEach(function (menu) {
      menu.removeAttribute("open");
      menu.querySelector("summary").focus();
    });
  });
  document.addEventListener("click", function (event) {
    document.querySelectorAll("details.menu[open]").forEach(function (menu) {
      if (!menu.contains(event.target)) {
        menu.removeAttribute("open");
      }
    });
  });

  // A table wider than its frame can be scrolled by keyboard too.
  function reach() {
    document.querySelectorAll(".table-wrap, .scroll").forEach(function (frame) {
      if (frame.scrollWidth > frame.clientWidth + 1) {
        frame.setAttribute("tabindex", "0");
        frame.classList.add("is-wide");
      } else {
        frame.removeAttribute("tabindex");
        frame.classList.remove("is-wide");
      }
    });
  }
  reach();
  window.addEventListener("resize", reach);
  window.addEventListener("load", reach);

  // A filter that is a choice applies itself when the form says so; its button stays for those without scripts.
  document.addEventListener("change", function (event) {
    var form = event.target.form;
    if (form && form.hasAttribute("data-autosubmit") && event.target.tagName === "SELECT") {
      form.submit();
    }
  });

  // Filters are folded on a phone, and stand open where there is room, also when the window grows.
  var folds = document.querySelectorAll("details.fold");
  if (folds.length) {
    var narrow = window.matchMedia("(max-width: 599px)");
    var fit = function () {
      folds.forEach(function (fold) { fold.open = !narrow.matches; });
    };
    narrow.addEventListener("change", fit);
    fit();
  }

  // Print buttons.
  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-print]");
    if (button) {
      window.print();
    }
  });

  // What is folded away on the screen stands on the paper.
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("details.line:not([open])").forEach(function (part) {
      part.open = true;
      part.setAttribute("data-folded", "");
    });
  });
  window.addEventListener("afterprint", function () {
    document.querySelectorAll("details[data-folded]").forEach(function (part) {
      part.open = false;
      part.removeAttribute("data-folded");
    });
  });

  // What is typed into a form that says so is kept on this device until it has come in.
  var draft = document.querySelector("form[data-draft]");
  if (draft && window.localStorage) {
    var kept = "zd-typed:" + draft.getAttribute("data-draft");
    var told = document.querySelector("[data-restored]");
    var typed = function () {
      return Array.prototype.filter.call(draft.elements, function (field) {
        return field.name && field.type !== "hidden" && field.type !== "file" && field.type !== "password";
      });
    };
    var keep = function () {
      var said = {};
      typed().forEach(function (field) { if (field.value) { said[field.name] = field.value; } });
      try {
        if (Object.keys(said).length) { localStorage.setItem(kept, JSON.stringify(said)); } else { localStorage.removeItem(kept); }
      } catch (full) { return; }
    };
    var before = null;
    try { before = JSON.parse(localStorage.getItem(kept) || "null"); } catch (broken) { before = null; }
    // A form that was sent back with errors already holds what was typed.
    if (before && !document.querySelector("[data-errors]")) {
      typed().forEach(function (field) { if (before[field.name]) { field.value = before[field.name]; } });
      if (told) { told.hidden = false; }
    }
    draft.addEventListener("input", keep);
    draft.addEventListener("submit", function () {
      keep();
      try { sessionStorage.setItem(kept, "sent"); } catch (full) { return; }
    });
    if (told) {
      told.querySelector("[data-forget]").addEventListener("click", function () {
        try { localStorage.removeItem(kept); } catch (none) { return; }
        draft.reset();
        told.hidden = true;
      });
    }
  }
  // The page that follows a form that was stored says so; only then the draft goes.
  var stored = document.querySelector("[data-draft-done]");
  if (stored && window.localStorage) {
    var name = "zd-typed:" + stored.getAttribute("data-draft-done");
    try {
      if (sessionStorage.getItem(name)) {
        sessionStorage.removeItem(name);
        localStorage.removeItem(name);
      }
    } catch (none) { /* A browser that keeps nothing has nothing to forget. */ }
  }

  // After a refused form, the summary of errors is read first.
  var errors = document.querySelector("[data-errors]");
  if (errors) {
    errors.focus();
  }
})();
