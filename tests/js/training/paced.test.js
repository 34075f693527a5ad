import assert from "node:assert/strict";
import { test } from "node:test";

import { paced } from "../../../static/training/paced.js";

let isCalm = true;
globalThis.matchMedia = /** @type {any} */ (() => ({ matches: isCalm }));

test("where little motion is wanted the newest waits, and is forgotten with its training", ({ mock }) => {
  mock.timers.enable({ apis: ["setTimeout"] });
  let now = 1000;
  mock.method(performance, "now", () => now);
  /** @type {number[]} */
  const seen = [];
  const frames = paced((/** @type {number} */ one) => void seen.push(one));
  const wait = (/** @type {number} */ ms) => {
    now += ms;
    mock.timers.tick(ms);
  };
  for (const one of [1, 2, 3]) frames.show(one);
  assert.deepEqual(seen, [1]);
  wait(500);
  assert.deepEqual(seen, [1, 3]);
  frames.show(4);
  frames.forget();
  wait(500);
  assert.deepEqual(seen, [1, 3]);
  frames.show(5);
  assert.deepEqual(seen, [1, 3, 5]);
  isCalm = false;
  frames.show(6);
  assert.deepEqual(seen, [1, 3, 5, 6]);
});
