// In which order finds come: kb/store/ranking.py in the browser's language. The weights come with the index, so
// that both give the same order; a test asks both the same questions. docs/search.md says the formula in words.
(function () {
"use strict";
const { makeWords, parseQuery, chineseConcepts, typedVariant } = globalThis.regtrailQuestion;
const DIGITS = /^[0-9]+$/;
const FEWEST_LETTERS = 4, MOST_ENDINGS = 8;
const unique = (items) => [...new Set(items)];

// --- The index: postings come as text and are read when they are asked for.

function readPlaces(text) {
  const found = new Map();
  let record = 0;
  for (const entry of text.split(" ")) {
    const [step, ...places] = entry.split(".").map((part) => parseInt(part, 36));
    record += step;
    found.set(record, places);
  }
  return found;
}

function makeIndex(data) {
  const words = makeWords(data.settings.words);
  const read = { english: new Map(), chinese: new Map(), stems: new Map() };
  const forms = new Map();
  Object.keys(data.english).forEach((word) => {
    const root = words.stem(word);
    forms.set(root, [...(forms.get(root) || []), word]);
  });
  const around = data.contexts.map(([text, records]) =>
    ({ text, stems: new Set(words.tokens(text).map(words.stem)), records }));
  const leads = new Map(data.leads.map(([key, variants]) => [key, variants.map((n) => data.variants[n])]));

  function kept(where, key, make) {
    if (!read[where].has(key)) read[where].set(key, make());
    return read[where].get(key);
  }
  const one = (where, word) => kept(where, word, () =>
    (Object.hasOwn(data[where], word) ? readPlaces(data[where][word]) : new Map()));

  function english(root) {
    return kept("stems", root, () => {
      const found = new Map();
      (forms.get(root) || []).forEach((word) => one("english", word).forEach((places, record) => {
        found.set(record, [...(found.get(record) || []), ...places]);
      }));
      found.forEach((places) => places.sort((a, b) => a - b));
      return found;
    });
  }
  const turns = new Map(Object.entries(data.settings.asks).flatMap(([kind, { dropped }]) =>
    dropped.map((turn) => [words.tokens(turn).join(" "), kind])));
  return {
    words, leads, turns, english, settings: data.settings, records: data.records, count: data.records.length,
    englishCount: data.records.filter((record) => record.lengths[0]).length,
    average: data.average,
    word: (word) => one("english", word),
    chinese: (term) => one("chinese", term),
    beginning: (root) => [...forms.keys()].filter((other) => other.startsWith(root)).sort(),
    around: (variant) => around.filter((context) => (variant.zh ? context.text.includes(variant.zh)
      : variant.stems.every((root) => context.stems.has(root)))).flatMap((context) => context.records),
  };
}

// --- Finding

class Match {
  constructor(concept) {
    Object.assign(this, { concept, strength: new Map(), times: new Map(), places: new Map(),
      through: new Map(), around: new Set(), weight: 0, stranger: false });
  }

  add(variant, found, worth) {
    const side = variant.zh ? 1 : 0;
    found.forEach((at, record) => {
      if (!this.times.has(record)) {
        this.times.set(record, [0, 0]);
        this.places.set(record, [[], []]);
      }
      this.times.get(record)[side] += worth * at.length;
      this.places.get(record)[side].push(...at);
      this.note(variant, record, worth);
    });
  }

  note(variant, record, worth) {
    if (worth > (this.strength.get(record) || 0)) {
      this.strength.set(record, worth);
      this.through.set(record, variant);
    }
  }
}

function follows(start, rest, gap) {
  let at = start;
  for (const places of rest) {
    const behind = places.find((place) => place > at && place <= at + gap);
    if (behind === undefined) return false;
    at = behind;
  }
  return true;
}

function inOrder(words, gap) {
  const found = new Map();
  if (!words.length) return found;
  words[0].forEach((places, record) => {
    if (!words.every((word) => word.has(record))) return;
    const rest = words.slice(1).map((word) => word.get(record));
    const starts = places.filter((at) => follows(at, rest, gap));
    if (starts.length) found.set(record, starts);
  });
  return found;
}

function foundVariant(variant, index) {
  if (variant.zh) return [index.chinese(variant.zh), new Map()];
  if (variant.stems.length === 1) return [index.english(variant.stems[0]), new Map()];
  const words = variant.stems.map(index.english);
  const together = inOrder(words, 1);
  const loose = inOrder(words, index.settings.weights.gap);
  return [together, new Map([...loose].filter(([record]) => !together.has(record)))];
}

// The words of a fixed term, or what means the same as each, where the term does not stand: more where close.
function addParts(match, index) {
  const { weights } = index.settings;
  const parts = unique(match.concept.typed.filter((part) => !index.words.stop.has(part)));
  if (parts.length < 2 || match.concept.variants[0].zh || parts.some((part) => DIGITS.test(part))) return;
  const found = parts.map((part) => partFound(part, index));
  unique(found.flatMap((part) => [...part.keys()])).sort((a, b) => a - b).forEach((record) => {
    const here = found.filter((part) => part.has(record)).map((part) => part.get(record));
    if (match.times.has(record) || 2 * here.length < parts.length) return;
    const events = here.flatMap((places, number) => unique(places).map((at) => [at, number]))
      .sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    const close = Math.max(...windows(events, weights.window_parts).map((inside) => inside.length));
    const worth = weights.parts * close + weights.parts_apart * (here.length - close);
    match.add(match.concept.variants[0], new Map([[record, unique(events.map(([at]) => at))]]), worth / parts.length);
  });
}

function partFound(part, index) {
  const same = (index.leads.get(part) || []).filter(({ stems }) => stems.length === 1).map(({ stems }) => stems[0]);
  const found = new Map();
  unique([part, ...same]).forEach((root) => index.english(root).forEach((at, record) => {
    found.set(record, [...(found.get(record) || []), ...at]);
  }));
  return found;
}

// What stands in the window that ends at each of some events: [place, number], by place.
function windows(events, window) {
  let first = 0;
  return events.map(([at], last) => {
    while (events[first][0] < at - window) first += 1;
    return unique(events.slice(first, last + 1).map(([, number]) => number)).sort((a, b) => a - b);
  });
}

function conceptMatch(concept, index) {
  const match = new Match(concept), { weights } = index.settings;
  match.stranger = concept.variants.length === 1;
  for (const variant of concept.variants) {
    const [together, loose] = foundVariant(variant, index);
    match.add(variant, together, weights[variant.source]);
    match.add(variant, loose, weights.loose * weights[variant.source]);
  }
  if (!match.strength.size && concept.typed.length === 1 && concept.typed[0].length >= FEWEST_LETTERS) {
    index.beginning(concept.typed[0]).slice(0, MOST_ENDINGS).forEach((other) =>
      match.add({ stems: [other], zh: "", source: "prefix", shown: other }, index.english(other), weights.prefix));
  }
  addParts(match, index);
  for (const variant of concept.variants) {
    index.around(variant).forEach((record) => {
      match.around.add(record);
      match.note(variant, record, weights.context * weights[variant.source]);
    });
  }
  return match;
}

function exactMatch(label, typed, variant, found) {
  const match = new Match({ label, typed, variants: [variant] });
  match.add(variant, found, 1);
  return match;
}

// --- The order

// `holding` maps each run of Chinese to the set of records that hold it.
function rank(query, index, holding) {
  const strangers = query.runs.filter((run) => !holding.get(run).size);
  const meant = strangers.flatMap((run) => chineseConcepts(run, index));
  const required = [], matches = [];
  query.runs.filter((run) => holding.get(run).size).forEach((run) => {
    const counted = index.chinese(run), held = holding.get(run);
    required.push(held);
    matches.push(exactMatch(run, [run], typedVariant([], run, run),
      new Map([...held].map((record) => [record, counted.get(record) || [0]]))));
  });
  query.phrases.forEach((phrase) => {
    const label = `“${phrase.join(" ")}”`, found = inOrder(phrase.map(index.word), 1);
    required.push(found);
    matches.push(exactMatch(label, phrase, typedVariant(phrase, "", label), found));
  });
  if (strangers.length && !meant.length) return { finds: [], matches, unknown: strangers, byMeaning: [] };
  matches.push(...[...meant, ...query.concepts].map((concept) => conceptMatch(concept, index)));
  const known = matches.filter((match) => match.strength.size);
  known.forEach((match) => { match.weight = weightOf(match, index); });
  return { finds: ordered(known, required, index.settings.role[query.asks], index), matches, byMeaning: strangers,
    unknown: matches.filter((match) => !match.strength.size).map((match) => match.concept.label) };
}

// What only English can show is rare among the records that have English, not among all.
function weightOf(match, index) {
  const chinese = match.concept.variants.some((variant) => variant.zh);
  return Math.log(1 + (chinese ? index.count : index.englishCount) / ((match.times.size || 1) + 0.5))
    * (match.stranger ? index.settings.weights.stranger : 1);
}

function ordered(matches, required, roles, index) {
  const { weights } = index.settings;
  const total = matches.reduce((sum, match) => sum + match.weight, 0);
  const records = unique(matches.flatMap((match) => [...match.strength.keys()]))
    .filter((record) => required.every((held) => held.has(record))).sort((a, b) => a - b);
  const typed = matches.filter((match) => !match.concept.variants[0].zh).flatMap((match) => match.concept.typed);
  const sequence = typed.length < 2 ? new Map() : inOrder(typed.map(index.english), weights.gap);
  const finds = records.map((record) => ranked(record, matches, [total, sequence.has(record) ? 1 : 0,
    index.records[record - 1].handicap + roles[index.records[record - 1].role]], index));
  const best = Math.max(0, ...finds.map((find) => find.coverage));
  const floor = required.length ? 0 : Math.max(weights.floor, weights.floor_of_best * best);
  return finds.filter((find) => find.coverage >= floor).sort((a, b) => b.score - a.score || a.record - b.record);
}

function ranked(record, matches, [total, phrase, handicap], index) {
  const { weights } = index.settings;
  const share = (value) => matches.reduce((sum, match) => sum + match.weight * value(match), 0) / total;
  const coverage = share((match) => match.strength.get(record) || 0);
  const depth = share((match) => matchDepth(match, record, index));
  const near = nearness(record, matches, weights) / total;
  const topic = share((match) => (match.around.has(record) ? 1 : 0));
  const score = weights.coverage * coverage + weights.depth * depth + weights.near * near
    + weights.topic * topic + weights.phrase * phrase - handicap;
  return { record, coverage, score: Math.round(score * 1e6) / 1e6,
    missing: matches.filter((match) => !match.strength.has(record)).map((match) => match.concept.label),
    through: matches.filter((match) => match.through.has(record) && match.through.get(record).source !== "typed")
      .map((match) => [match.concept.label, match.through.get(record).shown]) };
}

function matchDepth(match, record, index) {
  const { weights } = index.settings, times = match.times.get(record) || [0, 0];
  return Math.max(...[0, 1].map((side) => {
    if (!times[side]) return 0;
    const usual = 1 - weights.length + weights.length * index.records[record - 1].lengths[side] / index.average[side];
    return times[side] / (times[side] + weights.saturation * usual);
  }));
}

function nearness(record, matches, weights) {
  return Math.max(...[weights.window_en, weights.window_zh].map((window, side) => {
    const events = matches.flatMap((match, number) =>
      unique((match.places.get(record) || [[], []])[side]).map((at) => [at, number]));
    events.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    return Math.max(0, ...windows(events, window).map((inside) =>
      inside.reduce((sum, number) => sum + matches[number].weight, 0)));
  }));
}

globalThis.regtrailSearch = { makeIndex, parseQuery, rank };
})();
