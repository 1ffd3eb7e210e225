// The report form: keeps what is typed on this device, offers yesterday's words, hands in through the outbox.
// Without this script the form works as a plain one.
(function () {
  "use strict";

  var form = document.querySelector("[data-report-form]");
  var box = window.zdOutbox;
  if (!form) {
    return;
  }

  // Answers that belong to a “there is” are shown when it is chosen.
  form.querySelectorAll("[data-ask]").forEach(function (part) {
    var radios = part.querySelectorAll("input[type=radio]");
    var rest = part.querySelector("[data-answer]");
    function look() {
      var chosen = part.querySelector("input[type=radio]:checked");
      rest.hidden = !chosen || chosen.value !== part.getAttribute("data-ask");
    }
    radios.forEach(function (radio) { radio.addEventListener("change", look); });
    part.addEventListener("zd-look", look);
    look();
  });
  function lookAgain() {
    form.querySelectorAll("[data-ask]").forEach(function (part) { part.dispatchEvent(new CustomEvent("zd-look")); });
  }

  form.querySelectorAll("[data-use]").forEach(function (link) {
    link.addEventListener("click", function (event) {
      event.preventDefault();
      form.elements.text.value = link.getAttribute("data-use");
      form.elements.text.focus();
      keep();
    });
  });

  // The place: only at the press of the button, never asked for otherwise.
  var locate = form.querySelector("[data-locate]");
  if (locate && navigator.geolocation && window.isSecureContext) {
    locate.hidden = false;
    locate.addEventListener("click", function () {
      navigator.geolocation.getCurrentPosition(function (found) {
        form.elements.place.value = found.coords.latitude.toFixed(5) + "," + found.coords.longitude.toFixed(5);
        keep();
      });
    });
  }

  if (!box) {
    return;
  }
  var report = form.getAttribute("data-report");
  var draft = "zd-draft:" + box.person + ":" + report;
  var QUIET = ["csrfmiddlewaretoken", "key", "base", "photos_expected", "photos", "opened"];
  var sending = false;
  var handedIn = false;

  function fields() {
    var said = {};
    Array.prototype.forEach.call(form.elements, function (field) {
      if (!field.name || QUIET.indexOf(field.name) >= 0 || (field.type === "radio" && !field.checked)) { return; }
      said[field.name] = field.value;
    });
    return said;
  }

  var asServed = JSON.stringify(fields());
  function keep() {
    if (handedIn) { return; }
    var now = JSON.stringify(fields());
    try {
      if (now === asServed) {
        localStorage.removeItem(draft);
      } else {
        localStorage.setItem(draft, now);
        form.querySelector("[data-saved]").hidden = false;
      }
    } catch (full) { return; }
  }

  function restore() {
    var kept = null;
    try { kept = JSON.parse(localStorage.getItem(draft) || "null"); } catch (broken) { kept = null; }
    // A form that was sent back with errors already holds what was typed.
    if (!kept || document.querySelector("[data-errors]") || JSON.stringify(kept) === asServed) { return; }
    Object.keys(kept).forEach(function (name) {
      var field = form.elements[name];
      if (!field) { return; }
      if (field.length && !field.tagName) {
        Array.prototype.forEach.call(field, function (one) { one.checked = one.value === kept[name]; });
      } else {
        field.value = kept[name];
      }
    });
    document.querySelector("[data-restored]").hidden = false;
    form.querySelector("[data-saved]").hidden = false;
    lookAgain();
  }

  var waiting = null;
  form.addEventListener("input", function () { clearTimeout(waiting); waiting = setTimeout(keep, 200); });
  form.addEventListener("change", keep);
  window.addEventListener("pagehide", keep);
  document.querySelector("[data-forget]").addEventListener("click", function () {
    try { localStorage.removeItem(draft); } catch (none) { return; }
    form.reset();
    lookAgain();
    document.querySelector("[data-restored]").hidden = true;
  });
  restore();

  // What waited on the device has come in: there is nothing left to keep, and the page shows what was stored.
  document.addEventListener("zd-sent", function (event) {
    if (event.detail.report === report) {
      handedIn = true;
      window.location.assign("/daily-reports/" + report + "/");
    }
  });

  // Photos: shown before they are sent, so that a wrong one can be left out.
  var input = form.querySelector("input[type=file]");
  var room = Number(form.getAttribute("data-room"));
  var chosen = [];
  if (input) {
    input.addEventListener("change", function () {
      Array.prototype.forEach.call(input.files, function (file) {
        if (chosen.length < room) { chosen.push(file); } else { say(form.getAttribute("data-many")); }
      });
      input.value = "";
      draw();
    });
  }
  function draw() {
    var list = form.querySelector("[data-chosen]");
    list.textContent = "";
    chosen.forEach(function (file, index) {
      var item = document.createElement("li");
      var image = document.createElement("img");
      var button = document.createElement("button");
      image.src = URL.createObjectURL(file);
      image.width = 160;
      image.alt = file.name;
      button.type = "button";
      button.className = "button button--quiet";
      button.textContent = "×";
      button.setAttribute("aria-label", "× " + file.name);
      button.addEventListener("click", function () { chosen.splice(index, 1); draw(); });
      item.appendChild(image);
      item.appendChild(button);
      list.appendChild(item);
    });
  }

  function say(sentence, kind) {
    var line = document.querySelector("[data-said]");
    if (!line) {
      line = document.createElement("p");
      line.setAttribute("data-said", "");
      line.setAttribute("role", "alert");
      form.parentNode.insertBefore(line, form);
    }
    line.className = "notice notice--" + (kind || "warn");
    line.textContent = sentence;
    line.scrollIntoView({ block: "nearest" });
  }

  function body() {
    var said = fields();
    var sent = { amounts: [], photos_expected: Number(form.getAttribute("data-have")) + chosen.length };
    Object.keys(said).forEach(function (name) {
      var target = name.match(/^amount-(\d+)$/);
      if (target) {
        if (said[name] !== "") { sent.amounts.push({ target: Number(target[1]), amount: said[name] }); }
      } else if (said[name] !== "" && name !== "no_change") {
        sent[name] = said[name];
      }
    });
    if (form.getAttribute("data-act") === "revise") {
      sent.base = Number(form.getAttribute("data-version"));
    }
    return sent;
  }

  function beside(said) {
    form.querySelectorAll(".field__error[data-mine]").forEach(function (old) { old.remove(); });
    Object.keys(said).forEach(function (name) {
      var field = form.elements[name];
      if (!field) { return; }
      var first = field.length && !field.tagName ? field[0] : field;
      var frame = first.closest(".field");
      var list = document.createElement("ul");
      list.className = "field__error";
      list.setAttribute("data-mine", "");
      [].concat(said[name]).forEach(function (sentence) {
        var item = document.createElement("li");
        item.textContent = sentence;
        list.appendChild(item);
      });
      frame.classList.add("field--bad");
      frame.insertBefore(list, frame.children[1] || null);
      if (frame.closest("[data-answer]")) { frame.closest("[data-answer]").hidden = false; }
      if (frame.closest("details")) { frame.closest("details").open = true; }
    });
  }

  // Another version was stored meanwhile: what is typed here is, when handed in once more, a version after it.
  function follow(now) {
    form.setAttribute("data-act", "revise");
    form.setAttribute("data-version", now.version);
    form.setAttribute("action", "/daily-reports/" + report + "/revise/");
    form.elements.base.value = now.version;
    form.elements.key.value = box.key();
  }

  form.addEventListener("submit", function (event) {
    event.preventDefault();
    if (sending) { return; }
    sending = true;
    keep();
    say(form.getAttribute("data-sending"), "info");
    var item = {
      key: box.key(), person: box.person, report: report, act: form.getAttribute("data-act"),
      api: form.getAttribute("data-api"), title: form.getAttribute("data-title"), written: Date.now(), body: body(),
      opened: form.elements.opened && form.elements.opened.value,
      photos: chosen.map(function (file) { return { name: file.name, blob: file, sent: false }; })
    };
    // What waits for this report from before is replaced by what is written now.
    box.mine().then(function (items) {
      return Promise.all(items.filter(function (old) {
        return old.report === report && !old.stored;
      }).map(function (old) { return box.drop(old.key); }));
    }).then(function () { return box.put(item); }).then(function () { return box.send(item.key); }).then(function (outcomes) {
      var result = outcomes[item.key] || { how: "wait" };
      sending = false;
      if (result.how === "done") {
        return null;
      } else if (result.how === "refused" && !item.stored) {
        return box.drop(item.key).then(function () {
          box.show({});
          if (result.said.now) { follow(result.said.now); }
          say(box.sentences(result.said), "error");
          beside(result.said);
        });
      } else if (result.how === "refused") {
        say(box.sentences(result.said), "error");
      } else {
        chosen = [];
        draw();
        say(result.how === "login" ? document.querySelector("[data-outbox]").dataset.login
          : document.querySelector("[data-outbox]").dataset.waits);
      }
      return null;
    }).catch(function () {
      // No room on the device: send the plain way rather than lose it.
      sending = false;
      HTMLFormElement.prototype.submit.call(form);
    });
  });
})();
