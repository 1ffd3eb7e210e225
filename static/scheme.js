// Running sums on the form of a scheme. The server counts them too; nothing here is needed.
(function () {
  "use strict";

  function hundredths(id) {
    var field = document.getElementById(id);
    var value = field && field.value.trim() !== "" ? Number(field.value) : NaN;
    return Math.round(value * 100);
  }

  function show(sum) {
    var now = sum.getAttribute("data-sum").split(" ").reduce(function (all, id) { return all + hundredths(id); }, 0);
    var from = sum.getAttribute("data-whole-field");
    var whole = from ? hundredths(from) : Math.round(Number(sum.querySelector("[data-whole]").textContent) * 100);
    sum.querySelector("[data-now]").textContent = isNaN(now) ? "—" : String(now / 100);
    if (from) {
      sum.querySelector("[data-whole]").textContent = isNaN(whole) ? "—" : String(whole / 100);
    }
    sum.classList.toggle("scheme-sum--wrong", now !== whole);
  }

  var sums = document.querySelectorAll("[data-sum]");
  document.addEventListener("input", function () { sums.forEach(show); });
  sums.forEach(show);
})();
