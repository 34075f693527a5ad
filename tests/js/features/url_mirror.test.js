import assert from "node:assert/strict";
import { test } from "node:test";
import { parseState } from "../../../static/core/state.js";
import { Store } from "../../../static/core/store.js";
import { mirror } from "../../../static/features/url_mirror.js";

const INITIAL = parseState("");

/** A mirror whose time the test moves, and what it wrote. @param {import("node:test").TestContext} context */
function started(context) {
  context.mock.timers.enable({ apis: ["setTimeout", "Date"] });
  const store = new Store(INITIAL);
  const wrote = /** @type {string[]} */ ([]);
  const url = mirror(store, {
    push: (fragment) => wrote.push(`+${fragment}`),
    replace: (fragment) => wrote.push(fragment),
    delay: 250,
  });
  return { store, url, wrote, pass: (/** @type {number} */ ms) => context.mock.timers.tick(ms) };
}

test("the URL is written once the state rests", (context) => {
  const { store, wrote, pass } = started(context);
  for (let seed = 1; seed <= 5; seed++) {
    store.set({ seed });
    pass(249);
  }
  assert.deepEqual(wrote, []);
  pass(1);
  assert.deepEqual(wrote, ["seed=5"]);
  pass(1000);
  assert.equal(wrote.length, 1);
});

test("a choice makes an entry at once, and the one before it holds what had been moved", (context) => {
  const { store, url, wrote, pass } = started(context);
  url.begin();
  store.set({ r: 0.3 });
  pass(100);
  store.set({ tab: "walk" });
  assert.deepEqual(wrote, ["r=0.3", "+tab=walk&r=0.3"]);
  store.set({ t: 2 });
  pass(1000);
  assert.deepEqual(wrote.slice(2), ["t=2&tab=walk&r=0.3"], "what moves on replaces the newest");
});

test("another digit is named without the codes of the one before; a drawing that goes on is no new choice", (context) => {
  const { store, url, wrote, pass } = started(context);
  store.set({ digit: 3, ae: [1, 2], vae: [3, 4] });
  pass(1000);
  url.begin();
  store.set({ digit: 5 });
  assert.deepEqual(wrote.slice(1), ["+digit=5"]);
  const [one, two] = ["A", "B"].map((letter) => letter.repeat(1046));
  pass(1000);
  store.set({ digit: null, x: one });
  pass(1000);
  store.set({ x: two });
  pass(1000);
  assert.deepEqual(
    wrote.slice(2).map((fragment) => fragment.slice(0, 4)),
    ["+x=A", "ae=1"],
  );
});

test("before the page has started, and from a key that is held down, no entries come", (context) => {
  const { store, url, wrote, pass } = started(context);
  store.set({ digit: 3 });
  pass(1000);
  url.begin();
  pass(100);
  for (const label of [1, 2, 3, 4]) {
    store.set({ label });
    pass(33);
  }
  pass(1000);
  assert.deepEqual(
    wrote.filter((fragment) => fragment.startsWith("+")),
    ["+digit=3&label=1"],
  );
  assert.equal(wrote.at(-1), "digit=3&label=4");
});

test("nothing is written while the page follows another entry, and what waited is dropped", (context) => {
  const { store, url, wrote, pass } = started(context);
  url.begin();
  store.set({ r: 0.3 });
  url.hold(INITIAL);
  store.set({ tab: "walk", r: 0.5 });
  pass(1000);
  assert.deepEqual(wrote, []);
  url.release();
  store.set({ t: 3 });
  pass(1000);
  assert.deepEqual(wrote, ["t=3&tab=walk&r=0.5"]);
});

test("a state that the page is about to follow is an entry of its own, and the one before it is written whole", (context) => {
  const { store, url, wrote, pass } = started(context);
  url.begin();
  store.set({ r: 0.3 });
  url.enter(INITIAL);
  url.hold(INITIAL);
  store.set({ ...INITIAL, digit: 5 });
  url.release();
  pass(1000);
  assert.deepEqual(wrote, ["r=0.3", "+", "digit=5"]);
});

test("another step of the lesson is an entry of its own, also while models come for the one before", (context) => {
  const { store, url, wrote, pass } = started(context);
  url.begin();
  store.set({ lesson: "random" });
  pass(1000);
  url.hold(store.state);
  store.set({ model: "vae-16d" });
  pass(100);
  store.set({ lesson: "near" });
  assert.deepEqual(wrote, ["+lesson=random", "+model=vae-16d&lesson=near"]);
  url.hold({ ...INITIAL, lesson: "point" });
  store.set({ lesson: "point" });
  assert.equal(wrote.length, 2, "what the address names already is none");
});
