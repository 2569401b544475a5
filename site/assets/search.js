// The search page. What is found, and in which order, ranking.js decides from search/index.json; Pagefind
// finds runs of Chinese exactly (its index holds a space between characters, so a run is asked for as a
// quoted, spaced phrase) and holds the texts from which the excerpts are cut.
(function () {
"use strict";
const HANZI = "\\u2e80-\\u2fdf\\u3007\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{323af}";
const ONE = new RegExp(`[${HANZI}]`, "u");
const STEP = 20, EXCERPT = 44;

const { makeIndex, parseQuery, rank } = globalThis.regtrailSearch;
const root = document.body.dataset.root;
const form = document.getElementById("search-form");
const input = document.getElementById("q");
const list = document.getElementById("results");
const status = document.getElementById("search-status");
const read = document.getElementById("search-read");
const facets = document.getElementById("facets");
const FACETS = [["work", "Work"], ["status", "Status"], ["authority", "Authority"], ["kind", "Kind"]];
const chosen = {};
const held = new Map();
let loading = null;
let latest = 0;

function element(name, text, attributes = {}) {
  const made = document.createElement(name);
  if (text) made.textContent = text;
  Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
  return made;
}

// Pagefind numbers pages by digests of its own: asked for everything in the order of our numbers, it says
// which is which.
async function load() {
  const address = (path) => new URL(`${root}${path}`, document.baseURI).href;
  const [engine, data] = await Promise.all([
    import(address("pagefind/pagefind.js")).then(async (found) => { await found.init(); return found; }),
    fetch(address("search/index.json")).then((answer) => {
      if (!answer.ok) throw new Error(`search/index.json: ${answer.status}`);
      return answer.json();
    }),
  ]);
  const pages = (await engine.search(null, { sort: { n: "asc" } })).results;
  const numbers = new Map(pages.map((page, at) => [page.id, at + 1]));
  return { engine, index: makeIndex(data), facets: data.facets, pages, numbers };
}

function loaded() {
  loading ||= load();
  loading.catch(() => { loading = null; });
  return loading;
}

async function holding(run, { engine, numbers }) {
  if (!held.has(run)) {
    const answer = await engine.search(`"${[...run].join(" ")}"`);
    held.set(run, new Set(answer.results.map((page) => numbers.get(page.id))));
  }
  return held.get(run);
}

async function answerTo(typed) {
  const library = await loaded();
  const query = parseQuery(typed, library.index);
  const runs = new Map();
  for (const run of query.runs) runs.set(run, await holding(run, library));
  return { library, query, answer: rank(query, library.index, runs) };
}

// --- Excerpts: the stretch of the text that says most of what was asked, its words marked.

function marker(answer, index) {
  const roots = new Set(), terms = new Set();
  answer.matches.forEach((match) => match.concept.variants.forEach((variant) => {
    if (variant.zh) terms.add(variant.zh);
    variant.stems.filter((word) => !index.words.stop.has(word)).forEach((word) => roots.add(word));
  }));
  const mark = (parts) => {
    const marks = parts.map((part) => !ONE.test(part) && index.words.tokens(part).some((word) =>
      roots.has(index.words.stem(word)) || roots.has(word)));
    const joined = parts.join("");
    const starts = [];
    parts.reduce((at, part, number) => { starts[at] = number; return at + part.length; }, 0);
    terms.forEach((term) => {
      for (let at = joined.indexOf(term); at >= 0; at = joined.indexOf(term, at + 1)) {
        for (let within = at; within < at + term.length; within += 1) {
          if (starts[within] !== undefined) marks[starts[within]] = true;
        }
      }
    });
    return marks;
  };
  return { mark, chinese: answer.matches.some((match) => match.concept.variants[0].zh) };
}

function densest(marks) {
  let best = 0, at = 0, sum = 0;
  marks.forEach((marked, end) => {
    sum += marked ? 1 : 0;
    if (end >= EXCERPT && marks[end - EXCERPT]) sum -= 1;
    if (sum > best) { best = sum; at = Math.max(0, end - EXCERPT + 1); }
  });
  return at;
}

// Pagefind put a space on either side of each Chinese character: none is shown there.
const apart = (before, after) => !(ONE.test(before.slice(-2)) || ONE.test([...after][0] || ""));

// A record holds its Chinese first: who asked in English is shown the English that follows, if there is any.
function inOneLanguage(parts, chinese) {
  const last = parts.findLastIndex((part) => ONE.test(part));
  const english = parts.slice(last + 1).filter((part, n) => n || /[A-Za-z0-9]/.test(part));
  return chinese || !english.length ? parts.slice(0, last + 1 || parts.length) : english;
}

function excerpt(content, { mark, chinese }) {
  const parts = inOneLanguage(content.split(/\s+/).filter(Boolean), chinese);
  const marks = mark(parts), start = densest(marks);
  const paragraph = element("p", start ? "…" : "", { lang: ONE.test(parts[start] || "") ? "zh-Hans" : "en" });
  let open = null;
  parts.slice(start, start + EXCERPT).forEach((part, n) => {
    const at = start + n, gap = n && apart(parts[at - 1], part) ? " " : "";
    if (marks[at] && open) {
      open.append(gap + part);
    } else {
      paragraph.append(gap);
      open = marks[at] ? element("mark", part) : null;
      paragraph.append(open || part);
    }
  });
  if (start + EXCERPT < parts.length) paragraph.append(" …");
  return paragraph;
}

// --- Facets: each counts what the others leave.

function values(library, find, name) {
  return library.index.records[find.record - 1].facets.map((n) => library.facets[n])
    .filter(([own]) => own === name).map(([, value]) => value);
}

function passing(library, finds, except = "") {
  return finds.filter((find) => FACETS.every(([name]) =>
    name === except || !chosen[name] || values(library, find, name).includes(chosen[name])));
}

function showFacets(library, finds) {
  facets.replaceChildren(...FACETS.map(([name, label]) => {
    const counts = new Map();
    passing(library, finds, name).forEach((find) => values(library, find, name)
      .forEach((value) => counts.set(value, (counts.get(value) || 0) + 1)));
    if (chosen[name] && !counts.has(chosen[name])) counts.set(chosen[name], 0);
    const box = element("select", "", { "aria-label": label });
    box.append(element("option", `${label}: any`, { value: "" }));
    [...counts].sort((a, b) => b[1] - a[1]).forEach(([value, n]) => {
      const option = element("option", `${value} (${n})`, { value });
      option.selected = chosen[name] === value;
      box.append(option);
    });
    box.addEventListener("change", () => { chosen[name] = box.value; search(); });
    return box;
  }));
  facets.hidden = false;
}

// --- What the reader is told

function showReading({ query, answer }) {
  read.replaceChildren();
  const say = (head, words) => {
    const line = element("p", "", { class: "hint" });
    line.append(element("b", head), ` ${words}`);
    read.append(line);
  };
  answer.matches.forEach((match) => {
    const others = [...new Set(match.concept.variants.filter((variant) => variant.source !== "typed")
      .map((variant) => variant.shown))];
    if (others.length) say(`${match.concept.label}: also searched:`, others.join(", "));
  });
  if (answer.byMeaning.length) say("Held by no text here, sought by its meaning:", answer.byMeaning.join("、"));
  if (answer.unknown.length) say("Found nowhere:", answer.unknown.join(", "));
  if (query.ignored.length) say("Left out:", query.ignored.join(", "));
}

function remarks(find) {
  const said = [];
  if (find.missing.length) said.push(`not in it: ${find.missing.join(", ")}`);
  if (find.through.length) said.push(`found through ${find.through.map(([asked, shown]) => `${asked} → ${shown}`).join("; ")}`);
  return said;
}

async function more(found, words, from, mine) {
  const { library, finds } = found;
  const shown = finds.slice(from, from + STEP);
  const pages = await Promise.all(shown.map((find) => library.pages[find.record - 1].data()));
  if (mine !== latest) return;
  shown.forEach((find, n) => {
    const record = library.index.records[find.record - 1];
    const item = element("li"), line = element("p");
    line.append(element("a", record.title, { href: root + record.href }));
    if (record.mark) line.append(" ", element("strong", record.mark, { class: "tag" }));
    item.append(line, excerpt(pages[n].content, words),
      element("small", [...values(library, find, "status"), ...remarks(find)].join(" · ")));
    list.append(item);
  });
  if (finds.length > from + STEP) {
    const button = element("button", `Show more (${finds.length - from - STEP} left)`, { type: "button" });
    const item = element("li", "", { style: "list-style: none" });
    item.append(button);
    button.addEventListener("click", () => { item.remove(); more(found, words, from + STEP, mine); });
    list.append(item);
  }
}

async function search() {
  const typed = input.value.trim();
  const mine = ++latest;
  list.replaceChildren();
  read.replaceChildren();
  delete list.dataset.shown;
  facets.hidden = true;
  if (!typed) { status.textContent = ""; return; }
  status.textContent = "Searching …";
  try {
    const found = await answerTo(typed);
    if (mine !== latest) return;
    const finds = passing(found.library, found.answer.finds);
    status.textContent = `${finds.length} found for ${typed}`;
    showReading(found);
    showFacets(found.library, found.answer.finds);
    await more({ ...found, finds }, marker(found.answer, found.library.index), 0, mine);
    if (mine === latest) list.dataset.shown = typed;
  } catch (error) {
    if (mine !== latest) return;
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
  if (asked) { input.value = asked; search(); } else { input.focus(); loaded().catch(() => {}); }
}

start();
})();
