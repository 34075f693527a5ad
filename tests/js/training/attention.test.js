import assert from "node:assert/strict";
import { test } from "node:test";

import { watchAttention } from "../../../static/training/attention.js";

const page = Object.assign(new EventTarget(), { visibilityState: "visible" });
/** @type {(entries: {isIntersecting: boolean}[]) => void} */
let scroll = () => {};
Object.assign(globalThis, {
  document: page,
  IntersectionObserver: class {
    observe() {}
    /** @param {typeof scroll} hear */
    constructor(hear) {
      scroll = hear;
    }
  },
});

/** @param {string} state of the tab */
function turnTab(state) {
  page.visibilityState = state;
  page.dispatchEvent(new Event("visibilitychange"));
}
/** @param {string} state of the tab as it begins */
function watch(state) {
  turnTab(state);
  /** @type {boolean[]} */
  const told = [];
  const { signal } = new AbortController();
  watchAttention(/** @type {any} */ ({}), (isSeen) => void told.push(isSeen), signal);
  return told;
}

test("that nobody looks is told at once, and each change after it", () => {
  const told = watch("hidden");
  assert.deepEqual(told, [false]);
  turnTab("visible");
  scroll([{ isIntersecting: false }]);
  scroll([{ isIntersecting: true }]);
  assert.deepEqual(told, [false, true, false, true]);
});

test("that somebody looks is no news at first", () => assert.deepEqual(watch("visible"), []));
