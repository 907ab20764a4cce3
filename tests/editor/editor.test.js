// What editors show of schema.json, asked of the real language server.
//
// The names in golden.txt are those of the generator's fixture of everything, so that it changes
// with the language and not with the API. `UPDATE_GOLDEN=1 npm test` writes it.

import assert from "node:assert/strict";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";

import { Server } from "./server.js";

const ROOT = new URL("../../", import.meta.url);
const SCHEMA = new URL("schema/", ROOT);
const FEATURES = new URL("codegen/tests/features/schema/", ROOT);
const GOLDEN = new URL("golden.txt", import.meta.url);

// The kind of a file, its text with ▮ for the cursor, and what an editor asks about it.
const CASES = [
  ["keys of an empty file", "completion", "api", "▮"],
  ["keys of a resource", "completion", "resource", "resource: books\n▮"],
  ["methods", "completion", "resource", "methods:\n  ▮"],
  ["kinds of resources", "completion", "resource", "kind: ▮\n"],
  ["bases", "completion", "resource", "base: ▮\n"],
  ["permissions", "completion", "resource", "permissions: { any: [r▮] }\n"],
  ["keys of a field", "completion", "types", field("{ type: string, d▮ }")],
  ["types", "completion", "types", field("{ type: B▮ }")],
  ["what a field may resolve to", "completion", "types", field("{ type: Urn, decorates: B▮ }")],
  ["what a write may answer", "completion", "resource", "methods:\n  create: { returns: e▮ }\n"],

  ["a key", "hover", "types", field("{ type: string, cre▮ate_only: true }")],
  ["a key whose value is a name", "hover", "resource", "ent▮ity: Book\n"],
  ["a method", "hover", "resource", "methods:\n  batch▮_get: { max_batch: 50 }\n"],
  ["a word", "hover", "resource", "kind: assoc▮iation\n"],
  ["a type", "hover", "types", field("{ type: Urn<au▮thor> }")],
  ["a type that is not declared yet", "hover", "types", field("{ type: Tit▮le }")],

  ["a misspelt key", "diagnostics", "scopes", "scope: {}\n"],
  ["a missing key", "diagnostics", "types", field("{ doc: The title. }")],
  ["a needless key", "diagnostics", "types", "enums:\n  Colour: { symbols: {}, fields: {} }\n"],
  ["a set of nothing", "diagnostics", "urns", "sets:\n  some: { kinds: [] }\n"],
  ["a type that is none", "diagnostics", "types", field("{ type: string? }")],
  ["a type without quotes", "diagnostics", "types", field("{ type: [string] }")],
  ["a word that is none", "diagnostics", "types", field("{ type: long, format: epoch }")],
  ["keys that exclude each other", "diagnostics", "types", field("{ type: long, permissions: { any: [a], all: [b] } }")],
];

function field(value) {
  return `records:\n  Book:\n    fields:\n      title: ${value}\n`;
}

let server;
before(async () => {
  server = await Server.start();
});
after(() => server.stop());

test("completion, hover and diagnostics are as expected", async () => {
  const sections = [];
  for (const [at, [name, ask, kind, text]] of CASES.entries()) {
    const header = `# yaml-language-server: $schema=schema.json#/definitions/${kind}\n`;
    const lines = await server[ask](new URL(`case${at}.yaml`, FEATURES).href, header + text);
    sections.push([`== ${ask}: ${name}`, ...lines].join("\n"));
  }
  const text = `${sections.join("\n\n")}\n`;
  if (process.env.UPDATE_GOLDEN) {
    writeFileSync(GOLDEN, text);
  }
  assert.equal(text, readFileSync(GOLDEN, "utf8").replaceAll("\r\n", "\n"));
});

for (const folder of [SCHEMA, FEATURES]) {
  const name = fileURLToPath(folder).slice(fileURLToPath(ROOT).length);
  test(`no file of ${name} has anything wrong`, async () => {
    const files = readdirSync(folder, { recursive: true }).sort();
    const yaml = files.filter((file) => file.endsWith(".yaml") && !file.startsWith("sandbox"));
    assert.ok(yaml.length > 10, `${yaml.length} files`);
    for (const file of yaml) {
      const url = new URL(file.replaceAll("\\", "/"), folder);
      assert.deepEqual(await server.diagnostics(url.href, readFileSync(url, "utf8")), [], file);
    }
  });
}
