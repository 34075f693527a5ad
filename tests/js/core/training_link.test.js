import assert from "node:assert/strict";
import { test } from "node:test";

import { formatTraining, MOST_CHANGES, MOST_STEPS, parseTraining } from "../../../static/core/training_link.js";
import { isAsNamed, SCALES, settingsOf } from "../../../static/core/training_knobs.js";
import { FAIR } from "../../../static/core/training_settings.js";

/** @type {import("../../../static/core/training_link.js").Told} */
const TOLD = {
  start: "collapse",
  settings: { ...FAIR, seed: 7, dims: 16, beta: 16, rate: 0.001 },
  changes: [
    { step: 0, set: { noise: 0.5 } },
    { step: 120, set: { beta: 4, likelihood: "gaussian" } },
    { step: 300, set: { rate: 1e-5 } },
  ],
  steps: 2000,
};
const linkOf = (/** @type {typeof TOLD} */ told) => /** @type {string} */ (formatTraining(told));
const LINK = "collapse_7_16_b_16_0.001_1,0n0.5,120b4lg,300r0.00001,2000";

test("a training is told by a link, and read from it", () => {
  assert.equal(formatTraining(TOLD), LINK);
  assert.deepEqual(parseTraining(LINK), TOLD);
});

test("each value of each knob comes back exactly", () => {
  for (const name of /** @type {(keyof typeof SCALES)[]} */ (Object.keys(SCALES)))
    for (const value of SCALES[name]) {
      const told = { ...TOLD, changes: [{ step: 3, set: { [name]: value } }] };
      assert.deepEqual(parseTraining(linkOf(told)), told);
    }
});

test("as long a training as a link tells is read from it; of a longer one there is none", () => {
  const changes = Array.from({ length: MOST_CHANGES }, (_, i) => ({ step: 7 * i + 1, set: { beta: 4 } }));
  const longest = { ...TOLD, changes, steps: MOST_STEPS };
  assert.deepEqual(parseTraining(linkOf(longest)), longest);
  assert.equal(formatTraining({ ...longest, steps: MOST_STEPS + 1 }), null);
  assert.equal(formatTraining({ ...longest, changes: [...changes, { step: 9999, set: { beta: 1 } }] }), null);
});

test("it needs no escape in an address", () => assert.equal(encodeURIComponent(LINK).replaceAll("%2C", ","), LINK));

for (const text of [
  "",
  "on",
  "fair_0_2_b_1_0.001_1", // no number of steps
  "nonsense_0_2_b_1_0.001_1,10",
  "own_0_2_b_1_0.001_1,10", // drawings are in no link
  "toString_0_2_b_1_0.001_1,10",
  "fair_-1_2_b_1_0.001_1,10",
  "fair_0_5_b_1_0.001_1,10",
  "fair_0_2_x_1_0.001_1,10",
  "fair_0_2_b_17_0.001_1,10", // not on the knob's scale
  "fair_0_2_b_1_0.001_1_9,10",
  "fair_0_2_b_1_0.001_1,20b4,10", // after the end
  "fair_0_2_b_1_0.001_1,8b4,5b2,10", // not in order
  "fair_0_2_b_1_0.001_1,8,10", // turns nothing
  "fair_0_2_b_1_0.001_1,99999999",
])
  test(`a link that names none: “${text}”`, () => assert.equal(parseTraining(text), undefined));

test("a start keeps seed, dimensions and likelihood, and resets what can be turned", () => {
  const kept = { seed: 3, dims: 4, likelihood: /** @type {const} */ ("gaussian") };
  assert.deepEqual(settingsOf("free", kept), { ...FAIR, ...kept, beta: 0 });
});

test("a start is as named until something is turned, whatever it keeps", () => {
  const kept = { seed: 3, dims: 4, likelihood: /** @type {const} */ ("gaussian") };
  const collapse = settingsOf("collapse", kept);
  assert.equal(isAsNamed("collapse", collapse), true);
  assert.equal(isAsNamed("collapse", { ...collapse, beta: 1 }), false);
  assert.equal(isAsNamed("fair", { ...FAIR, rate: 1e-3 }), false);
});
