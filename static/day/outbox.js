// What was handed in waits here until the server has it: one box on the device, kept apart by person.
// Sent through the interface with a key of its own, one at a time; erased only after the server's good answer.
(function () {
  "use strict";

  var meta = document.querySelector("meta[name=person]");
  if (!meta || !window.indexedDB || !window.fetch || !window.Promise) {
    return;
  }
  var person = meta.getAttribute("content");
  var SOON = 3000;
  var RETRY = 30000;
  var pause = SOON;
  var timer = null;
  // Of an answer, what is for programs.
  var QUIET = ["code", "now", "request_id"];
  var AGAIN = [408, 425, 429, 500, 502, 503, 504];

  function open() {
    return new Promise(function (done, fail) {
      var asked = indexedDB.open("zhangdian", 1);
      asked.onupgradeneeded = function () {
        asked.result.createObjectStore("outbox", { keyPath: "key" }).createIndex("person", "person");
      };
      asked.onsuccess = function () { done(asked.result); };
      asked.onerror = function () { fail(asked.error); };
    });
  }

  function within(mode, work) {
    return open().then(function (base) {
      return new Promise(function (done, fail) {
        var change = base.transaction("outbox", mode);
        var asked = work(change.objectStore("outbox"));
        change.oncomplete = function () { base.close(); done(asked && asked.result); };
        change.onabort = change.onerror = function () { base.close(); fail(change.error); };
      });
    });
  }

  function put(item) { return within("readwrite", function (store) { return store.put(item); }); }
  function drop(key) { return within("readwrite", function (store) { return store.delete(key); }); }
  function mine() {
    return within("readonly", function (store) { return store.index("person").getAll(person); }).then(function (items) {
      return (items || []).sort(function (one, other) { return one.written - other.written; });
    });
  }

  function cookie(name) {
    var found = document.cookie.match(new RegExp("(?:^|; )" + name + "=([^;]*)"));
    return found ? decodeURIComponent(found[1]) : "";
  }

  function key() {
    var bytes = new Uint8Array(16);
    crypto.getRandomValues(bytes);
    return Array.prototype.map.call(bytes, function (byte) { return ("0" + byte.toString(16)).slice(-2); }).join("");
  }

  function headers(item) {
    return { "X-CSRFToken": cookie("csrftoken"), "X-Person": item.person, Accept: "application/json" };
  }

  function answer(response) {
    return response.text().then(function (text) {
      var said = {};
      try { said = JSON.parse(text); } catch (trouble) { said = {}; }
      return { status: response.status, said: said };
    });
  }

  // Hands in one item. Resolves to {how: "done" | "wait" | "login" | "refused", said}; never rejects.
  function hand(item) {
    if (item.stored) {
      return photos(item);
    }
    var body = Object.assign({}, item.body);
    if (item.tried) {
      body.written_at = new Date(item.written).toISOString();
    }
    var sent = headers(item);
    sent["Content-Type"] = "application/json";
    sent["Idempotency-Key"] = item.key;
    // When the form was opened, for the district's median; not once it waited for a signal.
    if (item.opened && !item.tried) { sent["X-Opened"] = item.opened; }
    item.tried = true;
    return put(item).then(function () {
      return fetch(item.api + item.act + "/", {
        method: "POST", credentials: "same-origin", headers: sent, body: JSON.stringify(body)
      });
    }).then(answer).then(function (got) {
      if (got.status === 200 || got.status === 201) {
        item.stored = true;
        item.refused = null;
        return put(item).then(function () { return photos(item); });
      }
      return judged(item, got);
    }).catch(function () { return { how: "wait" }; });
  }

  function judged(item, got) {
    if (got.status === 401 || (got.status === 403 && got.said.code !== "person")) {
      return { how: "login" };
    }
    if (AGAIN.indexOf(got.status) >= 0 || (got.status === 409 && got.said.code === "running")) {
      return { how: "wait" };
    }
    item.refused = got.said;
    return put(item).then(function () { return { how: "refused", said: got.said }; });
  }

  // The photos one by one; those that the server has are not sent again.
  function photos(item) {
    var next = (item.photos || []).filter(function (photo) { return !photo.sent; })[0];
    if (!next) {
      return drop(item.key).then(function () { return { how: "done" }; });
    }
    var form = new FormData();
    form.append("photo", next.blob, next.name);
    return fetch(item.api + "photos/", {
      method: "POST", credentials: "same-origin", headers: headers(item), body: form
    }).then(answer).then(function (got) {
      if (got.status === 200 || got.status === 201) {
        next.sent = true;
        next.blob = null;
        return put(item).then(function () { return photos(item); });
      }
      return judged(item, got);
    }).catch(function () { return { how: "wait" }; });
  }

  // One attempt at a time on this device, whichever page or tab makes it.
  function alone(work) {
    if (navigator.locks) {
      return navigator.locks.request("zhangdian-outbox", { ifAvailable: true }, function (lock) {
        return lock ? work() : null;
      });
    }
    var now = Date.now();
    if (Number(localStorage.getItem("zd-sending") || 0) > now - 60000) {
      return Promise.resolve(null);
    }
    localStorage.setItem("zd-sending", String(now));
    function over() { localStorage.removeItem("zd-sending"); }
    return work().then(function (result) { over(); return result; }, function (trouble) { over(); throw trouble; });
  }

  // Sends what waits, oldest first. Resolves to {key: how} of what was tried.
  function send(only) {
    var outcomes = {};
    return alone(function () {
      return mine().then(function (items) {
        return items.filter(function (item) {
          return only ? item.key === only : !item.refused;
        }).reduce(function (before, item) {
          return before.then(function (stop) {
            if (stop) { return true; }
            return hand(item).then(function (result) {
              outcomes[item.key] = result;
              if (result.how === "done") {
                forget(item);
                document.dispatchEvent(new CustomEvent("zd-sent", { detail: item }));
              }
              return result.how === "wait" || result.how === "login";
            });
          });
        }, Promise.resolve(false));
      });
    }).then(function () {
      Object.keys(outcomes).forEach(function (name) { if (outcomes[name].how === "wait") { soon(); } });
      return show(outcomes);
    }).then(function () { return outcomes; });
  }

  // Where the line is poor the browser thinks itself on line all the time and says nothing when it is: so what waits is
  // tried again soon, then less and less often.
  function soon() {
    window.clearTimeout(timer);
    timer = window.setTimeout(wake, pause);
    pause = Math.min(2 * pause, RETRY);
  }

  // The draft goes only now, and only if it is still what was sent.
  function forget(item) {
    var name = "zd-draft:" + item.person + ":" + item.report;
    try { localStorage.removeItem(name); } catch (trouble) { return; }
  }

  function sentences(said) {
    var out = [];
    Object.keys(said || {}).forEach(function (name) {
      if (QUIET.indexOf(name) < 0) { out = out.concat(said[name]); }
    });
    return out.join(" ");
  }

  function show(outcomes) {
    var box = document.querySelector("[data-outbox]");
    if (!box) {
      return Promise.resolve();
    }
    return mine().then(function (items) {
      box.textContent = "";
      box.hidden = !items.length;
      items.forEach(function (item) {
        var line = document.createElement("p");
        var how = outcomes && outcomes[item.key] ? outcomes[item.key].how : "";
        var got = (item.photos || []).filter(function (photo) { return photo.sent; }).length;
        var words = item.refused ? box.dataset.refused + " " + sentences(item.refused)
          : how === "login" ? box.dataset.login : box.dataset.waits;
        if (item.stored && item.photos.length) {
          words += " " + box.dataset.photos.replace("{got}", got).replace("{all}", item.photos.length);
        }
        line.textContent = item.title + ": " + words + " ";
        line.appendChild(way(item, how, box));
        line.appendChild(document.createTextNode(" "));
        if (item.refused) { line.appendChild(bin(item, box)); }
        box.appendChild(line);
      });
    });
  }

  function way(item, how, box) {
    var link = document.createElement("a");
    var page = "/daily-reports/" + item.report + "/fill/";
    link.href = how === "login" ? "/login/?next=" + encodeURIComponent(page) : page;
    link.textContent = box.dataset.open;
    return link;
  }

  function bin(item, box) {
    var button = document.createElement("button");
    button.type = "button";
    button.className = "button button--quiet";
    button.textContent = box.dataset.drop;
    button.addEventListener("click", function () {
      if (window.confirm(box.dataset.sure)) {
        drop(item.key).then(function () { show({}); });
      }
    });
    return button;
  }

  window.zdOutbox = {
    person: person, put: put, drop: drop, mine: mine, send: send, key: key, sentences: sentences, show: show
  };

  // 今日无变化 goes the same way, so that it can wait for a signal too.
  document.querySelectorAll("form[action$='/no-change/']").forEach(function (form) {
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      var report = form.getAttribute("action").match(/(\d+)\/no-change\/$/)[1];
      var card = form.closest("[data-report]");
      var item = {
        key: key(), person: person, report: report, act: "submit", api: "/api/v1/daily-reports/" + report + "/",
        title: card ? card.querySelector("h3").textContent.trim() : report, written: Date.now(), photos: [],
        opened: form.elements.opened && form.elements.opened.value, body: { no_change: true }
      };
      form.querySelector("button").disabled = true;
      put(item).then(function () { return send(item.key); }).then(function (outcomes) {
        var result = outcomes[item.key];
        if (result && result.how === "done") {
          window.location.reload();
        } else {
          form.querySelector("button").disabled = Boolean(!result || result.how === "wait");
        }
      });
    });
  });

  // Pages of somebody else who used this device are forgotten; their unsent reports wait for them untouched.
  if (window.caches) {
    caches.keys().then(function (names) {
      names.forEach(function (name) {
        if (name.indexOf("pages-") === 0 && name !== "pages-" + person) { caches.delete(name); }
      });
    });
  }
  if ("serviceWorker" in navigator) {
    navigator.serviceWorker.register("/sw.js").catch(function () { return null; });
  }

  function wake() {
    mine().then(function (items) {
      if (items.some(function (item) { return !item.refused; })) { send(); } else { show({}); }
    });
  }
  window.addEventListener("online", function () { pause = SOON; wake(); });
  document.addEventListener("visibilitychange", function () { if (!document.hidden) { wake(); } });
  window.setInterval(wake, RETRY);
  wake();
})();
