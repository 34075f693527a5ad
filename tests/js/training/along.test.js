import assert from "node:assert/strict";
import { test } from "node:test";

import "../views/page.js";

const { mountAlong } = await import("../../../static/training/along.js");

const turn = () => new Promise((resolve) => setImmediate(resolve));

function make({ start = "fair", link = /** @type {string | null} */ (null) } = {}) {
  /** @type {Record<string, any>} */
  const elements = {};
  const at = (/** @type {string} */ name) =>
    (elements[name] ??= Object.assign(new EventTarget(), { disabled: true, textContent: "" }));
  /** @type {((snapshot: null) => void)[]} */
  const answers = [];
  const session = { snapshot: () => new Promise((resolve) => answers.push(resolve)) };
  const { signal } = new AbortController();
  const options = {
    session: () => session,
    start: () => start,
    count: () => 640,
    link: () => link,
    onError: assert.fail,
    signal,
  };
  const along = mountAlong(/** @type {any} */ ({ at, button: at }), /** @type {any} */ (options));
  const click = (/** @type {string} */ name) => at(name).dispatchEvent(new Event("click"));
  const disabled = () => ["save", "link"].map((name) => at(name).disabled);
  return { along, at, answers, click, disabled };
}

test("only where there is something to take can it be taken", () => {
  const { along, disabled } = make();
  assert.deepEqual(disabled(), [true, true]);
  along.enable(true);
  assert.deepEqual(disabled(), [false, false]);
  along.begin();
  assert.deepEqual(disabled(), [true, true]);
});

test("what is still being saved of one training holds up nothing of the next, and is not told there", async () => {
  const { along, at, answers, click, disabled } = make();
  along.enable(true);
  click("save");
  assert.deepEqual(disabled(), [true, false]);
  along.begin();
  along.enable(true);
  assert.deepEqual(disabled(), [false, false]);
  click("save");
  answers[0](null);
  await turn();
  assert.deepEqual(disabled(), [true, false], "the second is under way");
  assert.match(at("told").textContent, /^Saved models/);
  answers[1](null);
  await turn();
  assert.deepEqual(disabled(), [false, false]);
});

for (const [start, why] of [
  ["own", /no drawings/],
  ["fair", /too long/],
])
  test(`of “${start}”, why it is in no link is said`, async () => {
    const { at, click } = make({ start: String(start) });
    click("link");
    await turn();
    assert.match(at("told").textContent, /** @type {RegExp} */ (why));
  });
