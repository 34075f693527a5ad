import assert from "node:assert/strict";
import { test } from "node:test";
import { forBoth } from "../../../static/core/sides.js";
import { Element } from "./page.js";
import { mountPrior } from "../../../static/views/prior.js";

/** What is told of draws of no images at all, in each model. */
function told(found) {
  const told = forBoth(() => new Element());
  const each = () => forBoth(() => new Element());
  const images = { classes: ["cold", "warm"] };
  mountPrior(
    { walls: each(), told, measured: each(), count: new Element(), fit: [], again: new Element(), more: new Element() },
    {
      store: { state: { n: 16, fit: false, seed: 0 }, listen: () => () => {} },
      models: forBoth(() => ({ latent_dim: 3, sd: [1, 1, 1], images, metrics: {} })),
      offered: [],
      go() {},
      codes: forBoth(() => [[0, 0, 0]]),
    },
  ).show(forBoth(() => found));
  return told.vae.innerHTML;
}

test("labels are counted where there is who reads them", () => {
  assert.match(told({ z: [], label: [1], confidence: [0.99] }), /<svg/);
  assert.doesNotMatch(told({ z: [], label: [], confidence: [] }), /<svg/);
});
