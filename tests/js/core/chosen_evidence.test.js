import assert from "node:assert/strict";
import { test } from "node:test";
import { chosenEvidence } from "../../../static/core/chosen_evidence.js";

const metrics = (mse) => ({ test: { mse }, nearness: { neighbours: {}, step_curve: [], step_curve_mad: [] } });
const pooled = { ae: metrics(3), vae: metrics(4) };
const pair = (seeds, vae = metrics(2)) => ({ ae: { metrics: metrics(1), seeds: {} }, vae: { metrics: vae, seeds } });

test("what is shown are the models' own figures, or those of all seeds where they are wanted and there are any", () => {
  const shown = (seeds, wanted) => {
    const { metrics, unit } = chosenEvidence(pair(seeds), { seeds: wanted, unit: "mad" });
    assert.equal(unit, "mad");
    return [metrics.ae.test.mse, metrics.vae.test.mse];
  };
  assert.deepEqual(shown(pooled, true), [3, 4]);
  assert.deepEqual(shown(pooled, false), [1, 2]);
  assert.deepEqual(shown({}, true), [1, 2]);
});

test("where one of the two was not measured whole there is none", () => {
  const lacking = { test: {}, nearness: { neighbours: {}, step_curve: [] } };
  for (const vae of [{}, lacking]) assert.equal(chosenEvidence(pair({}, vae), { seeds: false, unit: "sd" }), null);
});
