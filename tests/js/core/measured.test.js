import assert from "node:assert/strict";
import { test } from "node:test";
import { allKnown, isMeasured, neighboursKept, randomSure, samplesKept } from "../../../static/core/measured.js";

const figure = (value) => ({ value, low: 0, high: 1 });
const vae = {
  metrics: {
    test: { mse: 0.01 },
    nearness: {
      step_curve: [{ step: 0.1, label_kept: figure(0.75) }],
      holes: { fitted: { judge_sure: figure(0.5) } },
      posterior_samples: {
        curve: [
          { temperature: 0.5, vae: { label_kept: figure(1) }, ae: null },
          { temperature: 1, vae: { label_kept: figure(0.25) }, ae: null },
        ],
      },
    },
  },
};

test("shares over the test set are told in per cent", () => {
  assert.deepEqual([neighboursKept(vae, 0.1), randomSure(vae), samplesKept(vae, "vae")], [75, 50, 25]);
});

test("what was not measured is unknown: another step, a twin that there is not, all of a model never evaluated", () => {
  const found = [neighboursKept(vae, 0.2), samplesKept(vae, "ae")];
  const never = { metrics: {} };
  const none = [neighboursKept(never, 0.1), randomSure(never), samplesKept(never, "vae")];
  assert.deepEqual([...found, ...none], Array(5).fill(undefined));
  assert.deepEqual([isMeasured(vae), isMeasured(never)], [true, false]);
});

test("shares are compared only where each is known, 0 among them", () => {
  assert.deepEqual(allKnown([0, 50]), [0, 50]);
  assert.equal(allKnown([0, undefined]), null);
});
