import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const catalogue = readFileSync(new URL("../../../static/catalogue/en.json", import.meta.url), "utf-8");
globalThis.document = /** @type {any} */ ({
  documentElement: { lang: "en" },
  getElementById: (id) => (id === "catalogue" ? { textContent: catalogue } : null),
});
const { createStrips } = await import("../../../static/features/axes/strips.js");
const { readRows } = await import("../../../static/features/axes/read_rows.js");

const SIZE = 64; // bytes of an image, 8×8
const axesOf = (count) =>
  Array.from({ length: count }, (_, index) => ({ index, held: 1, middle: 0, reach: 1, isDead: false }));

/** A live connection whose answers the test gives: images that are as dark as the axis is far from 0. */
function connection() {
  const live = { asked: [], answer: () => {} };
  return Object.assign(live, {
    view(onAnswer) {
      live.answer = (wanted = live.asked.at(-1)) => {
        const pixels = wanted.codes.flatMap((z) => Array(SIZE).fill(Math.round(100 + 10 * z[0])));
        onAnswer({ pixels: Uint8Array.from(pixels), wanted });
      };
      return (wanted) => live.asked.push(wanted);
    },
  });
}

test("strips are asked for a few rows at a time, each once, and those that are there not again", () => {
  const [live, axes, seen] = [connection(), axesOf(6), []];
  const strips = createStrips(live, "vae", axes, ({ index }) => seen.push(index));
  const z = [0, 0, 0, 0, 0, 0];
  strips.want(z, [...axes, ...axes]);
  assert.equal(live.asked.length, 1);
  assert.equal(live.asked[0].codes.length, 4 * 9);
  live.answer();
  live.answer();
  assert.deepEqual(seen, [0, 1, 2, 3, 4, 5]);
  assert.ok(strips.hasAll(z));
  strips.want(z, axes);
  assert.equal(live.asked.length, 2);
});

test("a step along an axis leaves its own strip as it is, and no other", () => {
  const [live, axes] = [connection(), axesOf(2)];
  const strips = createStrips(live, "ae", axes, () => {});
  strips.want([0, 0], axes);
  live.answer();
  strips.want([1, 0], axes);
  assert.equal(live.asked.at(-1).codes.length, 9);
  assert.deepEqual(live.asked.at(-1).codes[0], [1, -2]);
});

test("what is wanted anew takes the place of what waits, and an answer that comes twice is shown once", () => {
  const [live, axes, seen] = [connection(), axesOf(9), []];
  const strips = createStrips(live, "vae", axes, ({ index }) => seen.push(index));
  const z = Array(9).fill(0);
  strips.want(z, axes);
  strips.want(z, axes.slice(8));
  const [first] = live.asked;
  live.answer();
  live.answer(first); // once more, after an outage, while the next is under way
  live.answer();
  assert.deepEqual(seen, [0, 1, 2, 3, 8]);
  assert.equal(strips.images(axes[8])?.[0][0], 100); // not what axis 0 changes
});

test("how much an image changes is told of the axes that change it", () => {
  const [live, axes] = [connection(), axesOf(2)];
  const strips = createStrips(live, "vae", axes, () => {});
  assert.equal(strips.change(axes[0], null), 0);
  strips.want([0, 0], axes);
  live.answer();
  assert.ok(Math.abs(strips.change(axes[0], null) - 40 / 255) < 1e-9);
  assert.equal(strips.change(axes[1], { x: 0.5, y: 0.5 }), 0);
});

test("where no judge is there, none is asked, and what changes is told all the same", () => {
  const [live, [axis], told] = [connection(), axesOf(2), []];
  const models = /** @type {any} */ ({ ae: { judge: null }, vae: { judge: "ab" } });
  const rows = readRows(live, models, (side, { index }, sentence) => told.push([side, index, sentence]));
  const images = [0, 51].map((level) => new Uint8Array(SIZE).fill(level));
  rows.read("ae", axis, images, [0, 0]);
  assert.deepEqual(live.asked, []);
  assert.deepEqual(told, [["ae", 0, "on average a pixel changes by 20.0% of the way from black to white."]]);
  rows.read("vae", axis, images, [0, 0]);
  assert.equal(live.asked.length, 1);
});
