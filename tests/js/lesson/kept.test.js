import assert from "node:assert/strict";
import { test } from "node:test";
import { createKept } from "../../../static/lesson/kept.js";

const one = { step: "near", at: "1", model: "m", unit: "%", series: ["ae"], guess: [5], measured: null };
const other = { ...one, at: "2" };

/** A browser's storage. */
function storage() {
  const texts = new Map();
  return {
    getItem: (name) => texts.get(name) ?? null,
    setItem: (name, text) => void texts.set(name, text),
    removeItem: (name) => void texts.delete(name),
  };
}

test("two tabs overwrite nothing of each other's", () => {
  const shared = storage();
  const [first, second] = [createKept(() => shared), createKept(() => shared)];
  first.keep(one);
  second.keep(other);
  first.see({ ...one, measured: [7] });
  assert.deepEqual(second.all(), [{ ...one, measured: [7] }, other]);
});

test("what is deleted in one tab is not brought back by another", () => {
  const shared = storage();
  const [first, second] = [createKept(() => shared), createKept(() => shared)];
  first.keep(one);
  second.forgetAll();
  first.see({ ...one, measured: [7] });
  assert.deepEqual(first.all(), []);
  first.keep(other);
  assert.deepEqual(second.all(), [other]);
});

test("where a browser takes nothing, they last as long as the page", () => {
  const forbidden = () => {
    throw new DOMException("no", "SecurityError");
  };
  const full = { ...storage(), setItem: forbidden };
  for (const place of [forbidden, () => null, () => full]) {
    const kept = createKept(place);
    kept.keep(one);
    kept.keep(other);
    assert.deepEqual(kept.all(), [one, other]);
    kept.forgetAll();
    assert.deepEqual(kept.all(), []);
  }
});
