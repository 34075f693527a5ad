import assert from "node:assert/strict";
import { test } from "node:test";
import { isForBrowser } from "../../../static/core/keys.js";

const key = { ctrlKey: false, metaKey: false, altKey: false };

test("keys with Ctrl, ⌘ or Alt are the browser's", () => {
  for (const modifier of Object.keys(key)) assert.ok(isForBrowser({ ...key, [modifier]: true }), modifier);
  assert.ok(!isForBrowser({ ...key, shiftKey: true }));
});
