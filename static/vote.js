// The draft of a ballot on the device. Nothing here is needed for voting; without script the page carries everything itself.
(function () {
  "use strict";

  var form = document.querySelector("form[data-ballot]");
  var done = document.querySelector("[data-done]");
  var store;
  try {
    store = window.localStorage;
    store.setItem("vote-try", "1");
    store.removeItem("vote-try");
  } catch (blocked) {
    return;
  }

  if (done) {
    // Only now has the server said that the ballot is in the urn.
    store.removeItem("vote:" + done.getAttribute("data-done"));
    return;
  }
  if (!form) {
    return;
  }

  var key = "vote:" + form.elements["pass"].value;
  var kept = form.elements["kept"];
  var subject = form.elements["subject"] ? form.elements["subject"].value : "";

  function parsed(text) {
    try {
      return JSON.parse(text || "{}") || {};
    } catch (broken) {
      return {};
    }
  }

  function typed() {
    var given = { m: {}, r: form.elements["reason"].value, c: form.elements["comment"].value };
    form.querySelectorAll("[name^='m-']").forEach(function (field) {
      if ((field.type !== "radio" || field.checked) && field.value !== "") {
        given.m[field.name.slice(2)] = field.value;
      }
    });
    return given;
  }

  function isEmpty(given) {
    return !given || (!Object.keys(given.m || {}).length && !given.r && !given.c);
  }

  function save() {
    var all = parsed(kept.value);
    if (subject) {
      all[subject] = typed();
    }
    try {
      store.setItem(key, JSON.stringify(all));
    } catch (full) {
      return;
    }
  }

  function restore() {
    var draft = parsed(store.getItem(key));
    var all = parsed(kept.value);
    var restored = false;
    Object.keys(draft).forEach(function (name) {
      if (name !== subject && isEmpty(all[name]) && !isEmpty(draft[name])) {
        all[name] = draft[name];
        restored = true;
      }
    });
    kept.value = JSON.stringify(all);
    if (subject && isEmpty(typed()) && !isEmpty(draft[subject])) {
      form.elements["reason"].value = draft[subject].r || "";
      form.elements["comment"].value = draft[subject].c || "";
      form.querySelectorAll("[name^='m-']").forEach(function (field) {
        var value = (draft[subject].m || {})[field.name.slice(2)] || "";
        if (field.type === "radio") {
          field.checked = field.value === value;
        } else {
          field.value = value;
        }
      });
      restored = true;
    }
    return restored;
  }

  if (subject) {
    var note = document.querySelector("[data-restored]");
    if (restore() && note) {
      note.hidden = false;
    }
    form.addEventListener("input", save);
    form.addEventListener("change", save);
    var words = document.querySelector("[data-draft]");
    words.hidden = false;
    document.querySelector("[data-forget]").addEventListener("click", function () {
      store.removeItem(key);
      form.removeEventListener("input", save);
      form.removeEventListener("change", save);
      words.hidden = true;
    });
  }
})();
