// Theme and language switches, copying of citations, filtering of rows, keys. Reading needs none of it.
(function () {
  var root = document.documentElement;
  function keep(name, value) { try { localStorage.setItem("regtrail-" + name, value); } catch (error) { /* not kept */ } }

  // Links say index.html so that they work as files; on a server the permanent form is the folder.
  if (location.protocol !== "file:") {
    document.querySelectorAll('a[href*="index.html"]').forEach(function (a) {
      if (a.host === location.host) a.setAttribute("href", a.getAttribute("href").replace(/(^|\/)index\.html(?=$|#|\?)/, "$1") || "./");
    });
  }

  var theme = document.getElementById("theme");
  if (theme) {
    theme.hidden = false;
    theme.addEventListener("click", function () {
      var dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
      root.dataset.theme = dark ? "light" : "dark";
      keep("theme", root.dataset.theme);
    });
  }

  var languages = document.querySelector(".languages");
  if (languages) {
    languages.hidden = false;
    var press = function () {
      languages.querySelectorAll("button").forEach(function (b) {
        b.setAttribute("aria-pressed", String(b.dataset.show === (root.dataset.show || "both")));
      });
    };
    languages.addEventListener("click", function (event) {
      if (!event.target.dataset.show) return;
      root.dataset.show = event.target.dataset.show;
      keep("show", root.dataset.show);
      press();
    });
    press();
  }

  var outline = document.querySelector(".outline details");
  if (outline && matchMedia("(max-width: 62rem)").matches) outline.open = false;

  document.querySelectorAll(".copy").forEach(function (button) {
    if (!navigator.clipboard) return;
    button.hidden = false;
    button.addEventListener("click", function () {
      var text = button.parentElement.querySelector(".cite-text").textContent;
      navigator.clipboard.writeText(text).then(function () {
        button.textContent = "Copied";
        setTimeout(function () { button.textContent = "Copy"; }, 1500);
      });
    });
  });

  var filter = document.getElementById("row-filter");
  if (filter) {
    filter.parentElement.hidden = false;
    var rows = document.querySelectorAll("tbody tr, .terms > .row"), count = document.getElementById("row-count");
    filter.addEventListener("input", function () {
      var wanted = filter.value.trim().toLowerCase(), shown = 0;
      rows.forEach(function (row) {
        row.hidden = wanted !== "" && !row.textContent.toLowerCase().includes(wanted);
        shown += row.hidden ? 0 : 1;
      });
      count.textContent = wanted ? shown + " of " + rows.length : "";
    });
  }

  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || /INPUT|SELECT|TEXTAREA/.test(event.target.tagName)) return;
    var to = event.key === "ArrowLeft" ? 'a[rel="prev"]' : event.key === "ArrowRight" ? 'a[rel="next"]' : "";
    var link = to && document.querySelector(to);
    if (link) location.href = link.href;
    if (event.key === "/") { event.preventDefault(); location.href = document.body.dataset.root + "search/index.html"; }
  });
})();
