// Two descriptions read and compared with api-smart-diff: how many differences of each type there are.
import fs from "node:fs";
import { apiCompare } from "api-smart-diff";
import yaml from "js-yaml";

const read = (path) => {
  const text = fs.readFileSync(path, "utf8");
  return path.endsWith(".json") ? JSON.parse(text) : yaml.load(text);
};
const [base, revision] = process.argv.slice(2);
const counts = {};
for (const { type } of apiCompare(read(base), read(revision)).diffs) counts[type] = (counts[type] ?? 0) + 1;
console.log(JSON.stringify(counts));
