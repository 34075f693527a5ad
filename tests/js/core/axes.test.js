import assert from "node:assert/strict";
import { test } from "node:test";
import { axesOf, deadOf, divergence, sorted } from "../../../static/core/axes.js";

/** Codes of a VAE whose μ has this sd on each axis, and this σ. */
const codes = (spreads, sigma) => [-1, 1].map((way) => ({ mu: spreads.map((sd) => way * sd), sigma }));

test("the divergence of the prior from itself is 0, and grows with μ and as σ shrinks", () => {
  assert.equal(divergence(0, 1), 0);
  assert.ok(Math.abs(divergence(1, 1) - 0.5) < 1e-12);
  assert.ok(divergence(0, 0.1) > divergence(0, 0.5));
});

test("an axis of a VAE is dead where the variance of μ is at most 0.01, as evaluate has it", () => {
  const axes = axesOf({ sd: [1, 1, 1] }, codes([0.9, 0.0999, 0.11], [0.4, 1, 1]));
  assert.deepEqual(
    axes.map(({ isDead }) => isDead),
    [false, true, false],
  );
  assert.ok(Math.abs(axes[0].held - divergence(0.9, 0.4)) < 1e-12);
});

test("an axis of an autoencoder is dead where it is narrower than a hundredth of the widest", () => {
  const axes = axesOf({ sd: [5, 5, 5] }, codes([5, 0.04, 0.06], null));
  assert.deepEqual(
    axes.map(({ isDead }) => isDead),
    [false, true, false],
  );
  assert.equal(axes[0].held, 5);
});

test("codes that are all in one place have dead axes only, and no figure that is not finite", () => {
  for (const sigma of [null, [1, 1]]) {
    const axes = axesOf({ sd: [1, 1] }, codes([0, 0], sigma));
    assert.ok(axes.every(({ isDead, reach, held }) => isDead && reach > 0 && Number.isFinite(held)));
  }
});

test("they are sorted by what they hold, the dead ones last", () => {
  const axes = axesOf({ sd: [1, 1, 1] }, codes([0.05, 0.5, 2], [0.01, 1, 1]));
  assert.deepEqual(
    sorted(axes).map(({ index }) => index),
    [2, 1, 0],
  );
  assert.deepEqual(
    sorted(axes, ({ index }) => -index).map(({ index }) => index),
    [1, 2, 0],
  );
});

test("dead axes are called the prior only where the posterior is", () => {
  assert.deepEqual(deadOf(axesOf({ sd: [1, 1] }, codes([1, 0], [1, 1])), "vae"), { dead: 1, what: "prior" });
  assert.deepEqual(deadOf(axesOf({ sd: [1, 1] }, codes([1, 0], [1, 0.2])), "vae"), { dead: 1, what: "place" });
  assert.deepEqual(deadOf(axesOf({ sd: [1, 1] }, codes([1, 0], null)), "ae"), { dead: 1, what: "place" });
});
