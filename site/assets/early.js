// Runs before the page is drawn: the reader's theme and languages, and the permanent form of the address.
(function () {
  var root = document.documentElement;
  try {
    var theme = localStorage.getItem("regtrail-theme"), show = localStorage.getItem("regtrail-show");
    if (theme) root.dataset.theme = theme;
    if (show) root.dataset.show = show;
  } catch (error) { /* storage may be closed to us: the defaults hold */ }
  if (location.protocol !== "file:" && location.pathname.endsWith("/index.html")) {
    history.replaceState(null, "", location.pathname.slice(0, -10) + location.search + location.hash);
  }
})();
