// The service worker: network first; what was seen of the day's pages and the shell for when there is no signal.
// SHELL is put above by the view. Pages are kept per person; logging in or out forgets them all.
"use strict";

var OFFLINE = "/daily-reports/offline/";
var STATIC = "shell-" + SHELL.join("|").split("").reduce(function (sum, letter) {
  return (sum * 31 + letter.charCodeAt(0)) >>> 0;
}, 7);
var KEPT = /^\/daily-reports\/(?:\d+\/(?:fill\/)?)?$/;

self.addEventListener("install", function (event) {
  event.waitUntil(
    caches.open(STATIC).then(function (cache) {
      return Promise.all(SHELL.map(function (path) { return cache.add(path); }).concat(
        fetch(OFFLINE, { credentials: "omit" }).then(function (answer) { return cache.put(OFFLINE, answer); })
      ));
    }).then(function () { return self.skipWaiting(); })
  );
});

self.addEventListener("activate", function (event) {
  event.waitUntil(
    caches.keys().then(function (names) {
      return Promise.all(names.filter(function (name) {
        return name.indexOf("shell-") === 0 && name !== STATIC;
      }).map(function (name) { return caches.delete(name); }));
    }).then(function () { return self.clients.claim(); })
  );
});

function forgetPages() {
  return caches.keys().then(function (names) {
    return Promise.all(names.filter(function (name) {
      return name.indexOf("pages-") === 0;
    }).map(function (name) { return caches.delete(name); }));
  });
}

function remember(request, answer) {
  return answer.clone().text().then(function (text) {
    var person = text.match(/<meta name="person" content="(\d+)">/);
    if (!person) { return null; }
    return caches.open("pages-" + person[1]).then(function (cache) { return cache.put(request.url, answer); });
  });
}

self.addEventListener("fetch", function (event) {
  var request = event.request;
  var url = new URL(request.url);
  if (url.origin !== self.location.origin) { return; }
  if (request.method === "POST" && (url.pathname === "/logout/" || url.pathname === "/login/")) {
    event.waitUntil(forgetPages());
    return;
  }
  if (request.method !== "GET") { return; }
  if (request.mode === "navigate") {
    event.respondWith(
      fetch(request).then(function (answer) {
        if (KEPT.test(url.pathname) && answer.ok && !answer.redirected) {
          event.waitUntil(remember(request, answer.clone()));
        }
        return answer;
      }).catch(function () {
        return caches.match(request.url, { ignoreVary: true }).then(function (kept) {
          return kept || caches.match(OFFLINE, { ignoreVary: true });
        });
      })
    );
    return;
  }
  if (SHELL.indexOf(url.pathname) >= 0) {
    event.respondWith(
      fetch(request).then(function (answer) {
        var copy = answer.clone();
        if (answer.ok) { event.waitUntil(caches.open(STATIC).then(function (cache) { return cache.put(request, copy); })); }
        return answer;
      }).catch(function () { return caches.match(request, { ignoreVary: true }); })
    );
  }
});
