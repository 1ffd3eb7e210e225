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

  // Print buttons.
  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-print]");
    if (button) {
      window.print();
    }
  });

  // After a refused form, the summary of errors is read first.
  var errors = document.querySelector("[data-errors]");
  if (errors) {
    errors.focus();
  }
})();
