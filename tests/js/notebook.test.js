import assert from "node:assert/strict";
import { test } from "node:test";
import { conversation } from "../../static/notebook.js";

const FIRST = { digit: 5, vae: [0.1, 0.2], layer: null, mapae: null, mapvae: null, link: true };

/** A widget's traits, and what is said to its page. @param {object} [chosen] */
function widget(chosen = {}) {
  const traits = { ...Object.fromEntries(Object.keys(FIRST).map((key) => [key, null])), ...chosen };
  const said = /** @type {any[]} */ ([]);
  const refusals = /** @type {any[]} */ ([]);
  const talk = conversation({
    wanted: () => ({ ...traits }),
    say: (message) => said.push(message),
    take(state, refused) {
      if (refused) refusals.push(refused);
      for (const key of Object.keys(state)) set({ [key]: state[key] });
    },
  });
  /** One after the other, and each is told of. @param {object} values */
  function set(values) {
    for (const [key, value] of Object.entries(values)) {
      traits[key] = value;
      talk.wish();
    }
  }
  const hear = (event, rest = {}) => talk.heard({ event, ...rest });
  const asked = () => said.filter((message) => message.do === "set");
  return { traits, said, refusals, set, hear, asked, last: () => asked().at(-1) };
}

/** A widget whose page has come and been heard. @param {object} [chosen] @param {object} [state] */
function met(chosen, state = FIRST) {
  const one = widget(chosen);
  one.hear("ready", { state: FIRST });
  one.hear("answer", { id: one.said[0].id, state: FIRST });
  one.hear("answer", { id: one.last().id, state });
  return one;
}

test("a new widget listens to its page and takes its state", () => {
  const { said, asked, traits } = met();
  assert.equal(said[0].do, "listen");
  assert.deepEqual([asked().length, asked()[0].state, traits], [1, {}, FIRST]);
});

test("what a cell chose before the page came is asked of it, in place of what the page chose", () => {
  const one = widget({ vae: [1, 0], digit: 5 });
  one.set({ layer: "labels" });
  assert.equal(one.said.length, 0);
  one.hear("ready", { state: FIRST });
  assert.deepEqual(one.last().state, { vae: [1, 0], layer: "labels" });
  one.hear("answer", { id: one.last().id, state: { ...FIRST, vae: [1, 0], layer: "labels" } });
  assert.deepEqual([one.traits.vae, one.traits.layer, one.traits.digit, one.asked().length], [[1, 0], "labels", 5, 1]);
});

test("a trait that changes is asked of the page alone, and null says that it is nothing", () => {
  const one = met({}, { ...FIRST, layer: "labels" });
  one.set({ layer: null });
  assert.deepEqual(one.last().state, { layer: null });
});

test("what the page comes to goes into the traits, and nothing of it back", () => {
  const one = met();
  one.hear("state", { state: { ...FIRST, digit: null, vae: [2, 3], layer: "labels" } });
  assert.deepEqual(
    [one.traits.digit, one.traits.vae, one.traits.layer, one.asked().length],
    [null, [2, 3], "labels", 1],
  );
});

test("what is refused is as it was, and named until something is done", () => {
  const one = met();
  one.set({ layer: "nope" });
  one.hear("error", { id: one.last().id, refused: ["layer"], state: FIRST });
  assert.deepEqual([one.traits.layer, one.refusals.at(-1), one.asked().length], [null, ["layer"], 2]);
  one.set({ digit: 7 });
  one.hear("answer", { id: one.last().id, state: { ...FIRST, digit: 7 } });
  assert.deepEqual(one.refusals.at(-1), []);
});

test("while an answer is awaited older ones and rests are passed over", () => {
  const one = met();
  one.set({ digit: 7 });
  const older = one.last().id;
  one.set({ digit: 8 });
  one.hear("state", { state: { ...FIRST, digit: 6 } });
  one.hear("answer", { id: older, state: { ...FIRST, digit: 7 } });
  assert.equal(one.traits.digit, 8);
  one.hear("answer", { id: one.last().id, state: { ...FIRST, digit: 8, vae: [4, 4] } });
  assert.deepEqual([one.traits.digit, one.traits.vae, one.asked().length], [8, [4, 4], 3]);
});

test("both maps are named together, and a pixel's difference is none", () => {
  const one = met();
  one.set({ mapvae: [0.3, 0.2, 3] });
  assert.deepEqual(one.last().state, { mapvae: [0.3, 0.2, 3], mapae: null });
  const state = { ...FIRST, mapvae: [0.31, 0.2, 3], mapae: [1, 1, 3.3] };
  one.hear("answer", { id: one.last().id, state });
  assert.equal(one.asked().length, 2);
  one.set({ mapae: [1.01, 1, 3.3] });
  assert.equal(one.asked().length, 2);
  one.set({ mapae: [1.1, 1, 3.3] });
  assert.equal(one.asked().length, 3);
  one.set({ mapvae: [0.3, 0.2, 3.5] });
  assert.deepEqual(one.last().state, { mapvae: [0.3, 0.2, 3.5], mapae: [1.1, 1, 3.3] });
});
