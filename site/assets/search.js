// Our own search over the Pagefind index. The index holds a space between Chinese characters, so each
// run of them is asked for as a quoted, spaced phrase, and the spaces are taken out of what is shown.
(function () {
"use strict";
const HANZI = "\\u2e80-\\u2fdf\\u3007\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{323af}";
const RUN = new RegExp(`[${HANZI}]+`, "gu");
const ONE = new RegExp(`[${HANZI}]`, "u");
const STEP = 20;

const root = document.body.dataset.root;
const form = document.getElementById("search-form");
const input = document.getElementById("q");
const list = document.getElementById("results");
const status = document.getElementById("search-status");
const facets = document.getElementById("facets");
const chosen = {};
let engine = null;
let latest = 0;

function toQuery(typed) {
  return typed.normalize("NFC").replace(RUN, (run) => ` "${[...run].join(" ")}" `).replace(/\s+/g, " ").trim();
}

function element(name, text, attributes = {}) {
  const made = document.createElement(name);
  if (text) made.textContent = text;
  Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
  return made;
}

// The index put a space on either side of each Chinese character: take those out, leave the others.
function closeGaps(html) {
  return html.replace(/ +/g, (gap, at) => {
    const before = [...html.slice(0, at).replace(/<[^>]*>/g, "").trimEnd().slice(-2)].pop() || "";
    const after = [...html.slice(at).replace(/<[^>]*>/g, "").trimStart().slice(0, 2)][0] || "";
    return ONE.test(before) || ONE.test(after) ? "" : " ";
  });
}

// An excerpt is escaped text with <mark>; everything is set as text, only the marks become elements.
function excerpt(html) {
  const paragraph = element("p", "", { lang: ONE.test(html) ? "zh-Hans" : "en" });
  closeGaps(html).replace(/<\/mark><mark>/g, "").split(/(<mark>.*?<\/mark>)/).forEach((piece) => {
    const marked = piece.startsWith("<mark>");
    const parsed = new DOMParser().parseFromString("", "text/html");
    parsed.body.innerHTML = marked ? piece.slice(6, -7) : piece;
    const text = parsed.body.textContent;
    paragraph.append(marked ? element("mark", text) : text);
  });
  return paragraph;
}

async function load() {
  if (engine) return engine;
  const found = await import(new URL(`${root}pagefind/pagefind.js`, document.baseURI).href);
  await found.options({ excerptLength: 40 });
  await found.init();
  await found.filters(); // without this the counts of the facets stay empty
  engine = found;
  return engine;
}

function facetBox(name, label, counts) {
  const values = Object.entries(counts || {}).filter(([, n]) => n > 0 || chosen[name]);
  const box = element("select", "", { "aria-label": label });
  box.append(element("option", `${label}: any`, { value: "" }));
  values.sort((a, b) => b[1] - a[1]).forEach(([value, n]) => {
    const option = element("option", `${value} (${n})`, { value });
    option.selected = chosen[name] === value;
    box.append(option);
  });
  box.addEventListener("change", () => { chosen[name] = box.value; search(); });
  return box;
}

function showFacets(filters) {
  facets.replaceChildren(...[["work", "Work"], ["status", "Status"], ["authority", "Authority"], ["kind", "Kind"]]
    .map(([name, label]) => facetBox(name, label, filters[name])));
  facets.hidden = false;
}

async function more(results, from) {
  const data = await Promise.all(results.slice(from, from + STEP).map((result) => result.data()));
  data.forEach((hit) => {
    const item = element("li");
    const line = element("p");
    line.append(element("a", hit.meta.title, { href: root + hit.meta.href }));
    item.append(line, excerpt(hit.excerpt), element("small", (hit.filters.status || []).join(", ")));
    list.append(item);
  });
  if (results.length > from + STEP) {
    const button = element("button", `Show more (${results.length - from - STEP} left)`, { type: "button" });
    const item = element("li", "", { style: "list-style: none" });
    item.append(button);
    button.addEventListener("click", () => { item.remove(); more(results, from + STEP); });
    list.append(item);
  }
}

async function search() {
  const typed = input.value.trim();
  const mine = ++latest;
  list.replaceChildren();
  delete list.dataset.shown;
  facets.hidden = true;
  if (!typed) { status.textContent = ""; return; }
  status.textContent = "Searching …";
  try {
    const found = await load();
    const filters = Object.fromEntries(Object.entries(chosen).filter(([, value]) => value));
    const answer = await found.search(toQuery(typed), { filters });
    if (mine !== latest) return;
    status.textContent = `${answer.results.length} article${answer.results.length === 1 ? "" : "s"} with ${typed}`;
    showFacets(answer.filters);
    await more(answer.results, 0);
    list.dataset.shown = typed;
  } catch (error) {
    status.textContent = "The search index could not be loaded. The index of articles below still works.";
    console.error(error);
  }
}

function start() {
  const asked = new URLSearchParams(location.search).get("q");
  if (location.protocol === "file:") {
    status.textContent = "Search works when the site is served: run “.venv/bin/kb site --serve” and open http://127.0.0.1:8000/search/. The index of articles below works here too.";
    return;
  }
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    history.replaceState(null, "", `?q=${encodeURIComponent(input.value.trim())}`);
    search();
  });
  if (asked) { input.value = asked; search(); } else { input.focus(); }
}

start();
})();
