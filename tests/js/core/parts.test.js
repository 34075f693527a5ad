import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { locked } from "../../../static/core/parts.js";

const read = (/** @type {string} */ path) => readFileSync(new URL(`../../../${path}`, import.meta.url), "utf-8");
const ALL = locked("?hide=layers,models,language,upload,draw,gallery,tabs,sliders,lesson,train,notes");

test("parts are hidden or locked by name, once each; what has no such name is nothing", () => {
  assert.equal(ALL.length, 11);
  assert.deepEqual(locked("?hide=draw,upload&lock=tabs,draw"), ["upload", "draw", "tabs"]);
  assert.deepEqual(locked("?hide=&lock=everything,Draw,[x]"), []);
  assert.deepEqual(locked(""), []);
});

test("the templates have each part, and the style sheet hides it", () => {
  const templates = readdirSync(new URL("../../../templates", import.meta.url)).map((name) =>
    read(`templates/${name}`),
  );
  const named = new Set([...templates.join().matchAll(/data-part="(\w+)"/g)].map(([, part]) => part));
  assert.deepEqual([...named].sort(), ALL.filter((part) => part !== "notes").sort()); // notes are known by their class
  const sheet = read("static/style/embed.css");
  const manual = read("docs/embedding.md");
  for (const part of ALL) assert.ok(manual.includes(`\`${part}\``), `the manual has ${part}`);
  for (const part of ALL)
    assert.match(sheet, new RegExp(`\\[data-hide~="${part}"\\] (\\[data-part="${part}"|\\.note)`));
});
