import assert from "node:assert/strict";
import { test } from "node:test";
import { formatState, nextSeed, parseState, TABLE } from "../../../static/core/state.js";

const INITIAL = parseState("");
const OTHER = {
  active: "ae",
  ae: [1.25, -3],
  vae: [0.0001234567, 2],
  digit: 0,
  x: "Az09-_".repeat(175).slice(0, 1046),
  t: 0,
  seed: 12345,
  cloud: false,
  lens: false,
  label: 0,
  mapae: [1, 2, 3.5],
  mapvae: [-1, 0, -0.25],
  model: "vae-2d-beta-0.25",
  link: false,
  plane: "images-4,0,999",
  tab: "walk",
  r: 0.35,
  pinsae: [1, 2, 3, -4],
  pinsvae: [0.5, 0, 0, 1],
  path: "even",
  over: true,
  n: 16,
  fit: true,
  layer: "stretch",
  opacity: 0.35,
  unit: "mad",
  seeds: true,
  lesson: "near",
  train: "fair_0_2_b_1_0.002_1,60b4,130",
};
const NONSENSE = {
  active: ["", "AE", "both"],
  ae: ["", "1", "a,b", "1,NaN", "1,Infinity", "1;2", "1e300,0", "-1000000000.0000001,0"],
  vae: ["", "1", "x,2", "1,", ",", "1, ,2"],
  digit: ["", "-1", "1000", "1.5", "three", " "],
  x: ["", "AAAA", "A".repeat(1047), "+".repeat(1046), "A".repeat(1045)],
  t: ["", "-0.1", "5.1", "hot", "NaN"],
  seed: ["", "-1", "1.5", "1e12"],
  cloud: ["", "2", "true"],
  lens: ["", "2", "no"],
  label: ["", "1000", "-1", "2.5"],
  mapae: ["", "1", "a,b,c", "999999950000000100000,0"],
  mapvae: ["", "1", "a,b,c"],
  model: ["", "a/b", "a b", "é!", "x".repeat(65)],
  link: ["", "2", "no"],
  plane: [
    "",
    "axes",
    "axes-0,1",
    "axes-3,3",
    "axes-1",
    "pca-1,2,3",
    "images-1,2",
    "classes-4,-1",
    "tsne-0,1",
    "axes-1,2x",
  ],
  tab: ["", "STEP", "steps"],
  r: ["", "-0.1", "1.1", "far"],
  pinsae: ["", "1", "a,b"],
  pinsvae: ["", "1", "1,x"],
  path: ["", "bent"],
  over: ["", "yes"],
  n: ["", "0", "129", "1.5"],
  fit: ["", "2"],
  layer: ["", "none", "Labels", "labels2"],
  opacity: ["", "-0.1", "1.1", "half"],
  unit: ["", "SD"],
  seeds: ["", "3", "true"],
  lesson: ["", "Near", "constructor", "0"],
  train: ["", "a b", "<b>", "a/b"],
};

test("nothing in the URL is the initial state, and the initial state writes nothing", () => {
  for (const [key, { initial }] of Object.entries(TABLE)) assert.equal(INITIAL[key], initial);
  assert.equal(formatState(INITIAL), "");
});

test("the tests name every field", () => {
  assert.deepEqual(Object.keys(OTHER).sort(), Object.keys(TABLE).sort());
  assert.deepEqual(Object.keys(NONSENSE).sort(), Object.keys(TABLE).sort());
});

for (const key of Object.keys(TABLE)) {
  test(`${key} goes through the URL and comes back`, () => {
    const state = { ...INITIAL, [key]: OTHER[key] };
    const fragment = formatState(state);
    assert.match(fragment, new RegExp(`^${key}=[^&]+$`));
    assert.deepEqual(parseState(`#${fragment}`), state);
  });

  test(`nonsense for ${key} is as if nothing was said`, () => {
    for (const text of NONSENSE[key]) {
      assert.deepEqual(parseState(`#${key}=${encodeURIComponent(text)}`), INITIAL, `${key}=${text}`);
    }
  });
}

test("all fields together, and what is unknown or broken beside them", () => {
  assert.deepEqual(parseState(`${formatState(OTHER)}&unknown=1&%E0%A4%A&=`), OTHER);
});

test("a fragment holds no sign that a browser would write otherwise", () => {
  assert.match(formatState(OTHER), /^[\w=&.,-]*$/);
});

test("numbers are short", () => {
  assert.equal(formatState({ ...INITIAL, vae: [0.1 + 0.2, -1 / 3] }), "vae=0.3,-0.3333333");
});

test("the seed after the last is the first: every one of them may stand in a link", () => {
  assert.equal(nextSeed(7), 8);
  const last = nextSeed(2 ** 31 - 1);
  assert.equal(parseState(formatState({ ...INITIAL, seed: 2 ** 31 - 1 })).seed, 2 ** 31 - 1);
  assert.equal(last, 0);
});
