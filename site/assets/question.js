// What a question means: kb/store/words.py and query.py in the browser's language. The rules of words and the
// vocabulary come with the index, so that both read a question alike; a test asks both the same questions.
(function () {
"use strict";
const HAN = /[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{323af}]+/gu;
const QUOTED = /["“”]([^"“”]*)["“”]/g;
const TOKEN = /[0-9]{1,3}(?:,[0-9]{3})+|[a-z0-9]+(?:['’]s?(?![a-z0-9]))?|%/g;
const DIGITS = /^[0-9]+$/;
const LONGEST_PHRASE = 8, LONGEST_QUERY = 400, LONGEST_NUMBER = 12, TENS = 90;
const unique = (items) => [...new Set(items)];

// --- Words

function replaced(word, rules) {
  for (const [ending, instead, least] of rules) {
    if (word.endsWith(ending) && word.length - ending.length >= least) {
      return word.slice(0, word.length - ending.length) + instead;
    }
  }
  return word;
}

function makeWords(rules) {
  const stop = new Set(rules.stop.split(/\s+/));
  const known = new Map();

  function numbers(words) {
    const out = [];
    let openTens = false;
    for (const word of words) {
      if (Object.hasOwn(rules.numbers, word)) {
        const value = rules.numbers[word];
        if (openTens && value > 0 && value < 10) {
          out[out.length - 1] = String(Number(out[out.length - 1]) + value);
          openTens = false;
        } else {
          out.push(String(value));
          openTens = value >= 20 && value <= TENS;
        }
      } else if (Object.hasOwn(rules.multipliers, word) && out.length && DIGITS.test(out[out.length - 1])
                 && out[out.length - 1].length <= LONGEST_NUMBER) {
        out[out.length - 1] = String(BigInt(out[out.length - 1]) * BigInt(rules.multipliers[word]));
        openTens = false;
      } else {
        out.push(word);
        openTens = false;
      }
    }
    return out;
  }

  function tokens(text) {
    const plain = (text.toLowerCase().match(TOKEN) || [])
      .map((word) => (word === "%" ? "percent" : word.replace(/['’]s?$/, "").replaceAll(",", "")));
    return numbers(plain).map((word) =>
      (rules.one_spelling.some((root) => word.startsWith(root)) ? word : replaced(word, rules.spelling)));
  }

  function stem(word) {
    if (!known.has(word)) {
      let root = word;
      if (Object.hasOwn(rules.irregular, word)) root = rules.irregular[word];
      else if (/^[a-z]+$/.test(word)) rules.stems.forEach((stage) => { root = replaced(root, stage); });
      known.set(word, root);
    }
    return known.get(word);
  }
  return { stop, tokens, stem };
}

// --- The question

function parseQuery(typed, index) {
  const { tokens } = index.words;
  const text = [...typed].slice(0, LONGEST_QUERY).join("").normalize("NFC");
  const phrases = [...text.matchAll(QUOTED)].map((match) => tokens(match[1].replace(HAN, " ")))
    .filter((phrase) => phrase.length);
  const words = tokens(text.replace(QUOTED, " ").replace(HAN, " "));
  const { concepts, ignored } = findConcepts(words, index);
  return {
    runs: unique(text.match(HAN) || []),
    phrases: [...new Map(phrases.map((phrase) => [phrase.join(" "), phrase])).values()],
    concepts: [...new Map(concepts.map((concept) => [concept.typed.join(" "), concept])).values()],
    ignored: unique(ignored),
    asks: askedFor(words, index),
  };
}

// What a question asks for: of several kinds of rule, the one that stands first in the settings.
function askedFor(words, index) {
  const asked = new Set(words.map((_, at) => questionAt(words, at, index)[0]));
  const hints = new Set(words.map(index.words.stem));
  const found = Object.entries(index.settings.asks).find(([kind, { kept }]) =>
    asked.has(kind) || kept.some((word) => hints.has(index.words.stem(word))));
  return found ? found[0] : "any";
}

// The longest turn of phrase of a question that begins here: what it asks for, and its words.
function questionAt(words, at, index) {
  for (let length = Math.min(LONGEST_PHRASE, words.length - at); length; length -= 1) {
    const kind = index.turns.get(words.slice(at, at + length).join(" "));
    if (kind !== undefined) return [kind, length];
  }
  return ["", 0];
}

function findConcepts(words, index) {
  const roots = words.map(index.words.stem);
  const concepts = [], ignored = [];
  for (let at = 0; at < words.length;) {
    const asking = questionAt(words, at, index)[1];
    if (asking) {
      ignored.push(...words.slice(at, at + asking));
      at += asking;
      continue;
    }
    const concept = quantity(words, at, index) || knownPhrase(words, roots, at, index);
    if (concept) {
      concepts.push(concept);
      at += concept.typed.length;
      continue;
    }
    if (index.words.stop.has(words[at])) ignored.push(words[at]);
    else concepts.push(makeConcept(words[at], [roots[at]], index));
    at += 1;
  }
  return { concepts, ignored };
}

const typedVariant = (stems, zh, shown) => ({ stems, zh, source: "typed", shown });

function makeConcept(label, typed, index) {
  return { label, typed, variants: [typedVariant(typed, "", label), ...(index.leads.get(typed.join(" ")) || [])] };
}

function knownPhrase(words, roots, at, index) {
  for (let length = Math.min(LONGEST_PHRASE, words.length - at); length > 1; length -= 1) {
    const typed = roots.slice(at, at + length);
    if (index.leads.has(typed.join(" "))) return makeConcept(words.slice(at, at + length).join(" "), typed, index);
  }
  return null;
}

function quantity(words, at, index) {
  const same = (part, form) => part.length === form.length && part.every((word, n) => index.words.stem(word) === form[n]);
  for (const [unit, names] of Object.entries(index.settings.quantity)) {
    const forms = names.map((name) => index.words.tokens(name).map(index.words.stem));
    for (const form of forms) {
      let number, typed;
      const next = words[at + 1];
      if (DIGITS.test(words[at]) && same(words.slice(at + 1, at + 1 + form.length), form)) {
        number = words[at];
        typed = [number, ...form];
      } else if (unit === "yuan" && same(words.slice(at, at + form.length), form) && next && DIGITS.test(next)) {
        number = next;
        typed = [...form, next];
      } else {
        continue;
      }
      const label = words.slice(at, at + typed.length).join(" ");
      const others = forms.flatMap((other) => [[number, ...other], [...other, number]])
        .filter((places) => places.join(" ") !== typed.join(" "));
      return { label, typed, variants: [typedVariant(typed, "", label),
        ...others.map((places) => typedVariant(places, "", label)),
        typedVariant([], `${BigInt(number)} ${unit}`, label)] };
    }
  }
  return null;
}

function chineseConcepts(run, index) {
  const characters = [...run], found = [];
  for (let at = 0; at < characters.length;) {
    let length = characters.length - at;
    while (length && !index.leads.has(characters.slice(at, at + length).join(""))) length -= 1;
    const term = characters.slice(at, at + length).join("");
    if (term) found.push({ label: term, typed: [term], variants: [typedVariant([], term, term), ...index.leads.get(term)] });
    at += length || 1;
  }
  return found;
}

globalThis.regtrailQuestion = { makeWords, parseQuery, chineseConcepts, typedVariant };
})();
