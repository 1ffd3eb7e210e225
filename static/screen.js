// The wall screen: shows one scene after the other and loads itself anew after a full turn.
// Without this script all scenes stand below each other.
(function () {
  "use strict";
  var stage = document.querySelector("[data-scenes]");
  if (!stage) { return; }
  var scenes = stage.querySelectorAll(".scene");
  var seconds = Number(stage.getAttribute("data-scenes")) || 20;
  var now = 0;
  function show() {
    for (var index = 0; index < scenes.length; index += 1) {
      scenes[index].hidden = index !== now;
    }
  }
  show();
  window.setInterval(function () {
    now += 1;
    if (now === scenes.length) { window.location.reload(); return; }
    show();
  }, seconds * 1000);
}());
