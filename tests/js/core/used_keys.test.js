import assert from "node:assert/strict";
import { test } from "node:test";
import { isUsedBy } from "../../../static/core/used_keys.js";

const KEYS = ["ArrowRight", "ArrowDown", "PageDown", "Home", " ", "Enter", "Escape", "f", "Tab"];
/** @type {[string, string[]][]} */
const USED = [
  ["page", ["Tab"]],
  ["down", ["ArrowDown", "PageDown", "Home", " ", "Tab"]],
  ["across", ["ArrowRight", "Tab"]],
  ["popover", ["Escape", "Tab"]],
  ["dialog", KEYS],
  ["range", ["ArrowRight", "ArrowDown", "PageDown", "Home", "Tab"]],
  ["radio", ["ArrowRight", "ArrowDown", " ", "Tab"]],
  ["checkbox", [" ", "Tab"]],
  ["button", [" ", "Enter", "Tab"]],
  ["summary", [" ", "Enter", "Tab"]],
  ["a", ["Enter", "Tab"]],
  ["select-one", KEYS],
  ["text", KEYS],
  ["textarea", KEYS],
];

for (const [kind, used] of USED)
  test(`${kind} uses its own keys and no others`, () => {
    assert.deepEqual(
      KEYS.filter((key) => isUsedBy([kind], key)),
      used,
    );
  });

test("a control in what scrolls leaves it the keys that are not its own", () => {
  const used = KEYS.filter((key) => isUsedBy(["radio", "down"], key));
  assert.deepEqual(used, ["ArrowRight", "ArrowDown", "PageDown", "Home", " ", "Tab"]);
});
