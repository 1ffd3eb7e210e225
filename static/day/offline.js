// The page behind a dead line: leaves by itself when the line is back.
(function () {
  "use strict";
  window.addEventListener("online", function () { window.location.assign("/daily-reports/"); });
})();
