// Asks the site's search the questions of a file: node ask_ranking.js ASSETS INDEX.json QUESTIONS.json
const fs = require("fs");
const vm = require("vm");

const [assets, index, questions] = process.argv.slice(2);
for (const name of ["question.js", "ranking.js"]) vm.runInThisContext(fs.readFileSync(`${assets}/${name}`, "utf8"));
const { makeIndex, parseQuery, rank } = globalThis.regtrailSearch;
const made = makeIndex(JSON.parse(fs.readFileSync(index, "utf8")));
const answers = JSON.parse(fs.readFileSync(questions, "utf8")).map(([typed, holding]) => {
  const query = parseQuery(typed, made);
  const runs = new Map(query.runs.map((run) => [run, new Set(holding[run] || [])]));
  const answer = rank(query, made, runs);
  return { finds: answer.finds.map((find) => [find.record, find.score]), unknown: answer.unknown,
    ignored: query.ignored, missing: answer.finds.map((find) => find.missing) };
});
process.stdout.write(JSON.stringify(answers));
