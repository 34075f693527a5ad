import assert from "node:assert/strict";
import { test } from "node:test";
import { axisColumns, columnAt } from "../../../static/charts/axis_columns.js";

const numbers = (svg, name, of) =>
  [...svg.matchAll(new RegExp(`<rect class="${name}"[^>]* ${of}="([-\\d.]+)"`, "g"))].map((found) => Number(found[1]));
const prior = { mu: 0, sigma: 1, nats: 0, isDead: true };

test("an axis on which the posterior is the prior fills the prior's band, and costs nothing to speak of", () => {
  const svg = axisColumns([{ mu: 2, sigma: 0.1, nats: 4, isDead: false }, prior], "all axes");
  const [band] = numbers(svg, "prior-band", "height");
  assert.equal(numbers(svg, "width", "height")[1], band);
  assert.deepEqual(numbers(svg, "width", "y")[1], numbers(svg, "prior-band", "y")[0]);
  assert.deepEqual(numbers(svg, "cost", "height"), [34, 0.9]);
  assert.match(svg, /<g data-i="1" class="dead">/);
});

test("nothing leaves its place, and all is finite, however far out, and where all axes are dead", () => {
  for (const axes of [[{ mu: 99, sigma: 50, nats: 1e4, isDead: false }], [prior, prior], Array(256).fill(prior)]) {
    const svg = axisColumns(axes, "");
    assert.ok(!/NaN|Infinity/.test(svg));
    const [tops, heights] = [numbers(svg, "width", "y"), numbers(svg, "width", "height")];
    assert.ok(tops.every((top, i) => top >= 0 && top + heights[i] <= 77));
    assert.equal(tops.length, axes.length);
  }
});

test("each column is pointed at over its own part of the width", () => {
  assert.deepEqual(
    [0, 0.49, 0.5, 1, 7].map((share) => columnAt(share, 2)),
    [0, 0, 1, 1, 1],
  );
});
