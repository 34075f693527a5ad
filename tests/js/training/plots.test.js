import assert from "node:assert/strict";
import { test } from "node:test";

import "../views/page.js";

const { linesOf, PLOTS } = await import("../../../static/training/plots.js");

const NONE = Object.fromEntries(
  ["reconstruction", "kl", "loss", "klPerAxis", "active", "sigma", "kept", "sure"].map((name) => [name, null]),
);
const VAE = { reconstruction: 90, kl: 3, loss: 93, klPerAxis: [2, 1], active: 2, sigma: 0.5, kept: 0.9, sure: 0.4 };

test("what was not measured of a model has no line, and no number", () => {
  const measured = [{ step: 10, of: { ae: NONE, vae: VAE } }];
  for (const plot of PLOTS) {
    assert.equal(plot.of(/** @type {any} */ (NONE)), null);
    const drawn = linesOf(plot, /** @type {any} */ (measured), []).filter(({ points }) => points.length);
    assert.ok(drawn.length && drawn.every(({ side }) => side === "vae"), plot.name);
  }
});

test("a number that is close to nothing takes no more room than others", () => {
  const [, kl] = PLOTS;
  assert.deepEqual([0.0000724, 0, 0.0012, 3.456].map(kl.number), ["7.24·10⁻⁵", "0", "0.0012", "3.46"]);
});
